"""Facts of a look at a title: whose station it is, who may look, and what a draw has drawn."""

from services.assessment.title.commands import OrderTitleCheck, RecordTitleCheck, RecordUnannouncedVisit
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = OrderTitleCheck | RecordTitleCheck | RecordUnannouncedVisit


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    raise NotImplementedError

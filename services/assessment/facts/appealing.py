"""Facts of an appeal: whose station it is, and until when the law gives time."""

from services.assessment.title.commands import DecideAppeal, LodgeAppeal
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = LodgeAppeal | DecideAppeal


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    raise NotImplementedError

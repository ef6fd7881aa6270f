"""Facts of a draw: whether its list is known yet, and the list with the hash that was fixed with it."""

from services.assessment.draw.commands import DrawCommand
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = DrawCommand


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    raise NotImplementedError

"""What a decision needs to know, looked up in this service's own tables, and whether the caller is competent."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from services.application.facts import desk, drafting, filing, handing_over, receiving, recommending, seasons, verifying
from shared.access.roles import Caller
from shared.database import Connection
from shared.dispatch import by_command
from shared.eventsourcing.handling import Prepared

Prepare = Callable[[Any, Caller, Connection], Awaitable[Prepared]]

FACTS: Mapping[type, Prepare] = by_command(
    (seasons.Command, seasons.prepare),
    (handing_over.Command, handing_over.prepare),
    (drafting.Command, drafting.prepare),
    (filing.Command, filing.prepare),
    (receiving.Command, receiving.prepare),
    (verifying.Command, verifying.prepare),
    (recommending.Command, recommending.prepare),
    (desk.Command, desk.prepare),
)


async def prepare(command: Any, caller: Caller, connection: Connection) -> Prepared:
    """The command with its facts, after a look at who asks.

    Raises:
        NotKnownHere, NotFound: what is asked about is not known here, or does not exist.
        Forbidden: the caller is not competent.
        TypeError: this service carries out no such command.
    """
    facts = FACTS.get(type(command))
    if facts is None:
        raise TypeError(f"this service carries out no {type(command).__name__}")
    return await facts(command, caller, connection)

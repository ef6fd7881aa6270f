"""What a decision needs to know, looked up in the service's own tables, and whose act it is."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from services.assessment.facts import (
    appealing,
    candidates,
    checking,
    draws,
    lists,
    recognition,
    rectifying,
    reviewing,
    seasons,
    titles,
)
from services.assessment.list.commands import ListCommand
from shared.access.roles import Caller
from shared.database import Connection
from shared.dispatch import by_command
from shared.eventsourcing.handling import Prepared

Prepare = Callable[[Any, Caller, Connection], Awaitable[Prepared]]

FACTS: Mapping[type, Prepare] = by_command(
    (seasons.Command, seasons.prepare),
    (ListCommand, lists.prepare),
    (candidates.Command, candidates.prepare),
    (recognition.Command, recognition.prepare),
    (draws.Command, draws.prepare),
    (titles.Command, titles.prepare),
    (rectifying.Command, rectifying.prepare),
    (reviewing.Command, reviewing.prepare),
    (appealing.Command, appealing.prepare),
    (checking.Command, checking.prepare),
)


async def prepare(command: Any, caller: Caller, connection: Connection) -> Prepared:
    """The command with its facts, after a look at who asks.

    Raises:
        NotKnownHere, NotFound: what is asked about is not known here, or does not exist.
        Forbidden: the caller is not competent.
        TypeError: this service carries out no such command by itself: a title is given by a recognition.
    """
    facts = FACTS.get(type(command))
    if facts is None:
        raise TypeError(f"this service carries out no {type(command).__name__} by itself")
    return await facts(command, caller, connection)

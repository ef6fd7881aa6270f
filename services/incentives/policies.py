"""When something happens elsewhere, what incentives asks of itself: nothing. It only remembers who serves where."""

from collections.abc import Sequence

from services.incentives.contest.commands import ContestCommand
from shared.events.event import Event


def react(_event: Event) -> Sequence[ContestCommand]:
    """A contest moves by its organiser's hand alone."""
    return ()

"""What the facts about one change of divisions add up to: the change itself, once."""

from dataclasses import dataclass

from shared.events.registry import DivisionChanged


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the state; without a change it is not recorded yet."""

    change: DivisionChanged | None = None


def evolve(_act: Act, event: DivisionChanged) -> Act:
    return Act(event)

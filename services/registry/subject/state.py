"""What the facts about a person's data add up to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from shared.events.registry import ErasureOrdered, SubjectErased

SubjectEvent = ErasureOrdered | SubjectErased

ORDERED = "ordered"
ERASED = "erased"
RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Subject:
    """A person on the staff; without an outcome their data stand as they were recorded.

    `order` is the order that waits to be confirmed. `retained_until` is the day until which the law wants closed data
    kept.
    """

    outcome: str = ""
    retained_until: date = date.min
    order: ErasureOrdered | None = None

    @property
    def status(self) -> str:
        return ORDERED if self.order is not None else self.outcome


def evolve(subject: Subject, event: SubjectEvent) -> Subject:
    match event:
        case ErasureOrdered():
            return replace(subject, order=event)
        case SubjectErased():
            return Subject(event.outcome, event.retained_until)
        case _:
            assert_never(event)

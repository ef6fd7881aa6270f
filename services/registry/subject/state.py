"""What the facts about a person's data add up to."""

from dataclasses import dataclass

from shared.events.registry import SubjectErased

ERASED = "erased"
RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Subject:
    """A person on the staff; without an outcome their data stand as they were recorded."""

    outcome: str = ""


def evolve(_subject: Subject, event: SubjectErased) -> Subject:
    return Subject(event.outcome)

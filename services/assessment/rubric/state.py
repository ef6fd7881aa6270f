"""A rubric, as the facts recorded so far make it."""

from dataclasses import dataclass

from shared.events.assessment import RubricPublished


@dataclass(frozen=True, slots=True)
class Rubric:
    published: RubricPublished | None = None


def evolve(_rubric: Rubric, event: RubricPublished) -> Rubric:
    return Rubric(event)

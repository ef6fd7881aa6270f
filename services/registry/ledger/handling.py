"""办理时限: until when a dispute is to be dealt with, by its grade."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared.events.registry import Grade


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days after the day of receipt, and what that rests on."""

    days: int
    basis: str


# The station's own rules in 2015 in Shenzhen [S6]. Wuhan's standard of 2023 is stricter with ordinary ones: a plan or a
# result within one working day [S4]. Who judges by another limit has both times in the events.
LIMITS = {
    Grade.SIMPLE: Limit(0, "S6: simple ones are settled on the spot"),
    Grade.ORDINARY: Limit(2, "S6: ordinary ones within two days"),
    Grade.COMPLEX: Limit(
        2, "S6: complex ones are reported up; that this takes as long as an ordinary one is a reading"
    ),
}


def due_on(grade: Grade, received_on: date) -> date:
    """The last day on which a dispute that was received then is settled or reported up in time."""
    return received_on + timedelta(days=LIMITS[grade].days)

"""What the reminders of a deadline add up to."""

from dataclasses import dataclass
from datetime import date

from shared.events.notification import DeadlineReminded


@dataclass(frozen=True, slots=True)
class Reminders:
    """Of which last days it was reminded, and with how many days left."""

    reminded: frozenset[tuple[date, int]] = frozenset()

    def is_done(self, due_on: date, days_left: int) -> bool:
        """Whether somebody was reminded of this last day with so many days left."""
        return (due_on, days_left) in self.reminded


def evolve(reminders: Reminders, event: DeadlineReminded) -> Reminders:
    return Reminders(reminders.reminded | {(event.due_on, event.days_left)})

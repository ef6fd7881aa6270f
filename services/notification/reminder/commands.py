"""What falls due about a deadline."""

from dataclasses import dataclass
from datetime import date

from shared.events.notification import DeadlineKind


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of something that somebody must do; `whose` and `about` lead to who that is."""

    deadline_id: str
    what: DeadlineKind
    whose: str
    about: str
    station_id: str
    case_id: str
    due_on: date

    @property
    def stream(self) -> str:
        """The stream of its reminders."""
        return f"deadline-{self.deadline_id}"


@dataclass(frozen=True, slots=True)
class RemindOfDeadline:
    """Remind of a deadline whose mark of so many days has come, today or on a day that is heard of late."""

    deadline: Deadline
    mark: int

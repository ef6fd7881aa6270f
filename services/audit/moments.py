"""As of when something is asked: a day of effect, or a place in a log with what was on record by then. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from services.audit import history
from services.audit.history import Fact
from shared.eventsourcing.instants import CHINA


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or the place of an entry with the instant at which it was recorded; neither is as of now."""

    day: date | None = None
    owner: str = ""
    position: int = 0
    recorded_at: datetime | None = None

    def seen(self, facts: Sequence[Fact]) -> list[Fact]:
        """What there was of these facts."""
        if self.day is not None:
            return history.as_of_day(facts, self.day)
        if self.recorded_at is not None:
            return history.as_of_position(facts, self.owner, self.position, self.recorded_at)
        return list(facts)

    def arguments(self) -> tuple[datetime | None, str | None, int, datetime | None]:
        """The same for SQL: before when it took effect; in which log, how far, and of the others recorded by when."""
        return end_of(self.day) if self.day is not None else None, self.owner or None, self.position, self.recorded_at

    def holds(self, owner: str, position: int, effective_at: datetime, recorded_at: datetime) -> bool:
        """Whether an entry was there."""
        if self.day is not None:
            return effective_at < end_of(self.day)
        if self.recorded_at is not None:
            return position <= self.position if owner == self.owner else recorded_at <= self.recorded_at
        return True


NOW = Moment()


def start_of(day: date) -> datetime:
    """The first instant of a day in Asia/Shanghai; of the first day that there is, the first that UTC can write."""
    return datetime.combine(day, time(), CHINA if day > date.min else UTC)


def end_of(day: date) -> datetime:
    """The first instant after a day in Asia/Shanghai; of the last day that there is, its last instant."""
    return start_of(day + timedelta(days=1)) if day < date.max else datetime.combine(day, time.max, CHINA)

"""What may be asked about the calendar of a year, and about the days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A year's exceptions to Monday to Friday, and where they were read."""

    weekday_holidays: tuple[date, ...]
    weekend_workdays: tuple[date, ...]
    source: str


@dataclass(frozen=True, slots=True)
class PublishCalendar:
    year: int
    arrangement: Arrangement | None
    """None: nobody has said yet how the year is arranged."""


YearCommand = PublishCalendar


@dataclass(frozen=True, slots=True)
class BeginDays:
    until: date


DaysCommand = BeginDays

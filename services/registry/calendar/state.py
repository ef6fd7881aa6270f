"""What the facts about the calendar of a year, and about the days, add up to."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import CalendarPublished, DayBegan


@dataclass(frozen=True, slots=True)
class Year:
    """A year's exceptions to Monday to Friday; `published` is false until somebody has said them."""

    published: bool = False
    weekday_holidays: tuple[date, ...] = ()
    weekend_workdays: tuple[date, ...] = ()


def evolve_year(_year: Year, event: CalendarPublished) -> Year:
    return Year(published=True, weekday_holidays=event.weekday_holidays, weekend_workdays=event.weekend_workdays)


@dataclass(frozen=True, slots=True)
class Days:
    """The last day that has begun."""

    last: date | None = None


def evolve_days(_days: Days, event: DayBegan) -> Days:
    return Days(event.day)

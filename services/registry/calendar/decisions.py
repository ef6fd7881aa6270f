"""The rules for the calendar: a year is published once, and every day begins once, none skipped."""

from datetime import timedelta

from services.registry.calendar.commands import Arrangement, BeginDays, DaysCommand, PublishCalendar, YearCommand
from services.registry.calendar.state import Days, Year, evolve_days, evolve_year
from shared.errors import Conflict, Unacceptable
from shared.events.registry import CalendarPublished, DayBegan
from shared.eventsourcing.decider import Decider

DAYS_AT_ONCE = 5_000
"""More missing days than these begin with the next command."""

_FRIDAY = 4


class YearNotPublished(Conflict):
    """A year has a calendar only when its arrangement is known."""

    title_zh = "该年度的放假安排尚未公布。"


class CalendarAlreadyPublished(Conflict):
    """The calendar of a year is published once."""

    title_zh = "该年度的工作日历已经公布。"


class NoExceptionToTheWeek(Unacceptable):
    """A calendar lists holidays that fall on Monday to Friday and working days that fall on a weekend, of its year."""

    title_zh = "只列工作日的放假与周末的上班。"


def decide_year(command: YearCommand, year: Year) -> list[CalendarPublished]:
    return publish_calendar(command, year)


def publish_calendar(command: PublishCalendar, year: Year) -> list[CalendarPublished]:
    arrangement = command.arrangement
    if arrangement is None:
        raise YearNotPublished(f"how {command.year} is arranged is not known here: give the days and their source")
    _require_exceptions(command.year, arrangement)
    published = CalendarPublished(
        year=command.year,
        weekday_holidays=tuple(sorted(set(arrangement.weekday_holidays))),
        weekend_workdays=tuple(sorted(set(arrangement.weekend_workdays))),
        source=arrangement.source,
    )
    if evolve_year(year, published) == year:
        return []  # Asked twice, recorded once.
    if year.published:
        raise CalendarAlreadyPublished(f"the calendar of {command.year} is published with other days")
    return [published]


def _require_exceptions(year: int, arrangement: Arrangement) -> None:
    for day in arrangement.weekday_holidays:
        if day.year != year or day.weekday() > _FRIDAY:
            raise NoExceptionToTheWeek(f"{day} is no Monday to Friday of {year}")
    for day in arrangement.weekend_workdays:
        if day.year != year or day.weekday() <= _FRIDAY:
            raise NoExceptionToTheWeek(f"{day} is no Saturday or Sunday of {year}")


def decide_days(command: DaysCommand, days: Days) -> list[DayBegan]:
    return begin_days(command, days)


def begin_days(command: BeginDays, days: Days) -> list[DayBegan]:
    """Every missing day up to the one asked for; the very first call begins with that day itself."""
    first = command.until if days.last is None else days.last + timedelta(1)
    missing = min((command.until - first).days + 1, DAYS_AT_ONCE)
    return [DayBegan(day=first + timedelta(number)) for number in range(missing)]


YEAR = Decider(initial=Year(), decide=decide_year, evolve=evolve_year)
DAYS = Decider(initial=Days(), decide=decide_days, evolve=evolve_days)

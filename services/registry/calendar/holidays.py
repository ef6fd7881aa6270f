"""The yearly holiday notices of the State Council's office, as the package `chinesecalendar` lists them."""

from datetime import date
from importlib.metadata import version

from chinese_calendar.constants import holidays, workdays

from services.registry.calendar.commands import Arrangement

_FRIDAY = 4
_YEARS = frozenset(day.year for day in holidays)


def arrangement_of(year: int) -> Arrangement | None:
    """The exceptions to Monday to Friday, or None for a year that the package does not know."""
    if year not in _YEARS:
        return None
    return Arrangement(
        weekday_holidays=_of(year, [day for day in holidays if day.weekday() <= _FRIDAY]),
        weekend_workdays=_of(year, [day for day in workdays if day.weekday() > _FRIDAY]),
        source=f"国务院办公厅 {year} 年部分节假日安排 (chinesecalendar {version('chinesecalendar')})",
    )


def _of(year: int, days: list[date]) -> tuple[date, ...]:
    return tuple(sorted(day for day in days if day.year == year))

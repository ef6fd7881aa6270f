"""The deadlines of a season: reckoned where nobody has set them, in order, and inside the season's year.

A deadline that was reckoned over a year whose calendar nobody has published is provisional: it is reckoned again when
the calendar comes. A day that a person has set is never touched.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from services.application.season.bases import DATES
from services.application.season.values import require_within_bounds
from shared.errors import Conflict, Unacceptable
from shared.events.application import SeasonSettings
from shared.workdays import WorkingCalendar

RECOMMENDING_WORKING_DAYS = 10
UNSET = date(1, 1, 1)
"""The survey's and the review's days in a season that was drafted before there were such settings."""


class DeadlinesOutOfOrder(Unacceptable):
    """Applications close before recommendations are due, and these are due before the list is."""

    title_zh = "申请截止须早于推荐截止，推荐截止须早于名单上报；复核起始日须早于截止日。"


class DeadlineOutsideTheYear(Unacceptable):
    """All deadlines of a season lie in its year."""

    title_zh = "各项期限须在本年度之内。"


class DeadlinesProvisional(Conflict):
    """A season whose deadlines were reckoned without the year's calendar is not opened, nor a period moved by it."""

    title_zh = "工作日历尚未公布，期限为暂定；请先公布日历或者明确填写期限。"


def completed(days: Mapping[str, Any], year: int, calendar: WorkingCalendar) -> tuple[dict[str, date], tuple[str, ...]]:
    """The deadlines that are left out of `days`, and the names of those that are provisional."""
    found: dict[str, date] = {}
    for name in DATES:  # In their order: recommendations are reckoned from the closing of applications.
        if name not in days:
            found[name] = _DEFAULTS[name](year, calendar, {**days, **found})
    return found, tuple(name for name in _RECKONED if name in found and year not in calendar.years)


def reckoned_again(settings: SeasonSettings, year: int, calendar: WorkingCalendar) -> dict[str, date]:
    """The provisional deadlines of a season, now that its year's calendar is known."""
    days = {name: getattr(settings, name) for name in DATES if name not in settings.provisional}
    return completed(days, year, calendar)[0]


def require_sound(settings: SeasonSettings, year: int) -> SeasonSettings:
    """The settings, if they hold together.

    Raises:
        SettingTooLow, SettingTooHigh, DeadlinesOutOfOrder, DeadlineOutsideTheYear: they do not.
    """
    require_within_bounds(settings)
    in_order(settings.applications_close_on, settings.recommendations_due_on, settings.submission_due_on)
    if settings.review_opens_on != UNSET:
        in_order(settings.review_opens_on, settings.review_closes_on)
    outside = [name for name in DATES if getattr(settings, name).year not in {year, UNSET.year}]
    if outside:
        raise DeadlineOutsideTheYear(f"{', '.join(outside)} must lie in {year}")
    return settings


def in_order(*days: date) -> None:
    """Each day comes before the next.

    Raises:
        DeadlinesOutOfOrder: one does not.
    """
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise DeadlinesOutOfOrder(f"{', '.join(map(str, days))} do not follow each other")


def moved_along(settings: SeasonSettings, close_on: date, calendar: WorkingCalendar) -> date:
    """When recommendations are due if applications close on another day: as many working days afterwards as before.

    Raises:
        DeadlinesProvisional: the calendar of the year is not published.
    """
    former, due_on = settings.applications_close_on, settings.recommendations_due_on
    if calendar.is_provisional(former):
        raise DeadlinesProvisional(f"the calendar of {former.year} is not published: say when recommendations are due")
    between = calendar.working_days_between(former + timedelta(days=1), due_on)
    if between < 1:
        return close_on + (due_on - former)
    return calendar.add_working_days(close_on, between)


def _last_working_day(days: Iterable[date], calendar: WorkingCalendar) -> date:
    return next(day for day in days if calendar.is_working(day))


def _closing(year: int, calendar: WorkingCalendar, _known: Mapping[str, Any]) -> date:
    return _last_working_day((date(year, 8, 31) - timedelta(days=back) for back in range(31)), calendar)


def _recommending(_year: int, calendar: WorkingCalendar, known: Mapping[str, Any]) -> date:
    return calendar.add_working_days(known["applications_close_on"], RECOMMENDING_WORKING_DAYS)


def _on(month: int, day: int) -> Callable[[int, WorkingCalendar, Mapping[str, Any]], date]:
    return lambda year, _calendar, _known: date(year, month, day)


_DEFAULTS: Mapping[str, Callable[[int, WorkingCalendar, Mapping[str, Any]], date]] = {
    "applications_close_on": _closing,
    "recommendations_due_on": _recommending,
    "submission_due_on": _on(10, 31),
    "survey_due_on": _on(5, 20),
    "review_opens_on": _on(6, 1),
    "review_closes_on": _on(7, 31),
}
_RECKONED = ("applications_close_on", "recommendations_due_on")

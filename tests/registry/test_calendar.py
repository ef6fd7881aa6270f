"""工作日历: the calendar of a year is published once; the days begin one after the other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.registry.calendar.commands import Arrangement, BeginDays, PublishCalendar
from services.registry.calendar.decisions import (
    DAYS,
    DAYS_AT_ONCE,
    YEAR,
    CalendarAlreadyPublished,
    NoExceptionToTheWeek,
    YearNotPublished,
)
from services.registry.calendar.holidays import arrangement_of
from shared.events.registry import CalendarPublished, DayBegan
from shared.testing.scenario import Scenario
from shared.workdays import WorkingCalendar

given = Scenario(YEAR)
given_days = Scenario(DAYS)

arrangement = Arrangement((date(2013, 9, 20), date(2013, 9, 19)), (date(2013, 9, 22),), "国办发明电〔2012〕33号")
publish = PublishCalendar(2013, arrangement)
published = CalendarPublished(
    year=2013,
    weekday_holidays=(date(2013, 9, 19), date(2013, 9, 20)),
    weekend_workdays=(date(2013, 9, 22),),
    source="国办发明电〔2012〕33号",
)
monday = date(2013, 5, 13)


def day(number: int) -> DayBegan:
    return DayBegan(day=monday + timedelta(number))


def test_a_calendar_lists_the_exceptions_to_the_week_in_order() -> None:
    given().when(publish).then(published)


def test_the_same_calendar_is_published_once() -> None:
    given(published).when(publish).then_nothing()
    given(published).when(replace(publish, arrangement=replace(arrangement, source="again"))).then_nothing()


def test_a_calendar_with_other_days_is_refused() -> None:
    other = replace(publish, arrangement=replace(arrangement, weekend_workdays=()))
    given(published).when(other).then_refused(CalendarAlreadyPublished)


def test_a_year_that_nobody_has_arranged_has_no_calendar() -> None:
    given().when(PublishCalendar(2040, None)).then_refused(YearNotPublished)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(arrangement, weekday_holidays=(date(2013, 9, 21),)),
        replace(arrangement, weekday_holidays=(date(2014, 1, 1),)),
        replace(arrangement, weekend_workdays=(date(2013, 9, 23),)),
        replace(arrangement, weekend_workdays=(date(2014, 1, 26),)),
    ],
)
def test_only_exceptions_of_that_year_are_listed(wrong: Arrangement) -> None:
    given().when(PublishCalendar(2013, wrong)).then_refused(NoExceptionToTheWeek)


@pytest.mark.parametrize("year", range(2004, 2027))
def test_the_years_of_the_holiday_notices_can_be_published(year: int) -> None:
    known = arrangement_of(year)
    assert known is not None
    given().when(PublishCalendar(year, known)).then(
        CalendarPublished(
            year=year,
            weekday_holidays=known.weekday_holidays,
            weekend_workdays=known.weekend_workdays,
            source=known.source,
        )
    )


def test_other_years_are_not_known() -> None:
    assert arrangement_of(2003) is None
    assert arrangement_of(2027) is None


def test_the_notice_of_2013_ends_on_the_sunday_that_was_worked() -> None:
    known = arrangement_of(2013)
    assert known is not None
    calendar = WorkingCalendar.of([2013], known.weekday_holidays, known.weekend_workdays)
    assert calendar.last_day_of_notice(date(2013, 9, 23), 5, count_first=False) == date(2013, 9, 29)


def test_the_first_day_that_begins_is_the_one_asked_for() -> None:
    given_days().when(BeginDays(monday)).then(day(0))


def test_every_missing_day_begins() -> None:
    given_days(day(0)).when(BeginDays(monday + timedelta(3))).then(day(1), day(2), day(3))


def test_no_day_begins_twice() -> None:
    given_days(day(0), day(1)).when(BeginDays(monday + timedelta(1))).then_nothing()
    given_days(day(0), day(1)).when(BeginDays(monday - timedelta(7))).then_nothing()


def test_a_long_absence_is_caught_up_in_steps() -> None:
    until = BeginDays(monday + timedelta(DAYS_AT_ONCE + 2))
    first = [day(number) for number in range(1, DAYS_AT_ONCE + 1)]
    given_days(day(0)).when(until).then(*first)
    given_days(day(0), *first).when(until).then(day(DAYS_AT_ONCE + 1), day(DAYS_AT_ONCE + 2))

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.workdays import WorkingCalendar

FIRST, LAST = date(2013, 1, 1), date(2026, 12, 31)
days = st.dates(FIRST, LAST)


def _all_days() -> Iterator[date]:
    return (FIRST + timedelta(offset) for offset in range((LAST - FIRST).days + 1))


WORKED = {day: bool(chinese_calendar.is_workday(day)) for day in _all_days()}


def published() -> WorkingCalendar:
    """The years that `chinesecalendar` knows, given the way the event gives them: by their exceptions alone."""
    return WorkingCalendar.of(
        range(FIRST.year, LAST.year + 1),
        [day for day, is_working in WORKED.items() if not is_working and day.weekday() < 5],
        [day for day, is_working in WORKED.items() if is_working and day.weekday() >= 5],
    )


CALENDAR = published()


def test_every_day_is_worked_or_not_as_the_state_council_says() -> None:
    assert {day: CALENDAR.is_working(day) for day in WORKED} == WORKED


def test_2013_has_twelve_weekend_workdays_and_twenty_three_weekday_holidays() -> None:
    exceptions = [is_working for day, is_working in CALENDAR.exceptions.items() if day.year == 2013]
    assert (exceptions.count(True), exceptions.count(False)) == (12, 23)


@pytest.mark.parametrize(
    ("opens_on", "count_first", "last"),
    [
        (date(2013, 9, 23), False, date(2013, 9, 29)),  # a Sunday that was worked
        (date(2013, 9, 23), True, date(2013, 9, 27)),
        (date(2013, 9, 26), False, date(2013, 10, 9)),
        (date(2013, 9, 26), True, date(2013, 10, 8)),
        (date(2013, 10, 24), False, date(2013, 10, 31)),
        (date(2013, 10, 25), True, date(2013, 10, 31)),
        (date(2013, 10, 1), True, date(2013, 10, 13) - timedelta(1)),  # opened on a holiday
    ],
)
def test_a_notice_of_five_working_days(opens_on: date, count_first: bool, last: date) -> None:
    assert CALENDAR.last_day_of_notice(opens_on, 5, count_first) == last


@pytest.mark.parametrize(
    ("working_days", "latest", "latest_with_first"),
    [
        (5, date(2013, 10, 24), date(2013, 10, 25)),
        (7, date(2013, 10, 22), date(2013, 10, 23)),
        (10, date(2013, 10, 17), date(2013, 10, 18)),
    ],
)
def test_the_latest_opening_for_the_end_of_october(working_days: int, latest: date, latest_with_first: date) -> None:
    end = date(2013, 10, 31)
    for count_first, expected in ((False, latest), (True, latest_with_first)):
        in_time = [
            day
            for day in (date(2013, 10, 1) + timedelta(offset) for offset in range(31))
            if CALENDAR.last_day_of_notice(day, working_days, count_first) <= end
        ]
        assert max(in_time) == expected


@given(days.filter(lambda day: day.year < 2026), st.integers(1, 40), st.booleans())
def test_so_many_days_are_worked_up_to_the_last_one(start: date, n: int, count_first: bool) -> None:
    last = CALENDAR.add_working_days(start, n, count_first=count_first)
    assert WORKED[last]
    counted_from = start if count_first else start + timedelta(1)
    assert CALENDAR.working_days_between(counted_from, last) == n
    assert sum(is_working for day, is_working in WORKED.items() if counted_from <= day <= last) == n


@given(days, days)
def test_days_between_are_those_of_the_calendar(one: date, other: date) -> None:
    first, last = sorted((one, other))
    expected = sum(is_working for day, is_working in WORKED.items() if first <= day <= last)
    assert CALENDAR.working_days_between(first, last) == expected


@given(days.filter(lambda day: day.year < 2026), st.integers(1, 20), st.integers(1, 20))
def test_counting_on_is_counting_further(start: date, n: int, m: int) -> None:
    on = CALENDAR.add_working_days(CALENDAR.add_working_days(start, n), m)
    assert on == CALENDAR.add_working_days(start, n + m)


def test_a_year_that_nobody_has_published_is_provisional() -> None:
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2027, 1, 1))
    crossing = CALENDAR.add_working_days(date(2026, 12, 30), 5)
    assert CALENDAR.is_provisional(crossing)
    assert WorkingCalendar().is_working(date(2027, 1, 1))


def test_at_least_one_day_is_counted() -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add_working_days(FIRST, 0)

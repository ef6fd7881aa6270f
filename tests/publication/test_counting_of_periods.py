"""公示期的计算: counted against the calendars of 2013 to 2026, and the figures that real ones gave."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.publication.facts.periods import Counting
from shared.workdays import WorkingCalendar

FIRST, LAST = date(2013, 1, 1), date(2026, 12, 31)
LAST_OPENING = date(2026, 11, 30)


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(offset) for offset in range((last - first).days + 1))


WORKED = [day for day in days(FIRST, LAST) if chinese_calendar.is_workday(day)]
CALENDAR = WorkingCalendar.of(
    range(FIRST.year, LAST.year + 1),
    weekday_holidays=[day for day in days(FIRST, LAST) if day.weekday() < 5 and not chinese_calendar.is_workday(day)],
    weekend_workdays=[day for day in WORKED if day.weekday() >= 5],
)


def counting(working_days: int, *, counts_first_day: bool) -> Counting:
    return Counting(city_code="320400", working_days=working_days, counts_first_day=counts_first_day)


def counted(opens_on: date, working_days: int, *, counts_first_day: bool) -> date:
    """The last day, looked up in a table of all the days that were worked."""
    first = bisect_left(WORKED, opens_on if counts_first_day else opens_on + timedelta(1))
    return WORKED[first + working_days - 1]


@pytest.mark.parametrize("counts_first_day", [True, False])
@pytest.mark.parametrize("working_days", range(1, 21))
def test_every_day_of_fourteen_years_gives_the_last_day_of_the_table(working_days: int, counts_first_day: bool) -> None:
    rule = counting(working_days, counts_first_day=counts_first_day)
    for opens_on in days(FIRST, LAST_OPENING):
        expected = counted(opens_on, working_days, counts_first_day=counts_first_day)
        assert rule.earliest_close(CALENDAR, opens_on) == expected, opens_on


@given(st.dates(FIRST, LAST_OPENING), st.integers(1, 20), st.booleans())
def test_one_day_less_is_too_short(opens_on: date, working_days: int, counts_first_day: bool) -> None:
    last = counting(working_days, counts_first_day=counts_first_day).last_day(CALENDAR, opens_on)
    first = opens_on if counts_first_day else opens_on + timedelta(1)
    assert CALENDAR.working_days_between(first, last) == working_days
    assert CALENDAR.working_days_between(first, last - timedelta(1)) == working_days - 1


@given(st.dates(FIRST, date(2026, 11, 29)), st.integers(1, 20), st.booleans())
def test_who_opens_later_never_closes_earlier(opens_on: date, working_days: int, counts_first_day: bool) -> None:
    rule = counting(working_days, counts_first_day=counts_first_day)
    assert rule.last_day(CALENDAR, opens_on) <= rule.last_day(CALENDAR, opens_on + timedelta(1))


@given(st.dates(FIRST, LAST_OPENING), st.integers(1, 20))
def test_the_first_day_counts_only_where_it_is_worked(opens_on: date, working_days: int) -> None:
    with_first = counting(working_days, counts_first_day=True).last_day(CALENDAR, opens_on)
    without = counting(working_days, counts_first_day=False).last_day(CALENDAR, opens_on)
    assert (with_first < without) == CALENDAR.is_working(opens_on)


@given(st.dates(date(2026, 12, 1), date(2028, 12, 31)), st.integers(1, 20), st.booleans())
def test_nothing_is_promised_beyond_the_published_years(
    opens_on: date, working_days: int, counts_first_day: bool
) -> None:
    rule = counting(working_days, counts_first_day=counts_first_day)
    promised = rule.earliest_close(CALENDAR, opens_on)
    if rule.last_day(CALENDAR, opens_on) > LAST:
        assert promised is None
    else:
        assert promised == counted(opens_on, working_days, counts_first_day=counts_first_day)


def test_the_last_day_that_can_be_written_is_not_counted_from() -> None:
    assert counting(5, counts_first_day=False).earliest_close(CALENDAR, date.max) is None


@pytest.mark.parametrize(
    ("printed", "working_days", "counts_first_day"),
    [
        ((date(2014, 11, 28), date(2014, 12, 4)), 5, True),  # China Consumers Association
        ((date(2025, 2, 5), date(2025, 2, 11)), 6, True),  # Xinbei, Changzhou: Saturday 8 February was worked
        ((date(2025, 4, 14), date(2025, 4, 20)), 5, True),  # Guizhou: "before 21 April"
    ],
)
def test_periods_that_were_printed_have_the_working_days_that_were_measured(
    printed: tuple[date, date], working_days: int, counts_first_day: bool
) -> None:
    first, last = printed
    assert CALENDAR.working_days_between(first, last) == working_days
    earliest = counting(working_days, counts_first_day=counts_first_day).earliest_close(CALENDAR, first)
    assert earliest is not None
    assert earliest <= last


def test_five_days_of_guizhou_are_too_short_where_the_first_does_not_count() -> None:
    assert counting(5, counts_first_day=False).earliest_close(CALENDAR, date(2025, 4, 14)) == date(2025, 4, 21)


@pytest.mark.parametrize(
    ("opens_on", "without_first", "with_first"),
    [
        (date(2013, 9, 23), date(2013, 9, 29), date(2013, 9, 27)),  # Sunday 29 September 2013 was worked
        (date(2013, 9, 26), date(2013, 10, 9), date(2013, 10, 8)),
    ],
)
def test_the_figures_of_the_autumn_of_2013(opens_on: date, without_first: date, with_first: date) -> None:
    assert counting(5, counts_first_day=False).earliest_close(CALENDAR, opens_on) == without_first
    assert counting(5, counts_first_day=True).earliest_close(CALENDAR, opens_on) == with_first


@pytest.mark.parametrize(
    ("working_days", "latest", "latest_with_first"),
    [
        (5, date(2013, 10, 24), date(2013, 10, 25)),
        (7, date(2013, 10, 22), date(2013, 10, 23)),
        (10, date(2013, 10, 17), date(2013, 10, 18)),
    ],
)
def test_the_latest_opening_that_ends_by_the_end_of_october(
    working_days: int, latest: date, latest_with_first: date
) -> None:
    end = date(2013, 10, 31)
    for counts_first_day, expected in ((False, latest), (True, latest_with_first)):
        rule = counting(working_days, counts_first_day=counts_first_day)
        openings = [day for day in days(date(2013, 10, 1), end) if rule.last_day(CALENDAR, day) <= end]
        assert max(openings) == expected


def test_five_working_days_are_no_week_and_mondays_to_fridays_are_no_working_days() -> None:
    """Of all the days on which bureaus worked and could print a notice, up to 1 December 2025."""
    openings = [day for day in WORKED if day <= date(2025, 12, 1)]
    assert len(openings) == 3_222
    law, plain = counting(5, counts_first_day=False), WorkingCalendar()
    lasting = [(law.last_day(CALENDAR, day) - day).days for day in openings]
    assert round(1000 * sum(length != 7 for length in lasting) / len(openings)) == 195
    assert max(lasting) == 15
    wrong = sum(law.last_day(CALENDAR, day) != law.last_day(plain, day) for day in openings)
    assert round(1000 * wrong / len(openings)) == 181

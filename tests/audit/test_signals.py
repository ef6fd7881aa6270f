"""What each signal is seen in, the near miss that is none, and that the order of arrival changes nothing."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import asyncpg
import pytest

from services.audit.signals import reads
from services.audit.signals.facts import alone
from services.audit.signals.reads import Signal, Wanted, Whole
from services.audit.signals.thresholds import BATCH_ACTS, IDENTICAL_CASES, LATE_DAYS, QUICK_SCORE
from shared.eventsourcing.committer import Committer
from tests.audit.facts import (
    CITY,
    MONDAY,
    Book,
    calendar,
    inspected,
    learn,
    panel,
    recommended,
    resolved,
    scored,
    succeeded,
)

Seen = Callable[[Book], Awaitable[list[Signal]]]
SECOND = timedelta(seconds=1)
REASON = "该站制度健全台账完整人员到位示范作用明显同意推荐上报"


@pytest.fixture
def seen(writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]") -> Seen:
    async def look(book: Book) -> list[Signal]:
        await learn(writer, book.recorded)
        # The log itself is not filled here: what it lacks has a test of its own.
        found = await reads.signals(connection, Wanted(), None, 200, Whole())
        return [one for one in found if one.kind != "missing_records"]

    return look


def _of(signals: list[Signal], kind: str) -> list[Signal]:
    return [one for one in signals if one.kind == kind]


@pytest.mark.parametrize(("after", "listed"), [(QUICK_SCORE - SECOND, 1), (QUICK_SCORE, 0)])
async def test_a_score_minutes_after_the_assignment(seen: Seen, after: timedelta, listed: int) -> None:
    book = Book()
    assigned = book.add(panel("of-7", "of-8"), MONDAY, **CITY)
    score = book.add(scored(1, "of-7"), MONDAY + after, "of-7", **CITY)
    found = _of(await seen(book), "quick_score")
    assert [(one.person, one.subject, one.evidence) for one in found] == [
        ("of-7", "A-2013-st-1", (assigned, score))
    ] * listed
    assert all(one.measure == 9 for one in found)


async def test_of_several_assignments_the_last_before_the_score_counts(seen: Seen) -> None:
    book = Book()
    book.add(panel("of-7"), MONDAY - timedelta(days=9), **CITY)
    assert _of(await seen(book), "quick_score") == []
    score = book.add(scored(1, "of-7"), MONDAY + 60 * SECOND, "of-7", **CITY)
    assert _of(await seen(book), "quick_score") == []
    again = book.add(panel("of-7"), MONDAY, **CITY)
    (one,) = _of(await seen(book), "quick_score")
    assert (one.evidence, one.measure) == ((again, score), 1)


@pytest.mark.parametrize(("cases", "listed"), [(IDENTICAL_CASES, 1), (IDENTICAL_CASES - 1, 0)])
async def test_identical_reasons_across_cases(seen: Seen, cases: int, listed: int) -> None:
    book = Book()
    places = [
        book.add(recommended(n, opinion=f" {REASON}" if n else REASON), MONDAY + timedelta(hours=n))
        for n in range(cases)
    ]
    book.add(recommended(cases, "of-9", opinion=REASON), who="of-9")
    found = _of(await seen(book), "identical_words")
    assert [(one.person, one.measure, one.evidence) for one in found] == [("of-1", cases, tuple(places))] * listed


async def test_set_phrases_and_the_same_case_again_are_no_identical_reasons(seen: Seen) -> None:
    book = Book()
    for number in range(IDENTICAL_CASES + 1):
        book.add(recommended(number, opinion="同意推荐"), MONDAY + timedelta(hours=number))
        book.add(recommended(1, opinion=REASON), MONDAY + timedelta(hours=number))
    assert _of(await seen(book), "identical_words") == []


@pytest.mark.parametrize(
    ("at", "listed"),
    [
        (MONDAY.replace(hour=8, minute=30), 0),
        (MONDAY.replace(hour=8, minute=29, second=59), 1),
        (MONDAY.replace(hour=17, minute=30), 0),
        (MONDAY.replace(hour=17, minute=30, second=1), 1),
        (MONDAY - timedelta(days=2), 1),  # a Saturday
        (datetime(2013, 10, 2, 10, 0, tzinfo=MONDAY.tzinfo), 1),  # the National Day holidays
        (datetime(2013, 9, 29, 10, 0, tzinfo=MONDAY.tzinfo), 0),  # a Sunday that is worked for them
    ],
)
@pytest.mark.parametrize("calendar_first", [True, False])
async def test_acts_outside_working_hours(seen: Seen, at: datetime, listed: int, *, calendar_first: bool) -> None:
    book = Book()
    place = book.add(recommended(1), at)
    book.add(calendar([date(2013, 10, 2)], [date(2013, 9, 29)]), level="operator")
    if calendar_first:
        book.recorded.reverse()
    assert [one.evidence for one in _of(await seen(book), "outside_hours")] == [(place,)] * listed


async def test_what_nobody_did_in_a_bureaus_name_has_no_hours(seen: Seen) -> None:
    book = Book()
    midnight = MONDAY.replace(hour=0)
    book.add(recommended(1), midnight, level="service")
    book.add(recommended(2), midnight, level="enterprise", bureau="ho-1")
    book.add(recommended(3), midnight, level="county", bureau="B-320402", imported="job-1")
    assert await seen(book) == []


@pytest.mark.parametrize(
    ("bureau", "said", "listed"),
    [
        ("B-320402", {}, 0),
        ("B-320404", {}, 1),
        ("B-320404", {"onbehalfof": "B-320402", "mandate": "ma-1"}, 0),
        ("B-320404", {"onbehalfof": "B-320405", "mandate": "ma-1"}, 1),
    ],
)
async def test_acts_outside_jurisdiction(seen: Seen, bureau: str, said: dict[str, str], listed: int) -> None:
    book = Book()
    competent = book.add(resolved(1, "B-320402"), MONDAY - timedelta(days=90))
    act = book.add(recommended(1), MONDAY, "of-1", level="county", bureau=bureau, jurisdiction="320404", **said)
    found = _of(await seen(book), "outside_jurisdiction")
    assert [(one.bureau, one.station_id, one.evidence) for one in found] == [
        (bureau, "st-1", (act, competent))
    ] * listed


async def test_a_bureau_is_competent_through_the_day_on_which_it_changes(seen: Seen) -> None:
    book = Book()
    book.add(resolved(1, "B-320402"), MONDAY - timedelta(days=90))
    book.add(resolved(1, "B-320404", "320404"), MONDAY)
    for hours in (-1, 2, 24):
        book.add(recommended(1), MONDAY + timedelta(hours=hours))
    (one,) = _of(await seen(book), "outside_jurisdiction")
    assert one.at == MONDAY + timedelta(hours=24)


@pytest.mark.parametrize("act_first", [True, False])
async def test_a_successor_has_the_powers_however_many_successions_lie_between(seen: Seen, *, act_first: bool) -> None:
    book = Book()
    book.add(resolved(1, "B-1"), MONDAY - timedelta(days=90))
    book.add(succeeded("B-1", "B-2"))
    book.add(succeeded("B-2", "B-3"))
    book.add(recommended(1), level="county", bureau="B-3", jurisdiction="320402")
    if act_first:
        book.recorded.reverse()
    assert _of(await seen(book), "outside_jurisdiction") == []


async def test_a_city_and_a_province_act_in_their_own_areas(seen: Seen) -> None:
    book = Book()
    book.add(resolved(1, "B-320402"), MONDAY - timedelta(days=90))
    book.add(scored(1, "of-7"), MONDAY, "of-7", **CITY)
    wrong = book.add(scored(1, "of-8"), who="of-8", level="city", bureau="B-320500", jurisdiction="320500")
    book.add(recommended(1), who="of-9", level="province", bureau="B-320000", jurisdiction="320000")
    assert [one.evidence[0] for one in _of(await seen(book), "outside_jurisdiction")] == [wrong]


@pytest.mark.parametrize(("acts", "listed"), [(BATCH_ACTS, 1), (BATCH_ACTS - 1, 0)])
async def test_many_decisions_within_minutes(seen: Seen, acts: int, listed: int) -> None:
    book = Book()
    places = [book.add(recommended(n), MONDAY + n * 30 * SECOND) for n in range(acts)]
    book.add(recommended(50), MONDAY + timedelta(hours=1))
    book.add(recommended(51, "of-9"), MONDAY, "of-9")
    found = _of(await seen(book), "batch_approval")
    assert [(one.person, one.measure, one.evidence) for one in found] == [("of-1", acts, tuple(places))] * listed


async def test_one_command_is_one_decision_however_many_events_it_makes(seen: Seen) -> None:
    book = Book()
    for number in range(BATCH_ACTS + 1):
        book.add(recommended(number), level="county", bureau="B-320402", jurisdiction="320402", correlationid="one")
    assert _of(await seen(book), "batch_approval") == []


@pytest.mark.parametrize(
    ("kind", "days", "measure"),
    [
        ("late_recording", LATE_DAYS + 1, LATE_DAYS + 1),
        ("late_recording", LATE_DAYS, None),
        ("dated_ahead", -1, 1),
        ("dated_ahead", 0, None),
    ],
)
def test_what_was_seen_long_ago_or_on_a_day_to_come(kind: str, days: int, measure: int | None) -> None:
    book = Book()
    book.add(inspected(1, on=(MONDAY - timedelta(days=days)).date()))
    found = {one.kind: one.measure for one in alone(book.recorded[0])}
    assert found.get(kind) == measure


@pytest.mark.parametrize(("days", "found"), [(0, []), (1, [("back_dated", 1)]), (40, [("back_dated", 40)])])
def test_a_decision_that_bears_an_earlier_day(days: int, found: list[tuple[str, int]]) -> None:
    book = Book()
    book.add(recommended(1, on=(MONDAY - timedelta(days=days)).date()))
    assert [(one.kind, one.measure) for one in alone(book.recorded[0])] == found


def test_history_that_was_brought_in_is_not_late() -> None:
    book = Book()
    book.add(inspected(1, on=date(2011, 5, 1)), level="county", bureau="B-320402", imported="job-1")
    assert list(alone(book.recorded[0])) == []


@pytest.mark.parametrize("reversed_", [True, False])
async def test_the_same_person_inspected_and_assessed(seen: Seen, *, reversed_: bool) -> None:
    book = Book()
    saw = book.add(inspected(1, "of-2", "of-7"))
    score = book.add(scored(1, "of-7"), MONDAY + timedelta(days=3), "of-7", **CITY)
    book.add(scored(2, "of-2"), MONDAY + timedelta(days=3), "of-2", **CITY)
    if reversed_:
        book.recorded.reverse()
    (one,) = _of(await seen(book), "same_person_twice")
    assert (one.person, one.subject, one.station_id, one.measure) == ("of-7", "A-2013-st-1", "st-1", 2)
    assert one.evidence == (saw, score)


async def test_who_inspected_may_recommend(seen: Seen) -> None:
    """Both are the county's part in the case."""
    book = Book()
    book.add(inspected(1, "of-1", "of-2"))
    book.add(recommended(1, "of-1"))
    assert _of(await seen(book), "same_person_twice") == []


async def test_an_honest_season_has_no_signal(seen: Seen) -> None:
    book = Book()
    book.add(resolved(1, "B-320402"), MONDAY - timedelta(days=90))
    book.add(calendar(), MONDAY - timedelta(days=200), level="operator")
    book.add(inspected(1, "of-2", "of-3", on=(MONDAY - timedelta(days=2)).date()), who="of-2")
    book.add(recommended(1, opinion=REASON), MONDAY + timedelta(hours=1))
    book.add(panel("of-7", "of-8"), MONDAY + timedelta(hours=2), "of-6", **CITY)
    later = MONDAY + timedelta(days=3)
    book.add(scored(1, "of-7", on=later.date()), later, "of-7", **CITY)
    book.add(scored(1, "of-8", on=later.date()), later, "of-8", **CITY)
    assert await seen(book) == []


async def test_filters_and_places_in_the_list(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", seen: Seen
) -> None:
    book = Book()
    for number in range(4):
        evening = MONDAY.replace(hour=20) + timedelta(days=number)
        book.add(recommended(number, on=evening.date()), evening, f"of-{number % 2}")
    every = await seen(book)
    assert len(every) == 4
    first = await reads.signals(connection, Wanted(kind="outside_hours"), None, 3, Whole())
    rest = await reads.signals(connection, Wanted(kind="outside_hours"), reads.key_of(first[-1]), 3, Whole())
    assert [*first, *rest] == every
    for wanted, count in (
        (Wanted(person="of-1"), 2),
        (Wanted(bureau="B-320402"), 4),
        (Wanted(bureau="B-9"), 0),
        (Wanted(station_id="st-3"), 1),
        (Wanted(since=every[1].at, until=every[3].at), 2),
        (Wanted(kind="quick_score"), 0),
    ):
        assert len(await reads.signals(connection, wanted, None, 50, Whole())) == count


async def test_a_group_is_found_by_each_of_its_stations(
    seen: Seen, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    book = Book()
    for number in range(IDENTICAL_CASES):
        book.add(recommended(number, opinion=REASON), MONDAY + timedelta(hours=number))
    await seen(book)
    assert len(await reads.signals(connection, Wanted(station_id="st-2"), None, 50, Whole())) == 1
    assert await reads.signals(connection, Wanted(station_id="st-9"), None, 50, Whole()) == []

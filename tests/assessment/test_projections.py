"""What assessment hears may come in any order between topics, and more than once: the tables end up the same."""

from datetime import UTC, date, datetime
from itertools import permutations
from uuid import UUID

import pytest
from asyncpg import Pool, Record, UniqueViolationError

from services.assessment.projections import project
from shared.events.application import SeasonExtended, SettingChanged
from shared.events.event import Event
from shared.events.publication import NoticeResult
from shared.eventsourcing.envelope import Recorded
from tests.assessment.examples import (
    SEASON_ID,
    certified,
    check_ordered,
    check_passed,
    closed,
    declared_void,
    drafted,
    ended,
    failed,
    heard,
    passed,
    plaque,
    proposed,
    recognition_refused,
    returned,
    revoked,
    rubric,
    scored,
    served,
    settings,
    waived,
)
from tests.assessment.marks import recused, remark_ordered
from tests.assessment.test_falling import declined, found
from tests.assessment.test_printing import submitted as list_submitted
from tests.assessment.test_printing import supplemented as list_supplemented
from tests.assessment.world import (
    application_withdrawn,
    candidate_withdrawn,
    held,
    notice_closed,
    published,
    released,
    struck_off,
    vetoes,
)

TABLES = ("seasons", "candidates", "holds", "publications", "season_publications")
OWN = (
    "rubrics",
    "scores",
    "recusals",
    "remarks",
    "conclusions",
    "lists",
    "list_lines",
    "supplements",
    "spot_checks",
    "refusals",
    "late_vetoes",
    "declinations",
    "titles",
)


def recorded(event: Event, version: int = 1) -> Recorded[Event]:
    at = datetime(2013, 9, 1, tzinfo=UTC)
    return Recorded(event, UUID(int=1), event.type_name(), "s", version, 0, at, at, {}, b"")


async def put(pool: "Pool[Record]", *events: Event) -> None:
    for event in events:
        for sql, arguments in project(recorded(event)):
            await pool.execute(sql, *arguments)


async def contents(pool: "Pool[Record]", *tables: str) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    for table in tables:
        rows = await pool.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 (a constant of ours)
        found[table] = [tuple(row) for row in rows]
    return found


async def forget(pool: "Pool[Record]") -> None:
    for table in TABLES:
        await pool.execute(f"DELETE FROM {table}")  # noqa: S608 (a constant of ours)


async def standing(pool: "Pool[Record]", name: str = "a") -> tuple[str, str, bool]:
    row = await pool.fetchrow(
        "SELECT standing, notice, notice_closed FROM standings WHERE application_id = $1", f"A-2013-st-{name}"
    )
    assert row is not None
    return row["standing"], row["notice"], row["notice_closed"]


async def test_events_of_different_streams_commute(pool: "Pool[Record]") -> None:
    season = [drafted, closed("a", "b")]  # One stream: these two keep their order.
    notice = [held("a"), notice_closed(a=NoticeResult.HELD, b=NoticeResult.KEPT), released("a")]
    application = [vetoes("a"), application_withdrawn("b")]
    others: list[Event] = [candidate_withdrawn("b"), published("苏示站2013-0001")]
    expected: dict[str, list[tuple[object, ...]]] = {}
    for order in permutations([season, notice, application, others]):
        await forget(pool)
        await put(pool, *(event for stream in order for event in stream))
        found = await contents(pool, *TABLES)
        expected = expected or found
        assert found == expected
        assert await standing(pool, "a") == ("in_the_set", "kept", True)
        assert await standing(pool, "b") == ("withdrawn", "kept", True)


async def test_settings_are_followed_as_they_change(pool: "Pool[Record]") -> None:
    of_three = settings.model_copy(update={"assessors_required": 3})
    changed = SettingChanged(
        season_id=SEASON_ID,
        name="assessors_required",
        former_value="2",
        value="3",
        basis="苏工商消〔2013〕5号",
        reason="人手",
        settings=of_three,
        changed_on=date(2013, 9, 20),
    )
    extended = SeasonExtended(
        season_id=SEASON_ID,
        applications_close_on=settings.applications_close_on,
        recommendations_due_on=settings.recommendations_due_on,
        former_close_on=settings.applications_close_on,
        reason="台风",
        document_number="常工商〔2013〕31号",
        document_date=date(2013, 8, 29),
        settings=settings.model_copy(update={"places": 12}),
        extended_on=date(2013, 8, 29),
    )
    seen = []
    for event in (drafted, extended, closed("a"), changed):
        await put(pool, event, event)
        seen.append(tuple(await pool.fetchrow("SELECT places, assessors_required FROM seasons") or ()))
    places = settings.places
    assert seen == [(places, 2), (12, 2), (places, 2), (places, 3)]


async def test_each_foreign_event_alone_may_come_first(pool: "Pool[Record]") -> None:
    events: list[Event] = [vetoes("a", "V5"), held("a"), struck_off("a"), candidate_withdrawn("a"), closed("a")]
    expected: dict[str, list[tuple[object, ...]]] = {}
    for order in permutations(events):
        await forget(pool)
        await put(pool, *order, *order)
        found = await contents(pool, *TABLES)
        expected = expected or found
        assert found == expected


async def test_a_candidate_with_two_objections_waits_for_both(pool: "Pool[Record]") -> None:
    await put(pool, closed("a"), held("a", "op-1"), held("a", "op-2"))
    assert await standing(pool) == ("in_the_set", "held", False)
    await put(pool, notice_closed(a=NoticeResult.HELD), released("a", "op-1"))
    assert await standing(pool) == ("in_the_set", "held", True)
    await put(pool, released("a", "op-2"))
    assert await standing(pool) == ("in_the_set", "kept", True)


async def test_a_notice_that_has_closed_still_holds_and_strikes_off(pool: "Pool[Record]") -> None:
    await put(pool, closed("a"), notice_closed(a=NoticeResult.KEPT))
    assert await standing(pool) == ("in_the_set", "kept", True)
    await put(pool, held("a"))
    assert await standing(pool) == ("in_the_set", "held", True)
    await put(pool, struck_off("a"))
    assert await standing(pool) == ("struck_off", "struck_off", True)


@pytest.mark.parametrize(
    ("result", "expected"),
    [(NoticeResult.STRUCK_OFF, "struck_off"), (NoticeResult.WITHDRAWN, "withdrawn"), (NoticeResult.HELD, "in_the_set")],
)
async def test_the_notice_s_own_result_counts(pool: "Pool[Record]", result: NoticeResult, expected: str) -> None:
    await put(pool, closed("a"), notice_closed(a=result))
    assert (await standing(pool))[0] == expected


async def test_who_is_no_candidate_is_unknown(pool: "Pool[Record]") -> None:
    await put(pool, vetoes("a"))
    assert await standing(pool) == ("unknown", "", False)


async def test_a_check_without_a_named_finding_is_not_clear(pool: "Pool[Record]") -> None:
    await put(pool, vetoes("a").model_copy(update={"clear": False}))
    assert await pool.fetchval("SELECT vetoes_found FROM candidates") == ["?"]


@pytest.mark.parametrize("conclusion", [passed, failed], ids=["passed", "failed"])
async def test_doing_an_own_event_again_changes_nothing(pool: "Pool[Record]", conclusion: Event) -> None:
    events: list[Event] = [rubric, scored("of-c1"), scored("of-c2"), conclusion, check_ordered, check_passed]
    events += [recused("of-c3"), remark_ordered, list_submitted, list_supplemented, found, declined]
    events += [recognition_refused, certified, plaque, proposed, heard, waived, revoked, served, returned]
    events += [declared_void, ended]
    await put(pool, *events)
    once = await contents(pool, *OWN)
    for event in events:
        await put(pool, event)
        assert await contents(pool, *OWN) == once
    assert all(once.values())


async def test_a_second_sheet_takes_the_first_one_s_place_in_whatever_order_they_are_done_again(
    pool: "Pool[Record]",
) -> None:
    history = [scored("of-c1", A1=0), scored("of-c2"), remark_ordered, scored("of-c1")]
    numbered = list(enumerate(history, start=1))
    for version, event in numbered + numbered:
        for sql, arguments in project(recorded(event, version)):
            await pool.execute(sql, *arguments)
    found = await pool.fetch("SELECT assessor, total, is_recused, is_of_before FROM sheets ORDER BY 1")
    assert [tuple(row) for row in found] == [("of-c1", 1000, False, False), ("of-c2", 1000, False, True)]
    await put(pool, recused("of-c2"))
    assert await pool.fetchval("SELECT is_recused FROM sheets WHERE assessor = 'of-c2'") is True


async def test_no_certificate_s_number_is_given_twice(pool: "Pool[Record]") -> None:
    await put(pool, certified)
    with pytest.raises(UniqueViolationError):
        await put(pool, certified.model_copy(update={"application_id": "A-2013-st-b", "station_id": "st-b"}))

"""The logs are searched by who, whom, what and when, a page at a time, and the database reads no more than the page."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit import queries, searching
from services.audit.entries import LogRow, Mention
from services.audit.history import Fact
from services.audit.moments import Moment, end_of, start_of
from services.audit.searching import Wanted, question
from services.audit.subjects import Kind, Subject
from shared.database import Connection
from tests.audit.made import Log, a_season, certified, day, filed, station_registered


async def _store(connection: Connection, logs: Sequence[Log]) -> None:
    entries = [one for log in logs for one in log.entries()]
    copy = connection.copy_records_to_table
    await copy("log", records=[one.row for one in entries], columns=LogRow._fields)
    await copy("mentions", records=[m for one in entries for m in one.mentions], columns=Mention._fields)
    await copy("subjects", records=[s for one in entries for s in one.subjects], columns=Subject._fields)


async def _found(connection: Connection, wanted: Wanted, page: int = 100) -> list[tuple[str, int]]:
    """All pages of a search."""
    found: list[Fact] = []
    while True:
        behind = (found[-1].recorded_at, found[-1].owner, found[-1].position) if found else None
        sql, arguments = question(wanted, behind, page)
        facts = await queries.found(connection, sql, arguments)
        found += facts
        if len(facts) < page:
            return [(one.owner, one.position) for one in found]


REGISTERED, BEGAN = [("registry", 1), ("registry", 2)], [("registry", 3)]
FILED, CLOSED = [("application", 1)], [("application", 2)]
CERTIFIED, REVOKED = [("assessment", 1)], [("assessment", 2)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), REGISTERED + FILED + BEGAN + CLOSED + CERTIFIED + REVOKED),
        (Wanted(actor="service:registry"), BEGAN),
        (Wanted(host="ho-1"), REGISTERED + FILED + CERTIFIED),
        (Wanted(host="ho-1", own=True), FILED),
        (Wanted(bureau="B-320402"), FILED + CERTIFIED),
        (Wanted(application="A-2013-st-1"), FILED + CERTIFIED),
        (Wanted(season="S-2013-320400", host="ho-1"), FILED + CERTIFIED),
        (Wanted(season="S-2013-320400"), FILED + CLOSED + CERTIFIED),
        (Wanted(station="st-1"), REGISTERED[:1] + FILED + CERTIFIED + REVOKED),
        (Wanted(station="st-1", host="ho-1", actor="of-1"), REGISTERED[:1] + FILED + CERTIFIED),
        (Wanted(station="st-1", owner="assessment"), CERTIFIED + REVOKED),
        (Wanted(types=("shifan.assessment.Revoked.v1",)), REVOKED),
        (Wanted(types=("shifan.assessment.Revoked.v1", "shifan.registry.DayBegan.v1")), BEGAN + REVOKED),
        (Wanted(stream="title-st-1"), CERTIFIED + REVOKED),
        (Wanted(correlation="another"), []),
        (Wanted(recorded_from=date(2013, 9, 14), recorded_until=date(2013, 9, 15)), BEGAN + CLOSED),
        (Wanted(effective_until=date(2013, 5, 20)), REGISTERED),
        (Wanted(moment=Moment(day=date(2013, 9, 14))), REGISTERED + FILED + BEGAN),
        (Wanted(person="nobody"), []),
    ],
)
async def test_what_is_asked_for_is_found_in_the_order_of_recording(
    connection: Connection, wanted: Wanted, found: list[tuple[str, int]]
) -> None:
    await _store(connection, a_season())
    assert await _found(connection, wanted) == found


async def test_as_of_a_position_what_was_recorded_later_is_not_found(connection: Connection) -> None:
    logs = a_season()
    await _store(connection, logs)
    handed_over = logs[1].rows[1]
    moment = Moment(owner="application", position=2, recorded_at=handed_over.recorded_at)
    assert await _found(connection, Wanted(moment=moment)) == REGISTERED + FILED + BEGAN + CLOSED


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(station="st-1"), Wanted(actor="of-1"), Wanted(bureau="B-1")])
async def test_pages_hold_everything_once_where_moments_are_the_same(connection: Connection, wanted: Wanted) -> None:
    logs = [Log("registry"), Log("application"), Log("assessment")]
    for number in range(30):
        log = logs[number % 3]
        log.add(filed("st-1"), f"s-{log.owner}-{number}", key="st-1", days=number // 9, bureau="B-1")
    await _store(connection, logs)
    found = await _found(connection, wanted, page=4)
    assert len(found) == len(set(found)) == 30
    assert found == await _found(connection, wanted)


@given(st.dates(), st.timedeltas(timedelta(days=-2), timedelta(days=2)))
def test_a_moment_of_a_day_holds_what_takes_effect_between_its_two_ends(of: date, away: timedelta) -> None:
    if date(1, 1, 4) < of < date(9999, 12, 28):
        instant = start_of(of) + away
        assert Moment(day=of).holds("registry", 1, instant, instant) == (instant < end_of(of))


def test_events_are_named_by_their_class_or_by_their_type() -> None:
    names = ["Certified", "shifan.registry.NotYetKnown.v9"]
    assert searching.types_of(names) == (("shifan.assessment.Certified.v1", "shifan.registry.NotYetKnown.v9"), [])
    assert searching.types_of(["Certificated"]) == ((), ["Certificated"])
    assert "Certified" in searching.nearby("certifyed")


@pytest.fixture
async def many(connection: Connection) -> Connection:
    """Logs that are large enough for the planner to take an index where there is one."""
    registry, application, assessment = Log("registry"), Log("application"), Log("assessment")
    for number in range(400):
        station = f"st-{number % 40}"
        began = registry.add(day(date(2013, 5, 20)), "calendar", level="service", actor="service:registry")
        registry.add(station_registered(station), f"station-{station}", key=station, actor=f"of-{number % 20}")
        application.add(filed(station), f"application-{station}", key=station, cause=began, bureau=f"B-{number % 20}")
        assessment.add(certified(station), f"title-{station}", key=station, correlationid=f"c-{number}")
    await _store(connection, [registry, application, assessment])
    await connection.execute("ANALYZE")
    return connection


async def _plan(connection: Connection, sql: str, arguments: Sequence[Any]) -> str:
    return "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {sql}", *arguments))


@pytest.mark.parametrize(
    ("sql", "arguments"),
    [
        (queries.STATION_HISTORY, ("st-1",)),
        (queries.SUBJECT_HISTORY, (Kind.APPLICATION, "A-2013-st-1", ["named"])),
        (queries.STREAMS, (["registry"], ["station-st-1"], [900])),
    ],
)
async def test_a_history_never_reads_the_whole_log(many: Connection, sql: str, arguments: Sequence[Any]) -> None:
    plan = await _plan(many, sql, arguments)
    assert "Seq Scan on log" not in plan, plan
    assert "Hash Join" not in plan, plan


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "log_by_recorded"),
        (Wanted(actor="of-1"), "subjects_pkey"),
        (Wanted(bureau="B-1"), "subjects_pkey"),
        (Wanted(station="st-1"), "mentions_pkey"),
        (Wanted(correlation="c-7"), "log_by_correlation"),
        (Wanted(stream="title-st-1"), "log_by_stream"),
        (Wanted(types=("shifan.assessment.Certified.v1",)), "log_by_"),
        (Wanted(effective_from=date(2014, 1, 1), effective_until=date(2014, 1, 2)), "log_by_"),
    ],
)
async def test_a_page_is_read_from_its_index(many: Connection, wanted: Wanted, index: str) -> None:
    sql, arguments = question(wanted, None, 10)
    plan = await _plan(many, sql, arguments)
    assert index in plan, plan
    assert "Seq Scan" not in plan, plan

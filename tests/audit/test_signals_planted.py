"""A season with everything that a signal is seen in, in whatever order it comes; and what the log itself lacks."""

import random

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.audit.projections import statements
from services.audit.signals import reads
from services.audit.signals.reads import Wanted, Whole
from services.audit.signals.words import SENTENCES, said
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.committer import Committer
from tests.audit.facts import dishonest_season, learn
from tests.audit.made import Log, entry_of, station_registered

_TABLES = ("signals", "signal_facts", "changes", "calendar_days", "calendar_years")
_CONTENT = "SELECT t::text FROM {} AS t ORDER BY 1"


async def _content(connection: "asyncpg.Connection[asyncpg.Record]") -> list[list[str]]:
    return [[row["t"] for row in await connection.fetch(_CONTENT.format(table))] for table in _TABLES]


async def test_each_signal_of_a_dishonest_season_has_its_evidence(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    book, planted = dishonest_season()
    await learn(writer, book.recorded)
    found = await reads.signals(connection, Wanted(), None, 200, Whole())
    seen = {(one.kind, place) for one in found for place in one.evidence}
    assert {kind for kind, _ in planted} == set(SENTENCES) - {"missing_records", "parked_records"}
    assert planted <= seen
    assert {one.kind for one in found} == {kind for kind, _ in planted}
    for one in found:
        assert (one.zh, one.en) == said(one.kind, one.measure)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
async def test_the_order_of_arrival_changes_nothing(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", seed: int
) -> None:
    contents = []
    for order in (0, seed):
        book, _ = dishonest_season()
        if order:
            random.Random(order).shuffle(book.recorded)
        await connection.execute(f"TRUNCATE {', '.join(_TABLES)}")
        await learn(writer, book.recorded)
        contents.append(await _content(connection))
    assert contents[0] == contents[1]


async def test_an_event_that_comes_again_changes_nothing(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    book, _ = dishonest_season()
    await learn(writer, book.recorded)
    before = await _content(connection)
    await learn(writer, book.recorded)
    assert await _content(connection) == before


async def test_what_the_log_lacks_is_listed_until_it_comes(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    log = Log("registry")
    for number in range(6):
        log.add(station_registered(f"st-{number}"), f"station-st-{number}", key=f"st-{number}")
    whole = Whole()
    for position in (1, 2, 5, 6):
        await writer.submit(Commit(statements=tuple(statements(entry_of(log.rows[position - 1])))))
    (one,) = await reads.signals(connection, Wanted(), None, 10, whole)
    assert (one.kind, one.measure, one.evidence) == ("missing_records", 2, ("registry:3", "registry:4"))
    assert await reads.signals(connection, Wanted(person="of-1"), None, 10, whole) == []
    assert await reads.signals(connection, Wanted(), reads.key_of(one), 10, whole) == []
    for position in (3, 4):
        await writer.submit(Commit(statements=tuple(statements(entry_of(log.rows[position - 1])))))
    assert await reads.signals(connection, Wanted(), None, 10, whole) == []
    assert whole.up_to["registry"] == 6


async def test_messages_that_could_not_be_read_are_listed_by_their_place(
    connection: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    await connection.execute(
        'INSERT INTO parked (consumer, topic, partition, position, "offset", key, reason, headers, value)'
        " SELECT 'audit', 'events.registry', 3, NULL, n, '\\x', 'no event', '\\x', NULL FROM generate_series(7, 8) AS n"
    )
    (one,) = await reads.signals(connection, Wanted(), None, 10, Whole())
    assert (one.kind, one.measure, one.evidence) == (
        "parked_records",
        2,
        ("events.registry/3@7", "events.registry/3@8"),
    )

"""Reading: a stream with its key in one round trip, and the log by position."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import orjson
import pytest

from shared.database import create_pool
from shared.events.catalogue import CATALOGUE, UnknownEvent
from shared.eventsourcing import store as stores
from shared.eventsourcing.commits import Commit, Key
from shared.eventsourcing.due import cancel, schedule
from shared.eventsourcing.rows import COLUMNS, Row
from shared.eventsourcing.store import EventStore
from tests.servers import MakeDatabase
from tests.shared.eventsourcing.making import NOON, SCHEMA, connected, new, running

DAY = "shifan.registry.DayBegan.v1"
KEY = Key("k", b"fingerprint", 201, b'{"id":"st-1"}')


@pytest.fixture
async def store(database: MakeDatabase) -> AsyncIterator[EventStore]:
    dsn = await database(SCHEMA)
    async with running(dsn) as committer:
        pool = await create_pool(dsn, size=2)
        yield EventStore(pool, committer)
        await pool.close()


def day(stream: str, version: int) -> Commit:
    payload = orjson.dumps({"day": f"2013-09-{version:02d}"})
    return Commit((replace(new(stream, version, payload=payload), type=DAY),))


async def test_a_stream_is_loaded_in_order_with_typed_events(store: EventStore) -> None:
    for version in (1, 2, 3):
        await store.committer.submit(day("calendar", version))
        await store.committer.submit(Commit((new("other", version),)))

    loaded = await store.load("calendar")

    assert [recorded.version for recorded in loaded.history] == [1, 2, 3]
    assert [recorded.position for recorded in loaded.history] == [1, 3, 5]
    assert {type(recorded.event) for recorded in loaded.history} == {CATALOGUE[DAY]}
    assert loaded.history[2].effective_at == NOON
    assert loaded.history[2].attributes["actor"] == "of-1"
    assert loaded.seen is None


@pytest.mark.parametrize("versions", [0, 2])
async def test_a_used_key_comes_with_the_history(store: EventStore, versions: int) -> None:
    for version in range(1, versions + 1):
        await store.committer.submit(day("calendar", version))
    await store.committer.submit(Commit(key=KEY))

    loaded = await store.load("calendar", "k")

    assert (len(loaded.history), loaded.seen) == (versions, KEY)
    assert (await store.load("calendar", "unused")).seen is None


async def test_loading_takes_one_round_trip(database: MakeDatabase) -> None:
    dsn = await database(SCHEMA)
    async with running(dsn) as committer:
        pool = await create_pool(dsn, size=1)
        queries: list[str] = []
        async with pool.acquire() as only:
            only.add_query_logger(lambda query: queries.append(query.query))

        await EventStore(pool, committer).load("calendar", "k")

        assert len(queries) == 1
        await pool.close()


async def test_an_event_of_a_later_release_is_not_passed_over(store: EventStore) -> None:
    await store.committer.submit(Commit((replace(new("calendar", 1), type="shifan.registry.DayBegan.v9"),)))

    with pytest.raises(UnknownEvent):
        await store.load("calendar")


async def test_the_log_is_read_by_position(store: EventStore) -> None:
    for n in range(5):
        await store.committer.submit(day(f"s-{n}", 1))

    assert [row.position for row in await store.after(1, 3)] == [2, 3, 4]
    assert await store.after(5, 3) == []
    head = await store.head()
    assert (head.position, head.hash) == (5, (await store.after(4, 1))[0].chain)


async def test_what_is_due_is_scheduled_once_and_cancelled(database: MakeDatabase) -> None:
    dsn = await database(SCHEMA)
    async with running(dsn) as committer, connected(dsn) as connection:
        await committer.submit(Commit(statements=(schedule(date(2013, 10, 1), "season-1", "Close", {"id": "1"}),)))
        await committer.submit(Commit(statements=(schedule(date(2013, 10, 8), "season-1", "Close", {"id": "2"}),)))
        rows = await connection.fetch('SELECT "on", stream, command, arguments FROM due')
        assert [tuple(row) for row in rows] == [(date(2013, 10, 8), "season-1", "Close", '{"id": "2"}')]

        await committer.submit(Commit(statements=(cancel("season-1", "Close"),)))
        assert await connection.fetch("SELECT stream FROM due") == []


def test_the_row_has_the_columns_of_the_table() -> None:
    assert COLUMNS.split(", ") == list(Row._fields)


async def test_the_log_is_read_by_position_and_never_scanned(database: MakeDatabase) -> None:
    dsn = await database(SCHEMA)
    async with running(dsn) as committer, connected(dsn) as connection:
        await committer.submit(Commit(events=tuple(new("s", version) for version in range(1, 401))))
        await connection.execute("ANALYZE events")
        plan = await connection.fetch(f"EXPLAIN {stores._AFTER}", 300, 10)
    assert "Index Scan using events_pkey" in str(plan)


@pytest.mark.parametrize("at_once", [1, 3], ids=["alone", "in a batch"])
async def test_a_log_never_goes_back_in_time_though_the_clock_was_set_back(
    database: MakeDatabase, at_once: int
) -> None:
    dsn = await database(SCHEMA)
    async with connected(dsn) as connection, running(dsn) as committer:
        await committer.submit(day("calendar", 1))
        await connection.execute("ALTER TABLE events DISABLE TRIGGER never_changed")
        await connection.execute("UPDATE events SET recorded_at = recorded_at + interval '1 hour'")

        await asyncio.gather(*(committer.submit(Commit((new(f"other-{n}", 1),))) for n in range(at_once)))

        instants = [row[0] for row in await connection.fetch("SELECT recorded_at FROM events ORDER BY position")]
    assert instants == [instants[0]] * (1 + at_once)

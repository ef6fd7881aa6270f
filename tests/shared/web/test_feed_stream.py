"""The change feed as a stream over a real server: it goes on exactly, wakes at once, and ends when it must."""

import asyncio
from datetime import date, timedelta
from time import monotonic

import pytest
from asyncpg import Pool, Record

from shared.access import tokens
from shared.clock import now
from shared.events.registry import OfficerPosted
from shared.eventsourcing.committer import Committer
from shared.runtime import Runtime
from shared.web import feed
from tests.shared.web.conftest import Token, put
from tests.shared.web.feeding import (
    AUDITOR,
    SUZHOU,
    TIANNING,
    Told,
    first,
    following,
    known,
    record,
    suspended,
)
from tests.shared.web.serving import Running


@pytest.fixture(autouse=True)
async def _known(pool: "Pool[Record]") -> None:
    for event in known():
        await put(pool, event)


@pytest.fixture
def _no_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """What arrives in time was rung for."""
    monkeypatch.setattr(feed, "_POLL_SECONDS", 3_600.0)


def ids(told: list[Told]) -> list[int]:
    return [int(one.id) for one in told]


@pytest.mark.usefixtures("_no_poll")
async def test_a_stream_gives_what_was_and_then_what_comes(server: Running, token: Token, runtime: Runtime) -> None:
    await record(runtime.committer, (suspended("1"), "320402"), (suspended("2"), "320402"))
    async with following(server.url, token(AUDITOR)) as stream:
        assert ids(await first(stream, 2)) == [1, 2]
        await record(runtime.committer, (suspended("3"), "320402"))
        [told] = await first(stream, 1)
    assert told.id == told.data["position"] == "3"
    assert told.data["data"]["reason"] == "3"


async def test_what_another_process_records_comes_with_the_poll(
    server: Running, token: Token, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "_POLL_SECONDS", 0.05)
    other = Committer(dsn)
    await other.start()
    async with following(server.url, token(AUDITOR)) as stream:
        assert (await anext(stream)).retry == "1000"
        await record(other, (suspended("1"), "320402"))
        assert ids(await first(stream, 1)) == [1]
    await other.stop()


async def test_a_stream_that_is_cut_anywhere_goes_on_without_a_gap_or_a_repetition(
    server: Running, token: Token, runtime: Runtime
) -> None:
    acts = ["320402", "320505", "320500", "320402", "", "320505", "320505"]

    async def write() -> None:
        for turn in range(60):
            await record(runtime.committer, (suspended(str(turn)), acts[turn % len(acts)]))

    expected = [turn + 1 for turn in range(60) if acts[turn % len(acts)] == "320402"]
    writing = asyncio.create_task(write())
    found: list[int] = []
    last = 0
    while len(found) < len(expected):
        async with following(server.url, token(TIANNING), last) as stream:
            async for told in stream:
                if told.data is not None:
                    found.append(int(told.id))
                last = int(told.id or last)
                if told.id:
                    break
    await writing
    assert found == expected


@pytest.mark.usefixtures("_no_poll")
async def test_an_id_without_data_carries_a_reader_behind_what_was_for_others(
    server: Running, token: Token, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PASSED", 20)
    monkeypatch.setattr(feed, "MOST", 10)
    await record(runtime.committer, *[(suspended("x"), "320402")] * 50)
    async with following(server.url, token(SUZHOU)) as stream:
        passed = [await anext(stream) for _ in range(4)][1:]
    assert [(told.id, told.data, told.comments) for told in passed] == [
        ("20", None, ("for others",)),
        ("40", None, ("for others",)),
        ("50", None, ("for others",)),
    ]


async def test_after_says_where_a_stream_begins_and_the_last_id_goes_before_it(
    server: Running, token: Token, runtime: Runtime
) -> None:
    await record(runtime.committer, *[(suspended("x"), "320402")] * 5)
    async with following(server.url, token(AUDITOR), after=2) as stream:
        assert ids(await first(stream, 3)) == [3, 4, 5]
    async with following(server.url, token(AUDITOR), 3, after=1) as stream:
        assert ids(await first(stream, 2)) == [4, 5]


async def test_a_quiet_stream_gives_signs_of_life(
    server: Running, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.02)
    async with following(server.url, token(AUDITOR)) as stream:
        assert (await anext(stream)).retry
        assert (await anext(stream)).comments == ("ping",)


@pytest.fixture
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that waited for its streams would do so for a minute."""
    monkeypatch.setattr("shared.web.serving._GRACE_SECONDS", 60)


@pytest.mark.usefixtures("_patient", "_no_poll")
async def test_a_server_that_stops_ends_its_streams_at_once_and_cleanly(
    server: Running, token: Token, runtime: Runtime
) -> None:
    await record(runtime.committer, (suspended("1"), "320402"))
    async with following(server.url, token(AUDITOR)) as stream:
        await first(stream, 1)
        began = monotonic()
        stopping = asyncio.create_task(server.stop())
        # A connection that were cut would raise here.
        assert [told async for told in stream] == []
        await stopping
    assert monotonic() - began < 30, "it waited for the streams until it gave up on them"


async def test_a_stream_ends_with_the_token(
    server: Running, token: Token, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with following(server.url, token(AUDITOR, ttl=300)) as stream:
        assert (await anext(stream)).retry
        monkeypatch.setattr(tokens, "now", lambda: now() + timedelta(hours=1))
        await record(runtime.committer, (suspended("1"), "320402"))
        assert [told async for told in stream] == []


async def test_a_stream_ends_when_the_officer_is_posted_elsewhere(
    server: Running, token: Token, runtime: Runtime, pool: "Pool[Record]"
) -> None:
    await record(runtime.committer, (suspended("1"), "320402"))
    async with following(server.url, token(TIANNING)) as stream:
        assert ids(await first(stream, 1)) == [1]
        moved = OfficerPosted(officer_id="of-320402", bureau_code="B-320404", post="clerk", posted_on=date(2013, 6, 1))
        await put(pool, moved)
        await record(runtime.committer, (suspended("2"), "320402"))
        assert [told async for told in stream] == []


async def test_a_stream_ends_when_the_database_goes_away(server: Running, token: Token, runtime: Runtime) -> None:
    async with following(server.url, token(AUDITOR)) as stream:
        assert (await anext(stream)).retry
        await runtime.pool.close()
        runtime.bell.ring()
        assert [told async for told in stream] == []

"""Whatever has a place in an owner's log is kept, whether or not this release can read it."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from services.audit.service import SERVICE
from shared.access.tokens import generate_keys
from shared.bus.outgoing import message_of
from shared.bus.reactor import Reactor, Verdict
from shared.events.registry import DayBegan
from shared.eventsourcing.messages import Message
from shared.eventsourcing.rows import Row
from shared.service import running
from shared.settings import Settings
from tests.audit.made import Log, a_season, station_registered


@pytest.fixture
async def reactor(dsn: str, tmp_path: Path) -> AsyncIterator[Reactor]:
    settings = Settings(database_url=dsn, jwks_file=generate_keys(tmp_path).public, sandbox=True)
    async with running(SERVICE, settings, "api") as runtime:
        yield Reactor(runtime)


def _message(row: Row) -> Message:
    sent = message_of(row, {})
    return Message("events.registry", sent.partition, row.position, sent.key, sent.value, tuple(sent.headers))


async def _positions(connection: "asyncpg.Connection[asyncpg.Record]") -> list[int]:
    return [row["position"] for row in await connection.fetch("SELECT position FROM log ORDER BY position")]


async def test_an_event_goes_into_the_log_and_into_the_directory(
    reactor: Reactor, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    row = a_season()[0].rows[0]
    assert await reactor.take(_message(row)) is Verdict.TAKEN
    assert await reactor.take(_message(row)) is Verdict.DUPLICATE
    assert await _positions(connection) == [1]
    assert await connection.fetchval("SELECT name FROM stations") == "莱蒙站"


async def test_an_event_of_an_unknown_type_is_kept_and_holds_nobody_up(
    reactor: Reactor, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    row = Log("registry").add(b'{"station_id":"st-1"}', "station-st-1", type_name="shifan.registry.NotYetKnown.v1")
    assert await reactor.take(_message(row)) is Verdict.TAKEN
    assert await _positions(connection) == [1]
    assert await connection.fetchval("SELECT count(*) FROM parked") == 0


async def test_what_cannot_be_read_is_parked_and_kept_and_so_is_what_waits_behind_it(
    reactor: Reactor, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    log = Log("registry")
    bad = _message(log.add(b"no JSON", "station-st-1", key="st-1", type_name=DayBegan.type_name()))
    good = log.add(station_registered("st-1"), "station-st-1", key="st-1")
    sent = message_of(good, {bad.partition: 1})
    assert await reactor.take(bad) is Verdict.PARKED
    behind = Message("events.registry", sent.partition, 2, sent.key, sent.value, tuple(sent.headers))
    assert await reactor.take(behind) is Verdict.PARKED
    assert await _positions(connection) == [1, 2]
    assert await connection.fetchval("SELECT count(*) FROM parked") == 2


async def test_a_message_that_is_none_of_ours_is_parked_and_not_kept(
    reactor: Reactor, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    assert await reactor.take(Message("events.registry", 0, 0, b"k", b"\x00", ())) is Verdict.PARKED
    assert await _positions(connection) == []

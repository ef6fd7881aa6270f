"""The stores that `event_store` compares, each appending the same events in the same shape."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

import asyncpg
import orjson
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresFactory
from eventsourcing.utils import Environment

import shared.eventsourcing
from benchmarks.measure import execute
from deploy.embedded.passwords import password_of
from shared.database import migrate
from shared.eventsourcing.committer import Commit, Committer, Key, NewEvent, Outcome, Statement

CONNECTIONS = 64
"""The most connections that a contestant with one for each caller gets; further callers wait for one."""

EVENTS_A_STREAM = 10
TYPE = "shifan.registry.StationRegistered.v1"
PAYLOADS = [
    orjson.dumps(
        {
            "station_id": f"320402-{n:06d}",
            "name": "常州购物中心消费维权服务站" * 6,
            "kind": "mall",
            "district": "320402",
            "n": n,
            "pad": "x" * 58,
        }
    )
    for n in range(100, 600)
]
ATTRIBUTES = orjson.dumps(
    {
        "actor": "17",
        "post": "chief",
        "bureau": "B-320402",
        "bureauname": "天宁区消保委",
        "correlationid": "0" * 32,
        "causationid": "0" * 32,
    }
)
_NOW = datetime.now(UTC)
_SCHEMA = Path(shared.eventsourcing.__file__).parent / "schema"

Append = Callable[[int, int], Awaitable[None]]
"""Appends the n-th event of a caller; ten events make a stream."""


def place(caller: int, n: int) -> tuple[str, int]:
    return f"station-{caller:04d}-{n // EVENTS_A_STREAM:06d}", n % EVENTS_A_STREAM + 1


async def drive(append: Append, callers: int, seconds: float) -> list[float]:
    """Every caller appends one event after the other; the latencies of those that were done in the time."""
    latencies: list[float] = []
    end = time.perf_counter() + seconds

    async def call(caller: int) -> None:
        n = 0
        while (begun := time.perf_counter()) < end:
            await append(caller, n)
            latencies.append(time.perf_counter() - begun)
            n += 1

    await asyncio.gather(*map(call, range(callers)))
    return latencies


_RAW = """
CREATE TABLE raw (
    position bigserial PRIMARY KEY, stream_id text NOT NULL, version int NOT NULL, type text NOT NULL,
    event_id uuid NOT NULL, payload bytea NOT NULL, attributes bytea NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(), UNIQUE (stream_id, version)
)
"""
_INSERT = """
INSERT INTO raw (stream_id, version, type, event_id, payload, attributes) VALUES ($1, $2, $3, $4, $5, $6)
RETURNING position
"""


async def raw_insert(dsn: str, callers: int, seconds: float) -> list[float]:
    """A single-row INSERT by a prepared statement, on a connection of the caller's own."""
    await execute(dsn, _RAW)
    connections = await asyncio.gather(*[asyncpg.connect(dsn) for _ in range(min(callers, CONNECTIONS))])
    free: asyncio.Queue[Any] = asyncio.Queue()
    for connection in connections:
        free.put_nowait(await connection.prepare(_INSERT))

    async def append(caller: int, n: int) -> None:
        insert = await free.get()
        try:
            stream, version = place(caller, n)
            await insert.fetchval(stream, version, TYPE, uuid4(), PAYLOADS[n % len(PAYLOADS)], ATTRIBUTES)
        finally:
            free.put_nowait(insert)

    try:
        return await drive(append, callers, seconds)
    finally:
        await asyncio.gather(*[connection.close() for connection in connections])


_STATIONS = """
CREATE TABLE stations (
    station_id text PRIMARY KEY, name text NOT NULL, stage text NOT NULL, version int NOT NULL,
    changed timestamptz NOT NULL
);
CREATE INDEX ON stations (stage);
"""
_REGISTERED = "INSERT INTO stations VALUES ($1, $2, $3, $4, $5)"
_CHANGED = "UPDATE stations SET stage = $2, version = $3, changed = $4 WHERE station_id = $1"


@dataclass(frozen=True, slots=True)
class Ours:
    """Our store through its committer, with as much of a whole command as is asked for."""

    read_model: bool = False
    key: bool = False

    async def __call__(self, dsn: str, callers: int, seconds: float) -> list[float]:
        await migrate(dsn, _SCHEMA)
        await execute(dsn, _STATIONS)
        async with _running(dsn) as committer:

            async def append(caller: int, n: int) -> None:
                committed = await committer.submit(self._commit(caller, n))
                assert committed.outcome is Outcome.WRITTEN

            return await drive(append, callers, seconds)

    def _commit(self, caller: int, n: int) -> Commit:
        stream, version = place(caller, n)
        payload = PAYLOADS[n % len(PAYLOADS)]
        event = NewEvent(stream, version, TYPE, uuid4(), payload, ATTRIBUTES, _NOW)
        key = Key(f"{caller}-{n}", b"f" * 32, 200, payload[:200]) if self.key else None
        return Commit((event,), statements=_projected(stream, version) if self.read_model else (), key=key)


def _projected(stream: str, version: int) -> tuple[Statement, ...]:
    if version == 1:
        return ((_REGISTERED, (stream, "常州购物中心", "registered", version, _NOW)),)
    return ((_CHANGED, (stream, "surveyed", version, _NOW)),)


@asynccontextmanager
async def _running(dsn: str) -> AsyncIterator[Committer]:
    committer = Committer(dsn)
    await committer.start()
    try:
        yield committer
    finally:
        await committer.stop()


@dataclass(frozen=True, slots=True)
class Eventsourcing:
    """The recorder of the library `eventsourcing`, on psycopg: a thread for each caller, as the library is used."""

    functions: bool = False

    async def __call__(self, dsn: str, callers: int, seconds: float) -> list[float]:
        factory = PostgresFactory(Environment(name="bench", env=self._settings(dsn, callers)))
        recorder = factory.application_recorder()
        try:
            return await asyncio.to_thread(_drive_threads, recorder.insert_events, callers, seconds)
        finally:
            factory.close()

    def _settings(self, dsn: str, callers: int) -> dict[str, str]:
        server = urlsplit(dsn)
        return {
            "POSTGRES_DBNAME": server.path.lstrip("/"),
            "POSTGRES_HOST": server.hostname or "127.0.0.1",
            "POSTGRES_PORT": str(server.port or 5432),
            "POSTGRES_USER": unquote(server.username or "postgres"),
            "POSTGRES_PASSWORD": password_of(dsn) or "none",
            "POSTGRES_POOL_SIZE": str(min(callers, CONNECTIONS)),
            "POSTGRES_MAX_OVERFLOW": "0",
            "POSTGRES_POOL_TIMEOUT": "60",
            "POSTGRES_ENABLE_DB_FUNCTIONS": "yes" if self.functions else "no",
        }


def _drive_threads(insert: Callable[[list[StoredEvent]], object], callers: int, seconds: float) -> list[float]:
    latencies: list[list[float]] = [[] for _ in range(callers)]
    end = time.perf_counter() + seconds

    def call(caller: int) -> None:
        n, stream = 0, UUID(int=0)
        while (begun := time.perf_counter()) < end:
            version = n % EVENTS_A_STREAM + 1
            stream = uuid4() if version == 1 else stream
            insert([StoredEvent(stream, version, TYPE, PAYLOADS[n % len(PAYLOADS)] + ATTRIBUTES)])
            latencies[caller].append(time.perf_counter() - begun)
            n += 1

    threads = [threading.Thread(target=call, args=(caller,)) for caller in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [latency for of_one in latencies for latency in of_one]

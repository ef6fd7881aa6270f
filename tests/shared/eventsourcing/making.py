"""What the tests of the event store share: events of no meaning, and a running committer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
from asyncpg import Connection, Record

import shared.eventsourcing
from shared.eventsourcing.committer import Committer, NewEvent
from shared.eventsourcing.record import GENESIS, link_of_row
from shared.eventsourcing.rows import COLUMNS, Row

SCHEMA = Path(shared.eventsourcing.__file__).parent / "schema"
NOON = datetime(2013, 9, 23, 4, 0, 0, tzinfo=UTC)


def new(stream: str, version: int, event_id: UUID | None = None, *, payload: bytes = b"{}") -> NewEvent:
    return NewEvent(
        stream=stream,
        version=version,
        type="shifan.registry.StationRegistered.v1",
        event_id=event_id or uuid4(),
        payload=payload,
        attributes=b'{"actor":"of-1","source":"/services/registry"}',
        effective_at=NOON,
    )


@asynccontextmanager
async def running(dsn: str, limit: int = 512) -> AsyncIterator[Committer]:
    committer = Committer(dsn, limit=limit)
    await committer.start()
    try:
        yield committer
    finally:
        await committer.stop()


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator["Connection[Record]"]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def log_of(dsn: str) -> list[Row]:
    """The whole log; fails unless positions are dense, versions follow, and the chain holds up to the head."""
    async with connected(dsn) as connection:
        rows = [Row.of(row) for row in await connection.fetch(f"SELECT {COLUMNS} FROM events ORDER BY position")]  # noqa: S608
        head = await connection.fetchrow("SELECT position, hash FROM head")
    chain = GENESIS
    versions: dict[str, int] = {}
    for position, row in enumerate(rows, 1):
        assert row.position == position
        assert row.version == versions.get(row.stream_id, 0) + 1
        versions[row.stream_id] = row.version
        chain = link_of_row(chain, row)
        assert row.chain == chain
    assert head is not None
    assert tuple(head) == (len(rows), chain)
    return rows

"""The event store as a service reads it: a stream's history, and the log by position."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson
from asyncpg import Pool, Record

from shared.events.catalogue import decode
from shared.events.event import Event
from shared.eventsourcing.commits import Key
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.memory import StateMemory
from shared.eventsourcing.rows import COLUMNS, Row

# The history and the idempotency key in one round trip: the key's row has no position.
_LOAD = f"""
SELECT {COLUMNS}, NULL AS fingerprint, NULL AS status, NULL AS answer FROM events WHERE stream_id = $1
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, fingerprint, status, answer
    FROM idempotency WHERE key = $2
ORDER BY version NULLS LAST
"""  # noqa: S608 (a constant of ours)
_MANY = f"SELECT {COLUMNS} FROM events WHERE stream_id = ANY($1) ORDER BY stream_id, version"  # noqa: S608 (a constant of ours)
_AFTER = f"SELECT {COLUMNS} FROM events WHERE position > $1 ORDER BY position LIMIT $2"  # noqa: S608 (a constant of ours)
_HEAD = "SELECT position, hash FROM head"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A stream's events in order, and the idempotency key if it has been used."""

    history: list[Recorded[Event]]
    seen: Key | None


@dataclass(frozen=True, slots=True)
class Head:
    """The position of the last event and the chain value there."""

    position: int
    hash: bytes


class EventStore:
    """Reads through the pool, writes through the committer."""

    def __init__(self, pool: "Pool[Record]", committer: Committer) -> None:
        self.pool = pool
        self.committer = committer
        self.memory = StateMemory()

    async def load(self, stream: str, key: str | None = None) -> Loaded:
        """A stream's history and what is known of the key, from one moment.

        Raises:
            UnknownEvent: the stream has an event that this release does not know.
        """
        rows = await self.pool.fetch(_LOAD, stream, key)
        seen: Key | None = None
        if rows and key is not None and rows[-1]["position"] is None:
            last = rows.pop()
            seen = Key(key, last["fingerprint"], last["status"], last["answer"])
        return Loaded([recorded(Row.of(row[: len(Row._fields)])) for row in rows], seen)

    async def load_many(self, streams: Iterable[str]) -> dict[str, list[Recorded[Event]]]:
        """The histories of many streams with one query; a stream that is not there is left out.

        Raises:
            UnknownEvent: a stream has an event that this release does not know.
        """
        found: dict[str, list[Recorded[Event]]] = {}
        for row in rows_of(await self.pool.fetch(_MANY, list(streams))):
            found.setdefault(row.stream_id, []).append(recorded(row))
        return found

    async def after(self, position: int, limit: int) -> list[Row]:
        """The log behind a position. Positions are dense and committed in order: nothing appears behind a reader."""
        return rows_of(await self.pool.fetch(_AFTER, position, limit))

    async def head(self) -> Head:
        row = await self.pool.fetchrow(_HEAD)
        assert row is not None, "every store has its head row from the first migration on"
        return Head(row["position"], row["hash"])


def rows_of(records: Sequence[Record]) -> list[Row]:
    return [Row.of(record) for record in records]


def recorded(row: Row) -> Recorded[Event]:
    """The event of a row, decoded.

    Raises:
        UnknownEvent: this release does not know its type.
    """
    return Recorded(
        event=decode(row.type, row.payload),
        event_id=row.event_id,
        type=row.type,
        stream=row.stream_id,
        version=row.version,
        position=row.position,
        recorded_at=row.recorded_at,
        effective_at=row.effective_at,
        attributes=orjson.loads(row.attributes),
        chain=row.chain,
    )

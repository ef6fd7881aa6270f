"""Messages that cannot be read: kept in the database with their reason, and taken up again from there.

Later messages of the same key wait behind a parked one, in their order; the rest of the stream goes on.
"""

import base64

import orjson
from asyncpg import Pool, Record

from shared.eventsourcing.commits import Statement
from shared.eventsourcing.messages import Message

_PARK = """
INSERT INTO parked (consumer, topic, partition, position, "offset", key, reason, headers, value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (consumer, topic, partition, "offset") DO UPDATE SET reason = excluded.reason
"""
_KEYS = "SELECT DISTINCT topic, partition, key FROM parked WHERE consumer = $1"
_WAITING = """
SELECT topic, partition, "offset", key, headers, value FROM parked
 WHERE consumer = $1 ORDER BY topic, partition, "offset"
"""
_TAKE_OUT = 'DELETE FROM parked WHERE consumer = $1 AND topic = $2 AND partition = $3 AND "offset" = $4'

BEHIND = "waits behind a parked message of the same key"

Place = tuple[str, int, bytes]
"""Topic, partition and key: what a parked message blocks."""


class ParkingLot:
    """The keys that are blocked, remembered; the messages lie in the table `parked`."""

    def __init__(self, pool: "Pool[Record]", consumer: str) -> None:
        self._pool = pool
        self._consumer = consumer
        self._blocked: set[Place] = set()

    async def reload(self) -> None:
        rows = await self._pool.fetch(_KEYS, self._consumer)
        self._blocked = {(row["topic"], row["partition"], row["key"]) for row in rows}

    def blocks(self, message: Message) -> bool:
        """Whether an earlier message of this key is parked. A message without a key blocks nothing."""
        return bool(message.key) and (message.topic, message.partition, message.key) in self._blocked

    def block(self, message: Message) -> None:
        if message.key:
            self._blocked.add((message.topic, message.partition, message.key))

    def park(self, message: Message, position: int | None, reason: str) -> Statement:
        """The statement that keeps the message as it came."""
        return _PARK, (
            self._consumer,
            message.topic,
            message.partition,
            position,
            message.offset,
            message.key,
            reason[:2000],
            _headers_to_bytes(message.headers),
            message.value,
        )

    def take_out(self, message: Message) -> Statement:
        """The statement that removes it, in the transaction of its effect."""
        return _TAKE_OUT, (self._consumer, message.topic, message.partition, message.offset)

    async def waiting(self) -> list[Message]:
        """All parked messages in their order."""
        rows = await self._pool.fetch(_WAITING, self._consumer)
        return [
            Message(
                row["topic"],
                row["partition"],
                row["offset"],
                row["key"],
                row["value"] or b"",
                _headers_of_bytes(row["headers"]),
            )
            for row in rows
        ]


def _headers_to_bytes(headers: tuple[tuple[str, bytes], ...]) -> bytes:
    return orjson.dumps([[name, base64.b64encode(value).decode()] for name, value in headers])


def _headers_of_bytes(kept: bytes) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, base64.b64decode(value)) for name, value in orjson.loads(kept))

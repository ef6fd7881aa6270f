"""Where the records of an export come from, some thousand at a time: the audit, the owners' stores, or Kafka."""

import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.embedded.files import ServerTrouble
from services.audit.entries import NotARecord, entry
from shared.bus.beginning import at_the_beginning
from shared.bus.topics import PARTITIONS, topic_of
from shared.eventsourcing.instants import CHINA
from shared.eventsourcing.record import attributes_of_headers, attributes_of_row, record
from shared.eventsourcing.rows import COLUMNS, Row

BATCH = 5_000
QUIET_SECONDS = 10.0
"""A partition that gives nothing for so long, although its end lies ahead, has lost it."""

_FROM_AUDIT = """
SELECT position, record FROM log
 WHERE owner = $1 AND position > $2 AND position <= $3 AND recorded_at >= $4 AND recorded_at < $5
 ORDER BY position LIMIT $6
"""
_HEAD_OF_AUDIT = "SELECT coalesce(max(position), 0) FROM log WHERE owner = $1"
_FROM_STORE = f"""
SELECT {COLUMNS} FROM events
 WHERE position > $1 AND position <= $2 AND recorded_at >= $3 AND recorded_at < $4 ORDER BY position LIMIT $5
"""  # noqa: S608 (the names of the columns are our own)
_HEAD_OF_STORE = "SELECT coalesce(max(position), 0) FROM events"

Records = AsyncIterator[list[bytes]]
Source = Callable[[str], Records]
"""The records of an owner up to the end that its log had when it was asked, in the order of their positions."""


_BEGINNING = datetime(1970, 1, 1, tzinfo=CHINA)
_END = datetime(9999, 1, 1, tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class Span:
    """When the records that are wanted were recorded: from an instant on, and before another."""

    first: datetime = _BEGINNING
    stop: datetime = _END

    @classmethod
    def between(cls, after: date | None, before: date | None) -> "Span":
        """What was recorded on a later day than `after` and an earlier one than `before`, in Shanghai."""
        first = _BEGINNING if after is None else _midnight(after + timedelta(days=1))
        return cls(first, _END if before is None else _midnight(before))

    def holds(self, instant: datetime) -> bool:
        return self.first <= instant < self.stop


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time_of_day(), CHINA)


async def of_audit(dsn: str, owner: str, span: Span) -> Records:
    """What the audit keeps of the owner."""
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        position, head = 0, await connection.fetchval(_HEAD_OF_AUDIT, owner)
        while rows := await connection.fetch(_FROM_AUDIT, owner, position, head, span.first, span.stop, BATCH):
            position = rows[-1]["position"]
            yield [row["record"] for row in rows]
    finally:
        await connection.close()


async def of_store(dsn: str, span: Span) -> Records:
    """What the owner itself keeps."""
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        position, head = 0, await connection.fetchval(_HEAD_OF_STORE)
        while found := await connection.fetch(_FROM_STORE, position, head, span.first, span.stop, BATCH):
            rows = [Row.of(one) for one in found]
            position = rows[-1].position
            yield [record(attributes_of_row(row), row.payload) for row in rows]
    finally:
        await connection.close()


async def of_kafka(bootstrap: str, prefix: str, owner: str, span: Span) -> Records:
    """What was published of the owner; its partitions are put together in the order of the positions.

    Raises:
        ServerTrouble: Kafka gives no more of a partition, although there is more.
    """
    places = [TopicPartition(topic_of(owner, prefix), partition) for partition in range(PARTITIONS)]
    async with at_the_beginning(bootstrap, places) as consumer:
        ends = await consumer.end_offsets(places)
        batch: list[bytes] = []
        async for message in _in_order([_Partition(consumer, at, ends[at]) for at in places]):
            if span.holds(message.time):
                batch.append(message.record)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch


class _Message(NamedTuple):
    position: int
    time: datetime
    record: bytes


class _Partition:
    """A partition read up to the end that it had; a few hundred messages of it are held at once."""

    def __init__(self, consumer: AIOKafkaConsumer, at: TopicPartition, end: int) -> None:
        self._consumer = consumer
        self._at = at
        self._end = end
        self._read: deque[_Message] = deque()

    async def next(self) -> _Message | None:
        """The next message, or nothing at the end."""
        quiet = time.monotonic()
        while not self._read and await self._consumer.position(self._at) < self._end:
            batch = await self._consumer.getmany(self._at, timeout_ms=500, max_records=500)
            for message in batch.get(self._at, ()):
                with suppress(NotARecord):  # What is no event belongs to no log.
                    row = entry(attributes_of_headers(message.headers), message.value or b"").row
                    self._read.append(_Message(row.position, row.recorded_at, row.record))
            if not self._read and time.monotonic() - quiet > QUIET_SECONDS:
                raise ServerTrouble(f"Kafka gives no more of {self._at.topic} {self._at.partition} before its end")
        return self._read.popleft() if self._read else None


async def _in_order(partitions: Sequence[_Partition]) -> AsyncIterator[_Message]:
    """Each position once: what was sent twice is the same."""
    firsts = [(await partition.next(), partition) for partition in partitions]
    heap = [(first.position, nth, first) for nth, (first, _) in enumerate(firsts) if first is not None]
    heapify(heap)
    last = 0
    while heap:
        position, nth, message = heap[0]
        following = await partitions[nth].next()
        if following is None:
            heappop(heap)
        else:
            heapreplace(heap, (following.position, nth, following))
        if position > last:
            last = position
            yield message

"""The records of several owners, read from Kafka alone or from the owners' stores alone."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

import asyncpg
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.bus.beginning import at_the_beginning
from shared.bus.topics import PARTITIONS, topic_of
from shared.eventsourcing.record import attributes_of_headers
from shared.eventsourcing.rows import COLUMNS, Row
from shared.replay.entries import NotARecord, entry_of, entry_of_row
from shared.replay.spool import Gathered

QUIET_SECONDS = 10.0
"""A Kafka that gives nothing for so long, although more was seen of it, has lost it."""
_BATCH = 5_000
_EVENTS = f"SELECT {COLUMNS} FROM events WHERE position > $1 ORDER BY position"  # noqa: S608 (a constant of ours)
_TELL_EVERY_SECONDS = 1.0

Say = Callable[[str], None]


class Reader(Protocol):
    """Reads on where it stopped, until everything `wanted` of each owner's log is there or is not to be had."""

    async def read(self, wanted: Mapping[str, int]) -> None: ...


class _Telling:
    """Counts what is read, and says now and then how far it is."""

    def __init__(self, source: str, gathered: Gathered, say: Say) -> None:
        self._source, self._gathered, self._say = source, gathered, say
        self._last = self._told = time.monotonic()

    def begin(self) -> None:
        self._last = time.monotonic()

    def on(self, count: int) -> None:
        now = time.monotonic()
        self._gathered.messages += count
        self._gathered.seconds += now - self._last
        self._last = now
        if now - self._told >= _TELL_EVERY_SECONDS:
            self._told = now
            self._say(f"{self._source}: {self._gathered.messages:,} records, {self._gathered.rate:,.0f}/s")


class StoresReader:
    """Reads each owner's log from its own database. `wanted` is there by nature: whoever saw it saw it committed."""

    def __init__(self, gathered: Gathered, dsns: Mapping[str, str], say: Say = lambda _: None) -> None:
        self._gathered, self._dsns = gathered, dsns
        self._telling = _Telling("stores", gathered, say)
        self._reached = dict.fromkeys(dsns, 0)

    async def read(self, wanted: Mapping[str, int]) -> None:
        """Read what was appended since.

        Raises:
            OSError, asyncpg.PostgresError: a database does not answer.
        """
        self._telling.begin()
        for owner in wanted:
            await self._read(owner)

    async def _read(self, owner: str) -> None:
        connection = await asyncpg.connect(self._dsns[owner], timeout=10)
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                cursor = await connection.cursor(_EVENTS, self._reached[owner])
                while rows := await cursor.fetch(_BATCH):
                    for row in map(Row.of, rows):
                        self._gathered.add(entry_of_row(owner, row))
                        self._reached[owner] = row.position
                    self._telling.on(len(rows))
        finally:
            await connection.close()


class KafkaReader:
    """Reads each owner's topic to its end, and waits for what is wanted of it and on its way there."""

    def __init__(self, gathered: Gathered, consumer: AIOKafkaConsumer, prefix: str, say: Say, quiet: float) -> None:
        self._gathered, self._consumer, self._quiet = gathered, consumer, quiet
        self._owners = {topic_of(owner, prefix): owner for owner in gathered.spools}
        self._telling = _Telling("Kafka", gathered, say)
        self._places = list(consumer.assignment())

    async def read(self, wanted: Mapping[str, int]) -> None:
        """Read on; where more is wanted and nothing comes for a while, Kafka has lost it.

        Raises:
            aiokafka.errors.KafkaError: Kafka does not answer.
        """
        self._telling.begin()
        ends: dict[TopicPartition, int] = await self._consumer.end_offsets(self._places)
        left = {at for at in self._places if ends[at] > await self._consumer.position(at)}
        moved = time.monotonic()
        while left or self._lacks(wanted):
            batch = await self._consumer.getmany(timeout_ms=200, max_records=_BATCH)
            if batch:
                moved = time.monotonic()
            elif time.monotonic() - moved > (max(self._quiet, QUIET_SECONDS) if left else self._quiet):
                return
            for at, messages in batch.items():
                self._keep(self._owners[at.topic], messages)
                if messages[-1].offset + 1 >= ends[at]:
                    left.discard(at)

    def _lacks(self, wanted: Mapping[str, int]) -> bool:
        return any(last and last not in self._gathered.spools[owner].kept for owner, last in wanted.items())

    def _keep(self, owner: str, messages: list[ConsumerRecord]) -> None:
        for message in messages:
            try:
                entry = entry_of(owner, attributes_of_headers(message.headers), message.value or b"")
            except (NotARecord, UnicodeDecodeError):
                self._gathered.spools[owner].strange += 1
            else:
                self._gathered.add(entry, message.offset)
        self._telling.on(len(messages))


@asynccontextmanager
async def kafka_reader(
    gathered: Gathered, bootstrap: str, prefix: str, say: Say = lambda _: None, *, quiet: float = QUIET_SECONDS
) -> AsyncIterator[KafkaReader]:
    """A reader of no group, at the beginning of everything."""
    places = [TopicPartition(topic_of(owner, prefix), n) for owner in gathered.spools for n in range(PARTITIONS)]
    async with at_the_beginning(bootstrap, places) as consumer:
        yield KafkaReader(gathered, consumer, prefix, say, quiet)

"""The read models made again from Kafka, beside the live ones: read in bulk, COPY, swap in one transaction.

The rebuilt models stand where the inbox of the live ones stands, so that the two can be compared, and so that the
worker, which may run meanwhile, finds its place again. The head lock keeps the committer still during the swap.
"""

import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from services.audit.entries import Entry, LogRow, Mention, NotARecord, entry
from shared.bus.address import client_options
from shared.bus.topics import PARTITIONS, topic_of
from shared.database import Connection
from shared.events.catalogue import LOGS
from shared.eventsourcing.record import attributes_of_headers

CONSUMER = "audit"
NEW = "rebuilt"
OLD = "replaced"
_SCHEMA = Path(__file__).parent / "schema"
_MOVE_INBOX = """
UPDATE inbox SET position = $4, "offset" = $5 WHERE consumer = $1 AND topic = $2 AND partition = $3
"""
QUIET_SECONDS = 10.0
"""A partition that gives nothing for so long, although the inbox has seen more of it, has lost it."""

Say = Callable[[str], None]


@dataclass(slots=True)
class Place:
    """How far a partition was read: the position and offset of the last message taken, and what lies ahead of it."""

    wanted: int = 0
    position: int = 0
    offset: int = -1
    ahead: list[tuple[int, Entry]] = field(default_factory=list)

    @property
    def reached(self) -> bool:
        return self.position >= self.wanted or bool(self.ahead)

    def take(self, offset: int, one: Entry) -> Iterable[Entry]:
        """The entry, unless it came before, or the live models have not seen it yet."""
        if self.ahead or one.row.position > self.wanted:
            self.ahead.append((offset, one))
        elif one.row.position > self.position:
            self.position, self.offset = one.row.position, offset
            yield one

    def extend(self, wanted: int) -> Iterable[Entry]:
        """The live models have moved on: what lay ahead of them and does no longer."""
        self.wanted = wanted
        ahead, self.ahead = self.ahead, []
        for offset, one in ahead:
            yield from self.take(offset, one)


class Rebuild:
    """One reading of all topics into the schema `rebuilt`."""

    def __init__(
        self, connection: "asyncpg.Connection[asyncpg.Record]", prefix: str, say: Say, quiet: float = QUIET_SECONDS
    ) -> None:
        self._connection = connection
        self._say = say
        self._quiet = quiet
        self._places = {
            TopicPartition(topic_of(owner, prefix), partition): Place()
            for owner in LOGS
            for partition in range(PARTITIONS)
        }
        self._started = time.monotonic()
        self._told = self._started
        self.messages = 0
        self.strange = 0

    @asynccontextmanager
    async def reader(self, bootstrap: str) -> AsyncIterator[AIOKafkaConsumer]:
        """A consumer of no group at the beginning of everything."""
        consumer = AIOKafkaConsumer(
            **client_options(bootstrap),
            enable_auto_commit=False,
            fetch_max_bytes=8 << 20,
            max_partition_fetch_bytes=1 << 20,
        )
        await consumer.start()
        try:
            consumer.assign(list(self._places))
            await consumer.seek_to_beginning(*self._places)
            yield consumer
        finally:
            await consumer.stop()

    async def prepare(self) -> None:
        """Empty tables of the same shape, made by the same files as the live ones."""
        await self._connection.execute(f"DROP SCHEMA IF EXISTS {NEW} CASCADE; CREATE SCHEMA {NEW}")
        for file in sorted(_SCHEMA.glob("*.sql")):
            await self._connection.execute(f"SET search_path = {NEW}")
            await self._connection.execute(file.read_text())
        await self._connection.execute("RESET search_path")

    async def read(self, consumer: AIOKafkaConsumer) -> None:
        """Read on until everything is here that the live models have seen."""
        rows = await self._connection.fetch(
            "SELECT topic, partition, position FROM inbox WHERE consumer = $1", CONSUMER
        )
        wanted = {TopicPartition(row["topic"], row["partition"]): row["position"] for row in rows}
        entries = [one for at, place in self._places.items() for one in place.extend(wanted.get(at, 0))]
        await self._store(entries)
        quiet = time.monotonic()
        while left := [at for at, place in self._places.items() if not place.reached]:
            batch = await consumer.getmany(*left, timeout_ms=500)
            if batch:
                quiet = time.monotonic()
            elif time.monotonic() - quiet > self._quiet:
                self._say(f"replay: Kafka has no more of {len(left)} partitions, although audit has seen more")
                return
            await self._store([one for at, messages in batch.items() for one in self._entries(at, messages)])
            self._progress(len(left))

    def _entries(self, at: TopicPartition, messages: Iterable[ConsumerRecord]) -> Iterable[Entry]:
        place = self._places[at]
        for message in messages:
            self.messages += 1
            try:
                one = entry(attributes_of_headers(message.headers), message.value or b"")
            except NotARecord:
                self.strange += 1
                continue
            yield from place.take(message.offset, one)

    async def _store(self, entries: list[Entry]) -> None:
        if entries:
            copy = self._connection.copy_records_to_table
            rows = [one.row for one in entries]
            await copy("log", records=rows, columns=LogRow._fields, schema_name=NEW)
            mentions = [mention for one in entries for mention in one.mentions]
            await copy("mentions", records=mentions, columns=Mention._fields, schema_name=NEW)

    def _progress(self, left: int) -> None:
        now = time.monotonic()
        if now - self._told >= 1:
            self._told = now
            self._say(f"replay: {self.messages:,} messages, {self.rate:,.0f}/s, {left} partitions to go")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    @property
    def rate(self) -> float:
        return self.messages / max(self.seconds, 1e-9)

    async def move_inbox(self) -> None:
        """Where Kafka had less than the live models had seen, the worker goes back to what was read."""
        for at, place in self._places.items():
            if place.position < place.wanted:
                await self._connection.execute(
                    _MOVE_INBOX, CONSUMER, at.topic, at.partition, place.position, place.offset
                )


async def lock_head(connection: Connection) -> None:
    """Nothing is written to this database by its service until the transaction ends."""
    await connection.execute("SELECT position FROM head FOR UPDATE")


async def swap(connection: Connection) -> None:
    """The rebuilt tables become the live ones; those that they replace move aside."""
    await connection.execute(f"DROP SCHEMA IF EXISTS {OLD} CASCADE; CREATE SCHEMA {OLD}")
    for table in ("log", "mentions"):
        await connection.execute(f"ALTER TABLE public.{table} SET SCHEMA {OLD}")
        await connection.execute(f"ALTER TABLE {NEW}.{table} SET SCHEMA public")
    await connection.execute(f"DROP SCHEMA {NEW}")

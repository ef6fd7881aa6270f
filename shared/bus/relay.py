"""The relay sends a service's log to Kafka: in position order, and nothing is taken as sent before it is acknowledged.

A message may be sent twice, after a crash between the acknowledgement and the saving; never too few times. The
header `previous` lets the inbox of each consumer tell a duplicate, the next one and a gap apart.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from aiokafka import AIOKafkaProducer
from asyncpg import Connection, Record

from shared.bus.address import client_options
from shared.bus.closing import closed
from shared.bus.comparing import missing_in
from shared.bus.notifier import CHANNEL
from shared.bus.outgoing import Outgoing, message_of
from shared.bus.topics import PARTITIONS, WrongPartitions
from shared.chores import end_if_told
from shared.eventsourcing.bell import heard
from shared.eventsourcing.closed import StoreClosed, say_compared
from shared.eventsourcing.rows import COLUMNS, Row
from shared.leading import in_charge

log = logging.getLogger(__name__)

_LEADER_LOCK = 7_012_316
_BATCH = 500
_POLL_SECONDS = 1.0
_FIRST_WAIT = 0.05
_LONGEST_WAIT = 2.0
_SEND_SECONDS = 10
_STATEMENT_SECONDS = 30

_NEXT = f"SELECT {COLUMNS} FROM events WHERE position > $1 ORDER BY position LIMIT $2"  # noqa: S608 (a constant of ours)
# The position only goes forward: one who led before and does not know it yet cannot set it back.
_SAVE = """
WITH saved AS (UPDATE relay_head SET position = greatest(position, $1))
INSERT INTO relayed AS r (partition, position) SELECT * FROM unnest($2::int[], $3::bigint[])
ON CONFLICT (partition) DO UPDATE SET position = greatest(r.position, excluded.position)
"""


class Relay:
    """One leads a service's log, the others wait for its lock. `run` ends only by being cancelled."""

    def __init__(self, dsn: str, broker: str, topic: str) -> None:
        self._dsn = dsn
        self._broker = broker
        self._topic = topic
        self._wake = asyncio.Event()
        self._sent: dict[int, int] = {}
        self.leader = False
        self.position = 0
        self.sent = 0
        self.errors = 0

    def wake(self) -> None:
        """There is something to send. PostgreSQL says so, too; within one process this is the shorter way."""
        self._wake.set()

    async def run(self) -> None:
        """Lead whenever possible. An outage of Kafka or PostgreSQL is waited out with both made anew."""
        wait = _FIRST_WAIT
        while True:
            before = self.sent
            try:
                await self._lead()
            except Exception as error:  # noqa: BLE001 (whatever broke, both connections are made anew)
                self.errors += 1
                log.warning("the relay of %s begins again: %r", self._topic, error)
            finally:
                self.leader = False
            end_if_told()
            wait = _FIRST_WAIT if self.sent > before else min(wait * 2, _LONGEST_WAIT)
            await asyncio.sleep(wait)

    async def _lead(self) -> None:
        async with in_charge(self._dsn, _LEADER_LOCK) as connection:
            await connection.add_listener(CHANNEL, lambda *_: self.wake())
            async with _producer(self._broker, self._topic) as producer:
                await self._compare(connection)
                await self._resume(connection)
                self.leader = True
                while True:
                    await self._pump(connection, producer)

    async def _compare(self, connection: "Connection[Record]") -> None:
        """Send nothing from a store that lacks what was sent before: two events would have one position."""
        missing = await missing_in(connection, self._broker, self._topic)
        if missing is None:
            await say_compared(connection, 0, "")
            return
        await say_compared(connection, missing.count, missing.sentence())
        raise StoreClosed(f"the store is older than {self._topic}. {missing.sentence()}")

    async def _resume(self, connection: "Connection[Record]") -> None:
        self.position = await connection.fetchval("SELECT position FROM relay_head")
        rows = await connection.fetch("SELECT partition, position FROM relayed")
        self._sent = {row["partition"]: row["position"] for row in rows}

    async def _pump(self, connection: "Connection[Record]", producer: AIOKafkaProducer) -> None:
        """Send what there is, or wait until there is something."""
        self._wake.clear()
        rows = [Row.of(row) for row in await connection.fetch(_NEXT, self.position, _BATCH)]
        if not rows:
            await heard(self._wake, _POLL_SECONDS)
            return
        messages = [message_of(row, self._sent) for row in rows]
        await self._deliver(producer, messages)
        await self._save(connection, rows[-1].position)
        self.position = rows[-1].position
        self.sent += len(rows)

    async def _deliver(self, producer: AIOKafkaProducer, messages: list[Outgoing]) -> None:
        """Returns when every replica in sync has every message."""
        await deliver(producer, self._topic, messages)

    async def _save(self, connection: "Connection[Record]", position: int) -> None:
        await connection.execute(_SAVE, position, list(self._sent), list(self._sent.values()))


async def deliver(producer: AIOKafkaProducer, topic: str, messages: list[Outgoing]) -> None:
    """Send in order, wait for all acknowledgements."""
    acknowledgements: list[asyncio.Future[object]] = []
    try:
        for message in messages:
            acknowledgements.append(await _send(producer, topic, message))  # noqa: PERF401 (those before a failure count)
        await asyncio.gather(*acknowledgements)
    except BaseException:
        for acknowledgement in acknowledgements:
            acknowledgement.cancel()
        raise


async def _send(producer: AIOKafkaProducer, topic: str, message: Outgoing) -> "asyncio.Future[object]":
    acknowledgement: asyncio.Future[object] = await producer.send(
        topic,
        message.value,
        key=message.key,
        partition=message.partition,
        timestamp_ms=message.timestamp,
        headers=message.headers,
    )
    return acknowledgement


async def republish(dsn: str, broker: str, topic: str) -> int:
    """Send the whole log again, byte for byte as it was sent the first time; return how many events it has."""
    connection = await asyncpg.connect(dsn, timeout=5, command_timeout=_STATEMENT_SECONDS)
    try:
        async with _producer(broker, topic) as producer:
            sent: dict[int, int] = {}
            position = 0
            while rows := [Row.of(row) for row in await connection.fetch(_NEXT, position, _BATCH)]:
                await deliver(producer, topic, [message_of(row, sent) for row in rows])
                position = rows[-1].position
            return position
    finally:
        await connection.close()


@asynccontextmanager
async def _producer(broker: str, topic: str) -> AsyncIterator[AIOKafkaProducer]:
    """A producer that Kafka itself keeps from doubling or reordering what it retries.

    Raises:
        WrongPartitions: the topic has another number of partitions than our keys are spread over.
    """
    producer = AIOKafkaProducer(
        **client_options(broker),
        acks="all",
        enable_idempotence=True,
        compression_type="zstd",
        linger_ms=0,
        max_batch_size=262_144,
        request_timeout_ms=_SEND_SECONDS * 1000,
    )
    try:
        await producer.start()
        found = len(await producer.partitions_for(topic))
        if found != PARTITIONS:
            raise WrongPartitions(f"{topic} has {found} partitions, not {PARTITIONS}")
        yield producer
    finally:
        # It may wait for a broker that is gone; what it holds is sent again by the next one.
        await closed(producer, 2)

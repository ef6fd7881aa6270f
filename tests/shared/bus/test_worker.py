"""The worker against real servers: what faust took for acknowledged is read again, by whoever reads."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.consumer.fetcher import Fetcher
from fastapi import APIRouter

from deploy.topics import make_topics
from shared.access.tokens import Verifier
from shared.bus.address import client_options
from shared.bus.relay import republish
from shared.bus.topics import partition_of, topic_of
from shared.bus.worker import Worker
from shared.clock import Clock
from shared.database import create_pool
from shared.eventsourcing.committer import Commit
from shared.eventsourcing.store import EventStore
from shared.runtime import Runtime, Service
from shared.settings import Settings
from tests.shared.ending import ends_when_told
from tests.shared.eventsourcing.making import SCHEMA, new, running
from tests.waiting import until

LISTENER = Service(
    name="application",
    router=APIRouter(),
    listens_to=("registry",),
    project=lambda _recorded: [],
    schema=SCHEMA,
)
STREAM = "station-1"
EVENTS = 6


@pytest.fixture
async def place(dsn: str, kafka: str, topic_prefix: str) -> TopicPartition:
    """Where six events of one stream are."""
    topic = topic_of("registry", topic_prefix)
    await make_topics(kafka, [topic])
    async with running(dsn) as committer:
        for version in range(1, EVENTS + 1):
            attributes = orjson.dumps({"partitionkey": STREAM, "source": "/services/registry"})
            await committer.submit(Commit((replace(new(STREAM, version), attributes=attributes),)))
    await republish(dsn, kafka, topic)
    return TopicPartition(topic, partition_of(STREAM))


@asynccontextmanager
async def working(runtime: Runtime) -> AsyncIterator[Worker]:
    worker = Worker(runtime)
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def acknowledge(kafka: str, group: str, place: TopicPartition, offset: int) -> None:
    consumer = AIOKafkaConsumer(**client_options(kafka), group_id=group, enable_auto_commit=False)
    await consumer.start()
    consumer.assign([place])
    await consumer.commit({place: offset})
    await consumer.stop()


@asynccontextmanager
async def listener(dsn: str, kafka: str, prefix: str, folder: Path) -> AsyncIterator[Runtime]:
    """The service that listens, which comes into Kafka by this way."""
    pool = await create_pool(dsn)
    async with running(dsn) as committer:
        yield Runtime(
            service=LISTENER,
            settings=Settings(database_url=dsn, jwks_file=folder, kafka=kafka, topic_prefix=prefix, data=folder),
            pool=pool,
            committer=committer,
            store=EventStore(pool, committer),
            clock=Clock(sandbox=True),
            verifier=Verifier(folder, "nobody"),
        )
    await pool.close()


@pytest.fixture
async def runtime(dsn: str, kafka: str, topic_prefix: str, tmp_path: Path) -> AsyncIterator[Runtime]:
    async with listener(dsn, kafka, topic_prefix, tmp_path) as runtime:
        yield runtime


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[int]]:
    """Which threads have read and sought."""
    seen: dict[str, set[int]] = {"read": set(), "sought": set()}
    seek, fetched_records = AIOKafkaConsumer.seek, Fetcher.fetched_records

    def seeking(self: Any, partition: Any, offset: int) -> None:
        seen["sought"].add(threading.get_ident())
        seek(self, partition, offset)

    async def reading(self: Any, *asked: Any, **named: Any) -> Any:
        seen["read"].add(threading.get_ident())
        return await fetched_records(self, *asked, **named)

    monkeypatch.setattr(AIOKafkaConsumer, "seek", seeking)
    monkeypatch.setattr(Fetcher, "fetched_records", reading)
    return seen


async def worked_off(worker: Worker, place: TopicPartition) -> None:
    inbox = worker.reactor.inbox
    await until(lambda: inbox.standing(place.topic, place.partition).offset == EVENTS - 1, 60)


async def test_what_was_acknowledged_without_being_worked_off_is_read_again_by_the_thread_that_reads(
    kafka: str,
    topic_prefix: str,
    place: TopicPartition,
    runtime: Runtime,
    threads: dict[str, set[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # On a busy machine it could be looked for what was never told, before its successor came.
    monkeypatch.setattr("shared.bus.worker._SEEK_AGAIN_SECONDS", 60)
    await acknowledge(kafka, f"{topic_prefix}application", place, EVENTS - 2)
    async with working(runtime) as worker:
        await worked_off(worker, place)
    assert worker.gaps >= 1
    assert worker.restarts == 0
    # Two threads at one consumer fall over each other: what the one takes away the other looks for.
    assert threads["sought"] == threads["read"]
    assert threading.get_ident() not in threads["read"]


async def test_a_reader_that_ends_while_it_is_asked_to_go_back_does_not_end_the_worker(
    kafka: str, topic_prefix: str, place: TopicPartition, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing comes that would show a gap: the worker itself looks for stragglers.
    await acknowledge(kafka, f"{topic_prefix}application", place, EVENTS)
    seek = AIOKafkaConsumer.seek
    ended: list[int] = []

    def seeking(self: Any, partition: Any, offset: int) -> None:
        if not ended:
            ended.append(offset)
            raise asyncio.CancelledError
        seek(self, partition, offset)

    monkeypatch.setattr(AIOKafkaConsumer, "seek", seeking)
    async with working(runtime) as worker:
        await worked_off(worker, place)
    assert ended == [0]


async def test_it_ends_when_it_is_told_to_though_faust_takes_too_long_to_stop(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    @asynccontextmanager
    async def slow(*_: object, **__: object) -> AsyncIterator[None]:
        try:
            asked.set()
            yield
        finally:
            raise TimeoutError

    monkeypatch.setattr("shared.bus.worker.faust_app_running", slow)
    assert await ends_when_told(Worker(runtime).run(), asked)

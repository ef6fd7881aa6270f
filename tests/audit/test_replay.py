"""The read models made again from Kafka are the same, and where they were tampered with it is said where."""

import asyncio

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from deploy.topics import make_topics, topics_of
from services.audit.projections import statements
from services.audit.replay import Replayed, replay
from shared.bus.address import client_options
from shared.bus.outgoing import Outgoing, message_of
from shared.bus.topics import PARTITIONS, topic_of
from shared.eventsourcing.commits import Commit, InboxPosition
from shared.eventsourcing.committer import Committer
from tests.audit.made import Log, a_season, entry_of


@pytest.fixture
async def bus(kafka: str, topic_prefix: str) -> str:
    await make_topics(kafka, topics_of(topic_prefix))
    return kafka


async def _send(kafka: str, prefix: str, owner: str, messages: list[Outgoing]) -> list[int]:
    """Send them and return their offsets."""
    async with AIOKafkaProducer(**client_options(kafka)) as producer:
        sent = [
            await producer.send_and_wait(
                topic_of(owner, prefix), one.value, one.key, partition=one.partition, headers=one.headers
            )
            for one in messages
        ]
    return [one.offset for one in sent]


async def _publish(writer: Committer, kafka: str, prefix: str, log: Log, *, kept: int | None = None) -> None:
    """Send a whole log, and let audit work off the first `kept` of it."""
    sent: dict[int, int] = {}
    messages = [message_of(row, sent) for row in log.rows]
    offsets = await _send(kafka, prefix, log.owner, messages)
    for row, message, offset in list(zip(log.rows, messages, offsets, strict=True))[:kept]:
        previous = int(dict(message.headers)["previous"])
        topic = topic_of(log.owner, prefix)
        at = InboxPosition("audit", topic, message.partition, previous, row.position, offset)
        await writer.submit(Commit(statements=tuple(statements(entry_of(row))), inbox=at))


async def _replay(dsn: str, kafka: str, prefix: str) -> Replayed:
    return await replay(dsn, kafka, prefix, lambda _line: None)


async def test_the_rebuilt_models_are_the_same(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", dsn: str, bus: str, topic_prefix: str
) -> None:
    for log in a_season():
        await _publish(writer, bus, topic_prefix, log)
    replayed = await _replay(dsn, bus, topic_prefix)
    assert (replayed.same, replayed.messages, replayed.differences) == (True, 7, [])
    assert await connection.fetchval("SELECT count(*) FROM log") == 7
    assert await connection.fetchval("SELECT to_regnamespace('replaced') IS NULL")


async def test_what_was_tampered_with_is_named_replaced_and_kept(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", dsn: str, bus: str, topic_prefix: str
) -> None:
    for log in a_season():
        await _publish(writer, bus, topic_prefix, log)
    await connection.execute("UPDATE log SET record = record || 'x' WHERE owner = 'registry' AND position = 2")
    await connection.execute("DELETE FROM mentions WHERE owner = 'assessment' AND position = 1")
    replayed = await _replay(dsn, bus, topic_prefix)
    assert not replayed.same
    assert replayed.differences == ["log: registry position 2: differs", "mentions: st-1 in assessment 1: only rebuilt"]
    assert await connection.fetchval("SELECT count(*) FROM replaced.log") == 7
    assert (await _replay(dsn, bus, topic_prefix)).same


async def test_what_audit_has_not_worked_off_yet_is_left_to_its_worker(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", dsn: str, bus: str, topic_prefix: str
) -> None:
    registry, application, assessment = a_season()
    await _publish(writer, bus, topic_prefix, registry, kept=2)
    await _publish(writer, bus, topic_prefix, application)
    await _publish(writer, bus, topic_prefix, assessment, kept=0)
    replayed = await _replay(dsn, bus, topic_prefix)
    assert replayed.same
    assert await connection.fetchval("SELECT count(*) FROM log") == 4


async def test_messages_that_are_no_events_and_those_sent_twice_count_for_nothing(
    writer: Committer, dsn: str, bus: str, topic_prefix: str
) -> None:
    registry, *_ = a_season()
    await _send(bus, topic_prefix, "registry", [Outgoing(p, 0, b"k", b"\x00", [], 0) for p in range(PARTITIONS)])
    await _publish(writer, bus, topic_prefix, registry)
    sent: dict[int, int] = {}
    await _send(bus, topic_prefix, "registry", [message_of(row, sent) for row in registry.rows])
    replayed = await _replay(dsn, bus, topic_prefix)
    assert replayed.same
    assert replayed.strange


async def test_the_service_goes_on_writing_meanwhile(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", dsn: str, bus: str, topic_prefix: str
) -> None:
    registry, application, assessment = a_season()
    await _publish(writer, bus, topic_prefix, registry)
    replayed, *_ = await asyncio.gather(
        _replay(dsn, bus, topic_prefix),
        _publish(writer, bus, topic_prefix, application),
        _publish(writer, bus, topic_prefix, assessment),
    )
    assert replayed.same
    assert await connection.fetchval("SELECT count(*) FROM log") == 7


async def test_where_kafka_has_lost_what_audit_had_the_worker_goes_back_to_what_is_there(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", dsn: str, bus: str, topic_prefix: str
) -> None:
    registry, *_ = a_season()
    await _publish(writer, bus, topic_prefix, registry)
    await connection.execute('UPDATE inbox SET position = position + 10, "offset" = "offset" + 10')
    await replay(dsn, bus, topic_prefix, lambda _line: None, quiet=0.1)
    assert await connection.fetchval("SELECT max(position) FROM inbox") == 3

"""Audit's read models put right from Kafka: what differs is named, replaced and kept, and the rest stays."""

import asyncio
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from deploy.topics import make_topics, topics_of
from services.audit.projections import keep, project
from services.audit.service import SERVICE
from shared.bus.address import client_options
from shared.bus.outgoing import Outgoing, message_of
from shared.bus.topics import PARTITIONS, topic_of
from shared.events.catalogue import LOGS
from shared.eventsourcing.commits import Commit, InboxPosition
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.messages import Message
from shared.eventsourcing.record import attributes_of_headers
from shared.replay.gathering import kafka_reader
from shared.replay.healing import CannotHeal, Healed, heal
from shared.replay.spool import Gathered
from tests.audit.made import Log, a_season


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
        taken = Message(topic, message.partition, offset, message.key, message.value, tuple(message.headers))
        await writer.submit(
            Commit(
                statements=(*keep(attributes_of_headers(taken.headers), taken.value), *project(taken.recorded())),
                inbox=at,
            )
        )


@dataclass(slots=True)
class Healer:
    """Puts audit's read models right from what Kafka has."""

    dsn: str
    kafka: str
    prefix: str
    folder: Path
    messages: int = 0
    strange: int = 0

    async def heal(self, *, quiet: float = 5.0) -> Healed:
        with closing(Gathered(LOGS, self.folder)) as gathered:
            async with kafka_reader(gathered, self.kafka, self.prefix, quiet=quiet) as reader:
                healed = await heal(SERVICE, self.dsn, self.prefix, gathered, reader)
            self.messages, self.strange = gathered.messages, gathered.strange
            return healed


@pytest.fixture
def healer(dsn: str, bus: str, topic_prefix: str, tmp_path: Path) -> Healer:
    return Healer(dsn, bus, topic_prefix, tmp_path)


async def _publish_all(writer: Committer, healer: Healer) -> None:
    for log in a_season():
        await _publish(writer, healer.kafka, healer.prefix, log)


async def test_what_is_right_is_left_as_it_is(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", healer: Healer
) -> None:
    await _publish_all(writer, healer)
    before = await connection.fetch("SELECT ctid::text, position FROM log ORDER BY 1")
    assert await healer.heal() == Healed("audit", {}, [], {})
    assert healer.messages == 7
    assert await connection.fetch("SELECT ctid::text, position FROM log ORDER BY 1") == before
    assert await connection.fetchval(
        "SELECT to_regnamespace('replaced') IS NULL AND to_regnamespace('rebuilt') IS NULL"
    )


async def test_what_was_tampered_with_is_named_replaced_and_kept(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", healer: Healer
) -> None:
    await _publish_all(writer, healer)
    await connection.execute("UPDATE log SET record = record || 'x' WHERE owner = 'registry' AND position = 2")
    await connection.execute("DELETE FROM mentions WHERE owner = 'assessment' AND position = 1")
    await connection.execute("INSERT INTO mentions VALUES ('st-9', 'registry', 1, 'key')")
    healed = await healer.heal()
    assert [str(difference) for difference in healed.differences] == [
        "log (owner=registry, position=2): differs in record",
        "mentions (station_id=st-1, owner=assessment, position=1): only rebuilt",
        "mentions (station_id=st-9, owner=registry, position=1): only live",
    ]
    assert healed.rows == {"log": 1, "mentions": 2}
    assert await connection.fetchval("SELECT right(encode(record, 'escape'), 1) FROM replaced.log") == "x"
    assert await connection.fetchval("SELECT station_id FROM replaced.mentions") == "st-9"
    assert (await healer.heal()).rows == {}


async def test_what_audit_has_not_worked_off_yet_is_left_to_its_worker(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", healer: Healer
) -> None:
    registry, application, assessment = a_season()
    await _publish(writer, healer.kafka, healer.prefix, registry, kept=2)
    await _publish(writer, healer.kafka, healer.prefix, application)
    await _publish(writer, healer.kafka, healer.prefix, assessment, kept=0)
    assert (await healer.heal()).rows == {}
    assert await connection.fetchval("SELECT count(*) FROM log") == 4


async def test_messages_that_are_no_events_and_those_sent_twice_count_for_nothing(
    writer: Committer, healer: Healer
) -> None:
    registry, *_ = a_season()
    strange = [Outgoing(p, 0, b"k", b"\x00", [], 0) for p in range(PARTITIONS)]
    await _send(healer.kafka, healer.prefix, "registry", strange)
    await _publish(writer, healer.kafka, healer.prefix, registry)
    sent: dict[int, int] = {}
    await _send(healer.kafka, healer.prefix, "registry", [message_of(row, sent) for row in registry.rows])
    assert (await healer.heal()).rows == {}
    assert healer.strange == PARTITIONS


async def test_the_service_goes_on_writing_meanwhile(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", healer: Healer
) -> None:
    registry, application, assessment = a_season()
    await _publish(writer, healer.kafka, healer.prefix, registry)
    healed, *_ = await asyncio.gather(
        healer.heal(),
        _publish(writer, healer.kafka, healer.prefix, application),
        _publish(writer, healer.kafka, healer.prefix, assessment),
    )
    assert healed.rows == {}
    assert await connection.fetchval("SELECT count(*) FROM log") == 7


async def test_where_kafka_has_lost_what_audit_had_the_worker_goes_back_to_what_is_there(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]", healer: Healer
) -> None:
    registry, *_ = a_season()
    await _publish(writer, healer.kafka, healer.prefix, registry)
    await connection.execute('UPDATE inbox SET position = position + 10, "offset" = "offset" + 10')
    before = await connection.fetchval("SELECT count(*) FROM inbox")
    healed = await healer.heal(quiet=0.1)
    assert healed.went_back == {"registry": before}
    assert await connection.fetchval("SELECT max(position) FROM inbox") == 3
    assert await connection.fetchval('SELECT max("offset") FROM inbox') < 3
    assert (healed.rows, await connection.fetchval("SELECT count(*) FROM log")) == ({}, 3)


async def test_own_events_that_kafka_has_lost_cannot_be_made_up(
    connection: "asyncpg.Connection[asyncpg.Record]", healer: Healer
) -> None:
    await connection.execute("UPDATE head SET position = 2")
    with pytest.raises(CannotHeal, match="the source has no audit 1, nor 1 others"):
        await healer.heal(quiet=0.1)

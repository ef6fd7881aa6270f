"""Audit's read models made again from a Kafka that was tampered with: each row and each position is named."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from deploy.auditing.replay_answers import replay_lines
from deploy.auditing.replaying import DIFFERENT, MISSING, SAME, Outcome
from deploy.topics import make_topics, topics_of
from services.audit.projections import keep, project
from services.audit.service import SERVICE
from shared.bus.address import client_options
from shared.bus.outgoing import Outgoing, message_of
from shared.bus.topics import topic_of
from shared.events.catalogue import LOGS
from shared.eventsourcing.commits import Commit, InboxPosition
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.messages import Message
from shared.eventsourcing.record import attributes_of_headers
from shared.replay.comparing import as_it_stands, replay
from shared.replay.gathering import kafka_reader
from shared.replay.spool import Gathered
from tests.audit.made import Log, a_season


def messages_of(log: Log) -> list[Outgoing]:
    sent: dict[int, int] = {}
    return [message_of(row, sent) for row in log.rows]


@pytest.fixture
async def seen(writer: Committer, topic_prefix: str) -> list[Log]:
    """Logs that audit has worked off, whatever Kafka has of them by now."""
    logs = list(a_season())
    for log in logs:
        for offset, one in enumerate(messages_of(log)):
            topic = topic_of(log.owner, topic_prefix)
            taken = Message(topic, one.partition, offset, one.key, one.value, tuple(one.headers))
            previous, position = taken.place()
            at = InboxPosition("audit", topic, one.partition, previous, position, offset)
            await writer.submit(
                Commit(
                    statements=(*keep(attributes_of_headers(taken.headers), taken.value), *project(taken.recorded())),
                    inbox=at,
                )
            )
    return logs


class Kafka:
    """Topics of this test's own, from which audit's read models are made again."""

    def __init__(self, bootstrap: str, prefix: str, dsn: str, folder: Path) -> None:
        self._bootstrap, self._prefix, self._dsn, self._folder = bootstrap, prefix, dsn, folder

    async def send(self, owner: str, messages: Sequence[Outgoing]) -> None:
        async with AIOKafkaProducer(**client_options(self._bootstrap)) as producer:
            for one in messages:
                await producer.send_and_wait(
                    topic_of(owner, self._prefix), one.value, one.key, partition=one.partition, headers=one.headers
                )

    async def replay(self) -> Outcome:
        async with as_it_stands(SERVICE, self._dsn, self._prefix) as live:
            with closing(Gathered(LOGS, self._folder)) as gathered:
                async with kafka_reader(gathered, self._bootstrap, self._prefix, quiet=0.1) as reader:
                    await reader.read(live.cut.wanted)
                return Outcome(services={"kafka": [await replay(live, gathered)]})


@pytest.fixture
async def bus(kafka: str, topic_prefix: str, dsn: str, tmp_path: Path) -> Kafka:
    await make_topics(kafka, topics_of(topic_prefix))
    return Kafka(kafka, topic_prefix, dsn, tmp_path)


def told(outcome: Outcome) -> list[str]:
    return [line for line in replay_lines(outcome) if line.startswith("audit from kafka")]


async def test_from_the_same_messages_the_same_rows(
    seen: list[Log], bus: Kafka, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    for log in seen:
        await bus.send(log.owner, messages_of(log))
    outcome = await bus.replay()
    assert (outcome.code, told(outcome)) == (SAME, [])
    assert {one.table: one.after.rows for one in outcome.services["kafka"][0].tables}["log"] == 7
    assert await connection.fetchval("SELECT to_regnamespace('rebuilt') IS NULL")


async def test_rows_changed_missing_and_too_many_are_named_by_their_keys(
    seen: list[Log], bus: Kafka, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    for log in seen:
        await bus.send(log.owner, messages_of(log))
    await connection.execute("UPDATE log SET record = 'x', type = 'y' WHERE owner = 'registry' AND position = 2")
    await connection.execute("DELETE FROM stations WHERE station_id = 'st-2'")
    await connection.execute(
        "INSERT INTO mentions SELECT 'st-0', 'registry', n, 'key' FROM generate_series(1, 25) AS n"
    )
    outcome = await bus.replay()
    lines = told(outcome)
    assert outcome.code == DIFFERENT
    assert lines[0] == "audit from kafka: log (owner=registry, position=2): differs in record, type"
    assert lines[1] == "audit from kafka: mentions (station_id=st-0, owner=registry, position=1): only live"
    assert lines[-2] == "audit from kafka: mentions: and 5 rows more"
    assert lines[-1] == "audit from kafka: stations (station_id=st-2): only rebuilt"
    assert len(lines) == 1 + 20 + 1 + 1


async def test_a_message_that_kafka_has_lost_is_named(seen: list[Log], bus: Kafka) -> None:
    registry, application, assessment = seen
    await bus.send("registry", messages_of(registry))
    await bus.send("application", messages_of(application)[1:])
    await bus.send("assessment", messages_of(assessment)[:1])
    outcome = await bus.replay()
    assert outcome.code == MISSING
    assert "audit from kafka: application 1 were seen and are not there" in told(outcome)
    assert "audit from kafka: assessment 2 were seen and are not there" in told(outcome)
    assert "audit from kafka: log (owner=application, position=1): only live" in told(outcome)


async def test_a_message_whose_words_were_changed_is_named(seen: list[Log], bus: Kafka) -> None:
    registry, application, assessment = seen
    first, *others = messages_of(registry)
    forged = replace(first, value=first.value.replace("莱蒙".encode(), "假冒".encode()))
    await bus.send("registry", [forged, *others])
    await bus.send("application", messages_of(application))
    await bus.send("assessment", messages_of(assessment))
    outcome = await bus.replay()
    assert outcome.code == DIFFERENT
    assert told(outcome) == [
        "audit from kafka: changes (list=station, id=st-1, owner=registry, position=1): differs in what",
        "audit from kafka: log (owner=registry, position=1): differs in record",
        "audit from kafka: stations (station_id=st-1): differs in name",
    ]

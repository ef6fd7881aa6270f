"""The relay against real servers: order, `previous`, what survives a crash, and who leads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

import shared.bus.relay
from deploy.topics import make_topics
from shared.bus.address import client_options
from shared.bus.notifier import CHANNEL, Notifier
from shared.bus.relay import Relay, republish
from shared.bus.topics import partition_of, topic_of
from shared.eventsourcing.committer import Commit, Committer, NewEvent
from shared.eventsourcing.record import attributes_of_headers, attributes_of_row, record
from tests.shared.ending import ends_when_told
from tests.shared.eventsourcing.making import connected, log_of, new, running
from tests.waiting import until

_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_SENT_AWAY = f"SELECT bool_or(pg_terminate_backend(pid)) {_OTHERS}"
_ALONE = f"SELECT NOT EXISTS (SELECT {_OTHERS})"


@asynccontextmanager
async def relaying(relay: Relay) -> AsyncIterator[Relay]:
    task = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def sent(kafka: str, topic: str) -> dict[int, list[ConsumerRecord]]:
    """All messages of the topic by partition."""
    consumer = AIOKafkaConsumer(**client_options(kafka), auto_offset_reset="earliest", enable_auto_commit=False)
    await consumer.start()
    try:
        places = [TopicPartition(topic, number) for number in range(12)]
        consumer.assign(places)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(places)
        found: dict[int, list[ConsumerRecord]] = {place.partition: [] for place in places}
        while any(len(found[place.partition]) < ends[place] for place in places):
            for place, messages in (await consumer.getmany(timeout_ms=500)).items():
                found[place.partition] += messages
        return found
    finally:
        await consumer.stop()


def header(message: ConsumerRecord, name: str) -> str:
    value: bytes = dict(message.headers)[name]
    return value.decode()


async def write(dsn: str, streams: int, versions: int) -> None:
    async with running(dsn) as committer:
        for version in range(1, versions + 1):
            await asyncio.gather(*[committer.submit(Commit((about(n, version),))) for n in range(streams)])


def about(station: int, version: int) -> NewEvent:
    attributes = orjson.dumps(
        {"bureauname": "天宁工商局", "partitionkey": f"st-{station}", "source": "/services/registry"}
    )
    return replace(new(f"application-A-2013-st-{station}", version), attributes=attributes)


async def test_every_event_is_sent_once_in_order_with_the_position_before_it(dsn: str, kafka: str, topic: str) -> None:
    await write(dsn, streams=40, versions=30)

    async with relaying(Relay(dsn, kafka, topic)) as relay:
        await until(lambda: relay.position == 1200)

    log = {row.position: row for row in await log_of(dsn)}
    seen: list[int] = []
    for partition, messages in (await sent(kafka, topic)).items():
        previous = 0
        for message in messages:
            position = int(header(message, "ce_position"))
            row = log[position]
            assert header(message, "previous") == str(previous)
            assert message.value == row.payload
            assert message.key.decode() == orjson.loads(row.attributes)["partitionkey"]
            assert partition == partition_of(message.key.decode())
            attributes = attributes_of_headers(message.headers)
            assert record(attributes, message.value) == record(attributes_of_row(row), row.payload)
            previous = position
            seen.append(position)
    assert sorted(seen) == list(range(1, 1201))


async def test_a_stream_without_a_partition_key_is_its_own_key(dsn: str, kafka: str, topic: str) -> None:
    async with running(dsn) as committer, relaying(Relay(dsn, kafka, topic)) as relay:
        await committer.submit(Commit((new("calendar", 1),)))
        await until(lambda: relay.position == 1)

    assert [m.key for m in (await sent(kafka, topic))[partition_of("calendar")]] == [b"calendar"]


async def test_a_message_is_a_cloud_event(dsn: str, kafka: str, topic: str) -> None:
    await write(dsn, streams=1, versions=1)
    async with relaying(Relay(dsn, kafka, topic)) as relay:
        await until(lambda: relay.position == 1)

    [message] = (await sent(kafka, topic))[partition_of("st-0")]
    event = from_binary(KafkaMessage(dict(message.headers), message.key, message.value), JSONFormat(), CloudEvent)

    [row] = await log_of(dsn)
    assert event.get_id() == str(row.event_id)
    assert event.get_type() == row.type
    assert event.get_source() == "/services/registry"
    assert event.get_subject() == row.stream_id
    assert event.get_time() == row.recorded_at
    assert event.get_datacontenttype() == "application/json"
    assert event.get_extension("bureauname") == "天宁工商局"
    assert event.get_extension("partitionkey") == "st-0"


async def test_a_relay_goes_on_where_the_last_one_was_acknowledged(dsn: str, kafka: str, topic: str) -> None:
    await write(dsn, streams=5, versions=10)
    async with relaying(Relay(dsn, kafka, topic)) as first:
        await until(lambda: first.position == 50)
    async with running(dsn) as committer:
        await committer.submit(Commit((about(0, 11),)))
    async with relaying(Relay(dsn, kafka, topic)) as second:
        await until(lambda: second.position == 51)

    assert second.sent == 1
    chain = [
        (header(m, "previous"), header(m, "ce_position")) for m in (await sent(kafka, topic))[partition_of("st-0")]
    ]
    assert [previous for previous, _ in chain] == ["0", *[position for _, position in chain[:-1]]]


async def test_what_was_not_acknowledged_is_sent_again(
    dsn: str, kafka: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(dsn, streams=5, versions=10)
    deliver = Relay._deliver
    failed = 0

    async def fail_after_sending_twice(relay: Relay, producer: object, messages: list[object]) -> None:
        nonlocal failed
        await deliver(relay, producer, messages)  # type: ignore[arg-type]
        if failed < 2:
            failed += 1
            raise ConnectionError("the answer was lost")

    monkeypatch.setattr(Relay, "_deliver", fail_after_sending_twice)
    async with relaying(Relay(dsn, kafka, topic)) as relay:
        await until(lambda: relay.position == 50)

    assert relay.errors >= failed == 2
    for messages in (await sent(kafka, topic)).values():
        once = [(header(m, "previous"), header(m, "ce_position")) for m in messages[: len(messages) // 3]]
        assert [(header(m, "previous"), header(m, "ce_position")) for m in messages] == once * 3


async def test_one_leads_and_another_takes_over(dsn: str, kafka: str, topic: str) -> None:
    one, other = Relay(dsn, kafka, topic), Relay(dsn, kafka, topic)
    async with relaying(other):
        async with relaying(one):
            await until(lambda: one.leader or other.leader)
            first, second = (one, other) if one.leader else (other, one)
            await write(dsn, streams=1, versions=3)
            await until(lambda: first.position == 3)
            assert not second.leader
            async with connected(dsn) as connection:
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                )
            await until(lambda: one.leader != other.leader and first.errors > 0)
        await until(lambda: other.leader)
        async with running(dsn) as committer:
            await committer.submit(Commit((about(0, 4),)))
        await until(lambda: other.position == 4)

    assert len((await sent(kafka, topic))[partition_of("st-0")]) == 4


async def test_a_missing_topic_is_waited_for(dsn: str, kafka: str, topic_prefix: str) -> None:
    topic = topic_of("registry", topic_prefix)
    await write(dsn, streams=1, versions=1)
    relay = Relay(dsn, "127.0.0.1:1", topic)
    async with relaying(relay):
        await until(lambda: relay.errors > 1)
        relay._broker = kafka
        await make_topics(kafka, [topic])
        await until(lambda: relay.position == 1)


async def test_the_whole_topic_can_be_published_again_byte_for_byte(
    dsn: str, kafka: str, topic: str, topic_prefix: str
) -> None:
    await write(dsn, streams=20, versions=40)
    async with relaying(Relay(dsn, kafka, topic)) as relay:
        await until(lambda: relay.position == 800)
    again = topic_of("registry", f"{topic_prefix}again.")
    await make_topics(kafka, [again])

    assert await republish(dsn, kafka, again) == 800

    def bytes_of(messages: dict[int, list[ConsumerRecord]]) -> dict[int, list[object]]:
        return {number: [(m.key, m.value, m.headers, m.timestamp) for m in ms] for number, ms in messages.items()}

    assert bytes_of(await sent(kafka, again)) == bytes_of(await sent(kafka, topic))


async def test_it_is_told_of_new_events_without_polling(
    dsn: str, kafka: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.bus.relay._POLL_SECONDS", 1000)
    notifier = Notifier(dsn)
    telling = asyncio.create_task(notifier.run())
    committer = Committer(dsn, woken=notifier.poke)
    await committer.start()
    async with relaying(Relay(dsn, kafka, topic)) as relay:
        await until(lambda: relay.leader)
        for version in range(1, 6):
            await committer.submit(Commit((new("calendar", version),)))
            await until(lambda: relay.position == version)  # noqa: B023 (it is awaited in the same turn)
    await committer.stop()
    telling.cancel()
    with suppress(asyncio.CancelledError):
        await telling


async def test_what_could_not_be_told_is_told_by_the_next_connection(dsn: str) -> None:
    notifier = Notifier(dsn)
    telling = asyncio.create_task(notifier.run())
    told = asyncio.Event()
    async with connected(dsn) as connection:
        await connection.add_listener(CHANNEL, lambda *_: told.set())
        await until(lambda: connection.fetchval(_SENT_AWAY))
        await until(lambda: connection.fetchval(_ALONE))
        notifier.poke()
        async with asyncio.timeout(30):
            await told.wait()
    telling.cancel()
    with suppress(asyncio.CancelledError):
        await telling


async def test_it_ends_when_it_is_told_to_though_a_library_keeps_that_to_itself(
    dsn: str, kafka: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a consumer of aiokafka does that is just being closed."""
    asked = asyncio.Event()

    async def deaf(*_: object) -> None:
        asked.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        raise ConnectionError("closed")

    monkeypatch.setattr(shared.bus.relay, "missing_in", deaf)
    assert await ends_when_told(Relay(dsn, kafka, topic).run(), asked)

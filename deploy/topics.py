"""Makes, lists and removes the topics of the events; a topic is never left to be made by chance."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from deploy.embedded.files import ServerTrouble
from shared.bus.address import client_options
from shared.bus.beginning import assigned
from shared.bus.topics import PARTITIONS, topic_of
from shared.events.catalogue import LOGS

SETTINGS = {
    # An event is for ever: whoever joins later, and every replay, reads from the first one.
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "cleanup.policy": "delete",
    # The relay compresses; the broker keeps its batches as they come.
    "compression.type": "zstd",
    "max.message.bytes": str(4 * 1024 * 1024),
    # The relay numbers the records; a time stamp of the broker would be one more clock.
    "message.timestamp.type": "CreateTime",
}
_ALREADY_THERE = 36
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    settings: dict[str, str]
    end_offsets: dict[int, int]

    @property
    def records(self) -> int:
        return sum(self.end_offsets.values())


def topics_of(prefix: str) -> list[str]:
    """A topic for each service that has a log."""
    return [topic_of(owner, prefix) for owner in LOGS]


async def make_topics(bootstrap: str, names: Sequence[str]) -> None:
    """Make those that are missing, and wait until each partition has a leader."""
    async with _admin(bootstrap) as admin:
        missing = [name for name in names if name not in await admin.list_topics()]
        if missing:
            brokers = len((await admin.describe_cluster())["brokers"])
            new = [NewTopic(name, PARTITIONS, min(3, brokers), topic_configs=SETTINGS) for name in missing]
            answer = await admin.create_topics(new)
            refused = [error for error in answer.topic_errors if error[1] not in {0, _ALREADY_THERE}]
            if refused:
                raise ServerTrouble(f"Kafka refused to make topics: {refused}")
        await _have_leaders(admin, names)


async def remove_topics(bootstrap: str, names: Sequence[str]) -> None:
    async with _admin(bootstrap) as admin:
        there = sorted(set(names) & set(await admin.list_topics()))
        if there:
            await admin.delete_topics(there)
        await _are_gone(admin, there)


async def describe_topics(bootstrap: str, names: Sequence[str]) -> list[Topic]:
    """Settings and end offsets of those of the topics that exist."""
    async with _admin(bootstrap) as admin:
        there = [name for name in names if name in await admin.list_topics()]
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in there]
        settings = _settings(await admin.describe_configs(resources)) if there else {}
    ends = await _end_offsets(bootstrap, there)
    return [Topic(name, settings.get(name, {}), ends[name]) for name in there]


@asynccontextmanager
async def _admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**client_options(bootstrap))
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()


async def _are_gone(admin: AIOKafkaAdminClient, names: Sequence[str]) -> None:
    """Wait for it: a topic that is made anew while the old one still goes would be refused."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while left := set(names) & set(await admin.list_topics()):
        if time.monotonic() > deadline:
            raise ServerTrouble(f"Kafka did not remove {', '.join(sorted(left))}")
        await asyncio.sleep(0.05)


async def _have_leaders(admin: AIOKafkaAdminClient, names: Sequence[str]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        described = await admin.describe_topics(list(names))
        led = {
            topic["topic"]: [part for part in topic["partitions"] if part["leader"] >= 0 and not part["error_code"]]
            for topic in described
        }
        if all(len(led.get(name, ())) == PARTITIONS for name in names):
            return
        wrong = [topic["topic"] for topic in described if len(topic["partitions"]) not in {0, PARTITIONS}]
        if wrong:
            raise ServerTrouble(
                f"{', '.join(wrong)} must have {PARTITIONS} partitions: the order of events hangs on it"
            )
        if time.monotonic() > deadline:
            raise ServerTrouble("Kafka gave the new topics no leaders in time")
        await asyncio.sleep(0.05)


def _settings(answers: Sequence[Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for answer in answers:
        for _code, _message, _type, name, entries in answer.resources:
            found[name] = {entry[0]: entry[1] for entry in entries if entry[0] in SETTINGS}
    return found


async def _end_offsets(bootstrap: str, names: Sequence[str]) -> dict[str, dict[int, int]]:
    if not names:
        return {}
    parts = [TopicPartition(name, part) for name in names for part in range(PARTITIONS)]
    async with assigned(bootstrap, parts) as consumer:
        ends = await consumer.end_offsets(parts)
    return {name: {tp.partition: end for tp, end in ends.items() if tp.topic == name} for name in names}

"""Two bugs planted on purpose turn the campaign's invariants red; the code as it is keeps them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from deploy.asking import client as asking_client
from deploy.client import Client
from deploy.demo.founding import found_bureaus, register_stations
from deploy.demo.plot import Season, cast
from deploy.demo.steps import STEPS
from deploy.demo.world import Unit, units
from deploy.keys import ISSUER
from deploy.stack import Stack
from shared.bus.address import client_options
from shared.bus.topics import PARTITIONS, topic_of
from tests.faults.campaign import LONGEST_OUTAGE_SECONDS, SEED, move_clock, stack_in
from tests.faults.invariants import settle
from tests.waiting import until

pytestmark = [pytest.mark.campaign, pytest.mark.timeout(600)]

_LISTENS = {"application": ("registry",)}


class Life:
    """A registry that is written to in portions, and the application service that must hear of all of it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._client = Client(stack.urls, stack.issuer_key, ISSUER, "planted", LONGEST_OUTAGE_SECONDS)
        self._world = units(120, SEED)
        self._season = Season(self._client, self._world, cast(self._world))
        self.registered = 0

    async def begin(self) -> None:
        async with asking_client(self.stack.issuer_key) as operator:
            await move_clock(operator, self.stack, STEPS[0].instant)
        await found_bureaus(self._season)
        await self.register(20)
        await settle(self.stack, _LISTENS)

    async def register(self, count: int) -> None:
        portion: list[Unit] = self._world[self.registered : self.registered + count]
        self._season.units = portion
        await register_stations(self._season, lambda: None)
        self.registered += count

    async def check(self, patience: float = 60) -> None:
        """Everything that the registry has acknowledged is known to the application service."""
        await settle(self.stack, _LISTENS, patience=patience)
        known = await self.value("application", "SELECT count(*) FROM stations WHERE registered_on IS NOT NULL")
        assert known == self.registered, f"{known} of {self.registered} stations have arrived"

    async def value(self, service: str, sql: str) -> object:
        connection = await asyncpg.connect(self.stack.postgres_dsn(service), timeout=10)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    async def close(self) -> None:
        await self._client.close()


@asynccontextmanager
async def life(folder: Path, planted: Mapping[str, str]) -> AsyncIterator[Life]:
    stack = stack_in(folder, planted, ("registry", "application"))
    await stack.start()
    lived = Life(stack)
    try:
        await lived.begin()
        yield lived
    finally:
        await lived.close()
        await stack.stop()


async def messages_acknowledged_before_they_were_worked_off(lived: Life) -> None:
    """Faust acknowledges the message in hand when it is stopped: afterwards the group stands behind it."""
    await lived.stack.services["application"].stop()
    await lived.register(20)
    await settle(lived.stack, {})
    await _acknowledge_everything(lived.stack)
    await lived.register(20)
    await settle(lived.stack, {})
    await lived.stack.restart("application")


async def the_last_messages_acknowledged(lived: Life) -> None:
    """The same, and nothing follows that would show the gap."""
    await lived.stack.services["application"].stop()
    await lived.register(20)
    await settle(lived.stack, {})
    await _acknowledge_everything(lived.stack)
    await lived.stack.restart("application")


async def _acknowledge_everything(stack: Stack) -> None:
    topic = topic_of("registry", stack.topic_prefix)
    group = f"{stack.topic_prefix}application"
    consumer = AIOKafkaConsumer(**client_options(stack.kafka), group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        places = [TopicPartition(topic, partition) for partition in range(PARTITIONS)]
        consumer.assign(places)
        # A member that was killed belongs to the group until its session is over.
        await until(partial(_committed, consumer, await consumer.end_offsets(places)), 60, every=0.5)
    finally:
        await consumer.stop()


async def _committed(consumer: AIOKafkaConsumer, offsets: dict[TopicPartition, int]) -> bool:
    try:
        await consumer.commit(offsets)
    except KafkaError:
        return False
    return True


async def killed_between_saving_and_acknowledgement(lived: Life) -> None:
    """Kafka is away, the registry goes on and is killed before Kafka is back."""
    await lived.stack.kill("kafka")
    await lived.register(20)
    for _ in range(20):
        if await lived.value("registry", "SELECT h.position = r.position FROM head h, relay_head r"):
            break
        await asyncio.sleep(0.1)
    await lived.stack.kill("registry")
    await lived.stack.restart("kafka")
    await lived.stack.restart("registry")
    await lived.register(1)


async def test_the_code_as_it_is_loses_nothing(tmp_path: Path) -> None:
    async with life(tmp_path, {}) as lived:
        await messages_acknowledged_before_they_were_worked_off(lived)
        await lived.check()
        await the_last_messages_acknowledged(lived)
        await lived.check()
        await killed_between_saving_and_acknowledgement(lived)
        await lived.check()


async def test_an_inbox_that_does_not_look_at_previous_is_found_out(tmp_path: Path) -> None:
    async with life(tmp_path, {"application": "inbox"}) as lived:
        await messages_acknowledged_before_they_were_worked_off(lived)
        with pytest.raises(AssertionError, match="stations have arrived"):
            await lived.check()


async def test_a_relay_that_saves_before_the_acknowledgement_is_found_out(tmp_path: Path) -> None:
    async with life(tmp_path, {"registry": "relay"}) as lived:
        await killed_between_saving_and_acknowledgement(lived)
        with pytest.raises(AssertionError, match="nothing moves"):
            await lived.check(patience=15)

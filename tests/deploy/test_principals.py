"""Who may write and read which topic, on a real Kafka: every service against every topic, as the service itself."""

import asyncio
from collections.abc import Callable
from importlib import import_module
from itertools import product

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from deploy.principals import READS
from deploy.stack import SERVICES, Stack
from shared.bus.address import Address, client_options
from shared.bus.topics import topic_of

MakeStack = Callable[..., Stack]
DENIED = "TopicAuthorizationFailedError"


async def written(address: str, topic: str) -> str:
    """What Kafka refuses with; empty where it takes the message, as an idempotent producer sends it."""
    producer = AIOKafkaProducer(**client_options(address), acks="all", enable_idempotence=True, request_timeout_ms=9000)
    try:
        await producer.start()
        await producer.send_and_wait(topic, b"{}", partition=0)
    except KafkaError as error:
        return type(error).__name__
    finally:
        await producer.stop()
    return ""


async def read(address: str, topic: str) -> str:
    consumer = AIOKafkaConsumer(topic, **client_options(address), enable_auto_commit=False, auto_offset_reset="earliest")
    try:
        await consumer.start()
        await asyncio.wait_for(consumer.getone(), 20)
    except KafkaError as error:
        return type(error).__name__
    finally:
        await consumer.stop()
    return ""


async def test_every_service_writes_its_own_topic_and_reads_those_that_it_listens_to(make_stack: MakeStack) -> None:
    stack = make_stack(SERVICES)
    await stack.start()
    if not Address.of(stack.kafka).user:
        pytest.skip("the Kafka that was named asks nobody who they are")
    logins = {name: stack.environment(name)["SHIFAN_KAFKA"] for name in SERVICES}
    topics = {name: topic_of(name, stack.topic_prefix) for name in SERVICES}
    for one, other in product(SERVICES, SERVICES):
        assert await written(logins[one], topics[other]) == ("" if one == other else DENIED), f"{one} writes {other}'s"
    for one, other in product(SERVICES, SERVICES):
        may = other in READS[one]
        assert await read(logins[one], topics[other]) == ("" if may else DENIED), f"{one} reads {other}'s"


async def test_nobody_comes_in_by_guessing_and_a_service_makes_no_topic(make_stack: MakeStack) -> None:
    stack = make_stack(("registry",))
    await stack.start()
    told = Address.of(stack.kafka)
    if not told.user:
        pytest.skip("the Kafka that was named asks nobody who they are")
    assert await written(told.servers, topic_of("registry", stack.topic_prefix)) != ""
    admin = AIOKafkaAdminClient(**client_options(stack.environment("registry")["SHIFAN_KAFKA"]))
    await admin.start()
    try:
        answer = await admin.create_topics([NewTopic(f"{stack.topic_prefix}more", 1, 1)])
        assert [error[1] for error in answer.topic_errors] == [29]
    finally:
        await admin.close()


def test_the_rights_are_those_that_the_services_ask_for() -> None:
    asked = {name: set(import_module(f"services.{name}.service").SERVICE.listens_to) for name in SERVICES}
    assert {name: set(owners) for name, owners in READS.items()} == asked

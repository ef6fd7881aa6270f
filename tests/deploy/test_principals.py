"""Who may write and read which topic, on a real Kafka: every service against every topic, as the service itself."""

import asyncio
from collections.abc import Callable
from importlib import import_module
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from deploy.embedded.files import ServerTrouble
from deploy.keys import keys_in
from deploy.principals import READS, as_reader, as_service
from deploy.reading import let_read
from deploy.stack import SERVICES, Stack
from deploy.state import read_state
from shared.bus.address import Address, client_options
from shared.bus.topics import topic_of
from tests.deploy.conftest import command_lines

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
    consumer = AIOKafkaConsumer(
        topic, **client_options(address), enable_auto_commit=False, auto_offset_reset="earliest"
    )
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
        # Its own it compares with its store.
        may = one == other or other in READS[one]
        assert await read(logins[one], topics[other]) == ("" if may else DENIED), f"{one} reads {other}'s"


async def test_a_reader_from_outside_reads_what_it_was_let_in_for_and_writes_nothing(make_stack: MakeStack) -> None:
    stack = make_stack(("registry",))
    await stack.start()
    if not Address.of(stack.kafka).user:
        pytest.skip("the Kafka that was named asks nobody who they are")
    state = read_state(stack.data)
    assert state is not None
    said = await let_read(stack.data, state, "city-platform", ["registry"])
    topics = {name: topic_of(name, stack.topic_prefix) for name in ("registry", "audit")}
    assert said[-1] == f"topic: {topics['registry']}"
    assert await written(stack.environment("registry")["SHIFAN_KAFKA"], topics["registry"]) == ""
    reader = as_reader(stack.kafka, "city-platform", stack.topic_prefix, keys_in(stack.data).kafka)
    assert said[:2] == [f"servers: {Address.of(reader).servers}", f"user: {Address.of(reader).user}"]
    assert await read(reader, topics["registry"]) == ""
    assert await read(reader, topics["audit"]) == DENIED
    assert await written(reader, topics["registry"]) != ""
    assert await let_read(stack.data, state, "city-platform", ["registry"]) == said
    for name, owners, why in (("City", ["registry"], "no name"), ("x", ["registry", "nobody"], "no events of nobody")):
        with pytest.raises(ServerTrouble, match=why):
            await let_read(stack.data, state, name, owners)


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


async def test_passwords_stay_the_same_and_are_in_no_log_and_in_no_address(make_stack: MakeStack) -> None:
    stack = make_stack(("registry", "publication"))
    await stack.start()
    if not Address.of(stack.kafka).user:
        pytest.skip("the Kafka that was named asks nobody who they are")
    folder = keys_in(stack.data).kafka
    before = {file.name: file.read_text() for file in folder.iterdir()}
    assert len(before) == 2
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    secret = {*before.values(), Address.of(stack.kafka).password}
    assert min(map(len, secret)) >= 43
    told = [file.read_text(errors="replace") for file in (stack.data / "logs").iterdir()]
    told += [(stack.data / "stack.json").read_text(), str(stack.environment("registry")), stack.kafka]
    told += command_lines()
    assert not [password for password in secret for text in told if password in text]
    await stack.stop()
    await stack.start()
    assert {file.name: file.read_text() for file in folder.iterdir()} == before
    registry = stack.environment("registry")["SHIFAN_KAFKA"]
    assert await written(registry, topic_of("registry", stack.topic_prefix)) == ""


def test_an_address_says_where_and_as_whom(tmp_path: Path) -> None:
    assert client_options("a:1,b:2") == {"bootstrap_servers": "a:1,b:2"}
    file = tmp_path / "a & b"
    file.write_text("sesame\n")
    (tmp_path / "x.audit.password").write_text("open")
    deploy = f"deploy@a:1,b:2?mechanism=PLAIN&passfile={quote(str(file))}"
    told = client_options(as_service(deploy, "audit", "x.", tmp_path))
    assert (told["bootstrap_servers"], told["sasl_plain_username"]) == ("a:1,b:2", "x.audit")
    assert told["sasl_mechanism"] == "SCRAM-SHA-512"
    plain = client_options(deploy)
    assert (plain["sasl_mechanism"], plain["sasl_plain_password"]) == ("PLAIN", "sesame")
    assert as_service("a:1", "audit", "", tmp_path) == "a:1"


def test_the_rights_are_those_that_the_services_ask_for() -> None:
    asked = {name: set(import_module(f"services.{name}.service").SERVICE.listens_to) for name in SERVICES}
    assert {name: set(owners) for name, owners in READS.items()} == asked

"""The examples for integrators, as processes against the season that was lived through: each position, once."""

import ast
import asyncio
import runpy
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from deploy.demo.founding import host_of
from deploy.demo.world import AUDITOR
from deploy.principals import as_reader, make_reader
from deploy.topics import make_topics, remove_topics
from shared.access.roles import Caller
from shared.bus.address import Address, client_options
from shared.bus.topics import topic_of
from tests.architecture.tree import ROOT
from tests.faults.invariants import until_heard
from tests.lived import Lived

OWNER = "publication"
EXAMPLES = ROOT / "docs" / "examples"


def run(example: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, str(EXAMPLES / example), *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own examples.


def ended_well(child: "subprocess.Popen[str]") -> None:
    _, said = child.communicate(timeout=60)
    assert child.returncode == 0, said


def positions(kept: Path) -> list[int]:
    """What was kept so far."""
    connection = sqlite3.connect(kept)
    try:
        return [row[0] for row in connection.execute("SELECT position FROM events ORDER BY position")]
    except sqlite3.OperationalError:
        return []  # It has not begun yet.
    finally:
        connection.close()


def changed(kept: Path, *statements: str) -> None:
    connection = sqlite3.connect(kept)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


async def killed_when_it_has_some(child: "subprocess.Popen[str]", kept: Path) -> None:
    """End the process as a power cut would, once it has kept something."""
    async with asyncio.timeout(60):
        while not positions(kept):
            assert child.poll() is None
            await asyncio.sleep(0.01)
    child.kill()
    child.communicate()


async def recorded(lived: Lived) -> list[int]:
    connection = await asyncpg.connect(lived.stack.postgres_dsn(OWNER))
    try:
        return [row[0] for row in await connection.fetch("SELECT position FROM events ORDER BY position")]
    finally:
        await connection.close()


@pytest.fixture
def feed(lived: Lived, tmp_path: Path) -> Any:
    """The arguments of the reader of the feed, for whoever is named."""

    def told(who: Caller, kept: str) -> tuple[str, ...]:
        token = tmp_path / f"{who.subject}.token"
        token.write_text(lived.client("examples").token(who), encoding="utf-8")
        return (lived.stack.urls[OWNER], "--token-file", str(token), "--kept", str(tmp_path / kept))

    return told


async def test_a_reader_of_the_feed_that_is_killed_goes_on_where_it_was(
    lived: Lived, tmp_path: Path, feed: Any
) -> None:
    await killed_when_it_has_some(run("follow_feed.py", *feed(AUDITOR, "feed")), tmp_path / "feed")
    ended_well(run("follow_feed.py", *feed(AUDITOR, "feed"), "--once"))
    assert positions(tmp_path / "feed") == await recorded(lived)


async def test_a_host_reads_its_part_and_comes_to_the_head_all_the_same(
    lived: Lived, tmp_path: Path, feed: Any
) -> None:
    host = host_of(lived.season, lived.season.plot.star_host)
    ended_well(run("follow_feed.py", *feed(host, "host"), "--once"))
    theirs, everything = positions(tmp_path / "host"), await recorded(lived)
    assert 0 < len(theirs) < len(everything)
    connection = sqlite3.connect(tmp_path / "host")
    assert connection.execute("SELECT position FROM come_to").fetchone() == (everything[-1],)
    connection.close()


def test_whoever_is_not_let_in_is_told_so(lived: Lived, tmp_path: Path, feed: Any) -> None:
    arguments = feed(AUDITOR, "nothing")
    Path(arguments[2]).write_text("no.such.token", encoding="utf-8")
    child = run("follow_feed.py", *arguments, "--once")
    _, said = child.communicate(timeout=60)
    assert (child.returncode, said.startswith("not let in: ")) == (1, True), said


@pytest.fixture
async def topic(lived: Lived, tmp_path: Path) -> tuple[str, ...]:
    """The arguments of a consumer with a user of its own, who may read this one topic."""
    stack = lived.stack
    # What other tests have just done is sent by now.
    await until_heard(stack, {})
    folder = tmp_path / "kafka"
    await make_reader(stack.kafka, "example", [OWNER], stack.topic_prefix, folder)
    way = Address.of(as_reader(stack.kafka, "example", stack.topic_prefix, folder))
    named = ("--user", way.user, "--passfile", str(way.passfile)) if way.user else ()
    return (way.servers, topic_of(OWNER, stack.topic_prefix), *named)


async def test_a_consumer_of_the_topic_that_is_killed_goes_on_where_it_was(
    lived: Lived, tmp_path: Path, topic: tuple[str, ...]
) -> None:
    kept = tmp_path / "topic"
    await killed_when_it_has_some(run("consume_topic.py", *topic, "--kept", str(kept)), kept)
    ended_well(run("consume_topic.py", *topic, "--kept", str(kept), "--once"))
    assert positions(kept) == await recorded(lived)


async def test_a_consumer_passes_over_what_comes_again(lived: Lived, tmp_path: Path, topic: tuple[str, ...]) -> None:
    kept = tmp_path / "topic"
    ended_well(run("consume_topic.py", *topic, "--kept", str(kept), "--once"))
    changed(kept, "UPDATE come_to SET next_offset = 0")
    ended_well(run("consume_topic.py", *topic, "--kept", str(kept), "--once"))
    assert positions(kept) == await recorded(lived)


async def test_a_consumer_that_finds_a_hole_reads_from_the_beginning(
    lived: Lived, tmp_path: Path, topic: tuple[str, ...]
) -> None:
    kept = tmp_path / "topic"
    ended_well(run("consume_topic.py", *topic, "--kept", str(kept), "--once"))
    changed(kept, "DELETE FROM events", "UPDATE come_to SET position = 0, next_offset = next_offset - 1")
    ended_well(run("consume_topic.py", *topic, "--kept", str(kept), "--once"))
    assert positions(kept) == await recorded(lived)


async def test_a_consumer_stops_where_the_topic_lacks_something(lived: Lived, tmp_path: Path) -> None:
    kafka, name = lived.stack.kafka, "lacking"
    await make_topics(kafka, [name])
    producer = AIOKafkaProducer(**client_options(kafka))
    await producer.start()
    try:
        headers = [("ce_position", b"7"), ("previous", b"6"), ("ce_id", b"x"), ("ce_type", b"x"), ("ce_subject", b"x")]
        await producer.send_and_wait(name, b"{}", partition=0, headers=headers)
        consumer = AIOKafkaConsumer(name, **client_options(kafka), enable_auto_commit=False)
        await consumer.start()
        example = runpy.run_path(str(EXAMPLES / "consume_topic.py"))
        kept = sqlite3.connect(tmp_path / "lacking")
        kept.executescript(example["SCHEMA"])
        try:
            with pytest.raises(example["EventsAreMissing"], match="partition 0"):
                await example["consume"](consumer, kept, once=False)
        finally:
            kept.close()
            await consumer.stop()
    finally:
        await producer.stop()
        await remove_topics(kafka, [name])


async def test_a_topic_that_one_is_not_let_in_for_is_not_read(
    lived: Lived, tmp_path: Path, topic: tuple[str, ...]
) -> None:
    if "--user" not in topic:
        pytest.skip("the Kafka that was named asks nobody who they are")
    other = topic_of("registry", lived.stack.topic_prefix)
    child = run("consume_topic.py", topic[0], other, *topic[2:], "--kept", str(tmp_path / "none"), "--once")
    _, said = child.communicate(timeout=60)
    assert (child.returncode, "TopicAuthorizationFailedError" in said) == (1, True), said


def test_an_example_uses_nothing_of_our_code() -> None:
    used = {
        word.split(".")[0]
        for path in EXAMPLES.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for word in ([one.name for one in node.names] if isinstance(node, ast.Import) else [])
        + ([node.module or "."] if isinstance(node, ast.ImportFrom) else [])
    }
    assert used - set(sys.stdlib_module_names) == {"httpx", "aiokafka", "cryptography"}

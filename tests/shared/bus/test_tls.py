"""Kafka by TLS, on a real one: what is sent and heard by it, and whom nothing is sent to, nor asked of."""

import asyncio
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import KafkaError
from confluent_kafka.admin import AdminClient

from deploy.principals import as_reader, as_service, make_principals, make_reader
from deploy.service_process import ROOT
from deploy.topics import describe_topics, make_topics
from shared.bus.address import Address, librdkafka_options
from shared.bus.relay import Relay, republish
from shared.bus.topics import topic_of
from tests.shared.bus.secured import Secured, secured_kafka
from tests.shared.bus.test_relay import relaying, write
from tests.shared.bus.test_worker import listener, working
from tests.waiting import until

EVENTS = 6
EXAMPLE = ROOT / "docs" / "examples" / "consume_topic.py"
Way = Callable[[Secured], str]

LET_IN: dict[str, Way] = {"password": Secured.by_password, "certificate": Secured.by_certificate}
# Whom nothing is sent to, how one would come in there, and what is said of it.
REFUSED: dict[str, tuple[Way, str]] = {
    "is signed by a stranger": (lambda at: at.believing(at.stranger, at.password_port), "CERTIFICATE_VERIFY_FAILED"),
    "has another name": (lambda at: at.believing(at.authority, at.misnamed_port), "not valid for '127.0.0.1'"),
    "wants a certificate": (Secured.showing_none, ""),
    "speaks TLS alone": (lambda at: at.in_the_clear(at.password_port), ""),
}
NOT_BELIEVED = ("is signed by a stranger", "has another name")


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    with secured_kafka(tmp_path_factory.mktemp("secured")) as found:
        yield found


@pytest.mark.parametrize("kind", LET_IN)
async def test_what_is_sent_by_tls_is_heard_by_tls(
    at: Secured, kind: str, dsn: str, topic_prefix: str, tmp_path: Path
) -> None:
    topic = topic_of("registry", topic_prefix)
    deploy = LET_IN[kind](at)
    await make_topics(deploy, [topic])
    await make_principals(deploy, ["registry", "application"], topic_prefix, tmp_path)
    await write(dsn, streams=EVENTS, versions=1)

    sender, hearer = (as_service(deploy, name, topic_prefix, tmp_path) for name in ("registry", "application"))
    async with relaying(Relay(dsn, sender, topic)) as relay:
        await until(lambda: relay.position == EVENTS)
    assert relay.sent >= EVENTS

    [sent] = await describe_topics(at.plain, [topic])
    async with listener(dsn, hearer, topic_prefix, tmp_path) as runtime, working(runtime) as worker:
        inbox = worker.reactor.inbox
        await until(
            lambda: all(inbox.standing(topic, part).offset == end - 1 for part, end in sent.end_offsets.items())
        )


async def test_a_system_from_outside_reads_by_tls(at: Secured, dsn: str, topic_prefix: str, tmp_path: Path) -> None:
    topic, deploy, kept = topic_of("registry", topic_prefix), at.by_password(), tmp_path / "kept"
    await make_topics(deploy, [topic])
    await write(dsn, streams=EVENTS, versions=1)
    assert await republish(dsn, deploy, topic) == EVENTS
    await make_reader(deploy, "outside", ["registry"], topic_prefix, tmp_path)
    way = Address.of(as_reader(deploy, "outside", topic_prefix, tmp_path))

    named = ["--user", way.user, "--passfile", str(way.passfile), "--cafile", str(way.cafile)]
    told = [str(EXAMPLE), way.servers, topic, "--kept", str(kept), "--once", *named]
    assert await (await asyncio.create_subprocess_exec(sys.executable, *told)).wait() == 0
    with closing(sqlite3.connect(kept)) as read:
        assert read.execute("SELECT position FROM events ORDER BY position").fetchall() == [
            (n + 1,) for n in range(EVENTS)
        ]


@pytest.mark.parametrize("whom", REFUSED)
async def test_nothing_is_sent_to_one_who(
    at: Secured, whom: str, dsn: str, topic_prefix: str, caplog: pytest.LogCaptureFixture
) -> None:
    way, why = REFUSED[whom]
    topic = topic_of("registry", topic_prefix)
    await make_topics(at.plain, [topic])
    await write(dsn, streams=1, versions=1)

    with caplog.at_level(logging.ERROR, "aiokafka"):
        async with relaying(Relay(dsn, way(at), topic)) as relay:
            await until(lambda: relay.errors > 0 and why in caplog.text)
    assert (relay.position, relay.sent) == (0, 0)
    [seen] = await describe_topics(at.plain, [topic])
    assert seen.records == 0


@pytest.mark.parametrize("whom", NOT_BELIEVED)
async def test_no_users_are_made_at_one_who(at: Secured, whom: str) -> None:
    way, _ = REFUSED[whom]
    told: list[KafkaError] = []
    options: dict[str, Any] = {**librdkafka_options(way(at)), "error_cb": told.append}
    admin = AdminClient(options)
    async with asyncio.timeout(30):
        while not told:
            await asyncio.to_thread(admin.poll, 0.5)
    assert "certificate verify failed" in told[0].str()

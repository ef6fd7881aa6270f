"""A read model is made again, and the topics are heard again, while the sender is at work: nothing of it goes out."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from aiosmtpd.controller import Controller

from deploy.embedded.ports import free_ports
from services.notification.projections import project
from services.notification.service import SERVICE
from shared.access.tokens import KeyFiles
from shared.events.event import Event
from shared.eventsourcing.envelope import Recorded
from shared.replay.grouping import grouped, touching
from shared.replay.rebuild import NEW, Rebuild
from shared.replay.tables import names
from shared.runtime import Runtime
from shared.service import running
from shared.settings import Settings
from tests.notification.sending import KEY, Receiver, receiving, with_endpoint
from tests.notification.test_mail import Sink
from tests.notification.told import a_story, hear, heard, returned
from tests.waiting import until

AT_WORK = replace(SERVICE, listens_to=())
"""The whole of the service with its sender; what it hears, the tests tell it."""
_WISH = """
INSERT INTO preferences (recipient, channel, enabled, language, set_on)
VALUES ('host:ho-1', 'email', true, 'zh', '2013-05-20')
"""
_ADDRESS = "INSERT INTO addresses VALUES ('host:ho-1', 'email', 'shop@host.example')"
_READ_MODELS = (
    "TRUNCATE concerns, notices, messages, deadline_turns, reminded, due, stations, hosts, bureaus, officers, inbox"
)


@dataclass
class Outside:
    """A service at work, and where its messages arrive."""

    dsn: str
    runtime: Runtime
    receiver: Receiver
    mailbox: Sink

    async def nothing_waits(self) -> bool:
        return not await self.runtime.pool.fetchval("SELECT count(*) FROM deliveries WHERE state = 'waiting'")

    async def arrived(self) -> tuple[list[str], list[str]]:
        """The ids of all webhooks and letters that came, once nothing waits."""
        await until(self.nothing_waits, 20)
        return sorted(self.receiver.ids), sorted(str(letter["message-id"]) for letter in self.mailbox.got)

    async def hears(self, log: Iterable[Recorded[Event]]) -> None:
        await hear(self.runtime.committer, log)


@pytest.fixture
async def outside(dsn: str, keys: KeyFiles, tmp_path: Path) -> AsyncIterator[Outside]:
    key, port, mailbox = tmp_path / "webhooks.key", free_ports(1)[0], Sink()
    key.write_text(KEY)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    try:
        async with receiving(Receiver()) as receiver:
            settings = Settings(
                database_url=dsn,
                jwks_file=keys.public,
                sandbox=True,
                webhook_key_file=key,
                webhook_allow=f"127.0.0.1:{receiver.port}",
                smtp_url=f"smtp://127.0.0.1:{port}",
            )
            async with running(AT_WORK, settings, "worker") as runtime:
                await with_endpoint(runtime.pool, receiver.url)
                await runtime.pool.execute(_WISH)
                await runtime.pool.execute(_ADDRESS)
                yield Outside(dsn, runtime, receiver, mailbox)
    finally:
        controller.stop()


async def test_nothing_is_sent_of_what_is_made_or_heard_again(outside: Outside) -> None:
    story = a_story()
    await outside.hears(story)
    before = await outside.arrived()
    # The host has stations and an application: what it was told has gone out by both ways.
    assert len(before[0]) == len(before[1]) == len(set(before[0])) > 2
    for again in (_heard_twice, _made_again, _heard_by_an_empty_service):
        await again(outside, story)
        assert await outside.arrived() == before, again.__name__
    # The sender was at work all the while: what happens now goes out, and nothing before it.
    await outside.hears([heard(returned("st-2", date(2013, 7, 11)), 60, days=41)])
    await outside.hears([heard(returned("st-1", date(2013, 7, 12)), 61, days=42)])
    hooks, letters = await outside.arrived()
    assert (len(hooks), len(letters)) == (len(before[0]) + 1, len(before[1]) + 1)


async def _heard_twice(outside: Outside, story: list[Recorded[Event]]) -> None:
    """As after a crash, or out of a topic that is published anew."""
    await outside.hears(story)
    await outside.runtime.pool.execute(_READ_MODELS)
    await outside.hears(story)


async def _made_again(outside: Outside, story: list[Recorded[Event]]) -> None:
    """As `rebuild` does beside the service."""
    other = await asyncpg.connect(outside.dsn)
    try:
        made = Rebuild(SERVICE, outside.dsn, other)
        await made.prepare()
        statements = [statement for one in story for statement in project(one)]
        for group in grouped(statements, touching(await names(other, NEW))):
            await other.executemany(group.sql, group.arguments)
    finally:
        await other.close()


async def _heard_by_an_empty_service(outside: Outside, story: list[Recorded[Event]]) -> None:
    """As when its database is lost, and the topics are read from their beginning the day after tomorrow."""
    # In the order in which the sender takes them: it is at work meanwhile.
    await outside.runtime.pool.execute(_READ_MODELS.replace("TRUNCATE", "TRUNCATE deliveries, attempts,"))
    old = datetime.now(UTC) - timedelta(hours=48)
    await outside.hears(replace(one, recorded_at=old) for one in story)
    states = await outside.runtime.pool.fetch("SELECT DISTINCT channel, state, last_error FROM deliveries ORDER BY 1")
    assert [tuple(row) for row in states] == [
        (channel, "skipped", "too late") for channel in ("email", "in_app", "webhook")
    ]

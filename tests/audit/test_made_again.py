"""Kafka's data and the audit's own are lost: published again from the stores, the logs are the same, entry by entry."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import asyncpg
import pytest

from deploy.republishing import publish_again
from deploy.topics import make_topics
from services.audit.keeping.told import last_told
from services.audit.keeping.unsigned import reasons
from services.audit.service import SERVICE
from shared.access.tokens import generate_keys
from shared.bus.relay import republish
from shared.bus.topics import topic_of
from shared.database import STORE_SCHEMA
from shared.events.catalogue import LOGS, OWNERS
from shared.events.event import Event
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.deciding import new_event
from shared.runtime import Runtime
from shared.service import running
from shared.settings import Settings
from shared.tlog.faults import Missing
from shared.tlog.folder import LogFolder
from shared.tlog.hashing import leaf_hash
from shared.tlog.tree import Frontier
from tests.audit.keeping import SECRET
from tests.audit.made import NOON, certified, filed, revoked, station_registered
from tests.servers import MakeDatabase
from tests.waiting import until

STATIONS = 300
"""More than a tile holds."""

_OF_THE_AUDIT = "log, mentions, certified, unsigned_logs, inbox, parked, refused, stations, hosts, bureaus, officers"


def _events() -> dict[str, list[tuple[str, Event]]]:
    stations = [(f"station-st-{number}", station_registered(f"st-{number}")) for number in range(STATIONS)]
    filings = [(f"application-A-2013-st-{number}", filed(f"st-{number}")) for number in range(20)]
    return {
        "registry": list(stations),
        "application": list(filings),
        "assessment": [("title-st-1", certified("st-1")), ("title-st-1", revoked("st-1"))],
    }


async def _write(dsn: str, owner: str, events: list[tuple[str, Event]]) -> None:
    writer = Committer(dsn)
    await writer.start()
    versions: dict[str, int] = {}
    for stream, event in events:
        version = versions[stream] = versions.get(stream, 0) + 1
        attributes = {"source": f"/services/{owner}", "partitionkey": stream, "correlationid": "c", "actor": "of-1"}
        new = new_event(event, stream, version, uuid4(), attributes, NOON)
        await writer.submit(Commit(events=(new,)))
    await writer.stop()


@pytest.fixture
async def stores(database: MakeDatabase) -> Mapping[str, str]:
    """A store for each service that records events of the procedure."""
    events = _events()
    stores = {owner: await database(STORE_SCHEMA) for owner in OWNERS}
    for owner, dsn in stores.items():
        await _write(dsn, owner, events.get(owner, []))
    return stores


@pytest.fixture
def settings(dsn: str, kafka: str, topic_prefix: str, tmp_path: Path) -> Settings:
    key = tmp_path / "log.key"
    key.write_text(SECRET)
    return Settings(
        database_url=dsn,
        kafka=kafka,
        topic_prefix=topic_prefix,
        jwks_file=generate_keys(tmp_path).public,
        sandbox=True,
        data=tmp_path / "data",
        tlogs=tmp_path / "tlogs",
        log_key_file=key,
        checkpoint_every=0.1,
    )


@asynccontextmanager
async def _auditing(settings: Settings) -> AsyncIterator[Runtime]:
    """The audit at work until every log of the procedure is signed as far as it goes, and that is told."""
    wanted = {owner: len(_events().get(owner, [])) for owner in OWNERS}
    async with running(SERVICE, settings) as runtime:
        await until(lambda: all(_size(settings, owner) == size for owner, size in wanted.items()), 90)

        async def told() -> bool:
            return {owner: (await last_told(runtime.pool, owner)).size for owner in OWNERS} == wanted

        await until(told, 90)
        yield runtime


def _size(settings: Settings, owner: str) -> int:
    try:
        return LogFolder(settings.tlogs / owner).size
    except Missing:
        return 0


def _logs(settings: Settings) -> dict[str, list[bytes]]:
    return {owner: list(LogFolder(settings.tlogs / owner).entries()) for owner in LOGS if _size(settings, owner)}


def _roots(entries: list[bytes]) -> list[bytes]:
    """The root at every size."""
    tree, roots = Frontier(), []
    for entry in entries:
        tree.extend([leaf_hash(entry)])
        roots.append(tree.root())
    return roots


async def _forget(settings: Settings) -> None:
    """All that the audit has made of what it heard; its own store is a store like the others, and stays."""
    connection = await asyncpg.connect(settings.database_url)
    await connection.execute(f"TRUNCATE {_OF_THE_AUDIT}")
    await connection.close()


async def test_entries_and_roots_are_the_same_after_everything_but_the_stores_was_lost(
    stores: Mapping[str, str], settings: Settings, kafka: str
) -> None:
    topics = {topic_of(owner, settings.topic_prefix): dsn for owner, dsn in stores.items()}
    topics[topic_of("audit", settings.topic_prefix)] = settings.database_url
    await make_topics(kafka, list(topics))
    for topic, dsn in topics.items():
        await republish(dsn, kafka, topic)
    async with _auditing(settings):
        before = _logs(settings)
    await _forget(settings)
    told = {owner: await _told(settings, owner) for owner in LOGS}
    rmtree(settings.tlogs)

    sent = await publish_again(kafka, topics)
    assert sent[topic_of("registry", settings.topic_prefix)] == STATIONS
    async with _auditing(settings) as runtime:
        await until(lambda: _size(settings, "audit") >= told["audit"][0], 90)
        after = _logs(settings)
        assert await reasons(runtime.pool) == {}
    for owner, entries in before.items():
        # Of its own log the audit may have signed more than it had told of when it was ended.
        again = after.get(owner, [])
        both = min(len(entries), len(again)) if owner == "audit" else len(entries)
        assert again[:both] == entries[:both], owner
        assert _roots(again)[:both] == _roots(entries)[:both], owner
    for owner in ("registry", "application", "assessment"):
        size, root = told[owner]
        assert LogFolder(settings.tlogs / owner).root_at(size).hex() == root


async def _told(settings: Settings, owner: str) -> tuple[int, str]:
    async with running(SERVICE, settings, "api") as runtime:
        told = await last_told(runtime.pool, owner)
        return told.size, told.root

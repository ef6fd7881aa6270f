"""Publication over a real PostgreSQL with its vault, the people who call it, and the events that it hears."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from asyncpg import Pool, Record
from httpx import ASGITransport, AsyncClient, Response

from deploy.embedded.servers import with_database
from services.publication.projections import project
from services.publication.service import SERVICE
from services.publication.vault import SCHEMA as VAULT_SCHEMA
from shared.access.directory import SCHEMA as DIRECTORY_SCHEMA
from shared.access.roles import Caller
from shared.access.tokens import KeyFiles, generate_keys, mint
from shared.bus.reactor import Reactor
from shared.clock import SHANGHAI
from shared.database import STORE_SCHEMA, create_pool, migrate
from shared.events.event import Event
from shared.events.registry import DayBegan
from shared.eventsourcing.messages import Message
from shared.runtime import Runtime
from shared.service import running
from shared.settings import Settings
from tests.apps import api_of
from tests.publication.examples import OPENS, recommended
from tests.publication.people import CITY, PUBLIC, recorded, world_events

ISSUER = "shifan-test"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFiles:
    return generate_keys(tmp_path_factory.mktemp("publication-keys"))


@pytest.fixture(scope="session")
def databases(postgres: str) -> Iterator[tuple[str, str]]:
    """The service's own database and the vault. They are made once, in a loop apart, and emptied for each test."""
    names = (f"t_{uuid4().hex[:16]}", f"t_{uuid4().hex[:16]}")
    dsns = (with_database(postgres, names[0]), with_database(postgres, names[1]))
    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(_make(postgres, names, dsns))).result()
        yield dsns
        apart.submit(lambda: asyncio.run(_drop(postgres, names))).result()


async def _make(postgres: str, names: tuple[str, str], dsns: tuple[str, str]) -> None:
    for name in names:
        await _execute(postgres, f'CREATE DATABASE "{name}"')
    await migrate(dsns[0], STORE_SCHEMA, DIRECTORY_SCHEMA, SERVICE.schema)
    await migrate(dsns[1], VAULT_SCHEMA)


async def _drop(postgres: str, names: tuple[str, str]) -> None:
    for name in names:
        await _execute(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _execute(dsn: str, sql: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(sql)
    await connection.close()


@pytest.fixture
async def dsns(databases: tuple[str, str]) -> tuple[str, str]:
    """Both, as they are before the first command: the world is known, and nothing has been asked."""
    connection = await asyncpg.connect(databases[0])
    async with connection.transaction():
        await connection.execute(_EMPTIED)
        for event in (*world_events(), recommended):
            for sql, arguments in project(recorded(event)):
                await connection.execute(sql, *arguments)
    await connection.close()
    await _execute(databases[1], "DELETE FROM opinions; DELETE FROM answers; DELETE FROM spent_work")
    return databases


# A log is never emptied in earnest; here it saves a database for each of a hundred tests.
_EMPTIED = """
ALTER TABLE events DISABLE TRIGGER never_changed;
GRANT DELETE ON events TO CURRENT_USER;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
        AND tablename NOT IN ('schema_history', 'head', 'relay_head') LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$;
UPDATE head SET position = 0, hash = decode(repeat('00', 32), 'hex');
REVOKE DELETE ON events FROM CURRENT_USER;
ALTER TABLE events ENABLE ALWAYS TRIGGER never_changed;
"""


@pytest.fixture
async def runtime(dsns: tuple[str, str], keys: KeyFiles, tmp_path: Path) -> AsyncIterator[Runtime]:
    settings = Settings(
        database_url=dsns[0],
        vault_url=dsns[1],
        jwks_file=keys.public,
        issuer=ISSUER,
        sandbox=True,
        data=tmp_path,
        opinions_by_address="10000/minute",
        opinions_in_all="10000/second",
    )
    async with running(SERVICE, settings, role="api") as runtime:
        yield runtime


@pytest.fixture
async def pool(runtime: Runtime) -> "Pool[Record]":
    return runtime.pool


@pytest.fixture
async def vault(dsns: tuple[str, str], runtime: Runtime) -> AsyncIterator["Pool[Record]"]:
    """The vault, looked at from outside."""
    pool = await create_pool(dsns[1], size=1)
    yield pool
    await pool.close()


class World:
    """The people and the events around the service."""

    def __init__(self, runtime: Runtime, client: AsyncClient, keys: KeyFiles) -> None:
        self.runtime = runtime
        self._client = client
        self._keys = keys

    async def hear(self, *events: Event) -> None:
        """The worker takes these events: they are projected and reacted to."""
        reactor = Reactor(self.runtime)
        message = Message("events.test", 0, 0, b"", b"", ())
        for event in events:
            await reactor._work_off(message, recorded(event), None, ())

    async def is_now(self, when: str) -> None:
        """Move the programme's clock: `2013-09-23T09:00`."""
        await self.runtime.clock.move(self.runtime.pool, datetime.fromisoformat(when).replace(tzinfo=SHANGHAI))

    async def day_begins(self, day: date) -> None:
        await self.is_now(f"{day}T00:00")
        await self.hear(DayBegan(day=day))

    async def post(
        self,
        path: str,
        body: object = None,
        *,
        by: Caller = PUBLIC,
        version: int | None = None,
        key: str = "",
        work: str = "",
    ) -> Response:
        headers = self._signed(by) | {"Idempotency-Key": key or str(uuid4())}
        if version is not None:
            headers["If-Match"] = f'"v{version}"'
        if work:
            headers["Opinion-Work"] = work
        return await self._client.post(path, json=body, headers=headers)

    async def get(self, path: str, *, by: Caller = PUBLIC, receipt: str | None = None, **params: Any) -> Response:
        headers = self._signed(by) | ({} if receipt is None else {"Opinion-Receipt": receipt})
        return await self._client.get(path, params=params, headers=headers)

    def _signed(self, by: Caller) -> dict[str, str]:
        if by is PUBLIC:
            return {}
        return {"Authorization": "Bearer " + mint(self._keys.private, by, issuer=ISSUER, ttl_seconds=300)}


@pytest.fixture
async def world(runtime: Runtime, keys: KeyFiles) -> AsyncIterator[World]:
    """A season whose candidates are handed over; it is the morning on which its notice may open."""
    transport = ASGITransport(api_of(SERVICE, runtime), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://publication") as client:
        world = World(runtime, client, keys)
        await world.is_now(f"{OPENS}T09:00")
        yield world


NOTICE = {
    "season_id": "S-2013-320400",
    "opens_on": "2013-09-23",
    "closes_on": "2013-09-29",
    "media": "常州日报",
    "contact": "市局消保处",
}
OPINION = {
    "station_id": "st-jia",
    "side": "consumer",
    "stance": "objection",
    "name": "金丝雀先生",
    "phone": "13900000000",
    "text": "购买的商品有质量问题，站点拒绝登记。",
}


async def with_notice(world: World) -> None:
    answer = await world.post("/v1/notices", NOTICE, by=CITY)
    assert answer.status_code == 201, answer.text
    await world.is_now("2013-09-25T10:30")


async def given_opinion(world: World, **change: object) -> str:
    answer = await world.post("/v1/notices/N-2013-320400-1/opinions", OPINION | change)
    assert answer.status_code == 202, answer.text
    identifier: str = answer.json()["id"]
    return identifier


async def screened(world: World, opinion_id: str, result: str) -> Response:
    body = {"result": result, "reason": "列明时间、单据"}
    return await world.post(f"/v1/opinions/{opinion_id}/screening", body, by=CITY, version=1)

"""The service over a real PostgreSQL, in a sandbox, with the province, two cities, two counties and a season."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from asyncpg import Pool, Record

from services.assessment.service import SERVICE
from shared.access import directory
from shared.access.tokens import KeyFiles, Verifier, generate_keys
from shared.bus.reactor import Reactor
from shared.clock import Clock
from shared.database import create_pool
from shared.eventsourcing import committer as committing
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.store import EventStore
from shared.runtime import Runtime
from shared.settings import Settings
from tests.apps import api_of
from tests.assessment.world import BEGINNING, ISSUER, World, checkpoint
from tests.servers import MakeDatabase

STORE_SCHEMA = Path(committing.__file__).parent / "schema"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFiles:
    return generate_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    return await database(STORE_SCHEMA, directory.SCHEMA, SERVICE.schema)


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator["Pool[Record]"]:
    pool = await create_pool(dsn)
    yield pool
    await pool.close()


@pytest.fixture
async def runtime(dsn: str, pool: "Pool[Record]", keys: KeyFiles) -> AsyncIterator[Runtime]:
    committer = Committer(dsn)
    await committer.start()
    yield Runtime(
        service=SERVICE,
        settings=Settings(database_url=dsn, jwks_file=keys.public, issuer=ISSUER, sandbox=True),
        pool=pool,
        committer=committer,
        store=EventStore(pool, committer),
        clock=Clock(sandbox=True),
        verifier=Verifier(keys.public, ISSUER),
    )
    await committer.stop()


@pytest.fixture
async def world(runtime: Runtime, keys: KeyFiles) -> AsyncIterator[World]:
    transport = httpx.ASGITransport(api_of(SERVICE, runtime))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        world = World(runtime, client, keys, Reactor(runtime))
        await world.clock(date(2013, 5, 15))
        await world.hears(*BEGINNING)
        await world.hears_at(datetime.now(UTC), checkpoint(1))
        yield world

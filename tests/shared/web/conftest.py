"""The toy service over a real PostgreSQL, and people who call it."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from asyncpg import Pool, Record
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from shared.access import directory
from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, Verifier, generate_keys, mint
from shared.clock import Clock
from shared.database import create_pool
from shared.events.event import Event
from shared.events.registry import BureauEstablished, BureauLevel, OfficerPosted
from shared.eventsourcing import committer as committing
from shared.eventsourcing.bell import Bell
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.store import EventStore
from shared.runtime import Runtime
from shared.settings import Settings
from shared.web.app import create_app
from tests.servers import MakeDatabase
from tests.shared.web import toy
from tests.shared.web.serving import Running

ISSUER = "shifan-test"
STORE_SCHEMA = Path(committing.__file__).parent / "schema"

CLERK = Caller("of-1", Level.COUNTY, "B-320402", "clerk")
ELSEWHERE = Caller("of-2", Level.COUNTY, "B-320404", "clerk")
OPERATOR = Caller("operator-1", Level.OPERATOR)

Token = Callable[..., dict[str, str]]


def recorded(event: Event) -> Recorded[Event]:
    """The event as a projection meets it."""
    at = datetime(2013, 9, 1, tzinfo=UTC)
    return Recorded(event, UUID(int=1), event.type_name(), "s", 1, 0, at, at, {}, b"")


def bureau(code: str, level: BureauLevel) -> BureauEstablished:
    return BureauEstablished(
        bureau_code=f"B-{code}",
        name=f"{code}局",
        name_is_sourced=False,
        level=level,
        division_code=code,
        established_on=date(2013, 1, 1),
    )


WORLD: tuple[Event, ...] = (
    bureau("320402", BureauLevel.COUNTY),
    bureau("320404", BureauLevel.COUNTY),
    OfficerPosted(officer_id="of-1", bureau_code="B-320402", post="clerk", posted_on=date(2013, 1, 1)),
    OfficerPosted(officer_id="of-2", bureau_code="B-320404", post="clerk", posted_on=date(2013, 1, 1)),
)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFiles:
    return generate_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def token(keys: KeyFiles) -> Token:
    """Headers that sign somebody in."""

    def sign_in(caller: Caller = CLERK, ttl: int = 300, issuer: str = ISSUER) -> dict[str, str]:
        return {"Authorization": "Bearer " + mint(keys.private, caller, issuer=issuer, ttl_seconds=ttl)}

    return sign_in


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    return await database(STORE_SCHEMA, directory.SCHEMA)


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator["Pool[Record]"]:
    pool = await create_pool(dsn)
    for event in WORLD:
        await put(pool, event)
    yield pool
    await pool.close()


async def put(pool: "Pool[Record]", event: Event) -> None:
    for sql, arguments in directory.project(recorded(event)):
        await pool.execute(sql, *arguments)


@pytest.fixture
async def runtime(dsn: str, pool: "Pool[Record]", keys: KeyFiles) -> AsyncIterator[Runtime]:
    bell = Bell()
    committer = Committer(dsn, woken=bell.ring)
    await committer.start()
    yield Runtime(
        service=toy.SERVICE,
        settings=Settings(database_url=dsn, jwks_file=keys.public, issuer=ISSUER, sandbox=True),
        pool=pool,
        committer=committer,
        store=EventStore(pool, committer),
        clock=Clock(sandbox=True),
        verifier=Verifier(keys.public, ISSUER),
        bell=bell,
    )
    await committer.stop()


@pytest.fixture
def api(runtime: Runtime) -> FastAPI:
    app = create_app(toy.SERVICE)
    app.state.runtime = runtime
    return app


@pytest.fixture
async def client(api: FastAPI) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(api, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://registry") as client:
        yield client


@pytest.fixture
async def server(api: FastAPI, runtime: Runtime) -> AsyncIterator[Running]:
    running = Running(api, runtime)
    yield running
    await running.stop()


@pytest.fixture(autouse=True)
def _no_gate() -> Iterator[None]:
    toy.gates.clear()
    yield
    toy.gates.clear()


def key() -> dict[str, str]:
    """A new idempotency key."""
    return {"Idempotency-Key": str(uuid4())}

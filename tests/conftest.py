"""Real servers for the tests: one PostgreSQL and one Kafka a session, a database a test."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from shared.eventsourcing.committer import Committer
from tests.lived import RUNNING, Lived, lived_season
from tests.servers import MakeDatabase, fresh_database, kafka_server, postgres_server

# How long an example takes says something of the machine, on which others run as well.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
# Tests ask more in a minute than anybody else does; those of the limits set limits of their own.
os.environ |= {"SHIFAN_REQUESTS_BY_CALLER": "0", "SHIFAN_REQUESTS_BY_ADDRESS": "0"}

_WHOLE_STACKS = ("tests/access/", "tests/compose/test_up.py", "tests/faults/", "tests/journeys/")
_TEN_YEARS = "over_the_years"
# These look at neither of the two worlds: each brings a stack and takes it down again.
_STACKS_OF_THEIR_OWN = (
    "tests/compose/test_up.py",
    "tests/faults/test_backups.py",
    "tests/faults/test_deliveries_under_kills.py",
    "tests/faults/test_planted_bugs.py",
    "tests/faults/test_rolling_upgrade.py",
)


class ByStack(LoadScopeScheduling):  # type: ignore[misc] # xdist ships no types.
    """Hands out tests file by file; those of one world go to one process, which shares what was lived through in it."""

    def _split_scope(self, nodeid: str) -> str:
        return _world(nodeid) or nodeid.split("::", maxsplit=1)[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByStack:
    return ByStack(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lives on whole stacks takes longest, and goes first: what looks at a world before what brings a stack."""
    items.sort(key=lambda item: (not _on_a_stack(item.nodeid), _brings_a_stack(item.nodeid)))
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "ten_years" in fixtures and _TEN_YEARS not in item.nodeid:
            raise pytest.UsageError(f"{item.nodeid} looks at the ten years: its file is named {_TEN_YEARS}")
        if "lived" in fixtures and _world(item.nodeid) != "season":
            raise pytest.UsageError(f"{item.nodeid} looks at the lived season, which another process lives through")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Whoever comes after the last test of a world has the machine to itself."""
    if not _on_a_stack(item.nodeid) or _brings_a_stack(item.nodeid):
        RUNNING.close()


def _world(nodeid: str) -> str:
    """Which process has this test: whole stacks are few at a time, for each takes most of a core. Empty for others.

    Those that bring one follow the ten years, whose process has less to do.
    """
    file = nodeid.split("::", maxsplit=1)[0]
    if not _on_a_stack(file):
        return ""
    return "years" if _TEN_YEARS in file or _brings_a_stack(file) else "season"


def _on_a_stack(nodeid: str) -> bool:
    return nodeid.startswith(_WHOLE_STACKS)


def _brings_a_stack(nodeid: str) -> bool:
    return nodeid.startswith(_STACKS_OF_THEIR_OWN)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of the database `postgres` of a server for the whole session."""
    with postgres_server() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """The address of a Kafka for the whole session; use `topic_prefix` so that tests do not meet in it."""
    with kafka_server() as bootstrap:
        yield bootstrap


@pytest.fixture
def topic_prefix() -> str:
    """A beginning for the names of topics that no other test has."""
    return f"t{uuid4().hex[:12]}."


@pytest.fixture
async def database(postgres: str) -> AsyncIterator[MakeDatabase]:
    """Makes databases: `await database()` is empty, `await database(folder, …)` has the folders' schema."""
    async with AsyncExitStack() as stack:

        async def make(*schemas: Path) -> str:
            return await stack.enter_async_context(fresh_database(postgres, *schemas))

        yield make


@pytest.fixture
async def writer(dsn: str) -> AsyncIterator[Committer]:
    """A committer on the database that the folder's own `dsn` makes."""
    writer = Committer(dsn)
    await writer.start()
    yield writer
    await writer.stop()


@pytest.fixture
async def connection(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection to it."""
    connection = await asyncpg.connect(dsn)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """A season lived through on a whole stack, once a session."""
    yield RUNNING.enter_context(lived_season(tmp_path_factory.mktemp("lived")))
    RUNNING.close()

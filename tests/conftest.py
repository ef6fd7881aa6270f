"""Real servers for the tests: one PostgreSQL and one Kafka a session, a database a test."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from tests.lived import Lived, lived_season
from tests.servers import MakeDatabase, fresh_database, kafka_server, postgres_server


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


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """A season lived through on a whole stack, once a session."""
    with lived_season(tmp_path_factory.mktemp("lived")) as season:
        yield season

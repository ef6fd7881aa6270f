"""A database of audit's own, and its committer."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from services.audit import projections
from shared.access import directory
from shared.eventsourcing import committer
from shared.eventsourcing.committer import Committer
from tests.servers import MakeDatabase

SCHEMAS = (
    Path(committer.__file__).parent / "schema",
    Path(directory.__file__).parent / "directory_schema",
    Path(projections.__file__).parent / "schema",
)


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    return await database(*SCHEMAS)


@pytest.fixture
async def writer(dsn: str) -> AsyncIterator[Committer]:
    writer = Committer(dsn)
    await writer.start()
    yield writer
    await writer.stop()


@pytest.fixture
async def connection(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(dsn)
    yield connection
    await connection.close()

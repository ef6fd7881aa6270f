"""A database of audit's own, its committer, and its API over a season."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.audit import projections
from services.audit.service import SERVICE
from shared.access import directory
from shared.access.tokens import KeyFiles, generate_keys
from shared.eventsourcing import committer
from shared.eventsourcing.committer import Committer
from shared.service import running
from shared.settings import Settings
from tests.audit.a_year import a_year
from tests.audit.asking import Get, asking, fill
from tests.audit.facts import Book, learn
from tests.audit.keeping import SECRET, Kept, Time
from tests.audit.made import a_season
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
def signing_keys(tmp_path: Path) -> KeyFiles:
    return generate_keys(tmp_path)


@pytest.fixture
async def kept(dsn: str, tmp_path: Path, signing_keys: KeyFiles) -> AsyncIterator[Kept]:
    key = tmp_path / "log.key"
    key.write_text(SECRET)
    settings = Settings(
        database_url=dsn,
        jwks_file=signing_keys.public,
        sandbox=True,
        tlogs=tmp_path / "tlogs",
        log_key_file=key,
        checkpoint_entries=300,
    )
    async with running(SERVICE, settings, "api") as runtime:
        yield Kept(runtime, Time())


@pytest.fixture
async def get(writer: Committer, dsn: str, signing_keys: KeyFiles) -> AsyncIterator[Get]:
    """Asks audit, which has heard of a season."""
    await fill(writer, a_season())
    async with asking(dsn, signing_keys) as ask:
        yield ask


@pytest.fixture
async def known(writer: Committer) -> Book:
    book = a_year()
    # A late fact comes last, wherever it belongs.
    random.Random(8).shuffle(book.recorded)
    await learn(writer, book.recorded)
    return book

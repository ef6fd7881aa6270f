"""PostgreSQL: the pool that a service reads through, and the migration of its schema."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import asyncpg
from asyncpg import Pool, Record
from asyncpg.pool import PoolConnectionProxy

Connection: TypeAlias = "asyncpg.Connection[Record] | PoolConnectionProxy[Record] | Pool[Record]"
"""Whatever answers a query: a connection of one's own, one lent by the pool, or the pool itself."""

OUTAGES = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    # What the driver says where the server went away in the middle of an answer.
    asyncpg.InternalClientError,
    OSError,
)
"""What is said of the server and not of what it was asked: it goes away, comes back, or is full. A time-out is one."""

FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""All that asking a database may end with, for those to whom the reason makes no difference."""

STORE_SCHEMA = Path(__file__).parent / "eventsourcing" / "schema"
DIRECTORY_SCHEMA = Path(__file__).parent / "access" / "directory_schema"

_LOCK = 7_012_315
_HISTORY = """
CREATE TABLE schema_history (
    part   text        NOT NULL,
    name   text        NOT NULL,
    sha256 bytea       NOT NULL,
    ran_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (part, name)
)
"""
_NAME = re.compile(r"\d{4}_\w+\.sql")


OLDEST_SERVER = 18


class ServerTooOld(RuntimeError):
    """The PostgreSQL that was named is older than this release asks for."""


class MayNotMigrate(RuntimeError):
    """The schema is behind, and only its owner brings it up to date, by `python -m services.<name> migrate`."""


class SchemaChanged(RuntimeError):
    """A schema only goes forward: a file that has run is never changed, and none is put in before it."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A numbered SQL file. Its part is the package that it belongs to, so each package counts from 0001."""

    part: str
    name: str
    text: bytes

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.text).digest()


async def create_pool(dsn: str, *, size: int = 10) -> "Pool[Record]":
    """A pool whose connections are handed back without a word to the server.

    The driver's own reset costs a round trip each time; nothing of ours leaves state in a session.
    """
    pool = asyncpg.create_pool(dsn, min_size=1, max_size=size, command_timeout=30, reset=_left_as_it_is)
    return await pool


async def _left_as_it_is(_connection: object) -> None:
    pass


def require_server(major: int) -> None:
    """Say at once, and not at the first ledger entry, that a server cannot do what is asked of it.

    Raises:
        ServerTooOld: it is older than PostgreSQL 18, which first tells a statement what a row was before it.
    """
    if major < OLDEST_SERVER:
        raise ServerTooOld(f"PostgreSQL {OLDEST_SERVER} or later is needed; the server named is PostgreSQL {major}")


async def migrate(dsn: str, *folders: Path) -> list[str]:
    """Run what has not run yet, in the order of the folders and of the numbers; return its names.

    Several processes may call this at once: one migrates, the others wait and find nothing to do.

    Raises:
        ServerTooOld: the server is older than this release asks for.
        SchemaChanged: a file that has run reads differently now, or a new one comes before it.
        MayNotMigrate: something has not run yet, and the address names a role that does not own the tables.
    """
    connection = await asyncpg.connect(dsn, timeout=30)
    try:
        require_server(connection.get_server_version().major)
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await connection.execute("SET client_min_messages = warning")
        # Where nothing is missing, nothing is asked for: who only works with the tables may make none.
        if await connection.fetchval("SELECT to_regclass('schema_history') IS NULL"):
            await connection.execute(_HISTORY)
        return [name for folder in folders for name in await _run(connection, list(_migrations(folder)))]
    except asyncpg.InsufficientPrivilegeError as error:
        raise MayNotMigrate(f"the schema is not up to date, and its owner alone may change it: {error}") from error
    finally:
        await connection.close()


def _migrations(folder: Path) -> Iterator[Migration]:
    part = folder.parent.name if folder.name == "schema" else folder.name
    for path in sorted(folder.glob("*.sql")):
        if not _NAME.fullmatch(path.name):
            raise SchemaChanged(f"{path.name} in {part} has no number: 0001_what_it_does.sql is the form")
        yield Migration(part, path.name, path.read_bytes())


async def _run(connection: "asyncpg.Connection[Record]", migrations: list[Migration]) -> list[str]:
    ran: list[str] = []
    for migration in _new(migrations, await _history(connection)):
        async with connection.transaction():
            await connection.execute(migration.text.decode())
            await connection.execute(
                "INSERT INTO schema_history (part, name, sha256) VALUES ($1, $2, $3)",
                migration.part,
                migration.name,
                migration.sha256,
            )
        ran.append(f"{migration.part}/{migration.name}")
    return ran


async def _history(connection: "asyncpg.Connection[Record]") -> dict[tuple[str, str], bytes]:
    rows = await connection.fetch("SELECT part, name, sha256 FROM schema_history")
    return {(row["part"], row["name"]): row["sha256"] for row in rows}


def _new(migrations: list[Migration], history: dict[tuple[str, str], bytes]) -> Iterator[Migration]:
    """Those that have not run; refuses at once if what has run is not what stands here."""
    new: list[Migration] = []
    for migration in migrations:
        ran = history.get((migration.part, migration.name))
        if ran is None:
            new.append(migration)
        elif ran != migration.sha256:
            raise SchemaChanged(
                f"{migration.name} of {migration.part} has run here and was changed since; write a new one"
            )
        elif new:
            raise SchemaChanged(f"{new[0].name} of {migration.part} comes before {migration.name}, which has run here")
    return iter(new)

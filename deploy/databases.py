"""One database for each service and one for the vault, in whichever PostgreSQL is used."""

import asyncio
import re
import time
from collections.abc import Iterable

import asyncpg

from deploy.embedded.files import ServerTrouble
from shared.database import Connection

VAULT = "vault"
_PATIENCE_SECONDS = 10.0


def database_name(service: str, topic_prefix: str) -> str:
    """`shifan_<service>`; a stack with topics of its own has databases of its own, too."""
    prefix = re.sub(r"\W+", "_", topic_prefix).strip("_").lower()
    return "_".join(part for part in ("shifan", prefix, service) if part)


async def make_databases(server: str, names: Iterable[str]) -> None:
    """Make those that are missing; what is in them is each service's own matter."""
    connection = await _connect(server)
    try:
        there = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
        for name in sorted(set(names) - there):
            await connection.execute(f"CREATE DATABASE {_quoted(name)} ENCODING 'UTF8' TEMPLATE template0")
    finally:
        await connection.close()


async def remove_databases(server: str, names: Iterable[str]) -> None:
    connection = await _connect(server)
    try:
        for name in sorted(names):
            await connection.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")
    finally:
        await connection.close()


async def _connect(server: str) -> Connection:
    """A connection; waits a while for a server that is starting or recovering."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return await asyncpg.connect(server, timeout=10)
        except (OSError, asyncpg.CannotConnectNowError) as error:
            if time.monotonic() > deadline:
                raise ServerTrouble(f"PostgreSQL does not answer: {error}") from error
            await asyncio.sleep(0.1)
        except asyncpg.PostgresError as error:
            raise ServerTrouble(f"PostgreSQL does not let us in: {error}") from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

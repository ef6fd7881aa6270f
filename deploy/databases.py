"""A database for each service, the vault and keys, each with roles of its own, in whichever PostgreSQL is used."""

import asyncio
import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import asyncpg

from deploy.embedded.files import ServerTrouble
from deploy.embedded.servers import with_database
from deploy.roles import Logins, close_to_others, furnish, make_logins, must_make_roles, owner_of, quoted
from deploy.service_process import ROOT
from shared.database import DIRECTORY_SCHEMA, STORE_SCHEMA, Connection, migrate
from shared.events.catalogue import seals
from shared.sealing.sealer import SCHEMA as KEYS_SCHEMA

VAULT = "vault"
_KEYS = "_keys"
_PATIENCE_SECONDS = 10.0


def database_name(service: str, topic_prefix: str) -> str:
    """`shifan_<service>`; a stack with topics of its own has databases of its own, too."""
    prefix = re.sub(r"\W+", "_", topic_prefix).strip("_").lower()
    return "_".join(part for part in ("shifan", prefix, service) if part)


def keys_of(service: str) -> str:
    """The database of the keys that a service seals personal data with."""
    return service + _KEYS


def beside(services: Iterable[str]) -> list[str]:
    """The further databases that these services need: the vault, and those of keys."""
    names = list(services)
    vault = [VAULT] if "publication" in names else []
    return vault + [keys_of(name) for name in names if seals(name)]


def schemas_of(service: str) -> tuple[Path, ...]:
    """The folders whose files make the schema of a service's database, of the vault's, or of one of keys."""
    services = ROOT / "services"
    if service == VAULT:
        return (services / "publication" / "vault_schema",)
    if service.endswith(_KEYS):
        return (KEYS_SCHEMA,)
    return (STORE_SCHEMA, DIRECTORY_SCHEMA, services / service / "schema")


async def make_databases(logins: Logins, names: Mapping[str, str]) -> None:
    """Make those that are missing, by service, and bring all of them up to date, as their owner.

    Raises:
        ServerTrouble: the user of the server may not make roles, and no setting says to do without.
    """
    connection = await _connect(logins.server)
    try:
        if not logins.shared:
            await must_make_roles(connection)
        there = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
        for name in sorted(names.values()):
            if not logins.shared:
                await make_logins(connection, logins, name)
            if name not in there:
                await connection.execute(f"CREATE DATABASE {quoted(name)} ENCODING 'UTF8' TEMPLATE template0")
            if not logins.shared:
                await close_to_others(connection, name)
    finally:
        await connection.close()
    await asyncio.gather(*(_bring_up_to_date(logins, service, name) for service, name in names.items()))


async def _bring_up_to_date(logins: Logins, service: str, name: str) -> None:
    if not logins.shared:
        await furnish(with_database(logins.server, name), name)
    await migrate(logins.owner(name), *schemas_of(service))


async def remove_databases(server: str, names: Iterable[str]) -> None:
    """Remove them and the roles that were made for them."""
    connection = await _connect(server)
    try:
        for name in sorted(names):
            await connection.execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")
            await connection.execute(f"DROP ROLE IF EXISTS {quoted(name)}, {quoted(owner_of(name))}")
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

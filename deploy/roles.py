"""Two logins for each database: one that owns its tables and migrates them, and one that a service works with."""

from dataclasses import dataclass
from pathlib import Path

import asyncpg

from deploy.embedded.files import ServerTrouble
from deploy.embedded.passwords import password_in, verifier, with_login
from deploy.embedded.servers import with_database
from shared.database import Connection

ROLES_VARIABLE = "SHIFAN_POSTGRES_ROLES"
OWN, SHARED = "own", "shared"


@dataclass(frozen=True, slots=True)
class Logins:
    """Who logs in to a database, and where the passwords lie. Shared, it is whoever the server's address names."""

    server: str
    folder: Path
    shared: bool = False

    def owner(self, database: str) -> str:
        return self._login(database, owner_of(database))

    def service(self, database: str) -> str:
        return self._login(database, database)

    def file(self, role: str) -> Path:
        return self.folder / f"{role}.pgpass"

    def _login(self, database: str, role: str) -> str:
        address = with_database(self.server, database)
        return address if self.shared else with_login(address, role, self.file(role))


def owner_of(database: str) -> str:
    return f"{database}_owner"


def are_shared(wish: str) -> bool:
    """Whether the services do without roles of their own, as a setting says."""
    if wish not in {"", OWN, SHARED}:
        raise ServerTrouble(f"{ROLES_VARIABLE} is {OWN!r} or {SHARED!r}, not {wish!r}")
    return wish == SHARED


async def must_make_roles(connection: Connection) -> None:
    """Say at once that the user of a named server may not do what is asked of it."""
    may = await connection.fetchval(
        "SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles WHERE rolname = current_user"
    )
    if not may:
        raise ServerTrouble(
            f"{await connection.fetchval('SELECT current_user')} may not make roles and databases there: name one who "
            f"has CREATEROLE and CREATEDB, or let all services use this one, who can then read every database, "
            f"with {ROLES_VARIABLE}={SHARED}"
        )


async def make_logins(connection: Connection, logins: Logins, database: str) -> None:
    """Make both roles of a database that are missing; their passwords are those of the files."""
    there = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
    for role in (database, owner_of(database)):
        act = "ALTER" if role in there else "CREATE"
        secret = verifier(password_in(logins.file(role), role))
        await connection.execute(f"{act} ROLE {quoted(role)} LOGIN PASSWORD '{secret}'")
    if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        # Only who belongs to a role may give it a database; a superuser needs no leave.
        await connection.execute(f"GRANT {quoted(owner_of(database))} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE")


async def close_to_others(connection: Connection, database: str) -> None:
    """Its owner and its service come in, and nobody else."""
    name = quoted(database)
    await connection.execute(f"ALTER DATABASE {name} OWNER TO {quoted(owner_of(database))}")
    await connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    await connection.execute(f"GRANT CONNECT ON DATABASE {name} TO {name}")


# What was made before there were roles, by whomever the server's address named, becomes the owner's. What an extension
# or a table brings with it follows by itself.
_TAKEN_OVER = """
SELECT format('ALTER %s %s OWNER TO %I', kind, name, $1::text)
  FROM (
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END AS kind,
           oid::regclass::text AS name, relowner AS owner, relnamespace AS namespace
      FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT CASE prokind WHEN 'a' THEN 'AGGREGATE' ELSE 'ROUTINE' END, oid::regprocedure::text, proowner, pronamespace
      FROM pg_proc
    UNION ALL
    SELECT 'SCHEMA', quote_ident(nspname), nspowner, oid FROM pg_namespace WHERE nspname <> 'public'
  ) AS found
  JOIN pg_namespace n ON n.oid = namespace
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND owner <> $1::regrole
"""
_GIVEN = "SELECT, INSERT, UPDATE, DELETE"


async def furnish(dsn: str, database: str) -> None:
    """Within the database: all is the owner's, and the service may use, and not change, what the owner makes."""
    owner, service = quoted(owner_of(database)), quoted(database)
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        async with connection.transaction():
            await connection.execute(f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT {_GIVEN} ON TABLES TO {service}")
            taken = [row[0] for row in await connection.fetch(_TAKEN_OVER, owner_of(database))]
            for statement in taken:
                await connection.execute(statement)
            if taken:
                await connection.execute(f"GRANT {_GIVEN} ON ALL TABLES IN SCHEMA public TO {service}")
                if await connection.fetchval("SELECT to_regclass('public.events') IS NOT NULL"):
                    await connection.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON public.events FROM {service}")
    finally:
        await connection.close()


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

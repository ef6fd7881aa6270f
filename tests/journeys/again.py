"""A service made again from the events alone: its read models are folded anew in a database that held nothing."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from httpx import ASGITransport, AsyncClient

from deploy.keys import ISSUER, keys_in
from deploy.stack import Stack
from shared.access.roles import Caller
from shared.access.tokens import mint
from shared.eventsourcing.rows import COLUMNS, Row
from shared.eventsourcing.store import recorded
from shared.runtime import Service
from shared.service import prepare_database, running
from shared.settings import Settings
from shared.web.app import create_app

_EVENTS = f"SELECT {COLUMNS} FROM events ORDER BY position"  # noqa: S608 (a constant of ours)
_HEAD = "UPDATE head SET position = $1, hash = $2"


class Again:
    """The service, answering from what was folded anew."""

    def __init__(self, client: AsyncClient, stack: Stack) -> None:
        self._client = client
        self._stack = stack

    async def bytes_of(self, path: str, who: Caller | None = None) -> bytes:
        headers = {}
        if who is not None:
            headers["Authorization"] = "Bearer " + mint(self._stack.issuer_key, who, issuer=ISSUER, ttl_seconds=60)
        answer = await self._client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.content


@asynccontextmanager
async def made_again(stack: Stack, service: Service, owners: Iterable[str], folder: Path) -> AsyncIterator[Again]:
    """Events of all these owners, each in its order, and between owners in the order of their recording."""
    name = f"{service.name}_again"
    dsn = await _empty_database(stack, name)
    settings = Settings(
        database_url=dsn,
        vault_url=stack.postgres_dsn("vault"),
        keys_url=stack.postgres_dsn("registry_keys"),
        kek_file=keys_in(stack.data).kek,
        jwks_file=keys_in(stack.data).public,
        issuer=ISSUER,
        sandbox=True,
        data=folder,
    )
    await prepare_database(service, settings)
    await _fold(stack, service, (service.name, *owners), dsn)
    async with running(service, settings, role="api") as runtime:
        api = create_app(service)
        api.state.runtime = runtime
        transport = ASGITransport(api, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://again") as client:
            yield Again(client, stack)


async def _empty_database(stack: Stack, name: str) -> str:
    dsn = stack.postgres_dsn(name)
    connection = await asyncpg.connect(stack.postgres_dsn("postgres"))
    try:
        await connection.execute(f'CREATE DATABASE "{urlsplit(dsn).path[1:]}"')
    finally:
        await connection.close()
    return dsn


async def _fold(stack: Stack, service: Service, owners: Iterable[str], dsn: str) -> None:
    """The log is copied as it is; whatever else the service knows is made from it and from others' events."""
    rows: list[Row] = []
    target = await asyncpg.connect(dsn)
    try:
        for owner in owners:
            source = await asyncpg.connect(stack.postgres_dsn(owner))
            found = [Row.of(row) for row in await source.fetch(_EVENTS)]
            await source.close()
            if owner == service.name:
                await target.copy_records_to_table("events", records=found, columns=COLUMNS.split(", "))
                if found:
                    await target.execute(_HEAD, found[-1].position, found[-1].chain)
            rows += found
        async with target.transaction():
            for row in sorted(rows, key=lambda row: (row.recorded_at, row.position)):
                for sql, arguments in service.project(recorded(row)):
                    await target.execute(sql, *arguments)
    finally:
        await target.close()

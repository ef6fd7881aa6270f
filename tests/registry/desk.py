"""A service over a real PostgreSQL in a sandbox, and the desk at which people ask it for things."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx

from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, Verifier, mint
from shared.clock import Clock
from shared.database import create_pool
from shared.events.audit import AccessLogged
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.store import EventStore
from shared.runtime import Runtime, Service
from shared.sealing.sealer import Sealer
from shared.settings import Settings
from tests.apps import api_of, head_of

ISSUER = "shifan-test"
KEK = bytes(32)
SPRING = datetime(2013, 5, 16, 9)  # noqa: DTZ001 - the clock takes an instant without a zone as Shanghai's.

OPERATOR = Caller("operator-1", Level.OPERATOR)
AUDITOR = Caller("auditor-1", Level.AUDITOR)
TIANNING = Caller("of-tianning", Level.COUNTY, "B-320402", "科员")
ZHONGLOU = Caller("of-zhonglou", Level.COUNTY, "B-320404", "科员")
CHANGZHOU = Caller("of-changzhou", Level.CITY, "B-320400", "科员")
JIANGSU = Caller("of-jiangsu", Level.PROVINCE, "B-320000", "科员")


@dataclass(frozen=True, slots=True)
class Desk:
    """Sends requests as the person named, each command with a key of its own unless one is given."""

    runtime: Runtime
    client: httpx.AsyncClient
    keys: KeyFiles

    def _signed(self, caller: Caller | None) -> dict[str, str]:
        if caller is None:
            return {}
        return {"Authorization": f"Bearer {mint(self.keys.private, caller, issuer=ISSUER, ttl_seconds=300)}"}

    async def send(
        self,
        path: str,
        caller: Caller | None,
        body: object,
        *,
        key: str = "",
        version: int | None = None,
        acting_for: str = "",
    ) -> httpx.Response:
        headers = self._signed(caller) | {"Idempotency-Key": key or str(uuid4()), "Content-Type": "application/json"}
        if version is not None:
            headers["If-Match"] = f'"v{version}"'
        if acting_for:
            headers["On-Behalf-Of"] = acting_for
        return await self.client.post(path, content=json.dumps(body), headers=headers)

    async def done(self, path: str, caller: Caller, body: object, *, version: int | None = None) -> Any:
        """The answer to a command that is carried out."""
        answer = await self.send(path, caller, body, version=version)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def refused(
        self, rule: str, path: str, caller: Caller | None, body: object, *, version: int | None = None
    ) -> None:
        """The rule named says no, and nothing is recorded."""
        before = await head_of(self.runtime)
        answer = await self.send(path, caller, body, version=version)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        assert answer.json()["type"] == f"/problems/{rule}", answer.text
        assert await head_of(self.runtime) == before

    async def read(self, path: str, caller: Caller | None = None, **query: Any) -> httpx.Response:
        return await self.client.get(path, params=query, headers=self._signed(caller))

    async def events(self) -> list[str]:
        """What has been recorded, by name, but for who looked and who was refused."""
        names = [row.type.split(".")[2] for row in await self.runtime.store.after(0, 10_000)]
        return [name for name in names if name != AccessLogged.__name__]


@asynccontextmanager
async def a_desk(service: Service, dsn: str, keys: KeyFiles) -> AsyncIterator[Desk]:
    """The service, with its clock set to the spring of 2013."""
    pool = await create_pool(dsn)
    committer = Committer(dsn)
    await committer.start()
    runtime = Runtime(
        service=service,
        settings=Settings(database_url=dsn, jwks_file=keys.public, issuer=ISSUER, sandbox=True),
        pool=pool,
        committer=committer,
        store=EventStore(pool, committer),
        clock=Clock(sandbox=True),
        verifier=Verifier(keys.public, ISSUER),
        sealer=Sealer(pool, KEK),
    )
    await runtime.clock.move(pool, SPRING)
    transport = httpx.ASGITransport(api_of(service, runtime), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        yield Desk(runtime, client, keys)
    await committer.stop()
    await pool.close()

"""Notification's API over a place where a story was heard: who asks, and how."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from services.notification.service import SERVICE
from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, mint
from shared.service import create_api
from shared.settings import Settings

HOST = Caller("p-1", Level.ENTERPRISE, "ho-1", "经办人")
OTHER_HOST = Caller("p-2", Level.ENTERPRISE, "ho-2", "经办人")
COUNTY = Caller("of-B-320402", Level.COUNTY, "B-320402", "科员")
CITY = Caller("of-B-320400", Level.CITY, "B-320400", "科员")
PROVINCE = Caller("of-B-320000", Level.PROVINCE, "B-320000", "科员")
AUDITOR = Caller("au-1", Level.AUDITOR)
OPERATOR = Caller("op-1", Level.OPERATOR)


class Asker:
    """Asks as somebody, and holds the answer to its status."""

    def __init__(self, client: httpx.AsyncClient, keys: KeyFiles, issuer: str) -> None:
        self.client = client
        self._keys = keys
        self._issuer = issuer
        self._asked = 0

    def headers(self, who: Caller | None) -> dict[str, str]:
        self._asked += 1
        headers = {"Idempotency-Key": f"k-{self._asked}"}
        if who is not None:
            token = mint(self._keys.private, who, issuer=self._issuer, ttl_seconds=60)
            headers["Authorization"] = f"Bearer {token}"
        return headers

    async def get(self, path: str, who: Caller | None, status: int = 200, **query: object) -> Any:
        params = {name: str(value) for name, value in query.items()}
        answer = await self.client.get(path, params=params, headers=self.headers(who))
        assert answer.status_code == status, answer.text
        return answer.json()

    async def post(
        self, path: str, who: Caller | None, body: object, status: int = 200, headers: dict[str, str] | None = None
    ) -> Any:
        answer = await self.client.post(path, json=body, headers=self.headers(who) | (headers or {}))
        assert answer.status_code == status, answer.text
        return answer.json()


@asynccontextmanager
async def asking(dsn: str, keys: KeyFiles) -> AsyncIterator[Asker]:
    """Somebody who asks the API of that database."""
    settings = Settings(database_url=dsn, jwks_file=keys.public, sandbox=True)
    api = create_api(SERVICE, settings, "api")
    client = httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://notification")
    async with api.router.lifespan_context(api), client:
        yield Asker(client, keys, settings.issuer)

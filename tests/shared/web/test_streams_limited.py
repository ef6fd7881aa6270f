"""A process keeps so many streams open, for one caller and for all; a closed one makes room. Over a real server."""

import asyncio

import httpx
import pytest
from asyncpg import Pool, Record

from shared.access.roles import Caller
from shared.runtime import Runtime
from shared.web.places import taken_in
from tests.shared.web.conftest import Token, put
from tests.shared.web.feeding import AUDITOR, CHANGZHOU, OPERATOR, following, known
from tests.shared.web.serving import Running
from tests.waiting import until


@pytest.fixture(autouse=True)
async def _known(pool: "Pool[Record]", runtime: Runtime) -> None:
    for event in known():
        await put(pool, event)
    runtime.settings = runtime.settings.model_copy(update={"streams_by_caller": 2, "streams_in_all": 3})


async def asked(server: Running, token: Token, caller: Caller) -> httpx.Response:
    """The answer to one who is refused; a stream that opened after all would be read for ever, so it times out."""
    async with httpx.AsyncClient(base_url=server.url, timeout=30, trust_env=False) as client, asyncio.timeout(60):
        return await client.get("/v1/events/stream", headers=token(caller) | {"Accept-Language": "zh"})


async def test_one_caller_has_so_many(server: Running, token: Token, runtime: Runtime) -> None:
    async with following(server.url, token(AUDITOR)) as one, following(server.url, token(AUDITOR)) as two:
        await anext(one)
        await anext(two)
        refused = await asked(server, token, AUDITOR)
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "10"
        assert refused.json()["type"] == "/problems/too-many-streams"
        assert refused.json()["title"] == "打开的事件流过多，请稍后再试。"
        async with following(server.url, token(OPERATOR)) as other:
            await anext(other)
            assert (await asked(server, token, CHANGZHOU)).status_code == 429
    await emptied(runtime)
    async with following(server.url, token(AUDITOR)) as again:
        assert (await anext(again)).retry


async def emptied(runtime: Runtime) -> None:
    """The server sees that a caller has gone when it next looks; each ring of the bell makes it look."""

    def has_looked() -> bool:
        runtime.bell.ring()
        return not taken_in(runtime)

    await until(has_looked)

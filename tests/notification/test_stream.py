"""Messages as a stream over a real server: what was, then what comes, to each reader their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from services.notification.api import messages as route
from services.notification.service import SERVICE
from shared.access.roles import Caller
from shared.access.tokens import KeyFiles, mint
from shared.eventsourcing.committer import Committer
from shared.service import running
from shared.settings import Settings
from tests.apps import api_of
from tests.notification.asking import CITY, COUNTY, HOST, OPERATOR, PROVINCE
from tests.notification.told import a_place, hear, heard, returned
from tests.shared.web.feeding import Told, blocks, first
from tests.shared.web.serving import Running


@pytest.fixture
async def settings(dsn: str, keys: KeyFiles) -> Settings:
    return Settings(database_url=dsn, jwks_file=keys.public, sandbox=True)


@pytest.fixture
async def url(settings: Settings, writer: Committer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A server whose streams look often, over a place of which nothing was told yet but its registration."""
    monkeypatch.setattr(route, "_POLL_SECONDS", 0.05)
    await hear(writer, [heard(event, position) for position, event in enumerate(a_place(), 1)])
    async with running(SERVICE, settings, "api") as runtime:
        server = Running(api_of(SERVICE, runtime), runtime)
        yield server.url
        await server.stop()


@asynccontextmanager
async def following(
    url: str, keys: KeyFiles, settings: Settings, who: Caller, status: int = 200, last: str = ""
) -> AsyncIterator[AsyncIterator[Told]]:
    headers = {"Authorization": f"Bearer {mint(keys.private, who, issuer=settings.issuer, ttl_seconds=60)}"}
    headers |= {"Last-Event-ID": last} if last else {}
    async with (
        httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client,
        client.stream("GET", "/v1/messages/stream?language=en", headers=headers) as response,
    ):
        assert response.status_code == status, await response.aread()
        yield blocks(response)


async def test_a_stream_gives_what_was_and_then_what_comes_and_goes_on(
    url: str, keys: KeyFiles, settings: Settings, writer: Committer
) -> None:
    async with following(url, keys, settings, HOST) as stream:
        seen = await first(stream, 3)
        await hear(writer, [heard(returned("st-2"), 1), heard(returned("st-1"), 2)])
        [new] = await first(stream, 1)
    assert {one.data["recipient"] for one in (*seen, new)} == {"host:ho-1"}
    assert new.data["subject"] == "Your application is to be mended"
    assert int(new.id) == new.data["seq"] > max(int(one.id) for one in seen)
    async with following(url, keys, settings, HOST, last=seen[-1].id) as stream:
        [again] = await first(stream, 1)
    assert again.data == new.data


async def test_a_stream_is_refused_to_whom_nothing_is_told(url: str, keys: KeyFiles, settings: Settings) -> None:
    async with following(url, keys, settings, OPERATOR, status=403):
        pass


async def test_a_stream_is_refused_to_an_officer_who_names_another_bureau(
    url: str, keys: KeyFiles, settings: Settings
) -> None:
    async with following(url, keys, settings, COUNTY):
        pass
    for other in (CITY, PROVINCE):
        async with following(url, keys, settings, replace(COUNTY, bureau=other.bureau), status=403):
            pass

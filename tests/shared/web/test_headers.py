"""What every answer of every service tells a browser, errors and what is not there included; HEAD; what will go."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from importlib import import_module

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx import ASGITransport, AsyncClient, Response

from deploy.stack import SERVICES
from shared.runtime import Service
from shared.web.deprecations import DEPRECATED, Deprecation
from shared.web.edge import BODY_LIMIT
from tests.shared.web import toy
from tests.shared.web.conftest import Token
from tests.shared.web.feeding import AUDITOR
from tests.shared.web.hollow import hollow, settings
from tests.shared.web.serving import Running

TOLD = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def tells_all(answer: Response) -> None:
    told = {name: answer.headers.get_list(name) for name in TOLD}
    assert told == {name: [value] for name, value in TOLD.items()}, answer.url
    assert "x-correlation-id" in answer.headers
    assert "server" not in answer.headers


def routes(api: FastAPI) -> Iterator[tuple[str, str]]:
    for context in iter_route_contexts(api.routes):
        for method in context.methods or ():
            yield method, str(context.path_format).replace("{", "").replace("}", "")


@asynccontextmanager
async def calling(api: FastAPI) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(api, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://any") as client:
        yield client


@pytest.mark.parametrize("name", SERVICES)
async def test_every_route_and_every_error_tells_them(name: str) -> None:
    service: Service = import_module(f"services.{name}.service").SERVICE
    api = hollow(service, settings())
    statuses = set()
    async with calling(api) as client:
        for method, path in routes(api):
            answer = await client.request(method, path)
            tells_all(answer)
            assert "strict-transport-security" not in answer.headers
            statuses.add(answer.status_code)
        for method, path, status in [
            ("GET", "/nothing", 404),
            ("GET", "/v1/%2e%2e/etc", 404),
            ("DELETE", "/healthz", 405),
            ("OPTIONS", "/healthz", 405),
            ("GET", "/healthz?x=%00", 422),
        ]:
            answer = await client.request(method, path)
            assert answer.status_code == status
            tells_all(answer)
        large = await client.post("/v1/sandbox/clock", content=b" " * (BODY_LIMIT + 1))
        assert large.status_code == 413
        tells_all(large)
    assert {200, 401, 500} <= statuses, "an answer, a refusal and a fault are all among them"


async def test_a_stream_tells_them_and_is_not_kept(server: Running, token: Token) -> None:
    async with (
        AsyncClient(base_url=server.url, timeout=30, trust_env=False) as client,
        client.stream("GET", "/v1/events/stream", headers=token(AUDITOR)) as answer,
    ):
        assert answer.status_code == 200
        tells_all(answer)


async def test_https_is_asked_for_where_callers_come_by_it() -> None:
    async with calling(hollow(toy.SERVICE, settings(behind_https=True))) as client:
        for path in ("/healthz", "/nothing"):
            answer = await client.get(path)
            assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_head_is_answered_as_get_without_the_body(client: AsyncClient) -> None:
    got, asked = await client.get("/v1/hosts"), await client.head("/v1/hosts")
    assert asked.status_code == got.status_code == 200
    assert asked.headers["content-length"] == got.headers["content-length"]
    assert (got.content != b"", asked.content) == (True, b"")
    none = await client.head("/v1/nothing")
    assert (none.status_code, none.content) == (404, b"")
    assert (await client.head("/v1/events/stream")).status_code == 405


async def test_after_head_the_connection_goes_on(server: Running) -> None:
    async with AsyncClient(base_url=server.url, timeout=30, trust_env=False) as client:
        for path in ("/v1/hosts", "/v1/nothing", "/healthz"):
            asked, got = await client.head(path), await client.get(path)
            assert (asked.status_code, asked.headers["content-length"]) == (
                got.status_code,
                got.headers["content-length"],
            )


async def test_a_route_that_will_go_says_until_when(monkeypatch: pytest.MonkeyPatch) -> None:
    going = Deprecation(date(2026, 1, 1), date(2027, 1, 1), "/v2/hosts")
    monkeypatch.setitem(DEPRECATED, ("registry", "GET", "/healthz"), going)
    async with calling(hollow(toy.SERVICE, settings())) as client:
        answer = await client.get("/healthz")
        assert answer.headers["deprecation"] == "@1767225600"
        assert answer.headers["sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
        assert answer.headers["link"] == '</v2/hosts>; rel="successor-version"'
        assert "deprecation" not in (await client.get("/readyz")).headers


@pytest.mark.parametrize("name", SERVICES)
def test_what_will_go_is_there_still_and_marked_in_its_document(name: str) -> None:
    document = hollow(import_module(f"services.{name}.service").SERVICE, settings()).openapi()
    marked = {
        (name, method.upper(), path)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if operation.get("deprecated")
    }
    assert marked == {one for one in DEPRECATED if one[0] == name}

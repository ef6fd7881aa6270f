"""Every error is a problem with a stable type, and no error records anything or stops the next command."""

from collections.abc import MutableMapping
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from shared.access.roles import Caller, Level
from shared.events.audit import AccessLogged
from shared.runtime import Runtime
from shared.web.app import create_app
from tests.shared.web import toy
from tests.shared.web.conftest import CLERK, ELSEWHERE, Token, key

HOST = {"name": "常州某商场", "division_code": "320402"}


def is_problem(response: Response, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["type"] == f"/problems/{kind}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


async def nothing_was_recorded(runtime: Runtime) -> None:
    """Nothing but that somebody was refused."""
    told = await runtime.pool.fetch("SELECT DISTINCT type FROM events")
    assert {row["type"] for row in told} <= {AccessLogged.type_name()}


async def test_a_body_that_is_no_json_is_malformed(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    sent = {"Content-Type": "application/json"} | token() | key()
    for body in (b'{"name": ', b"\xff\xfe", b"[" * 100_000):
        is_problem(await client.post("/v1/hosts", content=body, headers=sent), 400, "malformed-json")
    await nothing_was_recorded(runtime)
    assert (await client.post("/v1/hosts", json=HOST, headers=sent)).status_code == 201


FAULTS: list[tuple[Any, str, str]] = [
    (HOST | {"extra": 1}, "#/extra", "extra_forbidden"),
    (HOST | {"score": "12"}, "#/score", "int_type"),
    (HOST | {"score": 1.5}, "#/score", "int_type"),
    (HOST | {"score": -1}, "#/score", "greater_than_equal"),
    (HOST | {"tags": ["a", 7]}, "#/tags/1", "string_type"),
    (HOST | {"division_code": "32040"}, "#/division_code", "string_pattern_mismatch"),
    (HOST | {"name": "x" * 201}, "#/name", "string_too_long"),
    (HOST | {"registered_on": 20130901}, "#/registered_on", "value_error"),
    (HOST | {"registered_on": "2013-02-30"}, "#/registered_on", "value_error"),
    (HOST | {"a/b~c": 1}, "#/a~1b~0c", "extra_forbidden"),
    ({"name": "x"}, "#/division_code", "missing"),
    ([], "#", "model_attributes_type"),
]


async def test_each_fault_of_a_body_is_pointed_at(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    for body, pointer, code in FAULTS:
        response = await client.post("/v1/hosts", json=body, headers=token() | key())
        faults = is_problem(response, 422, "request-not-valid")["errors"]
        assert [(fault["pointer"], fault["code"]) for fault in faults] == [(pointer, code)]
    await nothing_was_recorded(runtime)


async def test_a_body_that_is_not_sent_as_json_is_not_read(client: AsyncClient, token: Token) -> None:
    sent = token() | key() | {"Content-Type": "text/plain"}
    is_problem(await client.post("/v1/hosts", content=b"{}", headers=sent), 422, "request-not-valid")


async def test_characters_that_cannot_be_kept_are_refused(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    sent = {"Content-Type": "application/json"} | token() | key()
    texts = ('"\\u0000"', '"\\ud800"')
    as_value = [f'{{"name": {text}, "division_code": "320402"}}' for text in texts]
    as_name = [f"{{{text}: 1}}" for text in texts]
    for body in as_value + as_name:
        is_problem(await client.post("/v1/hosts", content=body, headers=sent), 422, "request-not-valid")
    await nothing_was_recorded(runtime)


async def test_an_address_with_a_nul_is_refused(client: AsyncClient) -> None:
    is_problem(await client.get("/v1/hosts/%00"), 422, "request-not-valid")
    is_problem(await client.get("/v1/hosts?cursor=%00"), 422, "request-not-valid")


async def test_a_parameter_of_the_wrong_type_is_named(client: AsyncClient) -> None:
    problem = is_problem(await client.get("/v1/hosts?limit=201"), 422, "request-not-valid")
    assert [(fault["location"], fault["name"]) for fault in problem["errors"]] == [("query", "limit")]


async def test_a_body_that_is_too_large_is_not_taken(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    large = b"x" * (1024 * 1024 + 1)
    sent = {"Content-Type": "application/json"} | token() | key()
    is_problem(await client.post("/v1/hosts", content=large, headers=sent), 413, "body-too-large")

    async def in_pieces() -> Any:
        for at in range(0, len(large), 65_536):
            yield large[at : at + 65_536]

    is_problem(await client.post("/v1/hosts", content=in_pieces(), headers=sent), 413, "body-too-large")
    await nothing_was_recorded(runtime)


async def test_unknown_addresses_and_methods_are_problems(client: AsyncClient) -> None:
    is_problem(await client.get("/v1/nothing"), 404, "no-such-route")
    is_problem(await client.get("/v1/hosts/"), 404, "no-such-route")
    refused = await client.delete("/v1/hosts/ho-1")
    is_problem(refused, 405, "method-not-allowed")
    assert refused.headers["allow"] == "GET"
    assert (await client.put("/v1/hosts")).headers["allow"] == "GET, POST"


async def test_an_unexpected_error_says_nothing_of_itself(
    client: AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    response = await client.get("/v1/broken")
    is_problem(response, 500, "unexpected")
    assert "13800000000" not in response.text
    assert "13800000000" not in "".join(capfd.readouterr())


async def test_no_token_a_wrong_role_and_a_wrong_bureau_are_told_apart(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    unsigned = await client.post("/v1/hosts", json=HOST, headers=key())
    is_problem(unsigned, 401, "not-signed-in")
    assert unsigned.headers["www-authenticate"].startswith("Bearer")
    auditor = Caller("auditor-1", Level.AUDITOR)
    is_problem(await client.post("/v1/hosts", json=HOST, headers=token(auditor) | key()), 403, "wrong-role")
    elsewhere = await client.post("/v1/hosts", json=HOST, headers=token(ELSEWHERE) | key())
    is_problem(elsewhere, 403, "outside-jurisdiction")
    transferred = Caller(CLERK.subject, CLERK.level, ELSEWHERE.bureau)
    moved = await client.post("/v1/hosts", json=HOST, headers=token(transferred) | key())
    is_problem(moved, 403, "not-an-officer-here")
    promoted = Caller(CLERK.subject, Level.CITY, CLERK.bureau)
    is_problem(await client.post("/v1/hosts", json=HOST, headers=token(promoted) | key()), 403, "wrong-role")
    await nothing_was_recorded(runtime)


async def test_a_token_must_hold(client: AsyncClient, token: Token) -> None:
    for headers in (
        token(ttl=-120),
        token(issuer="another"),
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic eDp5"},
        {"Authorization": ""},
    ):
        refused = await client.post("/v1/hosts", json=HOST, headers=headers | key())
        is_problem(refused, 401, "token-not-valid")
        assert 'error="invalid_token"' in refused.headers["www-authenticate"]


async def test_what_is_not_known_yet_may_be_asked_for_again(client: AsyncClient, token: Token) -> None:
    sent = token() | key() | {"If-Match": '"v1"'}
    unknown = await client.post("/v1/hosts/ho-unknown/notes", json={"summary": "x"}, headers=sent)
    is_problem(unknown, 404, "not-known-here")
    assert unknown.headers["retry-after"] == "1"
    stranger = Caller("of-unknown", Level.COUNTY, "B-320402")
    is_problem(await client.post("/v1/hosts", json=HOST, headers=token(stranger) | key()), 404, "not-known-here")


async def test_a_day_to_come_is_not_recorded_as_done(client: AsyncClient, token: Token) -> None:
    body = HOST | {"registered_on": "2199-01-01"}
    is_problem(await client.post("/v1/hosts", json=body, headers=token() | key()), 422, "in-the-future")


LANGUAGES = [
    ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
    ("zh", "zh"),
    ("en-GB,en;q=0.9,zh;q=0.8", "en"),
    ("en;q=0.1, zh;q=0.2", "zh"),
    ("zh;q=0", "en"),
    ("zh, en", "zh"),
    ("fr;q=x", "en"),
    ("", "en"),
]


async def test_a_title_is_in_the_callers_language(client: AsyncClient) -> None:
    titles = {"zh": "没有这个地址。", "en": "There is nothing at this address."}
    for accepted, language in LANGUAGES:
        response = await client.get("/v1/nothing", headers={"Accept-Language": accepted})
        assert (response.headers["content-language"], response.json()["title"]) == (language, titles[language])


async def test_a_database_that_is_away_is_said_to_be(client: AsyncClient, runtime: Runtime) -> None:
    await runtime.pool.close()
    away = await client.get("/v1/hosts")
    is_problem(away, 503, "not-available")
    assert away.headers["retry-after"] == "1"


async def test_the_document_names_keys_versions_and_problems(api: FastAPI) -> None:
    operation = api.openapi()["paths"]["/v1/hosts/{host_id}/notes"]["post"]
    required = {parameter["name"] for parameter in operation["parameters"] if parameter.get("required")}
    assert required == {"host_id", "Idempotency-Key", "If-Match"}
    assert "never-registered" in operation["responses"]["404"]["description"]
    assert "application/problem+json" in operation["responses"]["422"]["content"]
    assert "Problem" in api.openapi()["components"]["schemas"]
    assert "HTTPValidationError" not in str(api.openapi())


async def test_who_still_sends_too_much_is_let_finish_before_the_answer(runtime: Runtime) -> None:
    """Cut off in the middle of its body a client would see a broken connection, and not the reason."""
    pieces = [{"type": "http.request", "body": b"x" * 1024, "more_body": place < 9} for place in range(10)]
    left = list(pieces)
    told: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return left.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        assert not left, "the body is taken first"
        told.append(message)

    app = create_app(toy.SERVICE)
    app.state.runtime = runtime
    headers = [(b"content-length", b"10485760"), (b"content-type", b"application/json")]
    await app(
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "path": "/v1/hosts",
            "raw_path": b"/v1/hosts",
            "query_string": b"",
            "headers": headers,
        },
        receive,
        send,
    )
    assert told[0]["status"] == 413
    assert (b"connection", b"close") in told[0]["headers"]

"""What may be done about a case: the answer that the act itself would get, and nothing is recorded for the question."""

from typing import Any

from asyncpg import Pool, Record
from httpx import AsyncClient

from shared.access.roles import Caller, Level
from tests.shared.web.conftest import CLERK, Token, key

AUDITOR = Caller("au-1", Level.AUDITOR)
NEIGHBOUR = Caller("of-2", Level.COUNTY, "B-320404")


async def registered(client: AsyncClient, token: Token) -> str:
    body = {"name": "某商场", "division_code": CLERK.bureau.removeprefix("B-")}
    answer = await client.post("/v1/hosts", json=body, headers=token() | key())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def asked(client: AsyncClient, host: str, headers: dict[str, str]) -> dict[str, Any]:
    answer = await client.get(f"/v1/hosts/{host}/actions", headers=headers)
    assert answer.status_code == 200, answer.text
    (action,) = answer.json()["items"]
    return dict(action)


async def test_who_may_is_told_so_with_where_to_send_it(client: AsyncClient, token: Token) -> None:
    host = await registered(client, token)
    told = await asked(client, host, token())
    assert (told["act"], told["allowed"], told["rule"]) == ("registry.guide", True, None)
    assert (told["method"], told["href"], told["levels"]) == ("POST", f"/v1/hosts/{host}/notes", ["county"])


async def test_who_may_not_is_told_the_rule_and_who_could(client: AsyncClient, token: Token) -> None:
    host = await registered(client, token)
    told = await asked(client, host, token(AUDITOR))
    assert (told["allowed"], told["rule"], told["levels"]) == (False, "/problems/wrong-role", ["county"])
    assert (await asked(client, host, {}))["rule"] == "/problems/not-signed-in"


async def test_the_words_are_those_of_the_readers_language(client: AsyncClient, token: Token) -> None:
    host = await registered(client, token)
    told = await asked(client, host, token(AUDITOR) | {"Accept-Language": "zh-CN"})
    assert (told["title"], told["reason"]) == ("指导", "该事项不由您的层级或角色办理。")
    assert (await asked(client, host, token()))["title"] == "guide"


async def test_the_question_changes_nothing_and_is_no_refusal(
    client: AsyncClient, token: Token, pool: "Pool[Record]"
) -> None:
    host = await registered(client, token)
    before = await pool.fetchval("SELECT position FROM head")
    for headers in (token(), token(AUDITOR), token(NEIGHBOUR), {}):
        await asked(client, host, headers)
    assert await pool.fetchval("SELECT position FROM head") == before

"""Who looked at what and who was refused is recorded, with who it was, before the answer."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from asyncpg import Pool, Record
from httpx import AsyncClient

from shared.access.roles import Caller, Level
from shared.events.audit import AccessLogged
from shared.eventsourcing.committer import Committer, CommitterStopped
from shared.runtime import Runtime
from tests.shared.web.conftest import CLERK, Token, key

AUDITOR = Caller("au-1", Level.AUDITOR)


async def recorded(pool: "Pool[Record]") -> list[tuple[dict[str, Any], dict[str, Any]]]:
    rows = await pool.fetch(
        "SELECT attributes, payload FROM events WHERE type = $1 ORDER BY position", AccessLogged.type_name()
    )
    return [(orjson.loads(row["attributes"]), orjson.loads(row["payload"])) for row in rows]


async def test_an_officials_search_is_recorded_without_what_was_searched_for(
    client: AsyncClient, token: Token, pool: "Pool[Record]"
) -> None:
    answer = await client.get("/v1/hosts?limit=5&q=王某某", headers=token())
    assert answer.status_code == 200
    ((attributes, told),) = await recorded(pool)
    assert told == {
        "kind": "search",
        "act": "registry.read_all",
        "path": "/v1/hosts",
        "asked": ["limit", "q"],
        "rule": "",
    }
    assert (attributes["actor"], attributes["level"]) == (CLERK.subject, "county")
    assert (attributes["bureau"], attributes["post"], attributes["jurisdiction"]) == ("B-320402", "clerk", "320402")
    assert attributes["bureauname"]
    assert "王某某" not in str(attributes)


async def test_the_public_leaves_no_record(client: AsyncClient, pool: "Pool[Record]") -> None:
    assert (await client.get("/v1/hosts")).status_code == 200
    assert (await client.post("/v1/hosts", json={}, headers=key())).status_code == 401
    assert await recorded(pool) == []


async def test_what_everybody_may_read_is_not_recorded(client: AsyncClient, token: Token, pool: "Pool[Record]") -> None:
    await client.get("/v1/hosts/ho-1", headers=token())
    assert await recorded(pool) == []


@pytest.mark.parametrize(
    ("claimed", "rule"),
    [
        (replace(CLERK, bureau="B-320404"), "not-an-officer-here"),
        (replace(CLERK, level=Level.CITY), "not-an-officer-here"),
        (replace(CLERK, subject="of-unknown"), "not-known-here"),
        (replace(CLERK, bureau="B-unknown"), "not-known-here"),
    ],
    ids=["another bureau", "another level", "nobody", "no bureau"],
)
async def test_a_token_whose_bureau_and_level_are_not_the_officers_opens_no_route_that_is_not_for_everybody(
    client: AsyncClient, token: Token, claimed: Caller, rule: str
) -> None:
    """Also where the route itself asks for no caller."""
    assert (await client.get("/v1/words", headers=token())).status_code == 200
    refused = await client.get("/v1/words", headers=token(claimed))
    assert refused.json()["type"] == f"/problems/{rule}"
    assert (await client.get("/v1/hosts/ho-1", headers=token(claimed))).json()["type"] == "/problems/not-found"


async def test_a_refused_act_is_recorded_with_its_rule(client: AsyncClient, token: Token, pool: "Pool[Record]") -> None:
    answer = await client.post("/v1/hosts", json={}, headers=token(AUDITOR) | key())
    assert answer.status_code == 403
    ((attributes, told),) = await recorded(pool)
    assert (told["kind"], told["act"], told["rule"]) == ("denied", "registry.register", "wrong-role")
    assert attributes["actor"] == "au-1"


async def test_an_act_outside_the_jurisdiction_is_recorded_too(
    client: AsyncClient, token: Token, pool: "Pool[Record]"
) -> None:
    body = {"name": "某商场", "division_code": "320404"}
    answer = await client.post("/v1/hosts", json=body, headers=token() | key())
    assert answer.status_code == 403, answer.text
    ((_, told),) = await recorded(pool)
    assert (told["kind"], told["rule"]) == ("denied", answer.json()["type"].rpartition("/")[2])


async def test_what_cannot_be_recorded_is_not_shown_and_a_refusal_is_answered_all_the_same(
    client: AsyncClient, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_self: Committer, _commit: object) -> None:
        raise CommitterStopped

    monkeypatch.setattr(Committer, "submit", away)
    assert (await client.get("/v1/hosts", headers=token())).status_code == 503
    refused = await client.post("/v1/hosts", json={}, headers=token(AUDITOR) | key())
    assert refused.status_code == 403


async def test_a_read_is_no_reason_to_act_later_under_a_name_of_before(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    """Between a read and an act a bureau may be succeeded; what is remembered for acts is found out by acts."""
    await client.get("/v1/hosts", headers=token())
    assert runtime.acting.recall(CLERK) is None

"""投票 over HTTP: a token is asked for, solved and used once; the organiser finds a flood and sets it aside."""

import asyncio
import time
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from deploy.client import solved
from services.incentives.tokens import HEADER, LASTS_SECONDS, tokens_given
from shared.access.roles import Caller, Level
from shared.clock import SHANGHAI
from shared.runtime import Runtime
from tests.registry.desk import AUDITOR, OPERATOR, TIANNING, Desk

BOSS = Caller("boss", Level.ENTERPRISE, "ho-1")
RIVAL = Caller("rival", Level.ENTERPRISE, "ho-2")
ANNOUNCEMENT: dict[str, Any] = {
    "title": "2013 年消费维权服务明星竞赛",
    "weights": {"service": 40, "competence": 20, "performance": 30, "satisfaction": 10},
    "places": 1,
    "nominations_until": "2013-05-20",
    "components": {"test": 40, "results": 40, "vote": 20},
}
PAPER = "ab" * 32


@pytest.fixture
async def contest(desk: Desk) -> str:
    """The address of a contest in which two stand and the public votes; the desk believes its caller's proxy."""
    desk.runtime.settings = desk.runtime.settings.model_copy(
        update={"proxies": (ip_network("127.0.0.1"),), "votes_by_address": "1000/minute"}
    )
    announced = await desk.done("/v1/contests", BOSS, ANNOUNCEMENT)
    path = f"/v1/contests/{announced['id']}"
    for staff_id in ("sf-1", "sf-2"):
        body = {"staff_id": staff_id, "deeds": "当场和解", "consent_sha256": PAPER}
        await desk.done(f"{path}/nominations", BOSS, body)
    await desk.done(f"{path}/voting", BOSS, {"until": "2013-05-31"})
    return path


async def token(desk: Desk, contest: str) -> str:
    answer = await desk.read(f"{contest}/voter-token")
    assert answer.status_code == 200, answer.text
    return solved(answer.json())


async def voted(
    desk: Desk, contest: str, token: str, staff_id: str, address: str = "192.0.2.1", **more: Any
) -> Response:
    headers = {"Idempotency-Key": more.pop("key", f"{token[-40:-8]}{staff_id}"), "X-Forwarded-For": address}
    if token:
        headers[HEADER] = token
    return await desk.client.post(f"{contest}/votes", json={"staff_id": staff_id}, headers=headers, **more)


def rule(answer: Response) -> str:
    return str(answer.json()["type"]).removeprefix("/problems/")


async def test_a_token_is_one_vote(desk: Desk, contest: str) -> None:
    one = await token(desk, contest)
    first = await voted(desk, contest, one, "sf-1", key="a")
    assert first.status_code == 201, first.text
    again = await voted(desk, contest, one, "sf-1", key="a")
    assert (again.status_code, again.content) == (201, first.content)
    assert (await voted(desk, contest, one, "sf-1", key="b")).status_code == 201
    assert rule(await voted(desk, contest, one, "sf-2", key="c")) == "voter-token-spent"
    assert rule(await voted(desk, contest, await token(desk, contest), "sf-9", key="d")) == "not-on-the-ballot"
    votes = (await desk.read(f"{contest}/votes", BOSS)).json()
    assert votes["tally"] == [{"staff_id": "sf-1", "counted": 1, "set_aside": 0}]


async def test_a_repeated_vote_is_answered_as_before_even_when_its_token_has_expired(
    desk: Desk, contest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = await token(desk, contest), await token(desk, contest)
    first = await voted(desk, contest, one, "sf-1", key="a")
    late = time.time() + LASTS_SECONDS + 1
    monkeypatch.setattr("altcha.v2.time.time", lambda: late)
    again = await voted(desk, contest, one, "sf-1", key="a")
    assert (again.status_code, again.content) == (201, first.content)
    assert rule(await voted(desk, contest, other, "sf-1", key="b")) == "voter-token-expired"


async def test_without_a_token_that_was_given_here_nothing_is_taken(desk: Desk, contest: str) -> None:
    assert rule(await voted(desk, contest, "", "sf-1", key="a")) == "voter-token-missing"
    assert rule(await voted(desk, contest, "bm90IG91cnM=", "sf-1", key="b")) == "voter-token-wrong"
    assert "VoteCast" not in await desk.events()


async def test_a_flood_from_one_address_is_found_and_set_aside(desk: Desk, contest: str) -> None:
    for _ in range(12):
        assert (await voted(desk, contest, await token(desk, contest), "sf-1", "203.0.113.9")).status_code == 201
    for number in range(3):
        answer = await voted(desk, contest, await token(desk, contest), "sf-2", f"198.51.100.{number}")
        assert answer.status_code == 201
    votes = (await desk.read(f"{contest}/votes", BOSS)).json()
    fullest, *others = votes["buckets"]
    assert (fullest["votes"], [one["votes"] for one in others]) == (12, [1, 1, 1])
    await desk.done(f"{contest}/votes-set-aside", BOSS, {"bucket": fullest["bucket"], "reason": "同一地址"})
    tally = (await desk.read(f"{contest}/votes", AUDITOR)).json()["tally"]
    assert {one["staff_id"]: (one["counted"], one["set_aside"]) for one in tally} == {"sf-1": (0, 12), "sf-2": (3, 0)}
    board = (await desk.read(f"{contest}/leaderboard", BOSS)).json()
    assert [(row["staff_id"], row["vote"]) for row in board["places"]] == [("sf-2", 1000), ("sf-1", 0)]
    late = await voted(desk, contest, await token(desk, contest), "sf-1", "203.0.113.9")
    assert late.status_code == 201, "it is recorded, and does not count"
    assert (await desk.read(f"{contest}/leaderboard", BOSS)).json()["places"] == board["places"]
    await desk.refused("no-such-votes", f"{contest}/votes-set-aside", BOSS, {"bucket": "none", "reason": "x"})


async def test_no_address_is_kept_and_the_salt_goes_when_its_day_is_over(desk: Desk, contest: str) -> None:
    address = "203.0.113.77"
    await voted(desk, contest, await token(desk, contest), "sf-1", address)
    pool = desk.runtime.pool
    events = await pool.fetch("SELECT payload FROM events")
    assert all(address.encode() not in bytes(row["payload"]) for row in events)
    salts = [await pool.fetch("SELECT day, salt FROM salts")]
    await desk.runtime.clock.move(pool, datetime(2013, 5, 17, 9, tzinfo=SHANGHAI))
    await voted(desk, contest, await token(desk, contest), "sf-1", address)
    salts.append(await pool.fetch("SELECT day, salt FROM salts"))
    assert [len(rows) for rows in salts] == [1, 1]
    assert salts[0] != salts[1]
    assert await pool.fetchval("SELECT count(DISTINCT bucket) FROM votes") == 2


async def test_one_address_votes_only_so_often(desk: Desk, contest: str) -> None:
    desk.runtime.settings = desk.runtime.settings.model_copy(update={"votes_by_address": "2/minute"})
    for _ in range(2):
        assert (await voted(desk, contest, await token(desk, contest), "sf-1")).status_code == 201
    refused = await voted(desk, contest, await token(desk, contest), "sf-1")
    assert (refused.status_code, rule(refused)) == (429, "too-many-requests")
    elsewhere = await voted(desk, contest, await token(desk, contest), "sf-1", "192.0.2.2")
    assert elsewhere.status_code == 201


async def test_who_sees_the_votes(desk: Desk, contest: str) -> None:
    for who in (BOSS, AUDITOR, OPERATOR):
        assert (await desk.read(f"{contest}/votes", who)).status_code == 200
    for other in (RIVAL, TIANNING, None):
        assert (await desk.read(f"{contest}/votes", other)).status_code in {401, 403}
    assert (await desk.read("/v1/contests/co-none/votes", BOSS)).status_code == 404
    assert (await desk.read("/v1/contests/co-none/voter-token")).status_code == 404


async def test_a_dry_run_casts_nothing(desk: Desk, contest: str) -> None:
    tried = await voted(desk, contest, await token(desk, contest), "sf-1", params={"dry_run": "true"})
    assert tried.status_code == 200, tried.text
    assert "VoteCast" not in await desk.events()
    assert await desk.runtime.pool.fetchval("SELECT count(*) FROM salts") == 0


async def test_production_starts_with_a_key(desk: Desk, tmp_path: Path) -> None:
    runtime: Runtime = desk.runtime

    async def starts(**given: object) -> bool:
        runtime.settings = runtime.settings.model_copy(update=given)
        async with tokens_given(runtime):
            return True

    assert await starts()
    with pytest.raises(RuntimeError, match="SHIFAN_VOTE_KEY_FILE"):
        await starts(sandbox=False)
    key = tmp_path / "key"
    key.write_bytes(b"short")
    with pytest.raises(RuntimeError, match="SHIFAN_VOTE_KEY_FILE"):
        await starts(vote_key_file=key)
    key.write_bytes(b"k" * 32)
    assert await starts()


async def test_of_many_who_come_at_once_with_one_token_one_is_counted(desk: Desk, contest: str) -> None:
    one = await token(desk, contest)
    staff = ("sf-1", "sf-2") * 3
    answers = await asyncio.gather(
        *(voted(desk, contest, one, staff_id, key=f"{number}") for number, staff_id in enumerate(staff))
    )
    codes = [answer.status_code for answer in answers]
    assert sorted(codes) == [201] * 3 + [409] * 3, "the same vote again is the same vote; another one is refused"
    assert {rule(answer) for answer in answers if answer.status_code == 409} == {"voter-token-spent"}
    assert await desk.runtime.pool.fetchval("SELECT count(*) FROM votes") == 1
    assert (await desk.events()).count("VoteCast") == 1

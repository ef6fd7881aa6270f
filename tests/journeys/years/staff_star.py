"""Autumn 2014: 甲百货 runs a contest among its twelve people (17), and a flood of votes comes from one address."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from deploy.client import Answer, Client
from deploy.keys import ISSUER
from shared.access.roles import Caller
from tests.journeys.years.world import AUDITOR, SHA, Step, Years, county

HOST = "明星百货"
DIVISION = "320402"
FLOOD = 900
_AT_ONCE = 6
_TESTS = (960, 940, 930, 500, *(500 - 10 * place for place in range(8)))
"""The fourth of the twelve knows less than the first three; it is the one whom the votes are for."""
_SETTLED = (6, 5, 5, 4, *([1] * 8))
_HONEST = (1, 1, 1, 6, *([0] * 8))
"""Votes from addresses of their own."""


def _case(years: Years) -> str:
    return f"/v1/contests/{years.notes['17 contest'].id}"


def _host(years: Years) -> Caller:
    return years.stations[HOST].speaker


async def _act(years: Years, act: str, body: Mapping[str, Any], after: list[Answer] | None = None) -> Answer:
    return await years.change("incentives", _case(years), act, _host(years), body, after=after or [])


async def appoint(years: Years) -> None:
    """Twelve people serve; each agrees on paper that name and score be published."""
    station = await years.register(HOST, DIVISION)
    path = f"/v1/stations/{station.id}/staff"
    staff = [
        await years.do("registry", path, county(DIVISION), {"name": f"王{number}明", "posts": ["settlement_officer"]})
        for number in range(1, 13)
    ]
    consent = {"covers": ["name", "score"], "document_sha256": SHA}
    for member in staff:
        await years.do("registry", f"{path}/{member.id}/consent", station.speaker, consent, after=[member])
    years.notes["17 staff"] = staff


async def keep_ledger(years: Years) -> None:
    """Who settled how much between the spring and the autumn; every consumer is called back."""
    station, who = years.stations[HOST], _host(years)
    for place, (member, settled) in enumerate(zip(years.notes["17 staff"], _SETTLED, strict=True)):
        for number in range(settled):
            dispute = {
                "number": f"{place}-{number}",
                "grade": "simple",
                "category": "质量",
                "summary": "商品质量纠纷",
                "first_receiver": member.id,
                "received_at": "2014-09-02T10:00:00+08:00",
            }
            received = await years.do("registry", f"/v1/stations/{station.id}/disputes", who, dispute)
            case = f"/v1/disputes/{received.id}"
            settlement = {"settled_by": member.id, "where": "enterprise", "outcome": "当场退货"}
            done = await years.client.post("registry", f"{case}/settlement", who, settlement, version=received.version)
            years.notes["17 ledger"] = await years.client.post(
                "registry", f"{case}/follow-up", who, {"satisfied": True}, version=done.version
            )


async def announce(years: Years) -> None:
    """Test 40, results 40, vote 20; the twelve stand, and have agreed to it."""
    who = _host(years)
    body = {
        "title": "2014 年消费维权服务明星竞赛",
        "weights": {"service": 30, "competence": 20, "performance": 30, "satisfaction": 20},
        "places": 3,
        "nominations_until": "2014-09-05",
        "components": {"test": 40, "results": 40, "vote": 20},
        "tie_rule": "test",
        "budget_fen": 300_000,
    }
    years.notes["17 contest"] = await years.do("incentives", "/v1/contests", who, body)
    for member in years.notes["17 staff"]:
        nomination = {"staff_id": member.id, "deeds": "当场和解", "consent_sha256": SHA}
        await years.do("incentives", f"{_case(years)}/nominations", who, nomination, after=[member])


async def hold_the_test(years: Years) -> None:
    who, case = _host(years), _case(years)
    for member, score in zip(years.notes["17 staff"], _TESTS, strict=True):
        review = {"qualified": True, "reasons": "两年内无违规"}
        await years.do("incentives", f"{case}/nominations/{member.id}/review", who, review)
        await years.do("incentives", f"{case}/tests", who, {"staff_id": member.id, "score": score})
    await years.do("incentives", f"{case}/voting", who, {"until": "2014-09-12"})


async def vote(years: Years) -> None:
    """One address floods the vote for the last of the twelve; others vote from addresses of their own."""
    staff = years.notes["17 staff"]
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(client: Client, staff_id: str, key: str) -> None:
        async with turns:
            await client.post("incentives", f"{_case(years)}/votes", None, {"staff_id": staff_id}, key=key)

    await asyncio.gather(*(one(years.client, staff[11].id, f"flood {number}") for number in range(FLOOD)))
    address = 2
    for member, votes in zip(staff, _HONEST, strict=True):
        for _ in range(votes):
            client = _from(years, f"127.0.0.{address}")
            try:
                await one(client, member.id, f"honest {address}")
            finally:
                await client.close()
            address += 1


def _from(years: Years, address: str) -> Client:
    """Somebody who comes from another address of this machine."""
    transport = httpx.AsyncHTTPTransport(local_address=address)
    http = httpx.AsyncClient(timeout=30, trust_env=False, transport=transport)
    return Client(years.stack.urls, years.stack.issuer_key, ISSUER, address, _http=http)


async def freeze(years: Years) -> None:
    """The flood is set aside; the board is frozen and the winners are posted. Then the clerks go on working."""
    who, case = _host(years), _case(years)
    before = await years.read("incentives", f"{case}/leaderboard", who)
    years.notes["17 votes"] = await years.read("incentives", f"{case}/votes", who)
    fullest = years.notes["17 votes"]["buckets"][0]["bucket"]
    await years.do("incentives", f"{case}/votes-set-aside", who, {"bucket": fullest, "reason": "同一地址 900 票"})
    years.notes["17 flooded"] = before
    years.notes["17 frozen"] = await _act(years, "freezing", {}, after=[years.notes["17 ledger"]])
    years.notes["17 board"] = await years.read("incentives", f"{case}/leaderboard", who)
    await _act(years, "winners", {"objections_until": "2014-09-22"})


async def go_on(years: Years) -> None:
    """After the freeze the first withdraws consent to publication, the second leaves the firm, and disputes go on."""
    staff, who, station = years.notes["17 staff"], _host(years), years.stations[HOST]
    path = f"/v1/stations/{station.id}/staff"
    await years.do("registry", f"{path}/{staff[0].id}/consent-withdrawal", who)
    left = await years.do("registry", f"{path}/{staff[1].id}/departure", who)
    case = _case(years)
    late = years.do("incentives", f"{case}/votes", None, {"staff_id": staff[3].id}, key="too late")
    years.notes["17 late vote"] = await years.refusal(late)
    years.notes["17 board later"] = await years.read("incentives", f"{case}/leaderboard", who, after=[left])
    years.notes["17 public board"] = await years.read("incentives", f"{case}/leaderboard", after=[left])


async def award(years: Years) -> None:
    """Only the organiser honours; rewards are given within the budget."""
    staff, case = years.notes["17 staff"], _case(years)
    await _act(years, "closing", {})
    star = {"honour": "2014年度消费维权服务明星", "reward_fen": 100_000}
    contest = await years.client.get("incentives", case, _host(years))
    others = years.client.post(
        "incentives", f"{case}/awards", county(DIVISION), star | {"staff_id": staff[0].id}, version=contest.version
    )
    years.notes["17 by the county"] = await years.refusal(others)
    for member in staff[:3]:
        await _act(years, "awards", star | {"staff_id": member.id})
    money = {"kind": "material", "what": "奖金", "fen": 100_000}
    for place, member in enumerate(staff[:3]):
        await _act(years, "rewards", money | {"staff_id": member.id, "receipt": f"收条{place}"})
    beyond = _act(years, "awards", star | {"staff_id": staff[3].id})
    years.notes["17 beyond the places"] = await years.refusal(beyond)


async def find_false_cases(years: Years) -> None:
    """A year later some of the third star's cases turn out to be made up."""
    staff, case = years.notes["17 staff"], _case(years)
    await _act(years, "award-withdrawals", {"staff_id": staff[2].id, "reason": "三起纠纷系虚构"})
    taken_back = await _act(years, "rewards", {"staff_id": staff[0].id, "kind": "moral", "what": "荣誉证书"})
    years.notes["17 public"] = await years.read("incentives", case, after=[taken_back])
    years.notes["17 auditor"] = await years.read("incentives", case, AUDITOR)
    years.notes["17 file"] = await years.read(
        "registry", f"/v1/stations/{years.stations[HOST].id}", _host(years), after=[taken_back]
    )
    years.notes["17 board at the end"] = await years.read("incentives", f"{case}/leaderboard", _host(years))


STEPS = (
    Step("2014-09-01T09:00", appoint),
    Step("2014-09-02T15:00", keep_ledger),
    Step("2014-09-03T09:00", announce),
    Step("2014-09-09T10:00", hold_the_test),
    Step("2014-09-10T09:00", vote),
    Step("2014-09-15T09:00", freeze),
    Step("2014-09-16T09:00", go_on),
    Step("2014-09-23T09:00", award),
    Step("2015-09-07T09:00", find_false_cases),
)

"""消费维权服务明星竞赛: a certified host holds a contest among its own people, from their ledger to the reward."""

from collections.abc import Mapping
from typing import Any

from deploy.client import Answer
from deploy.demo.candidacy import expect_refusal
from deploy.demo.founding import host_of
from deploy.demo.plot import Season
from shared.access.roles import Caller

NOMINEES = 4
_PAPER = "c0" * 32
_VOTES = (7, 8, 2, 1)
"""For each nominee; the second has most votes and does not win by them."""


def _host(season: Season) -> Caller:
    return host_of(season, season.plot.star_host)


def _nominees(season: Season) -> list[Answer]:
    return season.staff[season.plot.star_host.number][:NOMINEES]


async def fill_ledger(season: Season) -> None:
    """What the host's people settled in the year, the first of them the most; consumers are called back."""
    who, client = _host(season), season.client
    station_id = season.station_id(season.plot.star_host)
    for place, member in enumerate(_nominees(season)):
        for number in range(NOMINEES - place):
            dispute = {
                "number": f"2013-{place}-{number}",
                "grade": "simple",
                "category": "质量",
                "summary": "商品质量纠纷",
                "amount_fen": 12_800,
                "first_receiver": member.id,
                "received_at": f"2013-11-{10 + number}T10:00:00+08:00",
            }
            received = await client.post("registry", f"/v1/stations/{station_id}/disputes", who, dispute)
            path = f"/v1/disputes/{received.id}"
            settlement = {
                "settled_by": member.id,
                "where": "enterprise",
                "outcome": "当场退货",
                "settled_at": f"2013-11-{10 + number}T{11 + place}:00:00+08:00",
            }
            settled = await client.post("registry", f"{path}/settlement", who, settlement, version=received.version)
            follow_up = {"satisfied": True, "remarks": ""}
            season.notes["ledger"] = await client.post(
                "registry", f"{path}/follow-up", who, follow_up, version=settled.version
            )


async def announce(season: Season) -> None:
    """What counts is declared before anybody stands; each who stands has agreed to it."""
    who, client = _host(season), season.client
    body = {
        "title": "消费维权服务明星竞赛",
        "organiser": "host",
        "approval_number": "",
        "weights": {"service": 30, "competence": 20, "performance": 30, "satisfaction": 20},
        "places": 1,
        "nominations_until": "2014-01-31",
        "components": {"test": 30, "results": 30, "vote": 20, "experts": 20},
        "tie_rule": "results",
        "period_from": "2013-01-01",
        "period_until": "2013-12-31",
        "budget_fen": 200_000,
    }
    contest = season.notes["contest"] = await client.post("incentives", "/v1/contests", who, body)
    for member in _nominees(season):
        nomination = {"staff_id": member.id, "deeds": "全年当场和解消费纠纷", "consent_sha256": _PAPER}
        await client.post("incentives", f"/v1/contests/{contest.id}/nominations", who, nomination, after=[member])


async def vote(season: Season) -> None:
    """The public votes without accounts, once with each token."""
    path = f"/v1/contests/{season.notes['contest'].id}"
    await season.client.post("incentives", f"{path}/voting", _host(season), {"until": "2014-02-19"})
    for member, votes in zip(_nominees(season), _VOTES, strict=True):
        for number in range(votes):
            await season.client.post("incentives", f"{path}/votes", None, {"staff_id": member.id}, key=f"{number}")


async def judge(season: Season) -> None:
    """Everybody is found qualified, tested and judged; then the board is frozen and the winner posted."""
    who, client = _host(season), season.client
    path = f"/v1/contests/{season.notes['contest'].id}"
    for place, member in enumerate(_nominees(season)):
        review = {"qualified": True, "reasons": "两年内无违规记录"}
        await client.post("incentives", f"{path}/nominations/{member.id}/review", who, review)
        await client.post("incentives", f"{path}/tests", who, {"staff_id": member.id, "score": 960 - 40 * place})
        marks = {
            "staff_id": member.id,
            "service": 950 - 30 * place,
            "competence": 900 - 20 * place,
            "performance": 940 - 25 * place,
            "satisfaction": 970 - 10 * place,
        }
        await client.post("incentives", f"{path}/scores", who, marks)
    await _act(season, "freezing", {}, after=[season.notes["ledger"]])
    await _act(season, "winners", {"objections_until": "2014-02-28"})


async def award(season: Season) -> None:
    """The host honours its star, with a material and a moral reward; its county may not."""
    star = _nominees(season)[0].id
    await _act(season, "closing", {})
    honour = {"staff_id": star, "honour": "2013年度消费维权服务明星", "reward_fen": 200_000}
    unit, path = season.plot.star_host, f"/v1/contests/{season.notes['contest'].id}"
    contest = await season.client.get("incentives", path, _host(season))
    await expect_refusal(
        season,
        "incentives",
        f"{path}/awards",
        unit.county,
        honour,
        "an award by another than the organiser",
        version=contest.version,
    )
    season.notes["star"] = await _act(season, "awards", honour)
    money = {"staff_id": star, "kind": "material", "what": "奖金", "fen": 200_000, "receipt": "2014-03-14-1"}
    await _act(season, "rewards", money)
    await _act(season, "rewards", {"staff_id": star, "kind": "moral", "what": "荣誉证书"})


async def _act(season: Season, act: str, body: Mapping[str, Any], after: list[Answer] | None = None) -> Answer:
    """The organiser reads the contest and moves it on."""
    who, path = _host(season), f"/v1/contests/{season.notes['contest'].id}"
    known = await season.client.get("incentives", path, who, after=after or [])
    return await season.client.post("incentives", f"{path}/{act}", who, body, version=known.version)

"""From the assessment to the title: the city scores and reports, the province checks, recognises and publishes."""

import random
from typing import Any

from deploy.client import Answer
from deploy.demo.pace import together
from deploy.demo.plot import PLACES, RUBRIC, SEASON, Season
from deploy.demo.world import CITY_OFFICERS, PROVINCE_DECIDER, PROVINCE_OFFICER, Unit
from shared.access.roles import Caller

CHAIR = CITY_OFFICERS[0]
PANEL = CITY_OFFICERS[1:4]


async def appoint_panel(season: Season) -> None:
    body = {"season_id": SEASON, "members": [who.subject for who in PANEL]}
    season.notes["panel"] = await season.client.post("assessment", "/v1/panels", CHAIR, body)
    season.notes["rubric"] = await season.client.get("assessment", f"/v1/rubrics/{RUBRIC}", CHAIR)


async def score(season: Season) -> None:
    """Two members of the panel score each candidate that is still on the list."""
    items = season.notes["rubric"].body["items"]

    async def one(unit: Unit, assessors: tuple[Caller, ...]) -> None:
        path = f"/v1/assessments/{season.application_id(unit)}/scores"
        for assessor in assessors:
            marks = _marks(
                items, season.plot.passes(unit), random.Random(f"{season.seed} {unit.number} {assessor.subject}")
            )
            await season.client.post("assessment", path, assessor, {"scores": marks}, after=_settled(season))

    await together(
        one(unit, (PANEL[place % 3], PANEL[(place + 1) % 3])) for place, unit in enumerate(season.plot.assessed)
    )


async def conclude(season: Season) -> None:
    """The city adds up: mean of the assessors, cut-offs, vetoes."""

    async def one(unit: Unit) -> None:
        path = f"/v1/assessments/{season.application_id(unit)}"
        known = await season.client.get("assessment", path, CHAIR)
        await season.client.post("assessment", f"{path}/conclusion", CHAIR, {}, version=known.version)

    await together(one(unit) for unit in season.plot.assessed)


async def submit_list(season: Season) -> None:
    """Eleven for about ten places, with the reason; the rest that passed is the reserve."""
    ranked = [unit for unit in season.plot.recommended if season.plot.passes(unit)][: PLACES + 1]
    body = {
        "season_id": SEASON,
        "entries": [season.application_id(unit) for unit in ranked],
        "over_quota_reason": "十一家均已成熟，且分布于不同行业；成熟一个，发展一个",
    }
    season.notes["list"] = await season.client.post("assessment", "/v1/lists", CHAIR, body)
    season.notes["listed"] = ranked


async def order_spot_checks(season: Season) -> None:
    """The province looks at three of the eleven: any number would do, none too."""
    season.notes["checks"] = []
    for unit in (season.plot.spot_check_fails, *season.plot.recommended[4:6]):
        path = f"/v1/assessments/{season.application_id(unit)}/spot-checks"
        body = {"mode": "targeted", "reason": "省局根据需要抽查"}
        answer = await season.client.post("assessment", path, PROVINCE_OFFICER, body)
        season.notes["checks"].append((unit, answer))


async def record_spot_checks(season: Season) -> None:
    for unit, ordered in season.notes["checks"]:
        path = f"/v1/assessments/{season.application_id(unit)}"
        passed = unit is not season.plot.spot_check_fails
        body = {
            "checkers": [PROVINCE_OFFICER.subject],
            "passed": passed,
            "findings": "现场与材料一致" if passed else "台账滞后两个月，服务台无人",
        }
        check_id = ordered.body.get("check_id", ordered.id)
        known = await season.client.get("assessment", path, PROVINCE_OFFICER)
        await season.client.post(
            "assessment", f"{path}/spot-checks/{check_id}/record", PROVINCE_OFFICER, body, version=known.version
        )


async def recognise(season: Season) -> None:
    """The province recognises ten and refuses one, in the order of the list."""
    season.notes["titles"] = {}
    for unit in season.notes["listed"]:
        path = f"/v1/assessments/{season.application_id(unit)}"
        known = await season.client.get("assessment", path, PROVINCE_DECIDER)
        if unit is season.plot.spot_check_fails:
            act, body = "refusal", {"reasons": "抽查发现台账滞后、无人值守，不予认定"}
        else:
            act, body = "recognition", {"document_number": "苏工商消〔2013〕演示1号"}
        answer = await season.client.post("assessment", f"{path}/{act}", PROVINCE_DECIDER, body, version=known.version)
        season.notes["last_decision"] = answer
        if act == "recognition":
            season.notes["titles"][unit.number] = answer


async def publish_results(season: Season) -> None:
    """公布 is the province's, and comes after the decision."""
    body = {"season_id": SEASON, "media": "江苏省级媒体（演示）", "document_number": "苏工商消〔2013〕演示1号"}
    decided = [*season.notes["titles"].values(), season.notes["last_decision"]]
    season.notes["published"] = await season.client.post(
        "publication", "/v1/announcements/results", PROVINCE_OFFICER, body, after=decided
    )


def _settled(season: Season) -> list[Answer]:
    return list(season.notes["objections"])


def _marks(items: list[dict[str, Any]], passes: bool, chance: random.Random) -> list[dict[str, Any]]:
    """Every item scored: strong candidates around 94 of a hundred, the others around 87."""
    share = 0.94 if passes else 0.87
    return [
        {
            "item": item["code"],
            "tenths": max(0, round(item["weight"] * share) - chance.randrange(2)),
            "note": "现场查看",
        }
        for item in items
    ]

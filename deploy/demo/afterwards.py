"""After the decision: plaques, and a title that is lost again."""

from collections.abc import Mapping
from typing import Any

from deploy.client import Answer
from deploy.demo.candidacy import expect_refusal
from deploy.demo.plot import Season
from deploy.demo.world import CITY_OFFICERS, PROVINCE_DECIDER, PROVINCE_OFFICER, Unit
from shared.access.roles import Caller


async def hand_over_plaques(season: Season, published: Answer) -> None:
    """On 14 March 2014 the counties hand the plaques over."""
    for place, unit in enumerate(_certified(season), start=1):
        path = f"/v1/titles/{season.station_id(unit)}"
        title = await season.client.get("assessment", path, unit.county, after=[published])
        await season.client.post(
            "assessment", f"{path}/plaque", unit.county, {"plaque_number": f"P2013-{place:04d}"}, version=title.version
        )


async def propose_revocation(season: Season) -> None:
    """The county reports that the work has declined; the city proposes. Nobody may revoke yet."""
    unit = season.plot.revoked
    path = f"/v1/titles/{season.station_id(unit)}"
    title = await season.client.get("assessment", path, CITY_OFFICERS[0])
    body = {
        "ground": "declining_work",
        "facts": "两次回头看均发现台账停记，三个月内无回访",
        "evidence_sha256": [f"{7:064x}"],
    }
    await season.client.post("assessment", f"{path}/revocation-proposal", CITY_OFFICERS[0], body, version=title.version)
    decision = {"reasons": "工作滑坡", "document_number": "苏工商消〔2014〕演示9号"}
    await expect_refusal(
        season,
        "assessment",
        f"{path}/revocation",
        PROVINCE_DECIDER,
        decision,
        "a revocation before the defence",
        version=title.version + 1,
    )


async def hear_defence(season: Season) -> None:
    await _act(season, "defence", CITY_OFFICERS[0], {"summary": "企业承认人员变动后台账中断，无异议"})


async def revoke(season: Season) -> None:
    body = {"reasons": "工作滑坡，查实台账停记", "document_number": "苏工商消〔2014〕演示9号"}
    season.notes["revoked"] = await _act(season, "revocation", PROVINCE_DECIDER, body)


async def serve(season: Season) -> None:
    await _act(season, "service", season.plot.revoked.county, {"method": "直接送达"})
    body = {"station_id": season.station_id(season.plot.revoked), "media": "江苏省级媒体（演示）"}
    await season.client.post(
        "publication", "/v1/announcements/revocations", PROVINCE_OFFICER, body, after=[season.notes["revoked"]]
    )


async def take_plaque_back(season: Season) -> None:
    await _act(season, "plaque-return", season.plot.revoked.county, {})


async def _act(season: Season, act: str, who: Caller, body: Mapping[str, Any]) -> Answer:
    path = f"/v1/titles/{season.station_id(season.plot.revoked)}"
    title = await season.client.get("assessment", path, who)
    return await season.client.post("assessment", f"{path}/{act}", who, body, version=title.version)


def _certified(season: Season) -> list[Unit]:
    return [unit for unit in season.units if unit.number in season.notes["titles"]]

"""From the application to the city's notice: the host asks, the county verifies and recommends."""

from collections.abc import Mapping
from typing import Any

from deploy.client import Answer, Refused
from deploy.demo.founding import host_of
from deploy.demo.pace import together
from deploy.demo.plot import SEASON, Season
from deploy.demo.world import Unit
from shared.access.roles import Caller

VETOES = tuple(f"V{number}" for number in range(1, 10))


async def file_applications(season: Season) -> None:
    """The hosts apply of their own will; the county takes each application up."""

    async def file(unit: Unit) -> None:
        filed = await _file(season, unit)
        path = f"/v1/applications/{season.application_id(unit)}/acceptance"
        season.applications[unit.number] = await season.client.post(
            "application", path, unit.county, {}, version=filed.version
        )

    await together(file(unit) for unit in season.plot.applicants)


async def file_twice_and_for_another(season: Season) -> None:
    """What must be refused: a second filing, a county that files for a host, a host that files for another."""
    unit, other = season.plot.applicants[:2]
    filing = _filing(season, unit)
    await expect_refusal(season, "application", "/v1/applications", host_of(season, unit), filing, "a second filing")
    await expect_refusal(season, "application", "/v1/applications", unit.county, filing, "a bureau files for a host")
    await expect_refusal(
        season, "application", "/v1/applications", host_of(season, other), filing, "a host files for another"
    )


async def file_late(season: Season) -> None:
    """A filing after 17:30 of the closing day is refused: next season."""
    unit = season.plot.late
    body = _filing(season, unit)
    await expect_refusal(season, "application", "/v1/applications", host_of(season, unit), body, "a late filing")


async def verify(season: Season) -> None:
    """The county checks the vetoes and inspects on the spot, two inspectors together."""

    async def check(unit: Unit) -> None:
        path, version = f"/v1/applications/{season.application_id(unit)}", season.applications[unit.number].version
        findings = [{"item": item, "found": False, "snapshot": f"{item} 2013-09-03 查无记录"} for item in VETOES]
        checked = await season.client.post(
            "application", f"{path}/veto-check", unit.county, {"findings": findings}, version=version
        )
        fit = unit in season.plot.recommended
        body = {
            "inspectors": list(unit.inspectors),
            "meets_standard": fit,
            "failed_items": [] if fit else ["A2", "D5"],
            "remarks": "符合标准" if fit else "无独立调解区，缺回访记录",
        }
        season.applications[unit.number] = await season.client.post(
            "application", f"{path}/inspection", unit.county, body, version=checked.version
        )

    await together(check(unit) for unit in season.plot.applicants)


async def recommend(season: Season) -> None:
    """The county recommends those that reach the standard, and tells the others why not."""

    async def decide(unit: Unit) -> None:
        path, version = f"/v1/applications/{season.application_id(unit)}", season.applications[unit.number].version
        if unit in season.plot.recommended:
            act, body = "recommendation", {"opinion": "达到示范标准，同意推荐"}
        else:
            act, body = "refusal", {"reasons": "查验未达到 A2、D5 要求，整改后下年度再申请"}
        season.applications[unit.number] = await season.client.post(
            "application", f"{path}/{act}", unit.county, body, version=version
        )

    await together(decide(unit) for unit in season.plot.applicants)


async def expect_refusal(
    season: Season, service: str, path: str, who: Caller | None, body: Mapping[str, Any], what: str, **more: Any
) -> None:
    """Ask for something that a rule forbids, and note which rule said so."""
    try:
        await season.client.post(service, path, who, body, key=what, **more)
    except Refused as refused:
        season.refusals.append({"what": what, "rule": refused.code, "status": str(refused.status)})
        return
    raise AssertionError(f"{what} was not refused")


def _filing(season: Season, unit: Unit) -> dict[str, Any]:
    return {
        "season_id": SEASON,
        "station_id": season.station_id(unit),
        "form_sha256": f"{unit.number:064x}",
        "self_score_tenths": 850 + int(unit.quality * 120),
    }


async def _file(season: Season, unit: Unit) -> Answer:
    return await season.client.post(
        "application",
        "/v1/applications",
        host_of(season, unit),
        _filing(season, unit),
        after=[season.stations[unit.number]],
    )

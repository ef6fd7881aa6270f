"""Before the season: bureaus, officers, the calendar, hosts and stations; then its plan, survey and publicity."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from deploy.client import Answer
from deploy.demo.pace import together
from deploy.demo.plot import PLACES, RUBRIC, SEASON, Season
from deploy.demo.world import (
    CITY,
    CITY_OFFICERS,
    OPERATOR,
    PROVINCE_OFFICER,
    YEAR,
    Unit,
    bureaus,
    officers,
    staff_name,
)
from shared.access.roles import Caller, Level

RUBRICS = Path(__file__).parents[2] / "services" / "assessment" / "rubrics"
"""The standards as data: the product's proposal, and its version for 2013."""

SETTINGS = {
    "applications_close_on": "2013-08-30",
    "recommendations_due_on": "2013-09-13",
    "submission_due_on": "2013-10-31",
    "places": PLACES,
    "rubric_id": RUBRIC,
}


async def found_bureaus(season: Season) -> None:
    """The operator sets up what exists before anybody can act: bureaus, officers, the working days of three years."""
    client = season.client
    answers = [
        await client.post(
            "registry",
            "/v1/bureaus",
            OPERATOR,
            {
                "bureau_code": bureau.code,
                "name": bureau.name,
                "name_is_sourced": bureau.name_is_sourced,
                "level": bureau.level,
                "division_code": bureau.division_code,
                "established_on": "2013-01-01",
            },
        )
        for bureau in bureaus()
    ]
    posts = [{"officer_id": who.subject, "bureau_code": who.bureau, "post": who.post} for who in officers()]
    answers += [await client.post("registry", "/v1/officers", OPERATOR, body) for body in posts]
    answers += [await client.post("registry", "/v1/calendars", OPERATOR, {"year": year}) for year in (YEAR, YEAR + 1)]
    season.notes["founded"] = answers


async def register_stations(season: Season, advance: Any) -> None:
    """Each county registers its hosts and their stations."""

    async def register(unit: Unit) -> None:
        host = {
            "name": unit.name,
            "registration_number": unit.registration_number,
            "division_code": unit.division_code,
        }
        season.hosts[unit.number] = await season.client.post("registry", "/v1/hosts", unit.county, host)
        station = {
            "host_id": season.hosts[unit.number].id,
            "name": unit.station_name,
            "kind": unit.kind,
            "trade": unit.trade,
            "size": _size(unit),
            "division_code": unit.division_code,
            "town": unit.town,
            "operating_since": unit.operating_since.isoformat(),
        }
        season.stations[unit.number] = await season.client.post("registry", "/v1/stations", unit.county, station)
        advance()

    await together(register(unit) for unit in season.units)


async def appoint_staff(season: Season) -> None:
    """Those who will compete name their station's head; the host of the staff contest has four more people."""

    async def appoint(unit: Unit, count: int) -> None:
        path = f"/v1/stations/{season.station_id(unit)}/staff"
        season.staff[unit.number] = [
            await season.client.post(
                "registry",
                path,
                unit.county,
                {
                    "name": staff_name(unit.number * 5 + place),
                    "posts": ["head" if place == 0 else "settlement_officer"],
                },
            )
            for place in range(count)
        ]

    plot = season.plot
    await together(appoint(unit, 5 if unit is plot.star_host else 1) for unit in plot.applicants)


async def open_season(season: Season) -> Answer:
    """The province publishes the standard, drafts the season's chapter for the city, approves and opens it."""
    client, who = season.client, PROVINCE_OFFICER
    seen = season.notes["founded"]
    for file in sorted(RUBRICS.glob("*.json")):
        await client.post("assessment", "/v1/rubrics", who, orjson.loads(file.read_bytes()), after=seen)
    plan = {"year": YEAR, "city_code": CITY, "settings": SETTINGS}
    drafted = await client.post("application", "/v1/seasons", who, plan, after=seen)
    approval = {
        "issuer": "江苏省工商行政管理局",
        "organiser_level": "province",
        "document_date": "2013-05-10",
        "document_sha256": "0" * 63 + "1",
        "approval_number": "",
    }
    path = f"/v1/seasons/{SEASON}"
    approved = await client.post("application", f"{path}/approval", who, approval, version=drafted.version)
    return await client.post("application", f"{path}/opening", who, {}, version=approved.version)


async def publicise_and_survey(season: Season, advance: Any) -> None:
    """By 20 May every bureau has made the campaign known and looked at every station; the best are taken up."""
    plot, client = season.plot, season.client
    counties = dict.fromkeys(unit.county for unit in season.units)
    for who in (CITY_OFFICERS[0], *counties):
        body = {"channel": "户外宣传栏和企业座谈会", "summary": "宣传省级示范站争创活动"}
        await client.post("registry", "/v1/campaigns", who, body)

    async def survey(unit: Unit) -> None:
        ready = unit.quality > 0.5
        body = {
            "hardware_ready": ready,
            "rules_ready": ready,
            "staff_ready": ready,
            "results_ready": unit.quality > 0.7,
            "wants_to_compete": unit in plot.applicants,
            "remarks": "按通知要求摸底",
        }
        path = f"/v1/stations/{season.station_id(unit)}"
        await client.post("registry", f"{path}/survey", unit.county, body)
        if unit in plot.recommended:
            await client.post("registry", f"{path}/cultivation", unit.county, {"measures": ["专人联系", "跟班指导"]})
        advance()

    await together(survey(unit) for unit in season.units)


async def train(season: Season) -> None:
    """In June the province trains the competing stations of the city, area by area."""
    ids = [season.station_id(unit) for unit in season.plot.applicants]
    body = {"division_code": CITY, "topic": "示范站建设标准与和解技能", "station_ids": ids}
    await season.client.post("registry", "/v1/trainings", PROVINCE_OFFICER, body)


async def guide(season: Season, units: Iterable[Unit]) -> None:
    """In July and August the counties guide those who compete."""

    async def one(unit: Unit) -> None:
        body = {"topic": "台账与回访", "summary": "现场指导投诉登记、和解协议和回访记录"}
        await season.client.post("registry", f"/v1/stations/{season.station_id(unit)}/guidance", unit.county, body)

    await together(one(unit) for unit in units)


def host_of(season: Season, unit: Unit) -> Caller:
    """The person who speaks for a host."""
    return Caller(f"host-{unit.number}", Level.ENTERPRISE, season.hosts[unit.number].id, "经办人")


def _size(unit: Unit) -> dict[str, int]:
    area = 300 + int(unit.quality * 20_000)
    return {
        "area_m2": area,
        "stalls": area // 40 if unit.kind == "market" else 0,
        "staff": 20 + area // 100,
        "stars": 0,
    }

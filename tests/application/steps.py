"""The steps of scenario 0 over HTTP, each on the day when it comes; every answer must be as it should."""

from datetime import date
from typing import Any

import httpx

from tests.application.examples import APPLICATION_ID, SEASON_ID, SHA
from tests.application.world import CLERK, HOST, PROVINCE, World

SETTINGS = {
    "applications_close_on": "2013-08-30",
    "recommendations_due_on": "2013-09-13",
    "submission_due_on": "2013-10-31",
    "rubric_id": "R-JS-2013",
}
DRAFT = {"year": 2013, "city_code": "320400", "settings": SETTINGS}
APPROVAL = {
    "issuer": "江苏省工商行政管理局",
    "organiser_level": "province",
    "document_date": "2013-05-10",
    "document_sha256": SHA,
}
FILING = {"season_id": SEASON_ID, "station_id": "st-a", "form_sha256": SHA, "self_score_tenths": 930}
FINDINGS = [{"item": f"V{number}", "found": False, "snapshot": "未见记录"} for number in range(1, 10)]
INSPECTION = {"inspectors": ["of-1", "of-2"], "meets_standard": True, "remarks": "制度上墙"}
CASE = f"/v1/applications/{APPLICATION_ID}"
SEASON = f"/v1/seasons/{SEASON_ID}"


def granted(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    """The body of an answer that is as it should be."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    assert body.get("version") is None or answer.headers["ETag"] == f'"v{body["version"]}"'
    return body


def refused(answer: httpx.Response, status: int, rule: str) -> dict[str, Any]:
    """The problem of an answer that a rule has refused."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"/problems/{rule}"
    return body


async def open_season(world: World) -> None:
    granted(await world.does(PROVINCE, "/v1/seasons", DRAFT), 201)
    await world.clock(date(2013, 5, 14))
    granted(await world.does(PROVINCE, f"{SEASON}/approval", APPROVAL, version=1))
    await world.clock(date(2013, 5, 15))
    granted(await world.does(PROVINCE, f"{SEASON}/opening", version=2))


async def file_application(world: World) -> None:
    await open_season(world)
    await world.clock(date(2013, 8, 12))
    granted(await world.does(HOST, "/v1/applications", FILING), 201)


async def find_fit(world: World) -> None:
    await file_application(world)
    await world.clock(date(2013, 8, 13))
    granted(await world.does(CLERK, f"{CASE}/acceptance", version=1))
    granted(await world.does(CLERK, f"{CASE}/veto-check", {"findings": FINDINGS}, version=2))
    await world.clock(date(2013, 9, 5))
    granted(await world.does(CLERK, f"{CASE}/inspection", INSPECTION, version=3))


async def recommend(world: World) -> None:
    await find_fit(world)
    await world.clock(date(2013, 9, 10))
    granted(await world.does(CLERK, f"{CASE}/recommendation", {"opinion": "达到示范标准"}, version=4))

"""Changzhou as it was before 国函〔2015〕75号: nine bureaus, twelve stations, and the job that follows a change."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from deploy.demo import __file__ as demo
from services.registry.jobs import resolving
from services.registry.jobs.job import Job, Report
from shared.access.memory import ActingMemory
from shared.access.roles import Caller, Level
from tests.registry.desk import OPERATOR, Desk
from tests.registry.wishes import a_host, station_of

_DATA = Path(demo).parent / "data"
CHANGE: dict[str, Any] = json.loads((_DATA / "division_change_2015.json").read_text(encoding="utf-8"))
ZONE: dict[str, Any] = json.loads((_DATA / "development_zone.json").read_text(encoding="utf-8"))

COUNTIES = {
    "320405": "江苏省常州工商行政管理局戚墅堰分局",
    "320411": "江苏省常州工商行政管理局新北分局",
    "320412": "江苏省常州工商行政管理局武进分局",
    "320481": "江苏省溧阳工商行政管理局",
    "320482": "江苏省金坛工商行政管理局",
}
# A made-up name, the division and the town of each; and where it is after the change, if anybody can tell.
STATIONS = [
    ("青龙商场", "320402", "青龙街道", "320402"),
    ("丁堰商场", "320405", "丁堰街道", "320412"),
    ("东站超市", "320405", "", "320412"),
    ("三井超市", "320411", "三井街道", "320411"),
    ("奔牛市场", "320412", "奔牛镇", "320411"),
    ("郑陆市场", "320412", " 郑陆 ", "320402"),
    ("邹区市场", "320412", "邹区", "320404"),
    ("湖塘商场", "320412", "湖塘镇", "320412"),
    ("无名超市", "320412", "", None),
    ("未详市场", "320412", "不详", None),
    ("尧塘市场", "320482", "尧塘镇", "320413"),
    ("天目湖景区", "320481", "天目湖镇", "320481"),
]


def officer_of(division: str, code: str = "") -> Caller:
    return Caller(f"of-{code or division}", Level.COUNTY, code or f"B-{division}", "科员")


async def a_bureau(desk: Desk, division: str, called: str, code: str = "", **other: object) -> None:
    """A county's bureau with an officer of its own."""
    bureau = {
        "bureau_code": code or f"B-{division}",
        "name": called,
        "name_is_sourced": False,
        "level": "county",
        "division_code": division,
        "established_on": "2003-01-01",
    }
    await desk.done("/v1/bureaus", OPERATOR, bureau | other)
    officer = officer_of(division, code)
    posting = {"officer_id": officer.subject, "bureau_code": officer.bureau, "post": officer.post}
    await desk.done("/v1/officers", OPERATOR, posting)


async def changzhou(desk: Desk) -> dict[str, str]:
    """The bureaus and the twelve stations; returns the ids of the stations by their names."""
    for division, name in COUNTIES.items():
        await a_bureau(desk, division, name)
    host_id = await a_host(desk)
    found = {}
    for name, division, town, _ in STATIONS:
        county = Caller("of-tianning", Level.COUNTY, "B-320402") if division == "320402" else officer_of(division)
        station = station_of(host_id, name=f"{name}消费维权服务站", division_code=division, town=town)
        found[name] = str((await desk.done("/v1/stations", county, station))["id"])
    return found


async def at(desk: Desk, year: int, month: int, day: int) -> None:
    """The programme's clock is moved; and nobody remembers any more for whom an officer acted."""
    await desk.runtime.clock.move(desk.runtime.pool, datetime(year, month, day, 9))  # noqa: DTZ001 - Shanghai's.
    desk.runtime.acting = ActingMemory()


async def followed(desk: Desk) -> dict[str, object]:
    """The job that waits for a change of divisions is worked off."""
    row = await desk.runtime.pool.fetchrow(
        "UPDATE jobs SET state = 'running', attempt = attempt + 1 WHERE kind = 'resolve_division_change' RETURNING"
        " job_id, kind, bureau_code, requested_by, arguments, attempt, done, total, bad, result"
    )
    assert row is not None
    told = dict(row)
    job = Job(**told | {name: orjson.loads(told[name]) for name in ("arguments", "result")})
    return await resolving.work(desk.runtime, job, Report(desk.runtime, job))


async def listed(desk: Desk, path: str, caller: Caller | None = None, **query: Any) -> list[dict[str, Any]]:
    """The whole list, two a page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await desk.read(path, caller, limit=2, **query, **cursor)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next"] is None:
            return found
        cursor = {"cursor": answer.json()["next"]}

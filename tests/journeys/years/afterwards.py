"""2014 to 2024: a revocation, the divisions of 2015, new numbers, new bureaus (11), no approval (20)."""

import asyncio
from collections.abc import Iterable
from typing import Any

import orjson
from stdnum.cn import uscc

from deploy.client import Answer
from deploy.demo.world import DATA
from shared.access.roles import Caller, Level
from tests.journeys.years.world import CITY, NEW_CITY, OPERATOR, PROVINCE, SHA, Step, Years, county

TWELVE = {
    "奔牛市场甲": ("320412", "奔牛镇", "320411"),
    "郑陆超市": ("320412", "郑陆镇", "320402"),
    "邹区市场": ("320412", "邹区镇", "320404"),
    "戚墅堰百货": ("320405", "丁堰街道", "320412"),
    "金坛商厦": ("320482", "金城镇", "320413"),
    "湖塘广场": ("320412", "湖塘镇", "320412"),
    "横林家居": ("320412", "横林镇", "320412"),
    "天宁百货": ("320402", "青龙街道", "320402"),
    "钟楼百货": ("320404", "五星街道", "320404"),
    "新北百货": ("320411", "龙虎塘街道", "320411"),
    "武进无名甲": ("320412", "未详", "320412"),
    "武进无名乙": ("320412", "", "320412"),
}
"""Twelve fixed stations: where they were registered, and where they are after 国函〔2015〕75号."""

CHANGE: dict[str, Any] = orjson.loads((DATA / "division_change_2015.json").read_bytes())
NEW_COUNTY = Caller("of-320402-1", Level.COUNTY, "M-320402", "科员")


async def register(years: Years) -> None:
    for name, (division, town, _) in TWELVE.items():
        await years.register(name, division, town)


async def propose_revocation(years: Years) -> None:
    proposal = {"ground": "lax_management", "facts": "台账滞后两个月，无人值守", "evidence_sha256": [SHA]}
    await _of_title(years, "revocation-proposal", CITY[0], proposal)


async def revoke(years: Years) -> None:
    """丁大厦 loses its title in 2014, by the bureaus of 2014."""
    await _of_title(years, "defence", CITY[0], {"summary": "企业无异议"})
    decision = {"reasons": "管理松懈", "document_number": "苏工商消〔2014〕虚构9号"}
    await _of_title(years, "revocation", PROVINCE, decision)


async def _of_title(years: Years, act: str, who: Caller, body: dict[str, Any], after: Iterable[Answer] = ()) -> None:
    await years.change("assessment", f"/v1/titles/{years.stations['丁大厦'].id}", act, who, body, after=after)


async def change_divisions(years: Years) -> None:
    established = {
        "bureau_code": "B-320413",
        "name": "常州市金坛区工商行政管理局",
        "name_is_sourced": False,
        "level": "county",
        "division_code": "320413",
        "established_on": "2015-06-01",
    }
    await years.do("registry", "/v1/bureaus", OPERATOR, established)
    for old, new in (("B-320405", "B-320412"), ("B-320482", "B-320413")):
        body = {"successor_code": new, "document_number": "国函〔2015〕75号"}
        await years.do("registry", f"/v1/bureaus/{old}/succession", OPERATOR, body)
    changed = await years.do("registry", "/v1/divisions/changes", OPERATOR, CHANGE)
    years.notes["3 change"] = await _resolved(years, changed.id)
    years.notes["3 places"] = {
        name: (await years.read("registry", f"/v1/stations/{years.stations[name].id}"))["division_code"]
        for name in TWELVE
    }
    unresolved = await years.read("registry", "/v1/jurisdictions/unresolved", CITY[0])
    years.notes["3 unresolved"] = {row["name"] for row in unresolved["items"]}
    years.notes["3 before"] = await years.read("registry", "/v1/stations?as_of=2014-12-31&division=320405")
    years.notes["3 now"] = await years.read("registry", "/v1/stations?division=320405")


async def _resolved(years: Years, change_id: str) -> Any:
    """The change, once every station of its land has been looked at."""
    async with asyncio.timeout(60):
        while True:
            jobs = (await years.read("registry", "/v1/jobs", OPERATOR))["items"]
            states = [job["state"] for job in jobs if job["kind"] == "resolve_division_change"]
            if states == ["done"]:
                return await years.read("registry", f"/v1/divisions/changes/{change_id}")
            await asyncio.sleep(0.1)


async def decide_by_hand(years: Years) -> None:
    """The city finds out that one of the two stands in 奔牛."""
    station = years.stations["武进无名甲"]
    body = {"division_code": "320411", "town": "奔牛镇", "reason": "实地核实地址"}
    await years.change("registry", f"/v1/stations/{station.id}", "jurisdiction", CITY[0], body)
    unresolved = await years.read("registry", "/v1/jurisdictions/unresolved", CITY[0])
    years.notes["3 left"] = {row["name"] for row in unresolved["items"]}


async def link_credit_code(years: Years) -> None:
    """The 15 digits of 庚商场's host are replaced by a credit code."""
    host = years.stations["庚商场"].host_id
    body = "91320402MA1M9XKQ3"
    number = body + uscc.calc_check_digit(body)
    page = await years.read("registry", f"/v1/hosts/{host}")
    link = {
        "identifier_type": "credit_code",
        "number": number,
        "replaces": page["registration_number"],
        "valid_from": "2015-12-10",
    }
    await years.do("registry", f"/v1/hosts/{host}/identifiers", county("320402"), link)
    years.notes["8 numbers"] = (page["registration_number"], number)


async def succeed_county(years: Years) -> None:
    """2016: the county's bureau is one of market supervision, the city's is still the AIC."""
    succeeded = await _succeed(years, "320402", "county", "常州市天宁区市场监督管理局", "B-320402", "M-320402")
    station = years.stations["子百货"]
    guidance = {"topic": "台账", "summary": "现场指导"}
    path = f"/v1/stations/{station.id}/guidance"
    years.notes["11 old code"] = await years.refusal(years.do("registry", path, county("320402"), guidance))
    years.notes["11 new code"] = (await years.do("registry", path, NEW_COUNTY, guidance)).id
    outsider = Caller("of-320404-2", Level.COUNTY, "M-320402", "科员")
    years.notes["11 another county's officer"] = await years.refusal(years.do("registry", path, outsider, guidance))
    plaque = years.notes["11 plaque"] = f"/v1/titles/{years.stations['丁大厦'].id}"
    years.notes["11 old plaque"] = await years.refusal(
        years.change("assessment", plaque, "plaque-return", county("320402"), after=succeeded)
    )
    await _of_title(years, "plaque-return", NEW_COUNTY, {}, after=succeeded)


async def succeed_city(years: Years) -> None:
    await _succeed(years, "320400", "city", "常州市市场监督管理局", "B-320400", "M-320400")
    years.notes["11 bureaus 2014"] = await years.read("registry", "/v1/bureaus?as_of=2014-06-01")
    years.notes["11 bureaus 2016"] = await years.read("registry", "/v1/bureaus?as_of=2016-12-31")
    years.notes["11 bureaus now"] = await years.read("registry", "/v1/bureaus?as_of=2019-01-10")


async def _succeed(years: Years, division: str, level: str, name: str, old: str, new: str) -> list[Answer]:
    body = {"bureau_code": new, "name": name, "name_is_sourced": False, "level": level, "division_code": division}
    founded = await years.do("registry", "/v1/bureaus", OPERATOR, body)
    succession = {"successor_code": new, "document_number": f"虚构〔{division}〕1号"}
    return [founded, await years.do("registry", f"/v1/bureaus/{old}/succession", OPERATOR, succession)]


async def without_approval(years: Years) -> None:
    """2023: a city may not run a season of its own; it executes the province's, which needs a number."""
    settings = {"rubric_id": "R-V0"}
    chapter = {"year": 2023, "city_code": "320400", "settings": settings}
    years.notes["20 own"] = await years.refusal(years.do("application", "/v1/seasons", NEW_CITY, chapter))
    season = {"year": 2023, "city_code": "320000", "settings": settings}
    await years.do("application", "/v1/seasons", PROVINCE, season)
    path = "/v1/seasons/S-2023-320000"
    approval = {
        "issuer": "江苏省委、省政府（虚构）",
        "organiser_level": "province",
        "document_date": "2023-03-01",
        "document_sha256": SHA,
        "approval_number": "",
    }
    years.notes["20 unapproved"] = await years.refusal(years.change("application", path, "opening", PROVINCE))
    await years.change("application", path, "approval", PROVINCE, approval)
    years.notes["20 no number"] = await years.refusal(years.change("application", path, "opening", PROVINCE))


async def with_approval(years: Years) -> None:
    """2024: the province's season has its number, and the city executes it."""
    settings = {"rubric_id": "R-V0"}
    season = {"year": 2024, "city_code": "320000", "settings": settings}
    await years.do("application", "/v1/seasons", PROVINCE, season)
    path = "/v1/seasons/S-2024-320000"
    approval = {
        "issuer": "江苏省委、省政府（虚构）",
        "organiser_level": "province",
        "document_date": "2024-03-01",
        "document_sha256": SHA,
        "approval_number": "苏示创〔2024〕虚构1号",
    }
    await years.change("application", path, "approval", PROVINCE, approval)
    await years.change("application", path, "opening", PROVINCE)
    chapter = {"year": 2024, "city_code": "320400", "settings": {}}
    await years.do("application", "/v1/seasons", NEW_CITY, chapter)
    years.notes["20 executed"] = (
        await years.change("application", "/v1/seasons/S-2024-320400", "opening", NEW_CITY)
    ).body


STEPS = (
    Step("2013-05-14T09:00", register),
    Step("2014-05-12T10:00", propose_revocation),
    Step("2014-06-10T09:00", revoke),
    Step("2015-06-01T09:00", change_divisions),
    Step("2015-06-15T09:00", decide_by_hand),
    Step("2015-12-10T09:00", link_credit_code),
    Step("2016-03-01T09:00", succeed_county),
    Step("2019-01-10T09:00", succeed_city),
    Step("2023-04-03T09:00", without_approval),
    Step("2024-04-01T09:00", with_approval),
)

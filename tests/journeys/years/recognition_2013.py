"""2013 from the assessment to the title: a clean run (0), a draw and a refusal (18), a title declined (1).

Whom the draw hits nobody can foretell, so the parts of the later years are given out after it (`cast`).
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from tests.journeys.years.season_2013 import SEASON, division_of, ten
from tests.journeys.years.world import CHECKERS, CITY, PROVINCE, Station, Step, Years, county

LIST = "L-2013-320400"
DOCUMENT = "苏工商消〔2013〕虚构1号"
SEED = "a-seed-of-the-province-kept-in-a-drawer-until-November"
NOTICE = "N-2013-320400-1"


def case_of(station: Station, year: int = 2013) -> str:
    return f"/v1/assessments/A-{year}-{station.id}"


def marks(items: Iterable[dict[str, Any]], total: int) -> list[dict[str, Any]]:
    """A sheet of that many tenths of a point: the first items lose a fifth of their weight until it adds up."""
    left = 1_000 - total
    sheet = []
    for item in items:
        off = min(left, item["weight"] // 5)
        left -= off
        sheet.append({"item": item["code"], "tenths": item["weight"] - off, "note": "现场"})
    return sheet


async def close_notice(years: Years) -> None:
    """It has closed by itself on the first day after its last one."""
    years.notes["notice closed"] = await years.read("publication", f"/v1/notices/{NOTICE}")


async def assess(years: Years) -> None:
    """Two assessors each; 甲百货 has 93.4, and 申商厦, whose 92.0 are the fewest, is left in reserve."""
    panel = {"season_id": SEASON, "members": [CITY[1].subject, CITY[2].subject]}
    await years.do("assessment", "/v1/panels", CITY[0], panel)
    for place, station in enumerate(ten(years)):
        total = {"甲百货": 934, "申商厦": 920}.get(station.name, 990 - place)
        await years.assess(station, 2013, marks(years.notes["items"], total))


async def commit_to_a_draw(years: Years) -> None:
    """18: the province binds itself to a seed while nobody knows the list."""
    body = {
        "about": "candidate",
        "season_id": SEASON,
        "commitment": hashlib.sha256(SEED.encode()).hexdigest(),
        "count": 3,
        "inspectors": [who.subject for who in CHECKERS],
        "inspectors_each": 2,
        "reveal_by_days": 10,
    }
    years.notes["draw"] = await years.do("assessment", "/v1/draws", PROVINCE, body)


async def submit(years: Years) -> None:
    """Nine for ten places; asked again, it is the same list."""
    body = {"season_id": SEASON, "entries": [f"A-2013-{station.id}" for station in ten(years)[:9]]}
    years.notes["list"] = await years.do("assessment", "/v1/lists", CITY[0], body)
    years.notes["printed list"] = await years.bytes_of("assessment", f"/v1/lists/{LIST}/printed", CITY[0])
    years.notes["board"] = await years.read("assessment", f"/v1/seasons/{SEASON}/places", CITY[0])


async def withdraw_after_the_list(years: Years) -> None:
    """1: who withdraws now is told to decline; who had withdrawn before stays withdrawn."""
    listed, gone = years.stations["丁大厦"], years.stations["乙超市"]
    after = [years.notes["list"]]
    for station, name in ((listed, "after the list"), (gone, "withdrawn twice")):
        path = f"/v1/applications/A-2013-{station.id}"
        asked = years.change("application", path, "withdrawal", station.speaker, {"reason": "反悔"}, after=after)
        years.notes[name] = await years.refusal(asked)


async def reveal(years: Years) -> None:
    draw = f"/v1/draws/{years.notes['draw'].id}"
    years.notes["18 early"] = await years.read("assessment", draw)
    years.notes["18 wrong seed"] = await years.refusal(
        years.change("assessment", draw, "revelation", PROVINCE, {"seed": "a-seed-that-was-never-committed-to"})
    )
    await years.change("assessment", draw, "revelation", PROVINCE, {"seed": SEED})
    years.notes["18 revealed"] = await years.read("assessment", draw, PROVINCE)
    years.notes["18 for everybody"] = await years.read("assessment", draw)
    cast(years, [row["id"] for row in years.notes["18 revealed"]["drawn"]])


def cast(years: Years, drawn: list[str]) -> None:
    """The first who was drawn fails, the second declines; parts of the later years go to those whom the draw spared.

    丁大厦 is revoked in 2014 whether it was drawn or not, so it neither fails nor declines.
    """
    stations = ten(years)[:9]
    others = [station for station in stations if station.name != "丁大厦"]
    hit = [station for station in others if f"A-2013-{station.id}" in drawn]
    spared = [station for station in others if station not in hit]
    clean = next((station for station in spared if station.name == "甲百货"), spared[0])
    rest = [station for station in [*hit[2:], *spared] if station is not clean]
    roles = ("己", "庚", "壬", "戊", "癸")
    years.roles = {"甲": clean, "fails": hit[0], "declines": hit[1], **dict(zip(roles, rest, strict=True))}
    years.roles["reserve"] = ten(years)[9]
    years.roles["丁"] = years.stations["丁大厦"]


async def check(years: Years) -> None:
    """Three are ordered to be looked at; the first fails, and nobody who was not drawn can be called drawn."""
    draw_id = years.notes["draw"].id
    body = {"mode": "drawn", "reason": "双随机抽取", "draw_id": draw_id, "announced": False}
    clean = case_of(years.roles["甲"])
    years.notes["18 not drawn"] = await years.refusal(years.do("assessment", f"{clean}/spot-checks", PROVINCE, body))
    for row in years.notes["18 revealed"]["drawn"]:
        path = f"/v1/assessments/{row['id']}"
        ordered = await years.do("assessment", f"{path}/spot-checks", PROVINCE, body)
        if row["id"] == f"A-2013-{years.roles['declines'].id}":
            continue
        passed = row["id"] != f"A-2013-{years.roles['fails'].id}"
        record = {
            "checkers": years.notes["18 revealed"]["assigned"][row["id"]],
            "passed": passed,
            "findings": "与材料一致" if passed else "台账为事后补造",
        }
        await years.change("assessment", path, f"spot-checks/{ordered.body['check_id']}/record", CHECKERS[0], record)


async def decline(years: Years) -> None:
    """1: a listed host declines, so a place is free, and the reserve, which stood on notice, takes it."""
    station = years.roles["declines"]
    declined = await years.change(
        "assessment", case_of(station), "declination", station.speaker, {"reason": "经营调整"}
    )
    years.notes["1 declined"] = declined.body
    recognition = {"document_number": DOCUMENT}
    years.notes["1 recognised"] = await years.refusal(
        years.change("assessment", case_of(station), "recognition", PROVINCE, recognition)
    )
    supplement = {"reason": "一家放弃，按顺序递补", "late_reason": "名单上报后出现空额"}
    added = await years.change("assessment", f"/v1/lists/{LIST}", "supplements", CITY[0], supplement)
    years.notes["supplement"] = added.body
    years.notes["printed supplement"] = await years.bytes_of(
        "assessment", f"/v1/lists/{LIST}/supplements/1/printed", CITY[0]
    )


async def recognise(years: Years) -> None:
    """Six without a visit, and the one that the visit found in order; the one that failed is refused."""
    clean = years.roles["甲"]
    years.notes["0 before"] = await years.read("publication", f"/v1/stations/{clean.id}/title")
    refused = {"reasons": "抽查不合格：台账为事后补造"}
    last = await years.change("assessment", case_of(years.roles["fails"]), "refusal", PROVINCE, refused)
    for station in ten(years):
        if station in (years.roles["fails"], years.roles["declines"]):
            continue
        decision = {"document_number": DOCUMENT}
        last = await years.change("assessment", case_of(station), "recognition", PROVINCE, decision)
    years.notes["last decision"] = last
    years.notes["18 city"] = await years.read("assessment", case_of(years.roles["fails"]), CITY[0])
    years.notes["18 host"] = await years.read("assessment", case_of(years.roles["fails"]), years.roles["fails"].speaker)
    years.notes["due to publish"] = await years.read("publication", "/v1/announcements/due", PROVINCE, after=[last])


async def publish(years: Years) -> None:
    body = {"season_id": SEASON, "media": "江苏省级媒体（虚构）", "document_number": DOCUMENT}
    published = await years.do(
        "publication", "/v1/announcements/results", PROVINCE, body, after=[years.notes["last decision"]]
    )
    years.notes["published"] = published


async def close_season(years: Years) -> None:
    years.notes["season closed"] = await years.read(
        "application", f"/v1/seasons/{SEASON}", None, after=[years.notes["published"]]
    )
    years.notes["18 afterwards"] = await years.read("assessment", f"/v1/draws/{years.notes['draw'].id}")
    documents = await years.read("publication", f"/v1/documents?season_id={SEASON}")
    years.notes["printed 2013"] = {
        row["id"]: await years.bytes_of("publication", f"/v1/documents/{row['id']}") for row in documents["items"]
    }


async def hand_plaques_over(years: Years) -> None:
    """Friday 14 March 2014, as the custom is."""
    for number, station in enumerate(ten(years), start=1):
        if station in (years.roles["fails"], years.roles["declines"]):
            continue
        body = {"plaque_number": f"虚构牌2013-{number}"}
        await years.change("assessment", f"/v1/titles/{station.id}", "plaque", county(division_of(station.name)), body)


STEPS = (
    Step("2013-09-30T09:00", close_notice),
    Step("2013-10-18T09:00", assess),
    Step("2013-10-21T09:00", commit_to_a_draw),
    Step("2013-10-28T09:00", submit),
    Step("2013-10-28T14:00", withdraw_after_the_list),
    Step("2013-11-04T09:00", reveal),
    Step("2013-11-06T09:00", check),
    Step("2013-11-12T09:00", decline),
    Step("2013-12-20T09:00", recognise),
    Step("2013-12-24T09:00", publish),
    Step("2013-12-28T09:00", close_season),
    Step("2014-03-14T09:00", hand_plaques_over),
)

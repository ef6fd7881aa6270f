"""2013 up to the notice: filings in time and late (15), a failed inspection (2), a withdrawal with objections (1)."""

import orjson

from deploy.demo.founding import RUBRICS
from tests.journeys.years.world import CITY, PROVINCE, Station, Step, Years, county

SEASON = "S-2013-320400"
NOTICE = "N-2013-320400-1"
SETTINGS = {
    "applications_close_on": "2013-08-30",
    "recommendations_due_on": "2013-09-13",
    "submission_due_on": "2013-10-31",
    "rubric_id": "R-JS-2013",
}
_NAMES = (("乙超市", "320404"), ("丙市场", "320411"), ("丁大厦", "320402"), ("卯商场", "320402"), ("寅商厦", "320402"))
STRONG = (
    ("甲百货", "320402", "青龙街道", "百货零售"),
    ("戊商城", "320402", "兰陵街道", "家居建材"),
    ("己百货", "320404", "南大街街道", "百货零售"),
    ("庚商城", "320404", "五星街道", "家电数码"),
    ("辛市场", "320411", "三井街道", "农副产品"),
    ("壬宾馆", "320411", "龙虎塘街道", "住宿餐饮"),
    ("癸超市", "320412", "湖塘镇", "食品零售"),
    ("未广场", "320412", "邹区镇", "百货零售"),
    ("申商厦", "320482", "金城镇", "家居建材"),
)
"""Nine made-up stations that reach the standard beside 丁大厦; which part each plays later, the draw says."""


async def register(years: Years) -> None:
    for name, division in _NAMES:
        await years.register(name, division, town="城区街道")
    for name, division, town, trade in STRONG:
        await years.register(name, division, town=town, trade=trade)


def ten(years: Years) -> list[Station]:
    """丁大厦 and the nine."""
    return [years.stations[name] for name in ("丁大厦", *(name for name, *_ in STRONG))]


def division_of(name: str) -> str:
    """Where a station of 2013 was registered."""
    return dict((*_NAMES, *((strong, division) for strong, division, *_ in STRONG)))[name]


async def open_season(years: Years) -> None:
    for file in sorted(RUBRICS.glob("*.json")):
        years.notes[file.stem] = await years.do("assessment", "/v1/rubrics", PROVINCE, orjson.loads(file.read_bytes()))
    rubric = await years.read("assessment", "/v1/rubrics/R-JS-2013", CITY[0])
    years.notes["items"] = rubric["items"]
    await years.open_season(2013, SETTINGS)


async def file_in_august(years: Years) -> None:
    for name in (*(name for name, _ in _NAMES[:3]), *(name for name, *_ in STRONG)):
        years.notes[f"filed {name}"] = await years.apply(years.stations[name], 2013)


async def draft(years: Years) -> None:
    """寅商厦 begins a draft in August, scores itself, and then lets the day pass."""
    station = years.stations["寅商厦"]
    body = {"season_id": SEASON, "station_id": station.id, "statement": "自愿申请", "contact": "经办人"}
    await years.do("application", "/v1/drafts", station.speaker, body, after=[station.station])
    scores = [{"item": item["code"], "tenths": item["weight"]} for item in years.notes["items"]]
    case = f"/v1/applications/A-2013-{station.id}"
    path = f"{case}/self-assessment"
    form = await years.client.get("application", f"{case}/form", station.speaker)
    await years.client.post("application", path, station.speaker, {"scores": scores}, version=form.version)


async def file_at_the_last_minute(years: Years) -> None:
    years.notes["15a"] = await years.apply(years.stations["卯商场"], 2013)


async def file_late(years: Years) -> None:
    """15 (b), (c) and (e): by post, by upload, and back-dated; the draft stays for the next season."""
    station, clerk = years.stations["寅商厦"], county("320402")
    scan = await years.upload(clerk, b"%PDF-1.4 the host's signed form, scanned")
    paper = {
        "season_id": SEASON,
        "station_id": station.id,
        "form_sha256": scan,
        "self_score_tenths": 900,
        "channel": "post",
        "received_on": "2013-09-02",
        "postmarked_on": "2013-08-30",
        "reason": "挂号信",
    }
    years.notes["15b receipt"] = await years.refusal(years.do("application", "/v1/applications/paper", clerk, paper))
    back_dated = paper | {"channel": "counter", "received_on": "2013-08-29", "postmarked_on": None}
    years.notes["15e"] = await years.refusal(years.do("application", "/v1/applications/paper", clerk, back_dated))
    case = f"/v1/applications/A-2013-{station.id}"
    form = await years.client.get("application", f"{case}/form", station.speaker)
    pledge = {"pledge_sha256": await years.upload(station.speaker, b"%PDF-1.4 the host's pledge, signed")}
    filing = years.client.post("application", f"{case}/filing", station.speaker, pledge, version=form.version)
    years.notes["15c"] = await years.refusal(filing)
    years.notes["15c draft"] = await years.read("application", f"{case}/form", station.speaker)


async def inspect(years: Years) -> None:
    """丙市场 fails on A2 and D5; the others reach the standard."""
    await years.verify(years.stations["丙市场"], 2013, "320411", failed=("A2", "D5"))
    for station in (years.stations["乙超市"], *ten(years)):
        await years.verify(station, 2013, division_of(station.name))


async def decide(years: Years) -> None:
    await years.recommend(years.stations["乙超市"], 2013, "320404")
    for station in ten(years):
        await years.recommend(station, 2013, division_of(station.name))
    case = f"/v1/applications/A-2013-{years.stations['丙市场'].id}"
    reasons = {"reasons": "A2、D5 未达标准，期限内未能整改"}
    await years.change("application", case, "refusal", county("320411"), reasons)


async def open_notice(years: Years) -> None:
    body = {"season_id": SEASON, "opens_on": "2013-09-23", "closes_on": "2013-09-29", "media": "常州日报（虚构）"}
    await years.do("publication", "/v1/notices", CITY[0], body | {"contact": "12315"})


async def object_to(years: Years) -> None:
    """Two objections about 乙超市, one screened as admissible, one still unread when it withdraws."""
    station = years.stations["乙超市"]
    opinion = {"station_id": station.id, "side": "consumer", "stance": "objection"}
    said = [
        await years.do("publication", f"/v1/notices/{NOTICE}/opinions", None, opinion | {"text": text, "name": name})
        for text, name in (("9月1日购物拒开发票。", "张某"), ("服务台无人应答三次。", "李某"))
    ]
    admissible = {"result": "admissible", "reason": "实名并有具体事实"}
    await years.change("publication", f"/v1/opinions/{said[0].id}", "screening", CITY[0], admissible)


async def withdraw(years: Years) -> None:
    """On the third day of its notice; it may not come back this season."""
    station = years.stations["乙超市"]
    case = f"/v1/applications/A-2013-{station.id}"
    withdrawn = await years.change("application", case, "withdrawal", station.speaker, {"reason": "门店改造"})
    years.notes["withdrawn"] = withdrawn
    years.notes["again"] = await years.refusal(years.apply(station, 2013, form_sha256="cd" * 32))
    years.notes["notice"] = await years.read("publication", f"/v1/notices/{NOTICE}", after=[withdrawn])
    about = f"/v1/opinions?application_id=A-2013-{station.id}"
    years.notes["moot"] = (await years.read("publication", about, CITY[0], after=[withdrawn]))["items"]


STEPS = (
    Step("2013-05-13T09:00", register),
    Step("2013-05-15T09:00", open_season),
    Step("2013-08-12T09:00", file_in_august),
    Step("2013-08-20T09:00", draft),
    Step("2013-08-30T17:29", file_at_the_last_minute),
    Step("2013-09-02T09:00", file_late),
    Step("2013-09-05T09:00", inspect),
    Step("2013-09-10T09:00", decide),
    Step("2013-09-23T09:00", open_notice),
    Step("2013-09-24T10:00", object_to),
    Step("2013-09-25T15:00", withdraw),
)

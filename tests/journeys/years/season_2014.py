"""2014: a quota (4), last year's failure again (2), a move with an open case (9), a new name and a new host (8), 15."""

import asyncio

from tests.journeys.years.world import CITY, Step, Years, county

SEASON = "S-2014-320400"
SETTINGS = {
    "applications_close_on": "2014-08-28",
    "recommendations_due_on": "2014-09-12",
    "submission_due_on": "2014-10-31",
    "rubric_id": "R-V0",
    "places": 4,
    "district_quota": 3,
    "recommendation_limit": 5,
    "paper_counts_by": "postmark",
}
GOOD = ("子百货", "丑百货", "辰百货", "巳百货")


async def register(years: Years) -> None:
    for name in (*GOOD, "辛超市", "庚商场", "癸商场"):
        await years.register(name, "320402", town="兰陵街道" if name == "辛超市" else f"{name[0]}字街道")
    await years.register("午超市", "320404", town="南大街街道")


async def open_season(years: Years) -> None:
    await years.open_season(2014, SETTINGS)


async def file(years: Years) -> None:
    for name in (*GOOD, "辛超市", "癸商场", "午超市", "丙市场"):
        await years.apply(years.stations[name], 2014)
    await years.verify(years.stations["辛超市"], 2014, "320402")


async def move(years: Years) -> None:
    """辛超市 moves from 天宁 to 新北 while its case is open; the case goes along, its inspection does not."""
    station = years.stations["辛超市"]
    place = {"division_code": "320411", "town": "三井街道"}
    moved = await years.change("registry", f"/v1/stations/{station.id}", "move", county("320402"), place)
    case = f"/v1/applications/A-2014-{station.id}"
    handed_over = await years.client.get("application", case, station.speaker, after=[moved])
    years.notes["9 handed over"] = handed_over.body
    opinion = {"opinion": "同意推荐"}
    old = years.client.post(
        "application", f"{case}/recommendation", county("320402"), opinion, version=handed_over.version
    )
    years.notes["9 old county"] = await years.refusal(old)
    too_early = years.recommend(station, 2014, "320411")
    years.notes["9 not inspected"] = await years.refusal(too_early)


async def transfer(years: Years) -> None:
    """癸商场 gets another host: the open application ends, and the new host sees it nowhere as its own."""
    station = years.stations["癸商场"]
    other = years.stations["庚商场"]
    given = {"host_id": other.host_id}
    transferred = await years.change("registry", f"/v1/stations/{station.id}", "transfer", county("320402"), given)
    case = f"/v1/applications/A-2014-{station.id}"
    years.notes["8 transferred"] = await years.read("application", case, county("320402"), after=[transferred])


async def rename(years: Years) -> None:
    station = years.stations["庚商场"]
    new = {"name": "庚购物有限公司"}
    await years.change("registry", f"/v1/hosts/{station.host_id}", "renaming", county("320402"), new)
    await years.change("registry", f"/v1/stations/{station.id}", "renaming", county("320402"), {"name": "庚购物服务站"})


async def extend(years: Years) -> None:
    """15 (d): before the day, by a published order, for everybody; never for one."""
    order = {
        "applications_close_on": "2014-08-29",
        "recommendations_due_on": "2014-09-15",
        "reason": "台风",
        "document_number": "常工商消〔2014〕虚构3号",
        "document_date": "2014-08-26",
    }
    path = f"/v1/seasons/{SEASON}"
    for_one = years.change("application", path, "extension", CITY[0], order | {"station_id": "st-x"})
    years.notes["15d for one"] = await years.refusal(for_one)
    extended = await years.change("application", path, "extension", CITY[0], order)
    years.notes["15d"] = await years.read("application", path, None, after=[extended])


async def take_paper(years: Years) -> None:
    """15 (b) under the other setting: the postmark of 29 August counts, though the letter comes on 2 September."""
    station, clerk = years.stations["寅商厦"], county("320402")
    paper = {
        "season_id": SEASON,
        "station_id": station.id,
        "form_sha256": await years.upload(clerk, b"%PDF-1.4 the host's form of 2014, scanned"),
        "self_score_tenths": 900,
        "channel": "post",
        "received_on": "2014-09-02",
        "postmarked_on": "2014-08-29",
        "reason": "挂号信",
    }
    years.notes["15b postmark"] = await years.do("application", "/v1/applications/paper", clerk, paper)


async def inspect(years: Years) -> None:
    for name in GOOD:
        await years.verify(years.stations[name], 2014, "320402")
    await years.verify(years.stations["午超市"], 2014, "320404")
    await years.verify(years.stations["丙市场"], 2014, "320411")
    await years.inspect(years.stations["辛超市"], 2014, "320411")
    years.notes["2 history"] = await years.application(years.stations["丙市场"], 2014, county("320411"))


async def recommend(years: Years) -> None:
    """天宁 recommends four for three places; then two counties at once meet on the city's last place."""
    for name in GOOD:
        years.notes[f"4 {name}"] = (await years.recommend(years.stations[name], 2014, "320402")).body
    years.notes["9 recommended"] = (await years.recommend(years.stations["辛超市"], 2014, "320411")).body
    race = await asyncio.gather(
        years.recommend(years.stations["午超市"], 2014, "320404"),
        years.recommend(years.stations["丙市场"], 2014, "320411"),
    )
    years.notes["4 race"] = [answer.body["stage"] for answer in race]
    years.notes["4 quota"] = await years.read("application", f"/v1/seasons/{SEASON}/quota", CITY[0])


async def widen(years: Years) -> None:
    """The city widens its limit with a reason; who waited is put forward, and 天宁 exchanges two of its own."""
    path = f"/v1/seasons/{SEASON}"
    change = {"name": "recommendation_limit", "value": 6, "basis": "[notice] 二(三)", "reason": "兼顾不同行业"}
    await years.change("application", path, "settings", CITY[0], change)
    waiting = "午超市" if years.notes["4 race"][0] == "reserve" else "丙市场"
    division = "320404" if waiting == "午超市" else "320411"
    case = f"/v1/applications/A-2014-{years.stations[waiting].id}"
    body = {"opinion": "名额放宽后推荐"}
    years.notes["4 promoted"] = (await years.change("application", case, "promotion", county(division), body)).body
    fourth, third = years.stations["巳百货"], years.stations["辰百货"]
    exchange = {"for_application": f"A-2014-{third.id}", "reason": "行业分布更均衡", "opinion": "同意推荐"}
    await years.change("application", f"/v1/applications/A-2014-{fourth.id}", "exchange", county("320402"), exchange)
    years.notes["4 exchanged"] = [
        (await years.application(station, 2014, county("320402")))["stage"] for station in (fourth, third)
    ]


async def hand_over(years: Years) -> None:
    years.notes["2014 season"] = await years.read("application", f"/v1/seasons/{SEASON}", None)


STEPS = (
    Step("2014-04-21T09:00", register),
    Step("2014-05-12T09:00", open_season),
    Step("2014-07-01T09:00", file),
    Step("2014-07-15T09:00", move),
    Step("2014-07-20T09:00", transfer),
    Step("2014-08-20T09:00", rename),
    Step("2014-08-26T09:00", extend),
    Step("2014-09-02T09:00", take_paper),
    Step("2014-09-04T09:00", inspect),
    Step("2014-09-10T09:00", recommend),
    Step("2014-09-12T09:00", widen),
    Step("2014-09-17T09:00", hand_over),
)

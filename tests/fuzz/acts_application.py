"""One of each act on an application that the ten years did without: draft, evidence, correction, desk, return."""

from tests.fuzz.acts_registry import CLERK, DIVISION
from tests.journeys.years.season_2013 import SEASON
from tests.journeys.years.world import CITY, Station, Step, Years, county

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
NAMES = ("钟楼甲店", "钟楼乙店", "钟楼丙店")


def case_of(station: Station) -> str:
    return f"/v1/applications/A-2013-{station.id}"


async def register(years: Years) -> None:
    for name in NAMES:
        await years.register(name, DIVISION, "五星街道")


async def draft(years: Years) -> None:
    """甲店 drafts, scores itself, attaches a photograph, takes one away again, and files."""
    station = years.stations["钟楼甲店"]
    host, case = station.speaker, case_of(station)
    body = {"season_id": SEASON, "station_id": station.id, "statement": "自愿申请", "contact": "经办人"}
    await years.do("application", "/v1/drafts", host, body, after=[station.station])
    scores = [{"item": item["code"], "tenths": item["weight"]} for item in years.notes["items"]]
    await years.change("application", case, "self-assessment", host, {"scores": scores})
    kept, removed = [await years.upload(host, picture) for picture in (PNG, PNG + b"2")]
    for photo in (kept, removed):
        attachment = {"sha256": photo, "title": "公示栏", "items": [years.notes["items"][0]["code"]], "grade": "C"}
        await years.change("application", case, "evidence", host, attachment)
    await years.change("application", case, f"evidence/{removed}/removal", host)
    years.notes["photo"] = kept
    pledge = {"pledge_sha256": await years.upload(host, b"%PDF-1.4 pledge")}
    await years.change("application", case, "filing", host, pledge)
    for name in NAMES[1:]:
        await years.apply(years.stations[name], 2013)


async def check_and_return(years: Years) -> None:
    """甲店's photograph is looked at; 乙店 mends its form in time, 丙店 does not."""
    first, second, third = (years.stations[name] for name in NAMES)
    photo = years.notes["photo"]
    await years.read("application", f"{case_of(first)}/form", CLERK)
    await years.change("application", case_of(first), f"evidence/{photo}/check", CLERK, {"grade": "B"})
    for station in (second, third):
        await years.change("application", case_of(station), "return", CLERK, {"missing": ["承诺书未盖章"]})
    await years.change("application", case_of(second), "refiling", second.speaker, {"form_sha256": "cd" * 32})
    for act, body in (("claim", {}), ("assignment", {"assignee": county(DIVISION, 2).subject}), ("release", {})):
        await years.do("application", f"{case_of(second)}/{act}", CLERK, body)


async def not_accept(years: Years) -> None:
    case = case_of(years.stations["钟楼丙店"])
    await years.change("application", case, "non-acceptance", CLERK, {"reasons": "未补正"})


async def recommend_and_return(years: Years) -> None:
    """The city sends 乙店 back."""
    station = years.stations["钟楼乙店"]
    await years.verify(station, 2013, DIVISION)
    await years.recommend(station, 2013, DIVISION)
    await years.change("application", case_of(station), "recommendation-return", CITY[0], {"reasons": "材料不全"})


STEPS = (
    Step("2013-05-16T11:00", register),
    Step("2013-08-14T09:00", draft),
    Step("2013-08-15T09:00", check_and_return),
    Step("2013-08-29T09:00", not_accept),
    Step("2013-09-09T09:00", recommend_and_return),
)

"""2014 from the notice to the title: a corrected candidate, more entries than places (4), a second try (2)."""

import hashlib

from tests.journeys.years.recognition_2013 import case_of, marks
from tests.journeys.years.season_2014 import SEASON
from tests.journeys.years.world import CITY, PROVINCE, Station, Step, Years

NOTICE = "N-2014-320400-1"
LIST = "L-2014-320400"
DOCUMENT = "苏工商消〔2014〕虚构20号"


async def open_notice(years: Years) -> None:
    """Monday 22 to Sunday 28 September 2014, which was a working day."""
    proposal = f"/v1/notices/proposal?season_id={SEASON}&opens_on=2014-09-22"
    years.notes["proposed period"] = await years.read("publication", proposal, CITY[0])
    body = {"season_id": SEASON, "opens_on": "2014-09-22", "closes_on": "2014-09-28", "media": "常州日报（虚构）"}
    await years.do("publication", "/v1/notices", CITY[0], body | {"contact": "12315"})


async def correct(years: Years) -> None:
    """午超市 was printed with a wrong trade: it stands anew for five working days, the others go on."""
    application = f"A-2014-{years.stations['午超市'].id}"
    body = {
        "trade": "食品零售",
        "opens_on": "2014-09-25",
        "closes_on": "2014-10-08",
        "reason": "行业类别印刷有误",
    }
    path = f"/v1/notices/{NOTICE}"
    await years.change("publication", path, f"candidates/{application}/correction", CITY[0], body)


async def after_the_period(years: Years) -> None:
    years.notes["2014 notice"] = await years.read("publication", f"/v1/notices/{NOTICE}")


async def assess(years: Years) -> None:
    """The standard of 2014 is another version than that of 2013."""
    years.notes["2014 rubric"] = await years.read("assessment", "/v1/rubrics/R-V0", CITY[0])
    panel = {"season_id": SEASON, "members": [CITY[1].subject, CITY[2].subject]}
    await years.do("assessment", "/v1/panels", CITY[0], panel)
    years.notes["2014 notice over"] = await years.read("publication", f"/v1/notices/{NOTICE}")
    for place, station in enumerate(candidates(years)):
        await years.assess(station, 2014, marks(years.notes["2014 rubric"]["items"], 960 - place))


def candidates(years: Years) -> list[Station]:
    """Those whom the counties of 2014 have handed over."""
    names = ("丙市场", "子百货", "丑百货", "巳百货", "辛超市", "午超市")
    return [years.stations[name] for name in names]


async def submit(years: Years) -> None:
    """4: five for four places need a recorded reason; fewer would need none."""
    body = {"season_id": SEASON, "entries": [f"A-2014-{station.id}" for station in candidates(years)[:5]]}
    years.notes["4 over"] = await years.refusal(years.do("assessment", "/v1/lists", CITY[0], body))
    chosen = ",".join(body["entries"])
    board = f"/v1/seasons/{SEASON}/places"
    years.notes["4 board"] = await years.read("assessment", f"{board}?choose={chosen}", CITY[0])
    reason = {"over_quota_reason": "五家均已成熟，兼顾不同行业"}
    years.notes["2014 list"] = await years.do("assessment", "/v1/lists", CITY[0], body | reason)


async def commit_too_late(years: Years) -> None:
    """18: with the list before its eyes the province commits itself to nothing any more."""
    body = {
        "about": "candidate",
        "season_id": SEASON,
        "commitment": hashlib.sha256(b"a seed that was chosen with the list in view").hexdigest(),
        "count": 1,
        "inspectors": [],
        "inspectors_each": 0,
    }
    late = years.do("assessment", "/v1/draws", PROVINCE, body, after=[years.notes["2014 list"]])
    years.notes["18 too late"] = await years.refusal(late)


async def recognise(years: Years) -> None:
    last = years.notes["2014 list"]
    for station in candidates(years)[:5]:
        decision = {"document_number": DOCUMENT}
        last = await years.change("assessment", case_of(station, 2014), "recognition", PROVINCE, decision)
    body = {"season_id": SEASON, "media": "江苏省级媒体（虚构）", "document_number": DOCUMENT}
    await years.do("publication", "/v1/announcements/results", PROVINCE, body, after=[last])
    years.notes["2 recognised"] = await years.read("assessment", case_of(years.stations["丙市场"], 2014), CITY[0])


STEPS = (
    Step("2014-09-22T09:00", open_notice),
    Step("2014-09-25T09:00", correct),
    Step("2014-09-29T09:00", after_the_period),
    Step("2014-10-10T09:00", assess),
    Step("2014-10-28T09:00", submit),
    Step("2014-10-29T09:00", commit_too_late),
    Step("2014-12-22T09:00", recognise),
)

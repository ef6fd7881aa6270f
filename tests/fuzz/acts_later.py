"""One of each of the acts on opinions, assessments, titles and contests that the ten years did without."""

import asyncio
from typing import Any

from deploy.client import Answer
from shared.access.roles import Caller
from tests.fuzz.acts_application import case_of
from tests.fuzz.acts_registry import CLERK, DIVISION
from tests.journeys.years.season_2013 import NOTICE
from tests.journeys.years.world import CHECKERS, CITY, NEW_CITY, PROVINCE, SHA, Step, Years, county

FOUND = {"findings": "与材料一致"}
DAY = "2013-09-24T11:00"


async def recommend(years: Years) -> None:
    """甲店 of the drafts comes into the notice, and is never listed."""
    station = years.stations["钟楼甲店"]
    await years.verify(station, 2013, DIVISION)
    await years.recommend(station, 2013, DIVISION)


async def object_to(years: Years) -> None:
    """An objection goes its whole way; another is left unread until the notice is over; three alike make a matter."""
    about = {"station_id": years.stations["申商厦"].id, "side": "consumer", "stance": "objection", "name": "王某"}
    path = f"/v1/notices/{NOTICE}/opinions"
    said = await years.do("publication", path, None, about | {"text": "拒绝登记投诉。", "facts": "9月20日，有小票。"})
    years.notes["objection"] = said
    opinion = f"/v1/opinions/{said.id}"
    await years.change("publication", opinion, "screening", CITY[0], {"result": "admissible", "reason": "有单据"})
    investigation = {"investigators": [CITY[5].subject], "findings": "当日台账有登记"}
    for act, body in (
        ("extension", {"reason": "待检验报告"}),
        ("investigation", investigation),
        ("decision", {"outcome": "dismissed", "reasons": "台账齐全"}),
        ("answer", {"method": "电话", "text": "经核查，已于当日登记办结。"}),
    ):
        await years.change("publication", opinion, act, CITY[0], body)
    years.notes["left unread"] = await years.do("publication", path, None, about | {"text": "服务台无人应答。"})
    for number in range(3):
        alike = {"text": "服务很好，处理及时！", "stance": "support", "side": "consumer"}
        await years.do("publication", path, None, alike | {"station_id": about["station_id"]}, key=f"{number}")
    matter = years.notes["matter"] = await _matter(years)
    await years.do("publication", f"/v1/matters/{matter}/screening", CITY[0], {"result": "support_noted"})


async def _matter(years: Years) -> str:
    """Opinions are put together a moment after they are given."""
    async with asyncio.timeout(60):
        while True:
            matters = await years.read("publication", "/v1/matters", CITY[0])
            if matters["items"]:
                return str(matters["items"][0]["id"])
            await asyncio.sleep(0.1)


async def extend_notice(years: Years) -> None:
    longer = {"closes_on": "2013-09-30", "reason": "遇节假日"}
    await years.change("publication", f"/v1/notices/{NOTICE}", "extension", CITY[0], longer)


async def close_notice(years: Years) -> None:
    """It did not close by itself, for one opinion was not read."""
    opinion = f"/v1/opinions/{years.notes['left unread'].id}"
    await years.change("publication", opinion, "screening", CITY[0], {"result": "rejected", "reason": "无具体事实"})
    await years.change("publication", f"/v1/notices/{NOTICE}", "closing", CITY[0])


async def recuse(years: Years) -> None:
    """甲店 has an assessor recused and a veto against it, and withdraws: the list does not wait for it."""
    station = years.stations["钟楼甲店"]
    path = case_of(station).replace("applications", "assessments")
    recusal = {"assessor": CITY[1].subject, "reason": "亲属在该企业任职"}
    await years.change("assessment", path, "recusals", CITY[0], recusal)
    veto = {"item": "V5", "findings": "群众举报查实", "evidence_sha256": [SHA]}
    await years.do("assessment", f"{path}/vetoes", CLERK, veto)
    withdrawn = await years.change("application", case_of(station), "withdrawal", station.speaker, {"reason": "改造"})
    await years.read("assessment", path, CITY[0], after=[withdrawn])


async def hold_a_contest(years: Years) -> None:
    """A host among its own; two are nominated, scored and one is honoured."""
    host = years.stations["钟楼一店"].speaker
    contest = await years.do("incentives", "/v1/contests", host, _contest())
    path = f"/v1/contests/{contest.id}"
    member = await years.read("registry", f"/v1/stations/{years.stations['钟楼一店'].id}", host)
    [staff] = [one["staff_id"] for one in member["file"]["staff"] if one["stage"] == "serving"]
    await years.do("incentives", f"{path}/nominations", host, {"staff_id": staff, "deeds": "全年当场和解"})
    marks = {"service": 950, "competence": 900, "performance": 940, "satisfaction": 970}
    await years.do("incentives", f"{path}/scores", host, marks | {"staff_id": staff})
    years.notes["contest"], years.notes["star"] = contest, staff
    other = await years.do("incentives", "/v1/contests", host, _contest(), key="still open")
    await years.do("incentives", f"/v1/contests/{other.id}/nominations", host, {"staff_id": staff, "deeds": "热心"})


def _contest() -> dict[str, Any]:
    return {
        "title": "消费维权服务明星竞赛",
        "organiser": "host",
        "approval_number": "",
        "weights": {"service": 30, "competence": 20, "performance": 30, "satisfaction": 20},
        "places": 1,
        "nominations_until": "2014-01-31",
    }


async def honour(years: Years) -> None:
    host, path = years.stations["钟楼一店"].speaker, f"/v1/contests/{years.notes['contest'].id}"
    await years.change("incentives", path, "closing", host)
    award = {"staff_id": years.notes["star"], "honour": "2013年度消费维权服务明星", "reward_fen": 200_000}
    await years.change("incentives", path, "awards", host, award)


async def of_title(years: Years, role: str, act: str, who: Caller, body: dict[str, Any] | None = None) -> Answer:
    return await years.change("assessment", f"/v1/titles/{years.roles[role].id}", act, who, body)


async def look_at_titles(years: Years) -> None:
    """The province has one looked at and finds it in order; another moves within its county and is looked at anew."""
    path = f"/v1/titles/{years.roles['甲'].id}/spot-checks"
    order = {"mode": "targeted", "reason": "例行", "announced": False}
    ordered = await years.do("assessment", path, PROVINCE, order)
    record = FOUND | {"checkers": [CHECKERS[1].subject], "passed": True}
    await of_title(years, "甲", f"spot-checks/{ordered.id}/record", CHECKERS[0], record)
    station = years.roles["己"]
    place = await years.read("registry", f"/v1/stations/{station.id}")
    clerk = county(place["division_code"])
    moved = {"division_code": place["division_code"], "town": "新址街道"}
    move = await years.change("registry", f"/v1/stations/{station.id}", "move", clerk, moved)
    await years.read("assessment", f"/v1/titles/{station.id}", clerk, after=[move])
    await of_title(years, "己", "resumption", clerk, {"findings": "新址符合标准"})


async def lose_the_plaque(years: Years) -> None:
    """癸's title has ended with the transfer of its station, and its plaque is lost."""
    await of_title(years, "癸", "plaque-void", CITY[0], {"reason": "lost"})


async def fail_a_review(years: Years) -> None:
    sent = {"form_sha256": SHA, "summary": "2024年度工作情况"}
    await of_title(years, "甲", "review", years.roles["甲"].speaker, sent)
    found = {"findings": "台账缺失", "reviewers": [CITY[1].subject, CITY[2].subject]}
    await of_title(years, "甲", "review/failure", NEW_CITY, found)


async def renounce(years: Years) -> None:
    await of_title(years, "甲", "renunciation", years.roles["甲"].speaker)


STEPS = (
    Step("2013-09-11T09:00", recommend),
    Step(DAY, object_to),
    Step("2013-09-27T09:00", extend_notice),
    Step("2013-10-08T09:00", close_notice),
    Step("2013-10-18T10:00", recuse),
    Step("2013-12-30T09:00", hold_a_contest),
    Step("2014-02-10T09:00", honour),
    Step("2014-03-20T09:00", look_at_titles),
    Step("2014-07-25T09:00", lose_the_plaque),
    Step("2024-06-20T09:00", fail_a_review),
    Step("2024-12-23T09:00", renounce),
)

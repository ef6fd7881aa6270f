"""2014 to 2024: what becomes of the titles of 2013: a visit (5), a closure (7), names (8), reviews (12), a way back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from deploy.client import Answer
from tests.journeys.years.season_2013 import ten
from tests.journeys.years.world import CITY, NEW_CITY, OPERATOR, PROVINCE, SHA, Station, Step, Years, county

OLD_NAME = "12315消费维权服务站"


def title_of(station: Station) -> str:
    return f"/v1/titles/{station.id}"


async def of_title(years: Years, role: str, act: str, who: Any, body: Mapping[str, Any] | None = None) -> Any:
    return (await years.change("assessment", title_of(years.roles[role]), act, who, body)).body


async def public_answer(years: Years, role: str, as_of: str = "", *, after: Iterable[Answer] = ()) -> Any:
    asked = f"?as_of={as_of}" if as_of else ""
    return await years.read("publication", f"/v1/stations/{years.roles[role].id}/title{asked}", after=after)


async def visit(years: Years) -> None:
    """5: nobody at the desk, the ledger two months behind; fifteen working days from Monday 21 April 2014."""
    seen = {
        "visitors": [CITY[3].subject],
        "is_in_order": False,
        "findings": "服务台无人，台账滞后两个月",
        "visited_on": "2014-04-18",
    }
    await of_title(years, "甲", "visits", CITY[3], seen)
    years.notes["5 ordered"] = await of_title(years, "甲", "rectification", CITY[0], {"findings": seen["findings"]})
    years.notes["5 public"] = await public_answer(years, "甲")
    years.notes["5 city"] = await years.read("assessment", title_of(years.roles["甲"]), CITY[0])


async def check_again(years: Years) -> None:
    years.notes["5 mended"] = await of_title(
        years, "甲", "rectification/acceptance", CITY[0], {"findings": "有人值守，台账已补齐"}
    )


async def close_down(years: Years) -> None:
    """7: 己 leaves the city; its title ends without blame, and its plaque is due."""
    station = years.roles["己"]
    place = await years.read("registry", f"/v1/stations/{station.id}")
    clerk = county(place["division_code"])
    closed = await years.change("registry", f"/v1/stations/{station.id}", "closing", clerk, {"reason": "企业迁离本市"})
    ended = await years.client.get("assessment", title_of(station), clerk, after=[closed])
    years.notes["7 ended"] = ended.body
    returned = await years.change("assessment", title_of(station), "plaque-return", clerk, after=[closed])
    years.notes["7 returned"] = returned.body
    years.notes["7 public"] = await public_answer(years, "己", after=[returned])


def review(year: int, missing: str) -> Callable[[Years], Any]:
    """The hosts of the titles in force send their reviews, and the city finds them in order; one host is silent."""

    async def submit(years: Years) -> None:
        for role in ("甲", "庚", "壬", "戊", "reserve"):
            shown = await years.read("assessment", title_of(years.roles[role]), CITY[0])
            if role == missing or shown["status"] != "in_force":
                continue
            sent = {"form_sha256": SHA, "summary": f"{year}年度工作情况"}
            await of_title(years, role, "review", years.roles[role].speaker, sent)
            found = {"findings": "达到标准", "reviewers": [CITY[1].subject, CITY[2].subject]}
            await of_title(years, role, "review/pass", CITY[0], found)

    return submit


async def let_the_window_pass(years: Years) -> None:
    """12: in a season that reads 动态管理 as it is meant by default, rectification starts and the title stays."""
    years.notes["12 dynamic"] = await years.read("assessment", title_of(years.roles["壬"]), CITY[0])
    years.notes["12 reviews 2014"] = await years.read("assessment", "/v1/reviews?season_id=S-2014-320400", CITY[0])
    await of_title(years, "壬", "rectification/acceptance", CITY[0], {"findings": "已补报复核"})


async def open_a_strict_season(years: Years) -> None:
    settings = {"rubric_id": "R-V0", "review_policy": "strict", "applications_close_on": "2015-08-31"}
    await years.open_season(2015, settings)


async def let_the_strict_window_pass(years: Years) -> None:
    years.notes["12 strict"] = await years.read("assessment", title_of(years.roles["壬"]), CITY[0])
    years.notes["12 public"] = await public_answer(years, "壬")
    years.notes["12 public before"] = await public_answer(years, "壬", "2015-07-31")
    years.notes["12 reviews 2015"] = await years.read("assessment", "/v1/reviews?season_id=S-2015-320400", CITY[0])


async def transfer(years: Years) -> None:
    """8: another operator takes 癸 over, and its title ends."""
    station = years.roles["癸"]
    place = await years.read("registry", f"/v1/stations/{station.id}")
    clerk = county(place["division_code"])
    given = {"host_id": years.stations["庚商场"].host_id}
    transferred = await years.change("registry", f"/v1/stations/{station.id}", "transfer", clerk, given)
    years.notes["8 title"] = await years.read("assessment", title_of(station), CITY[0], after=[transferred])


async def rename(years: Years) -> None:
    """8: 庚 has a new name since August 2014; its certificate is found by either."""
    station = years.roles["庚"]
    place = await years.read("registry", f"/v1/stations/{station.id}")
    clerk = county(place["division_code"])
    host = f"/v1/hosts/{station.host_id}"
    renamed = [
        await years.change("registry", host, "renaming", clerk, {"name": "新名购物有限公司"}),
        await years.change("registry", f"/v1/stations/{station.id}", "renaming", clerk, {"name": "新名购物服务站"}),
    ]
    years.notes["8 found"] = {
        name: await years.read("publication", f"/v1/titles?name={name}", after=renamed)
        for name in (station.name, "新名购物有限公司", "新名购物服务站")
    }


async def propose(years: Years) -> None:
    """The way there: false records need no rectification before."""
    facts = {"ground": "false_records", "facts": "和解协议系伪造", "evidence_sha256": [SHA]}
    await of_title(years, "戊", "revocation-proposal", CITY[0], facts)


async def revoke(years: Years) -> None:
    await of_title(years, "戊", "defence", CITY[0], {"summary": "企业称系员工个人所为"})
    decision = {"reasons": "台账弄虚作假", "document_number": "苏工商消〔2014〕虚构12号"}
    await of_title(years, "戊", "revocation", PROVINCE, decision)
    years.notes["5 barred"] = decision["document_number"]


async def serve(years: Years) -> None:
    station = years.roles["戊"]
    years.notes["served"] = await of_title(years, "戊", "service", CITY[0], {"method": "直接送达"})
    years.notes["served case"] = await years.read("assessment", title_of(station), station.speaker)
    body = {"station_id": station.id, "media": "江苏省级媒体（虚构）"}
    published = await years.do("publication", "/v1/announcements/revocations", PROVINCE, body)
    years.notes["revocation published"] = published.id
    place = await years.read("registry", f"/v1/stations/{station.id}")
    await of_title(years, "戊", "plaque-return", county(place["division_code"]))


async def appeal(years: Years) -> None:
    station = years.roles["戊"]
    asked = {"kind": "reconsideration", "organ": "国家工商行政管理总局（虚构案件）", "statement": "处理过重"}
    await of_title(years, "戊", "appeals", station.speaker, asked)
    years.notes["appeal"] = await years.read("assessment", title_of(station), PROVINCE)


async def set_aside(years: Years) -> None:
    """The way back: the revocation is set aside; title, plaque and eligibility are restored."""
    station = years.roles["戊"]
    (lodged,) = years.notes["appeal"]["appeals"]
    decided = {
        "outcome": "set_aside",
        "organ": lodged["organ"],
        "document_number": "工商复字〔2014〕虚构3号",
        "reasons": "事实不清",
        "decided_on": "2014-12-12",
    }
    decision = f"appeals/{lodged['appeal_id']}/decision"
    restored = await years.change("assessment", title_of(station), decision, PROVINCE, decided)
    years.notes["restored"] = restored.body
    body = {"station_id": station.id, "media": "江苏省级媒体（虚构）", "document_number": decided["document_number"]}
    await years.do("publication", "/v1/announcements/restorations", PROVINCE, body, after=[restored])
    await of_title(years, "戊", "plaque", CITY[0], {"plaque_number": "虚构牌2014-再授"})


async def disapprove(years: Years) -> None:
    """In 2016 a consumer objects to the title of the one that came from the reserve, at a counter."""
    station = years.roles["reserve"]
    said = {
        "side": "consumer",
        "stance": "objection",
        "name": "王某",
        "phone": "13900000000",
        "text": "多次投诉无人处理。",
        "facts": "2016年3月1日、8日、15日三次到站，均无人受理。",
    }
    nothing = {"ground": "general_disapproval", "facts": "群众反映", "evidence_sha256": [SHA], "rests_on": []}
    years.notes["disapproval of nothing"] = await years.refusal(
        years.change("assessment", title_of(station), "revocation-proposal", CITY[0], nothing)
    )
    opinion = await years.do("publication", f"/v1/titles/{station.id}/opinions", CITY[0], said)
    screened = await years.change(
        "publication",
        f"/v1/opinions/{opinion.id}",
        "screening",
        CITY[0],
        {"result": "admissible", "reason": "实名并有具体事实"},
    )
    proposal = nothing | {"rests_on": [opinion.id]}
    await years.change("assessment", title_of(station), "revocation-proposal", CITY[0], proposal, after=[screened])


async def revoke_again(years: Years) -> None:
    told = {"told_on": "2016-05-10", "days": 10, "reason": "未提交书面意见"}
    await of_title(years, "reserve", "defence-waiver", CITY[0], told)
    decision = {"reasons": "消费者普遍不认可", "document_number": "苏工商消〔2016〕虚构4号"}
    await of_title(years, "reserve", "revocation", PROVINCE, decision)


async def keep_register(years: Years) -> None:
    """The register of some days, as it was printed on the day after each."""
    printed = years.notes.setdefault("registers", {})
    for day in ("2013-12-31", "2014-07-31", "2014-10-31", "2014-12-31", "2015-05-31", "2015-12-31"):
        if day < years.today:
            printed.setdefault(day, await years.bytes_of("publication", f"/v1/register/printed?as_of={day}"))


async def order_over_the_year(years: Years) -> None:
    """A last day in a year that nobody has published is provisional, and reckoned anew when its calendar comes."""
    await of_title(years, "庚", "rectification/acceptance", NEW_CITY, {"findings": "已补报2024年度复核"})
    years.notes["provisional"] = await of_title(years, "庚", "rectification", NEW_CITY, {"findings": "标识破损"})
    await years.do("registry", "/v1/calendars", OPERATOR, {"year": 2025})


async def settled(years: Years) -> None:
    years.notes["settled"] = await years.read("assessment", title_of(years.roles["庚"]), NEW_CITY)


async def notes_of_all(years: Years) -> None:
    """What everybody reads of each title at the end, and on days between."""
    years.notes["戊 over time"] = {
        day: await public_answer(years, "戊", day)
        for day in ("2013-12-19", "2013-12-20", "2014-09-21", "2014-09-22", "2014-12-11", "2014-12-12", "2024-12-01")
    }
    assert ten(years), "the ten are there still"


STEPS = (
    Step("2014-04-21T09:00", visit),
    Step("2014-05-12T09:00", check_again),
    Step("2014-06-01T09:00", close_down),
    Step("2014-06-20T09:00", review(2014, missing="壬")),
    Step("2014-07-20T10:00", transfer),
    Step("2014-08-01T09:00", let_the_window_pass),
    Step("2014-08-20T10:00", rename),
    Step("2014-09-08T09:00", propose),
    Step("2014-09-22T09:00", revoke),
    Step("2014-09-25T09:00", serve),
    Step("2014-11-03T09:00", appeal),
    Step("2014-12-15T09:00", set_aside),
    Step("2015-01-05T09:00", keep_register),
    Step("2015-05-12T09:00", open_a_strict_season),
    Step("2015-06-01T08:00", keep_register),
    Step("2015-06-20T09:00", review(2015, missing="壬")),
    Step("2015-08-01T09:00", let_the_strict_window_pass),
    Step("2016-01-04T09:00", keep_register),
    Step("2016-05-10T09:00", disapprove),
    Step("2016-07-04T09:00", revoke_again),
    Step("2024-12-20T09:00", order_over_the_year),
    Step("2024-12-24T09:00", settled),
    Step("2024-12-24T10:00", notes_of_all),
)

"""Scenario 11, 职能承继: the county changes in 2016, the city in 2019; nothing but the recorded act gives rights."""

import asyncio
from typing import Any

from shared.access.roles import Caller, Level
from tests.registry.changes import a_bureau, at, listed, officer_of
from tests.registry.desk import AUDITOR, CHANGZHOU, JIANGSU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import a_host, a_station, station_of

GUIDANCE = {"topic": "台账", "summary": "补齐回访记录"}
CAMPAIGN = {"channel": "《常州日报》", "summary": "争创活动启动"}
AIC = "常州市天宁工商行政管理局"
MARKET = "常州市天宁区市场监督管理局"
SUCCESSOR = Caller("of-tianning", Level.COUNTY, "M-320402", "科员")


def succession(code: str, day: str, number: str = "常编〔2016〕1号") -> dict[str, str]:
    return {"successor_code": code, "document_number": number, "succeeded_on": day}


async def names_of_acts(desk: Desk, stream: str) -> list[tuple[str, str]]:
    """For which bureau each act of the stream was done, by its name of the day."""
    history = (await desk.runtime.store.load(stream)).history
    return [(row.attributes["bureau"], row.attributes["bureauname"]) for row in history]


async def test_the_successor_acts_and_the_old_name_stays_in_old_records(desk: Desk) -> None:
    station_id = await a_station(desk)
    path = f"/v1/stations/{station_id}/guidance"
    await desk.done(path, TIANNING, GUIDANCE)
    await at(desk, 2016, 2, 1)
    await a_bureau(desk, "320402", MARKET, "M-320402", established_on="2016-02-01")
    # A bureau that is called nearly the same, for the same land, has no rights by its name.
    await a_bureau(desk, "320402", AIC + "分局", "L-320402", established_on="2016-02-01")
    for stranger in (officer_of("320402", "L-320402"), officer_of("320402", "M-320402")):
        await desk.refused("outside-jurisdiction", path, stranger, GUIDANCE)
    await desk.done(path, TIANNING, GUIDANCE)
    body = succession("M-320402", "2016-02-01")
    done = await desk.done("/v1/bureaus/B-320402/succession", OPERATOR, body)
    assert done == {"id": "B-320402", "status": "succeeded", "version": 2}
    assert (await desk.done("/v1/bureaus/B-320402/succession", OPERATOR, body))["version"] == 2
    await at(desk, 2016, 3, 1)
    await desk.refused("not-an-officer-here", path, TIANNING, GUIDANCE)
    await desk.refused("outside-jurisdiction", path, officer_of("320402", "L-320402"), GUIDANCE)
    for officer in (SUCCESSOR, officer_of("320402", "M-320402")):
        await desk.done(path, officer, GUIDANCE)
    acts = await names_of_acts(desk, f"care-{station_id}")
    assert acts == [("B-320402", AIC)] * 2 + [("M-320402", MARKET)] * 2
    # The city is still the 工商局 of before; its officers see the county's successor's stations.
    assert (await desk.done("/v1/campaigns", CHANGZHOU, CAMPAIGN))["version"] == 2
    for day, bureau, name in [("2016-01-31", "B-320402", AIC), ("2016-02-01", "M-320402", MARKET)]:
        then = (await desk.read(f"/v1/stations/{station_id}", as_of=day)).json()
        assert (then["bureau_code"], then["bureau_name"]) == (bureau, name)
        found = await listed(desk, "/v1/stations", as_of=day, bureau_code=bureau)
        assert [row["station_id"] for row in found] == [station_id]
    assert await listed(desk, "/v1/stations", as_of="2016-02-01", bureau_code="B-320402") == []
    assert (await desk.read(f"/v1/stations/{station_id}")).json()["bureau_code"] == "M-320402"
    host_id = await a_host(desk, SUCCESSOR)
    new = station_of(host_id, name="青龙商场消费维权服务站", town="青龙街道")
    assert (await desk.done("/v1/stations", SUCCESSOR, new))["bureau_code"] == "M-320402"


async def test_the_city_follows_three_years_later(desk: Desk) -> None:
    await at(desk, 2016, 2, 1)
    await a_bureau(desk, "320402", MARKET, "M-320402", established_on="2016-02-01")
    await desk.done("/v1/bureaus/B-320402/succession", OPERATOR, succession("M-320402", "2016-02-01"))
    await at(desk, 2019, 1, 10)
    city = {"level": "city", "established_on": "2019-01-10"}
    await a_bureau(desk, "320400", "常州市市场监督管理局", "M-320400", **city)
    await desk.done("/v1/bureaus/B-320400/succession", OPERATOR, succession("M-320400", "2019-01-10"))
    await desk.refused("not-an-officer-here", "/v1/campaigns", CHANGZHOU, CAMPAIGN)
    successor = Caller("of-changzhou", Level.CITY, "M-320400", "科员")
    await desk.done("/v1/campaigns", successor, CAMPAIGN)

    async def there(day: str) -> list[str]:
        return [row["bureau_code"] for row in await listed(desk, "/v1/bureaus", division="320400", as_of=day)]

    assert await there("2015-12-31") == ["B-320400", "B-320402", "B-320404"]
    assert await there("2018-12-31") == ["B-320400", "B-320404", "M-320402"]
    assert await there("2019-01-10") == ["B-320404", "M-320400", "M-320402"]
    assert await there("1999-12-31") == []
    assert len(await listed(desk, "/v1/bureaus", division="320402")) == 2


async def test_a_bureau_shows_whom_it_followed_and_who_follows_it(desk: Desk) -> None:
    station_id = await a_station(desk)
    await at(desk, 2020, 1, 1)
    await a_bureau(desk, "320402", MARKET, "M-320402", established_on="2016-02-01")
    await a_bureau(desk, "320402", "第三局", "N-320402", established_on="2019-06-01")
    # The later succession is recorded first.
    await desk.done("/v1/bureaus/M-320402/succession", OPERATOR, succession("N-320402", "2019-06-01"))
    await desk.done("/v1/bureaus/B-320402/succession", OPERATOR, succession("M-320402", "2016-02-01"))
    old, middle, new = [(await desk.read(f"/v1/bureaus/{code}-320402")).json() for code in "BMN"]
    assert codes(old) == ([], ["M-320402", "N-320402"])
    assert codes(middle) == (["B-320402"], ["N-320402"])
    assert codes(new) == (["B-320402", "M-320402"], [])
    assert (old["heir"], old["successor_code"], old["succeeded_on"]) == ("N-320402", "M-320402", "2016-02-01")
    assert (await desk.read(f"/v1/stations/{station_id}")).json()["bureau_code"] == "N-320402"
    then = (await desk.read(f"/v1/stations/{station_id}", as_of="2018-01-01")).json()
    assert (then["bureau_code"], then["bureau_name"]) == ("M-320402", MARKET)
    await desk.refused(
        "no-successor", "/v1/bureaus/N-320402/succession", OPERATOR, succession("B-320402", "2020-01-01")
    )


def codes(page: dict[str, Any]) -> tuple[list[str], list[str]]:
    before, afterwards = page["predecessors"], page["successors"]
    return [row["bureau_code"] for row in before], [row["bureau_code"] for row in afterwards]


async def test_a_succession_that_does_not_hold_is_refused(desk: Desk) -> None:
    path = "/v1/bureaus/B-320402/succession"
    body = succession("B-320404", "2013-05-16")
    await desk.refused("wrong-role", path, JIANGSU, body)
    await desk.refused("not-known-here", path, OPERATOR, body | {"successor_code": "B-none"})
    await desk.refused("not-known-here", "/v1/bureaus/B-none/succession", OPERATOR, body)
    await desk.refused("no-successor", path, OPERATOR, body | {"successor_code": "B-320402"})
    await desk.refused("no-successor", path, OPERATOR, body | {"successor_code": "B-320400"})
    await desk.refused("in-the-future", path, OPERATOR, body | {"succeeded_on": "2013-05-17"})
    await desk.refused("request-not-valid", path, OPERATOR, body | {"document_number": ""})
    await desk.done(path, OPERATOR, body)
    await desk.refused("already-succeeded", path, OPERATOR, body | {"document_number": "另一文件"})
    posting = {"officer_id": "of-li", "bureau_code": "B-320402", "post": "科长"}
    await desk.refused("already-succeeded", "/v1/officers", OPERATOR, posting)
    back = succession("B-320402", "2013-05-16")
    await desk.refused("no-successor", "/v1/bureaus/B-320404/succession", OPERATOR, back)


async def test_two_successions_at_once_close_no_circle(desk: Desk) -> None:
    answers = await asyncio.gather(
        desk.send("/v1/bureaus/B-320402/succession", OPERATOR, succession("B-320404", "2013-05-16")),
        desk.send("/v1/bureaus/B-320404/succession", OPERATOR, succession("B-320402", "2013-05-16")),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422]


async def test_officers_leave_and_declare_their_interests(desk: Desk) -> None:
    host_id = await a_host(desk)
    path = "/v1/officers/of-tianning/interests"
    link = {"host_id": host_id, "nature": "配偶任职"}
    await desk.refused("outside-jurisdiction", path, ZHONGLOU, link)
    await desk.refused("wrong-role", path, OPERATOR, link)
    await desk.refused("not-known-here", path, TIANNING, link | {"host_id": "ho-none"})
    await desk.refused("no-interest-declared", path, TIANNING, link | {"stands": False})
    await desk.refused("in-the-future", path, TIANNING, link | {"declared_on": "2013-05-17"})
    assert (await desk.done(path, TIANNING, link))["status"] == "declared"
    assert (await desk.done(path, TIANNING, link))["version"] == 2
    await desk.refused("recused", "/v1/stations", TIANNING, station_of(host_id))
    colleague = Caller("of-wang", Level.COUNTY, "B-320402", "副局长")
    posting = {"officer_id": "of-wang", "bureau_code": "B-320402", "post": "副局长"}
    await desk.done("/v1/officers", OPERATOR, posting)
    page = (await desk.read("/v1/officers/of-tianning", colleague)).json()
    assert (page["bureau_code"], page["interests"]) == ("B-320402", [host_id])
    for reader in (AUDITOR, OPERATOR, TIANNING):
        assert (await desk.read("/v1/officers/of-tianning", reader)).json() == page
    for stranger, problem in ((ZHONGLOU, "outside-jurisdiction"), (None, "not-signed-in")):
        answer = await desk.read("/v1/officers/of-tianning", stranger)
        assert answer.json()["type"] == f"/problems/{problem}"
    assert (await desk.done(path, colleague, link | {"stands": False}))["status"] == "ended"
    await desk.done("/v1/stations", TIANNING, station_of(host_id))
    leaving = "/v1/officers/of-tianning/leaving"
    await desk.refused("wrong-role", leaving, TIANNING, {})
    await desk.refused("not-known-here", "/v1/officers/of-none/leaving", OPERATOR, {})
    await desk.refused("left-before-posted", leaving, OPERATOR, {"left_on": "2013-05-15"})
    assert (await desk.done(leaving, OPERATOR, {}))["status"] == "left"
    await at(desk, 2013, 5, 17)
    await desk.refused("not-an-officer-here", "/v1/hosts", TIANNING, {"name": "乙"} | _HOST)
    assert (await desk.read("/v1/officers/of-tianning", AUDITOR)).json()["bureau_code"] is None
    assert (await desk.read("/v1/officers/of-none", AUDITOR)).status_code == 404


_HOST = {"registration_number": "320402000012346", "division_code": "320402"}

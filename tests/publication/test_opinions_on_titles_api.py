"""对示范站的意见: about the title that a station bears, at any time of the year, and what becomes of an objection."""

from datetime import date

import pytest
from asyncpg import Pool, Record

from services.publication.projections import project
from shared.access.roles import Caller, Level
from shared.events.registry import CalendarPublished, JurisdictionResolved
from tests.publication.conftest import OPINION, World
from tests.publication.examples import certified, revoked
from tests.publication.people import CITY, COUNTY, OTHER_CITY, OTHER_COUNTY, PROVINCE, recorded
from tests.publication.test_objections_api import ANSWER, DISMISSED, INVESTIGATION, UPHELD, act, rule_of, types
from tests.publication.test_opinions import objected_to_title

PATH = "/v1/titles/st-jia/opinions"
BODY = {name: value for name, value in OPINION.items() if name != "station_id"} | {"facts": "有小票"}
OF_2014 = CalendarPublished(
    year=2014, weekday_holidays=(date(2014, 1, 1),), weekend_workdays=(date(2014, 1, 26),), source="国务院办公厅"
)


async def with_title(world: World) -> None:
    await world.is_now("2013-12-23T09:00")
    await world.hear(certified)


async def objected(world: World, **screening: object) -> str:
    given = (await world.post(PATH, BODY)).json()
    body = {"result": "admissible", "reason": "列明时间、单据"} | screening
    answer = await world.post(f"/v1/opinions/{given['id']}/screening", body, by=CITY, version=1)
    assert answer.status_code == 200, answer.text
    return str(given["id"])


async def test_anybody_speaks_of_a_title_that_is_in_force(world: World) -> None:
    await with_title(world)
    answer = await world.post(PATH, BODY)
    assert answer.status_code == 202
    told = answer.json()
    assert (told["certificate_number"], told["notice_id"], told["station_id"]) == ("苏示站2013-0001", "", "st-jia")
    assert len(told["receipt"]) == 24
    listed = (await world.get("/v1/opinions", by=CITY, certificate_number="苏示站2013-0001")).json()["items"]
    assert [one["id"] for one in listed] == [told["id"]]
    assert (await world.get("/v1/opinions", by=OTHER_CITY)).json()["items"] == []


async def test_of_no_title_nothing_is_said(world: World, vault: "Pool[Record]") -> None:
    await world.is_now("2013-12-19T09:00")
    await world.hear(certified)
    assert rule_of(await world.post(PATH, BODY)) == "no-title-to-speak-of"
    assert rule_of(await world.post("/v1/titles/st-yi/opinions", BODY)) == "no-title-to-speak-of"
    await world.is_now("2014-06-20T09:00")
    await world.hear(revoked)
    assert rule_of(await world.post(PATH, BODY)) == "no-title-to-speak-of"
    assert await vault.fetchval("SELECT count(*) FROM opinions") == 0


@pytest.mark.parametrize(
    ("by", "rule"),
    [
        (COUNTY, None),
        (OTHER_COUNTY, None),
        (CITY, None),
        (OTHER_CITY, "outside-jurisdiction"),
        (PROVINCE, "wrong-role"),
        (Caller("person-1", Level.ENTERPRISE, "ho-jia"), "wrong-role"),
    ],
)
async def test_a_clerk_of_the_stations_city_takes_it_down(world: World, by: Caller, rule: str | None) -> None:
    await with_title(world)
    answer = await world.post(PATH, BODY, by=by)
    assert (None if answer.status_code == 202 else rule_of(answer)) == rule


async def test_an_objection_to_a_title_goes_the_same_way_without_a_notice(world: World, pool: "Pool[Record]") -> None:
    await with_title(world)
    opinion_id = await objected(world, county_investigates=True)
    assert [one["id"] for one in (await world.get("/v1/objections", by=COUNTY)).json()["items"]] == [opinion_id]
    took_part = INVESTIGATION | {"investigators": ["of-zhao"]}
    assert rule_of(await act(world, opinion_id, "investigation", took_part)) == "investigator-took-part"
    assert (await act(world, opinion_id, "investigation", INVESTIGATION, by=COUNTY)).status_code == 200
    struck = UPHELD | {"strikes_off": True}
    assert rule_of(await act(world, opinion_id, "decision", struck)) == "nobody-to-strike-off"
    decision = (await act(world, opinion_id, "decision", UPHELD)).json()
    assert (decision["outcome"], decision["strikes_off"]) == ("upheld", False)
    assert (await act(world, opinion_id, "answer", ANSWER)).json()["stage"] == "answered"
    expected = ["OpinionReceived", "OpinionScreened", "ObjectionInvestigated", "ObjectionDecided", "ObjectorAnswered"]
    assert await types(pool) == expected


async def test_of_whom_nobody_knows_who_took_part_nobody_investigates(world: World, pool: "Pool[Record]") -> None:
    await with_title(world)
    opinion_id = await objected(world)
    await pool.execute("DELETE FROM candidates")
    assert rule_of(await act(world, opinion_id, "investigation", INVESTIGATION)) == "investigator-took-part"


async def test_a_provisional_day_is_reckoned_anew_when_the_calendar_comes(world: World, pool: "Pool[Record]") -> None:
    """Seven days of December are left, and three of January; the first of January is a holiday."""
    await with_title(world)
    opinion_id = await objected(world)
    (listed,) = (await world.get("/v1/objections", by=CITY)).json()["items"]
    assert (listed["due_on"], listed["due_is_provisional"]) == ("2014-01-06", True)
    await world.day_begins(date(2013, 12, 24))
    assert await pool.fetchval("SELECT count(*) FROM due") == 1
    await world.hear(OF_2014)
    await world.day_begins(date(2013, 12, 25))
    (listed,) = (await world.get("/v1/objections", by=CITY)).json()["items"]
    assert (listed["due_on"], listed["due_is_provisional"]) == ("2014-01-07", False)
    assert await pool.fetchval("SELECT count(*) FROM due") == 0
    assert await pool.fetchval("SELECT count(*) FROM refused") == 0
    told = await pool.fetchval(
        "SELECT convert_from(attributes, 'UTF8') FROM events WHERE type !~ 'Access' ORDER BY position DESC LIMIT 1"
    )
    assert '"bureau":"B-320400"' in told
    assert (await act(world, opinion_id, "investigation", INVESTIGATION)).status_code == 200


async def test_the_answer_s_day_is_reckoned_anew_likewise(world: World, pool: "Pool[Record]") -> None:
    await with_title(world)
    opinion_id = await objected(world)
    await world.is_now("2013-12-30T09:00")
    await act(world, opinion_id, "investigation", INVESTIGATION)
    decision = (await act(world, opinion_id, "decision", DISMISSED)).json()
    assert (decision["answer_due_on"], decision["due_is_provisional"]) == ("2014-01-02", True)
    await world.hear(OF_2014)
    await world.day_begins(date(2013, 12, 31))
    shown = (await world.get(f"/v1/opinions/{opinion_id}", by=CITY)).json()
    assert (shown["answer_due_on"], shown["due_is_provisional"]) == ("2014-01-03", False)
    assert await pool.fetchval("SELECT count(*) FROM due") == 0


async def test_an_opinion_whose_station_is_heard_of_later_finds_its_city(pool: "Pool[Record]") -> None:
    """As where the tables are made anew: events of others come in any order."""
    await pool.execute("DELETE FROM stations")
    resolved = JurisdictionResolved(
        station_id="st-jia", bureau_code="B-320402", division_code="320402", town="", since=date(2013, 1, 5)
    )
    for event in (objected_to_title, resolved):
        for sql, arguments in project(recorded(event)):
            await pool.execute(sql, *arguments)
        assert await pool.fetchval("SELECT city_code FROM opinions") == ("" if event is objected_to_title else "320400")


async def test_an_opinion_goes_with_its_station_to_another_city(world: World) -> None:
    await with_title(world)
    opinion_id = await objected(world)
    moved = JurisdictionResolved(
        station_id="st-jia", bureau_code="B-320500", division_code="320502", town="", since=date(2013, 12, 24)
    )
    await world.hear(moved)
    assert rule_of(await act(world, opinion_id, "investigation", INVESTIGATION)) == "outside-jurisdiction"
    assert (await world.get(f"/v1/opinions/{opinion_id}", by=OTHER_CITY)).status_code == 200
    body = INVESTIGATION
    answer = await world.post(f"/v1/opinions/{opinion_id}/investigation", body, by=OTHER_CITY, version=2)
    assert answer.status_code == 200

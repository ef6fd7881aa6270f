"""称号中止: a station that moves takes its title along, but it counts again only when the new place was inspected."""

from dataclasses import replace
from datetime import date

import pytest
from asyncpg import Pool, Record

from services.assessment.policies import react
from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import ResumeTitle, SuspendTitle
from services.assessment.title.decisions import TITLE
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.suspending import MOVED, OUT_OF_USE, TitleNotSuspended
from shared.access.roles import Caller, Level
from shared.events.assessment import TitleResumed, TitleSuspended
from shared.events.registry import BureauLevel, JurisdictionResolved, StationMoved, StationResumed, StationSuspended
from shared.testing.reaction import Reaction
from shared.testing.scenario import Scenario
from tests.application.world import bureau, officer
from tests.assessment.examples import NUMBER, SHA, STATION_ID, certified, heard, plaque, proposed, revoked
from tests.assessment.test_projections import contents, put
from tests.assessment.test_rectifying import accepted, ordered
from tests.assessment.world import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    PROVINCE,
    PROVINCE_2,
    World,
    ok,
    refused,
    with_a_title,
)

given = Scenario(TITLE)
when = Reaction(react)
in_force = (certified, plaque)
MOVED_ON = date(2014, 7, 7)
moved = StationMoved(
    station_id=STATION_ID,
    division_code="320404",
    town="",
    former_division_code="320402",
    former_town="",
    moved_on=MOVED_ON,
)
resolved = JurisdictionResolved(
    station_id=STATION_ID,
    bureau_code="B-320404",
    division_code="320404",
    town="",
    replaces="B-320402",
    since=MOVED_ON,
)
suspend = SuspendTitle(station_id=STATION_ID, division_code="320404", town="", moved_on=MOVED_ON)
resume = ResumeTitle(station_id=STATION_ID, findings="新址符合标准", resumed_on=date(2014, 7, 21))
out_of_use = StationSuspended(station_id=STATION_ID, reason="装修", suspended_on=MOVED_ON)
suspend_out_of_use = SuspendTitle(
    station_id=STATION_ID, division_code="", town="", moved_on=MOVED_ON, reason=OUT_OF_USE
)
suspended = TitleSuspended(station_id=STATION_ID, certificate_number=NUMBER, reason=MOVED, suspended_on=MOVED_ON)
suspended_out_of_use = suspended.model_copy(update={"reason": OUT_OF_USE})
resumed = TitleResumed(
    station_id=STATION_ID, certificate_number=NUMBER, findings="新址符合标准", resumed_on=date(2014, 7, 21)
)

TITLE_PATH = "/v1/titles/st-a"
RESUME = TITLE_PATH + "/resumption"
FINDINGS = {"findings": "新址符合标准"}


def test_a_move_suspends_the_title() -> None:
    when(moved).then_asks(suspend)
    given(*in_force).when(suspend).then(suspended)
    given(*in_force, proposed).when(suspend).then(suspended)


def test_a_move_to_another_city_suspends_it_too() -> None:
    away = moved.model_copy(update={"division_code": "320205"})
    when(away).then_asks(replace(suspend, division_code="320205"))


def test_a_station_that_is_put_out_of_use_suspends_the_title() -> None:
    when(out_of_use).then_asks(suspend_out_of_use)
    given(*in_force).when(suspend_out_of_use).then(suspended_out_of_use)


def test_a_station_that_runs_again_does_not_resume_the_title_by_itself() -> None:
    when(StationResumed(station_id=STATION_ID, resumed_on=date(2014, 7, 14))).then_asks()


def test_two_reasons_at_once_make_one_suspension_which_one_inspection_ends() -> None:
    given(*in_force, suspended).when(suspend_out_of_use).then()
    given(*in_force, suspended_out_of_use).when(suspend).then()
    given(*in_force, suspended_out_of_use).when(resume).then(resumed)


def test_a_move_that_is_older_than_the_title_suspends_it_from_its_first_day() -> None:
    given(certified).when(replace(suspend, moved_on=date(2013, 12, 1))).then(
        suspended.model_copy(update={"suspended_on": certified.certified_on})
    )


def test_nothing_is_suspended_twice_or_where_no_title_is() -> None:
    given().when(suspend).then()
    given(*in_force, suspended).when(replace(suspend, moved_on=date(2014, 8, 4))).then()
    given(*in_force, proposed, heard, revoked).when(suspend).then()


def test_after_the_inspection_the_title_counts_again() -> None:
    given(*in_force, suspended).when(resume).then(resumed)
    given(*in_force, suspended, resumed).when(resume).then()
    given(*in_force, suspended, resumed).when(replace(suspend, moved_on=date(2014, 8, 4))).then(
        suspended.model_copy(update={"suspended_on": date(2014, 8, 4)})
    )


def test_what_is_not_suspended_is_not_resumed() -> None:
    given(*in_force).when(resume).then_refused(TitleNotSuspended)
    given(*in_force, suspended, resumed).when(replace(resume, findings="再查")).then_refused(TitleNotSuspended)
    given(*in_force, suspended).when(replace(resume, resumed_on=date(2014, 7, 6))).then_refused(BeforeItsCause)
    given().when(resume).then_refused(TitleNotInForce)
    given(*in_force, suspended, proposed, heard, revoked).when(resume).then_refused(TitleNotInForce)


async def test_a_move_within_the_city_over_http(world: World) -> None:
    await with_a_title(world)
    refused(await world.does(COUNTY, RESUME, FINDINGS, version=1), 409, "title-not-suspended")
    await world.clock(MOVED_ON)
    await world.hears(moved, resolved)
    seen = ok(await world.reads(None, TITLE_PATH))
    assert (seen["status"], seen["suspended_on"], seen["version"]) == ("suspended", "2014-07-07", 2)
    (line,) = ok(await world.reads(None, "/v1/titles"))["items"]
    assert line["status"] == "suspended"
    assert ok(await world.reads(CITY, TITLE_PATH))["standing"] == "suspended"
    (row,) = await world.rows(
        "SELECT convert_from(attributes, 'UTF8') AS said FROM events WHERE type LIKE '%.TitleSuspended.%'"
    )
    assert '"level":"service"' in row["said"]
    assert '"bureau":"B-320404"' in row["said"]
    await world.clock(date(2014, 7, 21))
    refused(await world.does(COUNTY, RESUME, FINDINGS, version=2), 403, "outside-jurisdiction")
    refused(await world.does(CITY, RESUME, FINDINGS, version=2), 403, "wrong-role")
    early = FINDINGS | {"resumed_on": "2014-07-06"}
    refused(await world.does(OTHER_COUNTY, RESUME, early, version=2), 422, "before-its-cause")
    answer = ok(await world.does(OTHER_COUNTY, RESUME, FINDINGS, version=2))
    assert (answer["status"], answer["version"]) == ("in_force", 3)
    seen = ok(await world.reads(None, TITLE_PATH))
    assert (seen["status"], seen["suspended_on"]) == ("in_force", None)


async def test_a_station_out_of_use_over_http(world: World) -> None:
    await with_a_title(world)
    await world.clock(MOVED_ON)
    await world.hears(out_of_use)
    seen = ok(await world.reads(None, TITLE_PATH))
    assert (seen["status"], seen["suspended_on"], seen["version"]) == ("suspended", "2014-07-07", 2)
    (row,) = await world.rows(
        "SELECT convert_from(attributes, 'UTF8') AS said FROM events WHERE type LIKE '%.TitleSuspended.%'"
    )
    assert '"bureau":"B-320402"' in row["said"]
    assert '"bureauname":"天宁分局"' in row["said"]
    await world.hears(moved.model_copy(update={"division_code": "320402"}))
    await world.clock(date(2014, 7, 21))
    await world.hears(StationResumed(station_id=STATION_ID, resumed_on=date(2014, 7, 14)))
    assert ok(await world.reads(None, TITLE_PATH))["status"] == "suspended"
    ok(await world.does(COUNTY, RESUME, FINDINGS, version=2))
    assert ok(await world.reads(None, TITLE_PATH))["status"] == "in_force"


@pytest.mark.parametrize("division_code", ["330102", "341002"])
async def test_a_move_to_another_province_ends_the_title(world: World, division_code: str) -> None:
    await with_a_title(world)
    await world.clock(MOVED_ON)
    away = moved.model_copy(update={"division_code": division_code, "moved_on": date(2014, 7, 4)})
    await world.hears(away)
    seen = ok(await world.reads(None, TITLE_PATH))
    assert (seen["status"], seen["ended_by"], seen["ended_on"]) == ("ended", "move_away", "2014-07-04")
    assert await world.rows("SELECT FROM suspensions") == []
    await world.hears(moved.model_copy(update={"former_division_code": division_code}))
    assert await world.rows("SELECT FROM refused") == []
    assert ok(await world.reads(None, TITLE_PATH))["version"] == 2


async def test_a_move_to_another_city_of_the_province_lets_the_county_there_look(world: World) -> None:
    await with_a_title(world)
    await world.clock(MOVED_ON)
    there = {"division_code": "320205"}
    away = resolved.model_copy(update=there | {"bureau_code": "B-320205"})
    wuxi = (bureau("320205", "锡山分局", BureauLevel.COUNTY), officer("of-x", "B-320205"))
    await world.hears(*wuxi, moved.model_copy(update=there), away)
    assert ok(await world.reads(None, TITLE_PATH))["status"] == "suspended"
    refused(await world.does(COUNTY, RESUME, FINDINGS, version=2), 403, "outside-jurisdiction")
    answer = ok(await world.does(Caller("of-x", Level.COUNTY, "B-320205", "clerk"), RESUME, FINDINGS, version=2))
    assert answer["status"] == "in_force"


async def test_where_no_title_is_a_move_is_refused_by_nobody(world: World) -> None:
    await world.hears(moved.model_copy(update={"station_id": "st-b"}))
    await world.hears(moved.model_copy(update={"station_id": "st-nowhere"}))
    await world.hears(moved.model_copy(update={"station_id": "st-b", "division_code": "330102"}))
    await world.hears(out_of_use.model_copy(update={"station_id": "st-b"}))
    await world.hears(out_of_use.model_copy(update={"station_id": "st-nowhere"}))
    assert await world.rows("SELECT FROM refused") == []
    assert await world.rows("SELECT FROM events") == []


async def test_a_suspended_title_may_be_revoked(world: World) -> None:
    await with_a_title(world)
    await world.clock(MOVED_ON)
    await world.hears(moved, resolved)
    proposal = {"ground": "lax_management", "facts": "迁址后停业", "evidence_sha256": [SHA]}
    ok(await world.does(PROVINCE, TITLE_PATH + "/revocation-proposal", proposal, version=2))
    ok(await world.does(CITY, TITLE_PATH + "/defence", {"summary": "无异议"}, version=3))
    decision = {"reasons": "管理松懈", "document_number": "苏工商消〔2014〕9号"}
    answer = ok(await world.does(PROVINCE_2, TITLE_PATH + "/revocation", decision, version=4))
    assert answer["status"] == "revoked"
    assert ok(await world.reads(None, TITLE_PATH))["status"] == "revoked"


async def test_doing_an_event_of_the_standing_again_changes_nothing(pool: "Pool[Record]") -> None:
    events = (certified, ordered, accepted, suspended, resumed)
    await put(pool, *events)
    once = await contents(pool, "rectifications", "suspensions")
    for event in events:
        await put(pool, event)
        assert await contents(pool, "rectifications", "suspensions") == once
    assert all(once.values())

"""责令整改: by when, one at a time, found mended by the level that ordered it; in force for the public."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import AcceptRectification, OrderRectification
from services.assessment.title.decisions import TITLE
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.rectifying import (
    LONGEST,
    NoRectificationOpen,
    OrderedByAHigherLevel,
    RectificationOpen,
    due_day,
    require_level_of_the_order,
)
from shared.access.roles import Level
from shared.events.application import SettingChanged
from shared.events.assessment import RectificationAccepted, RectificationOrdered
from shared.events.registry import CalendarPublished
from shared.testing.scenario import Scenario
from shared.workdays import WorkingCalendar
from tests.assessment.examples import (
    NUMBER,
    PLAQUE_DAY,
    SEASON_ID,
    SHA,
    STATION_ID,
    certified,
    heard,
    plaque,
    proposed,
    revoked,
    settings,
)
from tests.assessment.world import (
    AUDITOR,
    CITY,
    COUNTY,
    HOST,
    OTHER_CITY,
    OTHER_COUNTY,
    OTHER_HOST,
    PROVINCE,
    World,
    ok,
    refused,
    with_a_title,
)

given = Scenario(TITLE)
in_force = (certified, plaque)
ORDERED_ON = date(2014, 4, 21)
DUE_ON = date(2014, 5, 13)
ordered = RectificationOrdered(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    order_id="rc-1",
    findings="无人值守，台账缺失两个月",
    due_on=DUE_ON,
    due_is_provisional=False,
    ordered_on=ORDERED_ON,
)
accepted = RectificationAccepted(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    order_id="rc-1",
    findings="台账已补齐",
    accepted_on=date(2014, 5, 12),
)
order = OrderRectification(
    station_id=STATION_ID,
    order_id="rc-1",
    findings="无人值守，台账缺失两个月",
    today=ORDERED_ON,
    due_on=DUE_ON,
    due_is_provisional=False,
)
accept = AcceptRectification(station_id=STATION_ID, findings="台账已补齐", accepted_on=date(2014, 5, 12))
CALENDAR_2014 = CalendarPublished(
    year=2014,
    weekday_holidays=(date(2014, 5, 1), date(2014, 5, 2)),
    weekend_workdays=(date(2014, 5, 4),),
    source="国务院办公厅关于2014年部分节假日安排的通知",
)
CALENDAR = WorkingCalendar.of([2014], CALENDAR_2014.weekday_holidays, CALENDAR_2014.weekend_workdays)

TITLE_PATH = "/v1/titles/st-a"
ORDER_PATH = TITLE_PATH + "/rectification"
FINDINGS = {"findings": "无人值守，台账缺失两个月"}
MENDED = {"findings": "台账已补齐"}


def test_a_station_is_told_to_mend_something_and_keeps_its_title() -> None:
    given(*in_force).when(order).then(ordered)
    given(*in_force, proposed).when(order).then(ordered)
    given(*in_force, ordered).when(order).then()


def test_one_order_is_open_at_a_time() -> None:
    given(*in_force, ordered).when(replace(order, order_id="rc-2")).then_refused(RectificationOpen)
    again = replace(order, order_id="rc-2", today=date(2014, 6, 3), due_on=date(2014, 6, 24))
    given(*in_force, ordered, accepted).when(again).then(
        ordered.model_copy(
            update={"order_id": "rc-2", "ordered_on": date(2014, 6, 3), "due_on": date(2014, 6, 24)},
        )
    )


def test_what_is_mended_is_accepted_late_too() -> None:
    given(*in_force, ordered).when(accept).then(accepted)
    given(*in_force, ordered, accepted).when(accept).then()
    late = date(2014, 7, 1)
    given(*in_force, ordered).when(replace(accept, accepted_on=late)).then(
        accepted.model_copy(update={"accepted_on": late})
    )


def test_nothing_is_accepted_that_was_not_ordered_or_before_it_was() -> None:
    given(*in_force).when(accept).then_refused(NoRectificationOpen)
    other = replace(accept, findings="另一次复查")
    given(*in_force, ordered, accepted).when(other).then_refused(NoRectificationOpen)
    given(*in_force, ordered).when(replace(accept, accepted_on=date(2014, 4, 20))).then_refused(BeforeItsCause)


def test_without_a_title_in_force_there_is_nothing_to_mend() -> None:
    given().when(order).then_refused(TitleNotInForce)
    given(*in_force, proposed, heard, revoked).when(order).then_refused(TitleNotInForce)
    given(*in_force, ordered, proposed, heard, revoked).when(accept).then_refused(TitleNotInForce)


def test_what_the_order_rests_on_and_how_many_days_it_gives_are_told() -> None:
    resting = replace(order, because="2014-04-18突击检查", working_days=15)
    given(*in_force).when(resting).then(
        ordered.model_copy(update={"because": "2014-04-18突击检查", "working_days": 15})
    )


def test_fifteen_working_days_over_the_holiday_of_may() -> None:
    assert due_day(ORDERED_ON, 15, CALENDAR) == (DUE_ON, False)


def test_a_year_without_a_calendar_makes_the_last_day_provisional() -> None:
    assert due_day(ORDERED_ON, 15, WorkingCalendar()) == (date(2014, 5, 12), True)
    assert due_day(date(2014, 12, 22), 15, CALENDAR) == (date(2015, 1, 12), True)


@drawn(st.dates(date(2014, 1, 1), date(2014, 12, 31)), st.integers(0, 60))
def test_nobody_has_more_than_thirty_days(ordered_on: date, days: int) -> None:
    due_on, _ = due_day(ordered_on, days, CALENDAR)
    assert ordered_on < due_on <= ordered_on + LONGEST


@pytest.mark.parametrize(
    ("level", "ordered_by"),
    [(Level.COUNTY, Level.CITY), (Level.COUNTY, Level.PROVINCE), (Level.CITY, Level.PROVINCE)],
)
def test_a_lower_level_does_not_accept(level: Level, ordered_by: Level) -> None:
    require_level_of_the_order(ordered_by, level)
    require_level_of_the_order(level, level)
    with pytest.raises(OrderedByAHigherLevel):
        require_level_of_the_order(level, ordered_by)


def test_what_nobody_has_ordered_any_bureau_accepts() -> None:
    for level in (Level.COUNTY, Level.CITY, Level.PROVINCE):
        require_level_of_the_order(level, Level.SERVICE)


async def test_scenario_5_over_http(world: World) -> None:
    await with_a_title(world)
    await world.hears(CALENDAR_2014)
    await world.clock(ORDERED_ON)
    for who, rule in ((OTHER_COUNTY, "outside-jurisdiction"), (OTHER_CITY, "outside-jurisdiction")):
        refused(await world.does(who, ORDER_PATH, FINDINGS, version=1), 403, rule)
    refused(await world.does(HOST, ORDER_PATH, FINDINGS, version=1), 403, "wrong-role")
    answer = ok(await world.does(CITY, ORDER_PATH, FINDINGS, version=1), 201)
    assert (answer["due_on"], answer["due_is_provisional"], answer["version"]) == ("2014-05-13", False, 2)
    refused(await world.does(CITY, ORDER_PATH, FINDINGS, version=2), 409, "rectification-open")
    for everybody in (None, OTHER_HOST):
        seen = ok(await world.reads(everybody, TITLE_PATH))
        assert (seen["status"], "standing" in seen, "rectification" in seen) == ("in_force", False, False)
    seen = ok(await world.reads(COUNTY, TITLE_PATH))
    assert (seen["status"], seen["standing"]) == ("in_force", "under_rectification")
    assert (seen["rectification"]["due_on"], seen["rectification"]["is_overdue"]) == ("2014-05-13", False)
    await world.clock(date(2014, 5, 12))
    acceptance = ORDER_PATH + "/acceptance"
    refused(await world.does(COUNTY, acceptance, MENDED, version=2), 403, "ordered-by-a-higher-level")
    early = MENDED | {"accepted_on": "2014-04-20"}
    refused(await world.does(CITY, acceptance, early, version=2), 422, "before-its-cause")
    answer = ok(await world.does(CITY, acceptance, MENDED, version=2))
    assert (answer["status"], answer["version"]) == ("in_force", 3)
    seen = ok(await world.reads(CITY, TITLE_PATH))
    assert (seen["standing"], seen["rectification"]) == ("in_force", None)
    refused(await world.does(PROVINCE, acceptance, {"findings": "再查"}, version=3), 409, "no-rectification-open")


async def test_what_is_open_and_overdue_is_listed_for_the_bureaus(world: World) -> None:
    await with_a_title(world)
    await world.clock(ORDERED_ON)
    answer = ok(await world.does(COUNTY, ORDER_PATH, FINDINGS, version=1), 201)
    assert (answer["due_on"], answer["due_is_provisional"]) == ("2014-05-12", True)
    await world.hears(CALENDAR_2014)
    for day, is_overdue in ((date(2014, 5, 12), False), (date(2014, 5, 13), True)):
        await world.clock(day)
        for who in (COUNTY, CITY, PROVINCE, AUDITOR):
            (line,) = ok(await world.reads(who, "/v1/rectifications"))["items"]
            assert (line["station_id"], line["due_on"], line["is_overdue"]) == ("st-a", "2014-05-12", is_overdue)
        for who in (OTHER_COUNTY, OTHER_CITY):
            assert ok(await world.reads(who, "/v1/rectifications"))["items"] == []
    refused(await world.reads(HOST, "/v1/rectifications"), 403, "wrong-role")
    refused(await world.reads(None, "/v1/rectifications"), 401, "not-signed-in")
    ok(await world.does(PROVINCE, ORDER_PATH + "/acceptance", MENDED, version=2))
    assert ok(await world.reads(COUNTY, "/v1/rectifications"))["items"] == []


async def test_the_season_says_how_many_working_days(world: World) -> None:
    await with_a_title(world)
    changed = SettingChanged(
        season_id=SEASON_ID,
        name="rectification_working_days",
        former_value="15",
        value="10",
        basis="苏工商消〔2014〕2号",
        reason="从速",
        settings=settings.model_copy(update={"rectification_working_days": 10}),
        changed_on=PLAQUE_DAY,
    )
    await world.hears(changed, CALENDAR_2014)
    await world.clock(ORDERED_ON)
    answer = ok(await world.does(PROVINCE, ORDER_PATH, FINDINGS, version=1), 201)
    assert answer["due_on"] == "2014-05-06"


async def test_a_title_that_goes_is_mended_no_more(world: World) -> None:
    await with_a_title(world)
    await world.clock(ORDERED_ON)
    ok(await world.does(COUNTY, ORDER_PATH, FINDINGS, version=1), 201)
    proposal = {"ground": "lax_management", "facts": "逾期未整改", "evidence_sha256": [SHA]}
    ok(await world.does(CITY, TITLE_PATH + "/revocation-proposal", proposal, version=2))
    ok(await world.does(CITY, TITLE_PATH + "/defence", {"summary": "无异议"}, version=3))
    await world.clock(date(2014, 6, 3))
    decision = {"reasons": "管理松懈", "document_number": "苏工商消〔2014〕9号"}
    ok(await world.does(PROVINCE, TITLE_PATH + "/revocation", decision, version=4))
    refused(await world.does(COUNTY, ORDER_PATH + "/acceptance", MENDED, version=5), 409, "title-not-in-force")
    assert ok(await world.reads(COUNTY, "/v1/rectifications"))["items"] == []
    seen = ok(await world.reads(COUNTY, TITLE_PATH))
    assert (seen["standing"], seen["rectification"]) == ("revoked", None)

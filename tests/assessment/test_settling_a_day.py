"""整改期限重算: a last day that rested on a calendar that was not published yet is reckoned anew when it comes."""

from dataclasses import replace
from datetime import date

from services.assessment.title.commands import SettleRectificationDay
from services.assessment.title.decisions import TITLE
from shared.events.assessment import RectificationDaySettled
from shared.testing.scenario import Scenario
from tests.assessment.examples import NUMBER, STATION_ID, certified, drafted, heard, plaque, proposed, revoked, settings
from tests.assessment.test_rectifying import (
    CALENDAR_2014,
    DUE_ON,
    FINDINGS,
    MENDED,
    ORDER_PATH,
    ORDERED_ON,
    TITLE_PATH,
    accepted,
    ordered,
)
from tests.assessment.world import CITY, COUNTY, HOST, World, ok, with_a_title

given = Scenario(TITLE)
in_force = (certified, plaque)
provisional = ordered.model_copy(update={"due_on": date(2014, 5, 12), "due_is_provisional": True})
settle = SettleRectificationDay(station_id=STATION_ID, order_id="rc-1", today=date(2014, 4, 25), due_on=DUE_ON)
settled = RectificationDaySettled(
    station_id=STATION_ID,
    certificate_number=NUMBER,
    order_id="rc-1",
    former_due_on=date(2014, 5, 12),
    due_on=DUE_ON,
    settled_on=date(2014, 4, 25),
)
NEW_YEAR = {"weekday_holidays": (date(2015, 1, 1), date(2015, 1, 2)), "weekend_workdays": (date(2015, 1, 4),)}


async def due(world: World) -> list[tuple[date, str]]:
    return [(row["on"], row["command"]) for row in await world.rows('SELECT "on", command FROM due ORDER BY 1, 2')]


def test_a_provisional_last_day_is_settled_once_its_calendar_has_come() -> None:
    given(*in_force, provisional).when(settle).then(settled)
    given(*in_force, provisional, settled).when(settle).then()
    given(*in_force, provisional).when(replace(settle, due_on=None)).then()
    given(*in_force, provisional).when(replace(settle, order_id="rc-2")).then()
    given(*in_force, ordered).when(settle).then()
    given(*in_force).when(settle).then()
    given(*in_force, provisional, accepted).when(settle).then()
    given(*in_force, provisional, proposed, heard, revoked).when(settle).then()
    rectification = TITLE.state([*in_force, provisional, settled]).rectification
    assert rectification is not None
    assert (rectification.due_on, rectification.due_is_provisional) == (DUE_ON, False)


async def test_scenario_5_the_last_day_is_reckoned_again_when_the_calendar_comes(world: World) -> None:
    await with_a_title(world)
    await world.clock(ORDERED_ON)
    body = FINDINGS | {"because": "2014-04-18突击检查"}
    answer = ok(await world.does(CITY, ORDER_PATH, body, version=1), 201)
    assert (answer["due_on"], answer["due_is_provisional"]) == ("2014-05-12", True)
    await world.clock(date(2014, 4, 24))
    await world.hears(CALENDAR_2014)
    assert await due(world) == [(date(2014, 4, 24), "SettleRectificationDay")]
    await world.day(date(2014, 4, 25))
    assert await due(world) == []
    (line,) = ok(await world.reads(COUNTY, "/v1/rectifications"))["items"]
    assert (line["due_on"], line["due_is_provisional"], line["because"]) == (
        "2014-05-13",
        False,
        "2014-04-18突击检查",
    )
    assert ok(await world.reads(HOST, TITLE_PATH))["rectification"]["due_on"] == "2014-05-13"
    (row,) = await world.rows(
        "SELECT convert_from(payload, 'UTF8') AS said, convert_from(attributes, 'UTF8') AS by FROM events"
        " WHERE type LIKE '%.RectificationDaySettled.%'"
    )
    assert '"former_due_on":"2014-05-12"' in row["said"]
    assert '"bureau":"B-320402"' in row["by"]


async def test_the_setting_of_the_day_of_the_order_counts(world: World) -> None:
    await with_a_title(world)
    await world.clock(ORDERED_ON)
    ok(await world.does(CITY, ORDER_PATH, FINDINGS, version=1), 201)
    fewer = settings.model_copy(update={"rectification_working_days": 10})
    await world.hears(drafted.model_copy(update={"settings": fewer}), CALENDAR_2014)
    await world.day(date(2014, 4, 25))
    (line,) = ok(await world.reads(COUNTY, "/v1/rectifications"))["items"]
    assert line["due_on"] == "2014-05-13"


async def test_an_order_of_before_its_days_were_recorded_is_reckoned_by_the_setting_of_its_season(world: World) -> None:
    await with_a_title(world)
    await world.clock(ORDERED_ON)
    ok(await world.does(CITY, ORDER_PATH, FINDINGS, version=1), 201)
    await world.rows("UPDATE rectifications SET working_days = 0")
    fewer = settings.model_copy(update={"rectification_working_days": 10})
    await world.hears(drafted.model_copy(update={"settings": fewer}), CALENDAR_2014)
    await world.day(date(2014, 4, 25))
    (line,) = ok(await world.reads(COUNTY, "/v1/rectifications"))["items"]
    assert line["due_on"] == "2014-05-06"


async def test_a_last_day_over_the_turn_of_the_year_waits_for_both_calendars(world: World) -> None:
    await with_a_title(world)
    await world.clock(date(2014, 12, 22))
    ok(await world.does(CITY, ORDER_PATH, FINDINGS, version=1), 201)
    await world.hears(CALENDAR_2014)
    assert await due(world) == []
    await world.hears(CALENDAR_2014.model_copy(update={"year": 2015, **NEW_YEAR}))
    await world.day(date(2014, 12, 26))
    (line,) = ok(await world.reads(COUNTY, "/v1/rectifications"))["items"]
    assert (line["due_on"], line["due_is_provisional"]) == ("2015-01-13", False)
    await world.hears(CALENDAR_2014.model_copy(update={"year": 2015, **NEW_YEAR}))
    assert await due(world) == []


async def test_what_is_accepted_or_over_is_not_reckoned_again(world: World) -> None:
    await with_a_title(world)
    await world.clock(ORDERED_ON)
    ok(await world.does(COUNTY, ORDER_PATH, FINDINGS, version=1), 201)
    await world.hears(CALENDAR_2014)
    assert await due(world) == [(ORDERED_ON, "SettleRectificationDay")]
    ok(await world.does(COUNTY, ORDER_PATH + "/acceptance", MENDED, version=2))
    assert await due(world) == []
    await world.clock(date(2015, 1, 5))
    ok(await world.does(COUNTY, ORDER_PATH, FINDINGS, version=3), 201)
    await world.hears(CALENDAR_2014.model_copy(update={"year": 2015, **NEW_YEAR}))
    assert [command for _, command in await due(world)] == ["SettleRectificationDay"]
    ok(await world.does(HOST, TITLE_PATH + "/renunciation", version=4))
    assert await due(world) == []

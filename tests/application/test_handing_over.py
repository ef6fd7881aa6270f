"""移交: a station moves, another bureau becomes competent, a station ends: what becomes of its application."""

from dataclasses import replace

import pytest

from services.application.filing.commands import EndApplication, HandOver
from services.application.filing.decisions import APPLICATION
from services.application.filing.state import FilingEvent, Stage
from services.application.policies import react
from services.application.projections import project
from shared.events.application import ApplicationHandedOver
from shared.events.registry import JurisdictionResolved, StationClosed, StationMoved, StationTransferred
from shared.testing.reaction import Reaction
from shared.testing.scenario import Scenario
from tests.application.examples import (
    APPLICATION_ID,
    COUNTY,
    STATION_ID,
    accepted,
    at,
    clear,
    filed,
    fit,
    recommended,
    refused,
    unfit,
    withdrawn,
)
from tests.application.forms import drafted_form, moved, moved_on, returned
from tests.application.steps import CASE, FINDINGS, INSPECTION, file_application, find_fit, granted
from tests.application.steps import refused as refused_answer
from tests.application.world import CLERK, HOST, NEIGHBOUR, World, recorded

given = Scenario(APPLICATION)
when = Reaction(react)

resolved = replace(moved, premises_moved=False)
handed_over = ApplicationHandedOver(
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    from_bureau=COUNTY,
    to_bureau="B-320404",
    premises_moved=True,
    handed_over_on=moved_on,
)
on_the_map = handed_over.model_copy(update={"premises_moved": False})
within = handed_over.model_copy(update={"to_bureau": COUNTY})

station_moved = StationMoved(
    station_id=STATION_ID,
    division_code="320404",
    town="",
    former_division_code="320402",
    former_town="",
    moved_on=moved_on,
)
other_bureau = JurisdictionResolved(
    station_id=STATION_ID, bureau_code="B-320404", division_code="320404", town="", since=moved_on, replaces=COUNTY
)
closed = StationClosed(station_id=STATION_ID, reason="退市", closed_on=moved_on)
transferred = StationTransferred(station_id=STATION_ID, host_id="ho-b", former_host_id="ho-a", transferred_on=moved_on)


def stage_after(*history: FilingEvent) -> Stage:
    return APPLICATION.state(history).stage


def test_a_case_goes_to_the_bureau_of_the_new_place_which_inspects_it_anew() -> None:
    for history in ((filed,), (filed, returned), (filed, accepted, unfit), (filed, accepted, clear, fit, recommended)):
        given(*history).when(moved).then(handed_over)
        given(*history, handed_over).when(resolved).then_nothing()
    assert stage_after(filed, accepted, clear, fit, handed_over) is Stage.ACCEPTED
    assert stage_after(filed, handed_over) is Stage.FILED


def test_a_move_within_the_district_needs_another_look_and_no_other_bureau() -> None:
    given(filed, accepted, fit).when(replace(moved, bureau_code=COUNTY)).then(within)
    given(filed, accepted).when(replace(moved, bureau_code=COUNTY)).then_nothing()


def test_a_line_on_the_map_changes_the_bureau_and_nothing_on_the_spot() -> None:
    given(filed, accepted, fit).when(resolved).then(on_the_map)
    assert stage_after(filed, accepted, fit, on_the_map) is Stage.FIT
    given(filed, accepted, fit, on_the_map).when(resolved).then_nothing()


@pytest.mark.parametrize("history", [(), (drafted_form,), (filed, withdrawn), (filed, accepted, refused)])
def test_where_there_is_nothing_to_hand_over_or_end_nothing_happens(history: tuple[FilingEvent, ...]) -> None:
    given(*history).when(moved).then_nothing()
    given(*history).when(EndApplication(STATION_ID, "撤站", at(moved_on), APPLICATION_ID)).then_nothing()


def test_what_the_register_records_of_a_station_asks_for_it() -> None:
    when(station_moved).then_asks(HandOver(STATION_ID, "320404", "", moved_on, premises_moved=True))
    replaced = HandOver(STATION_ID, "320404", "", moved_on, premises_moved=False, bureau_code="B-320404")
    when(other_bureau).then_asks(replaced)
    when(other_bureau.model_copy(update={"replaces": ""})).then_asks()
    midnight = at(moved_on, 0)
    when(closed).then_asks(EndApplication(STATION_ID, "服务站已撤站：退市", midnight))
    when(transferred).then_asks(EndApplication(STATION_ID, "服务站已变更建站企业", midnight))


async def test_a_station_that_moves_is_inspected_by_its_new_county(world: World) -> None:
    await find_fit(world)
    await world.clock(moved_on)
    await world.hears(station_moved, other_bureau)
    case = granted(await world.reads(NEIGHBOUR, CASE))
    assert (case["stage"], case["bureau_code"], case["version"]) == ("accepted", "B-320404", 5)
    assert (case["handed_over_from"], case["inspected_on"], case["inspectors"]) == (COUNTY, None, [])
    refused_answer(await world.reads(CLERK, CASE), 403, "outside-jurisdiction")
    for who, rule in ((CLERK, "outside-jurisdiction"), (NEIGHBOUR, "inspector-of-another-bureau")):
        answer = await world.does(who, f"{CASE}/inspection", INSPECTION, version=5)
        assert answer.json()["type"] == f"/problems/{rule}"
    (events,) = await world.rows("SELECT count(*) FROM events WHERE type LIKE '%HandedOver%'")
    assert (events["count"], await world.rows("SELECT FROM refused")) == (1, [])


async def test_a_station_without_an_application_leaves_no_trace(world: World) -> None:
    await world.hears(station_moved, other_bureau, transferred, closed)
    assert await world.rows("SELECT FROM refused UNION ALL SELECT FROM parked") == []
    assert await world.rows("SELECT FROM events") == []
    (row,) = await world.rows("SELECT bureau_code, status FROM stations WHERE station_id = $1", STATION_ID)
    assert tuple(row) == ("B-320404", "closed")


async def test_a_station_that_closes_takes_its_application_along(world: World) -> None:
    await file_application(world)
    await world.clock(moved_on)
    await world.hears(closed)
    case = granted(await world.reads(HOST, CASE))
    assert (case["stage"], case["withdrawn_at"]) == ("withdrawn", "2013-09-06T00:00:00+08:00")
    (row,) = await world.rows(
        "SELECT convert_from(payload, 'UTF8')::jsonb ->> 'reason' AS reason FROM events"
        " WHERE type LIKE '%ApplicationWithdrawn%'"
    )
    assert row["reason"] == "服务站已撤站：退市"
    answer = await world.does(CLERK, f"{CASE}/veto-check", {"findings": FINDINGS}, version=2)
    refused_answer(answer, 409, "not-under-verification")


async def test_a_station_that_leaves_the_city_leaves_its_chapter(world: World) -> None:
    await file_application(world)
    await world.clock(moved_on)
    await world.hears(station_moved.model_copy(update={"division_code": "320502"}))
    case = granted(await world.reads(HOST, CASE))
    assert (case["stage"], case["handed_over_on"]) == ("withdrawn", None)


async def test_written_twice_a_hand_over_reads_as_once(world: World) -> None:
    for event in (filed, accepted, fit, handed_over):
        for sql, arguments in project(recorded(event)) * 2:
            await world.runtime.pool.execute(sql, *arguments)
    (row,) = await world.rows("SELECT stage, bureau_code, inspected_on FROM applications")
    assert tuple(row) == ("accepted", "B-320404", None)

"""登记变更: a station is corrected, renamed, moved, transferred, suspended, resumed and closed, in its stages alone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from services.registry.station.changes import BeforeItsRegistration, OutOfTheProvince, StationNotOpen
from services.registry.station.commands import (
    CloseStation,
    CorrectDetails,
    MoveStation,
    RefuseRegistration,
    RegisterProposed,
    RenameStation,
    ResolveJurisdiction,
    ResumeStation,
    StationCommand,
    SuspendStation,
    TransferStation,
)
from services.registry.station.decisions import STATION
from services.registry.station.state import Stage, StationEvent
from shared.errors import InTheFuture, Refusal
from shared.events.registry import (
    JurisdictionResolved,
    Size,
    StationClosed,
    StationDetailsCorrected,
    StationKind,
    StationMoved,
    StationRenamed,
    StationResumed,
    StationSuspended,
    StationTransferred,
)
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW, jurisdiction_resolved, register_station, station_registered
from tests.registry.test_registering_a_station import propose, proposed, refused

given = Scenario(STATION)
there = (station_registered, jurisdiction_resolved)

correct = CorrectDetails("st-1", StationKind.MARKET, "农副产品", Size(stalls=40), date(2011, 1, 1), "误录", TOMORROW)
corrected = StationDetailsCorrected(
    station_id="st-1",
    kind=StationKind.MARKET,
    trade="农副产品",
    size=Size(stalls=40),
    operating_since=date(2011, 1, 1),
    reason="误录",
    corrected_on=TOMORROW,
)
rename = RenameStation("st-1", "新名称消费维权服务站", TOMORROW, TOMORROW)
renamed = StationRenamed(station_id="st-1", name=rename.name, former_name=station_registered.name, renamed_on=TOMORROW)
move = MoveStation("st-1", "320404", "五星街道", TOMORROW, TOMORROW, "B-320404")
moved = StationMoved(
    station_id="st-1",
    division_code="320404",
    town="五星街道",
    former_division_code="320402",
    former_town="兰陵街道",
    moved_on=TOMORROW,
)
taken_over = JurisdictionResolved(
    station_id="st-1",
    bureau_code="B-320404",
    division_code="320404",
    town="五星街道",
    since=TOMORROW,
    replaces="B-320402",
)
transfer = TransferStation("st-1", "ho-2", TOMORROW, TOMORROW)
transferred = StationTransferred(station_id="st-1", host_id="ho-2", former_host_id="ho-1", transferred_on=TOMORROW)
suspend = SuspendStation("st-1", "装修", TOMORROW, TOMORROW)
suspended = StationSuspended(station_id="st-1", reason="装修", suspended_on=TOMORROW)
resume = ResumeStation("st-1", TOMORROW, TOMORROW)
resumed = StationResumed(station_id="st-1", resumed_on=TOMORROW)
close = CloseStation("st-1", "歇业", TOMORROW, TOMORROW)
closed = StationClosed(station_id="st-1", reason="歇业", closed_on=TOMORROW)
resolve = ResolveJurisdiction("st-1", "B-320411", "320411", "兰陵街道", TOMORROW, "dc-1", "", TOMORROW)
resolved = JurisdictionResolved(
    station_id="st-1",
    bureau_code="B-320411",
    division_code="320411",
    town="兰陵街道",
    since=TOMORROW,
    replaces="B-320402",
    change_id="dc-1",
)

EACH: list[tuple[StationCommand, tuple[StationEvent, ...]]] = [
    (correct, (corrected,)),
    (rename, (renamed,)),
    (move, (moved, taken_over)),
    (transfer, (transferred,)),
    (suspend, (suspended,)),
    (close, (closed,)),
]
DATED: list[StationCommand] = [
    replace(rename, renamed_on=date(2013, 6, 1)),
    replace(move, moved_on=date(2013, 6, 1)),
    replace(transfer, transferred_on=date(2013, 6, 1)),
    replace(suspend, suspended_on=date(2013, 6, 1)),
    replace(resume, resumed_on=date(2013, 6, 1)),
    replace(close, closed_on=date(2013, 6, 1)),
    replace(correct, operating_since=date(2013, 6, 1)),
    replace(resolve, since=date(2013, 6, 1)),
]
CLOSED_TO: list[StationCommand] = [correct, rename, move, transfer, suspend, resume]


@pytest.mark.parametrize(("command", "events"), EACH)
def test_an_active_station_is_changed_once(command: StationCommand, events: tuple[StationEvent, ...]) -> None:
    given(*there).when(command).then(*events)
    given(*there, *events).when(command).then_nothing()


@pytest.mark.parametrize("command", DATED)
def test_nothing_happens_to_a_station_on_a_day_to_come(command: StationCommand) -> None:
    given(*there).when(command).then_refused(InTheFuture)


@pytest.mark.parametrize(
    "command", [replace(rename, renamed_on=date(2013, 5, 1)), replace(close, closed_on=date(2012, 1, 1))]
)
def test_nothing_happens_to_a_station_before_its_registration(command: StationCommand) -> None:
    given(*there).when(command).then_refused(BeforeItsRegistration)


def test_a_suspended_station_runs_again_or_ends() -> None:
    given(*there, suspended).when(resume).then(resumed)
    given(*there, suspended, resumed).when(resume).then_nothing()
    given(*there, suspended).when(close).then(closed)
    given(*there, suspended).when(rename).then(renamed)


@pytest.mark.parametrize("history", [(), (proposed,), (proposed, refused), (*there, closed)])
@pytest.mark.parametrize("command", CLOSED_TO, ids=lambda command: type(command).__name__)
def test_only_a_station_that_is_open_is_changed(command: StationCommand, history: tuple[StationEvent, ...]) -> None:
    given(*history).when(command).then_refused(StationNotOpen)


def test_a_station_does_not_leave_its_province() -> None:
    given(*there).when(replace(move, division_code="310101", bureau_code="")).then_refused(OutOfTheProvince)


def test_a_move_inside_the_county_replaces_no_bureau() -> None:
    near = replace(move, division_code="320402", bureau_code="B-320402")
    stays = taken_over.model_copy(update={"division_code": "320402", "bureau_code": "B-320402", "replaces": ""})
    given(*there).when(near).then(moved.model_copy(update={"division_code": "320402"}), stays)


def test_a_change_of_divisions_is_followed_once_and_by_a_closed_station_too() -> None:
    given(*there).when(resolve).then(resolved)
    given(*there, resolved).when(resolve).then_nothing()
    given(*there, suspended).when(resolve).then(resolved)
    given(*there, closed).when(resolve).then(resolved)
    given(proposed).when(resolve).then_refused(StationNotOpen)


def test_a_station_follows_a_change_that_leaves_it_where_it_is() -> None:
    """Who looks for stations that have not followed it yet finds this one no more."""
    stays = replace(resolve, bureau_code="B-320402", division_code="320402")
    told = jurisdiction_resolved.model_copy(update={"since": TOMORROW, "change_id": "dc-1"})
    given(*there).when(stays).then(told)
    given(*there).when(replace(stays, change_id="")).then_nothing()


words = st.sampled_from(["甲", "乙"])
days = st.dates(TODAY, date(2013, 5, 18))
places = st.sampled_from([("320402", "B-320402"), ("320404", "B-320404"), ("330102", "")])
alike = st.sampled_from(["", "st-9"])
commands: st.SearchStrategy[StationCommand] = st.one_of(
    st.just(propose),
    st.builds(replace, st.just(register_station), alike=alike),
    st.builds(RegisterProposed, st.just("st-1"), days, words, st.just("B-320402"), alike),
    st.builds(RefuseRegistration, st.just("st-1"), words, days),
    st.builds(CorrectDetails, st.just("st-1"), st.sampled_from(StationKind), words, st.just(Size()), days, words, days),
    st.builds(RenameStation, st.just("st-1"), words, days, days),
    st.builds(
        lambda place, town, on, today: MoveStation("st-1", place[0], town, on, today, place[1]),
        places,
        words,
        days,
        days,
    ),
    st.builds(TransferStation, st.just("st-1"), words, days, days),
    st.builds(SuspendStation, st.just("st-1"), words, days, days),
    st.builds(ResumeStation, st.just("st-1"), days, days),
    st.builds(CloseStation, st.just("st-1"), words, days, days),
    st.builds(
        lambda place, change, on: ResolveJurisdiction("st-1", place[1], place[0], "", on, change, "", on),
        places,
        words,
        days,
    ),
)


@examples(st.lists(commands, max_size=12))
def test_a_station_lives_in_its_stages_and_ends_for_good(asked: list[StationCommand]) -> None:
    state, history = STATION.initial, list[StationEvent]()
    for command in asked:
        before = state
        try:
            events = STATION.decide(command, state)
        except Refusal:
            continue
        for event in events:
            state = STATION.evolve(state, event)
        history += events
        assert STATION.decide(command, state) == [], "asked twice, recorded once"
        if before.stage in {Stage.CLOSED, Stage.REFUSED}:
            assert state.stage is before.stage
            assert all(isinstance(event, JurisdictionResolved) for event in events)
        if state.stage in {Stage.ACTIVE, Stage.SUSPENDED, Stage.CLOSED}:
            assert state.division_code.startswith("32") or state.changes
    assert STATION.state(history) == state

"""培训: an area's stations are trained; a plan tells where and when, the attendance who came."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from services.registry.training.commands import HoldTraining, RecordAttendance, ScheduleTraining, TrainingCommand
from services.registry.training.decisions import (
    NO_REASON,
    TRAINING,
    NobodyTrained,
    NoSuchTraining,
    NotInvited,
    PresentAndAbsent,
    StationOutsideArea,
    TrainingAlreadyHeld,
    TrainingPlannedInThePast,
)
from services.registry.training.state import TrainingEvent
from shared.errors import InTheFuture, NotKnownHere, Refusal
from shared.events.registry import Absence, TrainingHeld, TrainingScheduled
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW

given = Scenario(TRAINING)

DIVISIONS = (("st-1", "320402"), ("st-2", "320482"), ("st-3", "320404"), ("st-9", "320505"))
hold = HoldTraining(
    training_id="tr-1",
    division_code="320400",
    topic="和解技巧",
    station_ids=("st-1", "st-2"),
    held_on=TODAY,
    today=TODAY,
    divisions=(("st-1", "320402"), ("st-2", "320482")),
)
held = TrainingHeld(
    training_id="tr-1", division_code="320400", topic="和解技巧", station_ids=("st-1", "st-2"), held_on=TODAY
)
schedule = ScheduleTraining(
    training_id="tr-1",
    division_code="320400",
    topic="和解技巧",
    place="市局三楼",
    invited=("st-1", "st-2"),
    planned_on=date(2013, 6, 18),
    today=TODAY,
    divisions=DIVISIONS,
)
scheduled = TrainingScheduled(
    training_id="tr-1",
    division_code="320400",
    topic="和解技巧",
    place="市局三楼",
    invited=("st-1", "st-2"),
    planned_on=date(2013, 6, 18),
)
attend = RecordAttendance(
    training_id="tr-1",
    station_ids=("st-1",),
    absent=(("st-2", "店庆"),),
    held_on=TODAY,
    today=TODAY,
    divisions=DIVISIONS,
)
attended = held.model_copy(update={"station_ids": ("st-1",), "absent": (Absence(station_id="st-2", reason="店庆"),)})


def test_the_stations_of_an_area_are_trained() -> None:
    given().when(hold).then(held)


def test_a_station_named_twice_is_trained_once() -> None:
    given().when(replace(hold, station_ids=("st-1", "st-2", "st-1"))).then(held)


@pytest.mark.parametrize("area", ["320000", "320400"])
def test_an_area_may_be_the_province_or_a_city(area: str) -> None:
    given().when(replace(hold, division_code=area)).then(held.model_copy(update={"division_code": area}))


def test_an_area_may_be_a_county() -> None:
    county = replace(hold, division_code="320402", station_ids=("st-1",))
    given().when(county).then(held.model_copy(update={"division_code": "320402", "station_ids": ("st-1",)}))


@pytest.mark.parametrize("area", ["320402", "320500", "330000"])
def test_a_station_elsewhere_is_not_trained(area: str) -> None:
    given().when(replace(hold, division_code=area)).then_refused(StationOutsideArea)


def test_an_unknown_station_is_not_trained() -> None:
    given().when(replace(hold, station_ids=("st-1", "st-8"))).then_refused(NotKnownHere)


def test_a_training_without_stations_is_none() -> None:
    given().when(replace(hold, station_ids=())).then_refused(NobodyTrained)


def test_a_training_was_not_held_tomorrow() -> None:
    given().when(replace(hold, held_on=TOMORROW)).then_refused(InTheFuture)


def test_the_same_training_is_recorded_once() -> None:
    given(held).when(hold).then_nothing()


def test_a_training_is_planned_for_a_day_to_come() -> None:
    given().when(schedule).then(scheduled)
    given().when(replace(schedule, planned_on=TODAY)).then(scheduled.model_copy(update={"planned_on": TODAY}))
    given().when(replace(schedule, planned_on=date(2013, 5, 15))).then_refused(TrainingPlannedInThePast)
    given(scheduled).when(schedule).then_nothing()


def test_the_whole_area_is_invited_where_nobody_is_named() -> None:
    given().when(replace(schedule, invited=())).then(scheduled.model_copy(update={"invited": ()}))


def test_only_stations_of_the_area_are_invited() -> None:
    given().when(replace(schedule, invited=("st-9",))).then_refused(StationOutsideArea)
    given().when(replace(schedule, invited=("st-8",))).then_refused(NotKnownHere)


def test_who_came_and_who_did_not_is_recorded() -> None:
    given(scheduled).when(attend).then(attended)


def test_an_invited_station_of_which_nothing_is_told_did_not_come() -> None:
    silent = attended.model_copy(update={"absent": (Absence(station_id="st-2", reason=NO_REASON),)})
    given(scheduled).when(replace(attend, absent=())).then(silent)


def test_a_station_of_the_area_may_come_uninvited_and_is_not_missed_otherwise() -> None:
    all_came = held.model_copy(update={"station_ids": ("st-1", "st-3", "st-2")})
    given(scheduled).when(replace(attend, station_ids=("st-1", "st-3", "st-2"), absent=())).then(all_came)
    given(scheduled).when(replace(attend, absent=(("st-3", "店庆"),))).then_refused(NotInvited)
    everybody = scheduled.model_copy(update={"invited": ()})
    away = attended.model_copy(update={"absent": (Absence(station_id="st-3", reason="店庆"),)})
    given(everybody).when(replace(attend, absent=(("st-3", "店庆"),))).then(away)


def test_the_attendance_is_recorded_once_and_for_a_plan() -> None:
    given().when(attend).then_refused(NoSuchTraining)
    given(scheduled, attended).when(attend).then_refused(TrainingAlreadyHeld)
    given(held).when(attend).then_refused(TrainingAlreadyHeld)


def test_an_attendance_holds_together() -> None:
    given(scheduled).when(replace(attend, station_ids=())).then_refused(NobodyTrained)
    given(scheduled).when(replace(attend, held_on=TOMORROW)).then_refused(InTheFuture)
    given(scheduled).when(replace(attend, station_ids=("st-1", "st-2"))).then_refused(PresentAndAbsent)
    given(scheduled).when(replace(attend, station_ids=("st-9",))).then_refused(StationOutsideArea)
    given(scheduled).when(replace(attend, station_ids=("st-8",))).then_refused(NotKnownHere)


names = st.lists(st.sampled_from(["st-1", "st-2", "st-3", "st-9"]), max_size=3).map(tuple)
days = st.dates(date(2013, 5, 15), date(2013, 5, 17))
wishes = st.one_of(
    st.builds(lambda who, day: replace(schedule, invited=who, planned_on=day), names, days),
    st.builds(lambda who, day: replace(hold, station_ids=who, held_on=day, divisions=DIVISIONS), names, days),
    st.builds(
        lambda who, away, day: replace(attend, station_ids=who, absent=tuple((n, "") for n in away), held_on=day),
        names,
        names,
        days,
    ),
)


@examples(st.lists(wishes, max_size=8))
def test_whatever_is_asked_a_training_is_held_once_at_most_and_nothing_follows(wanted: list[TrainingCommand]) -> None:
    history: list[TrainingEvent] = []
    for command in wanted:
        try:
            history += TRAINING.decide(command, TRAINING.state(history))
        except Refusal:
            continue
    kinds = [type(event) for event in history]
    assert kinds in ([], [TrainingScheduled], [TrainingHeld], [TrainingScheduled, TrainingHeld])
    if kinds[-1:] == [TrainingHeld]:
        came = TRAINING.state(history).station_ids
        assert came
        assert "st-9" not in came

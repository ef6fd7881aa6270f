"""调查摸底、重点培育、帮扶、指导、四方面: what the county does for a station, whether or not it applies."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from services.registry.care.commands import (
    EndCultivation,
    GiveGuidance,
    GiveSupport,
    HearOpinion,
    MeasureUplift,
    StartCultivation,
    SurveyStation,
)
from services.registry.care.decisions import CARE, CultivationEndsBeforeItStarts, NotUnderCultivation
from services.registry.care.standing import StationNoLongerThere
from services.registry.care.state import CareEvent
from services.registry.rules import StationNotActive
from shared.errors import InTheFuture, Refusal
from shared.events.registry import (
    CultivationEnded,
    CultivationStarted,
    EnterpriseOpinionHeard,
    GuidanceGiven,
    StationSurveyed,
    SupportGiven,
    UpliftMeasured,
)
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW

given = Scenario(CARE)
LATER = date(2013, 9, 2)

survey = SurveyStation(
    station_id="st-1",
    year=2013,
    hardware_ready=True,
    rules_ready=True,
    staff_ready=False,
    results_ready=True,
    wants_to_compete=True,
    remarks="台账齐全",
    on=TODAY,
    today=TODAY,
    status="active",
)
surveyed = StationSurveyed(
    station_id="st-1",
    year=2013,
    hardware_ready=True,
    rules_ready=True,
    staff_ready=False,
    results_ready=True,
    wants_to_compete=True,
    remarks="台账齐全",
    surveyed_on=TODAY,
)
cultivate = StartCultivation(
    station_id="st-1", year=2013, measures=("上门辅导", "制度上墙"), on=TODAY, today=TODAY, status="active"
)
cultivated = CultivationStarted(station_id="st-1", year=2013, measures=("上门辅导", "制度上墙"), started_on=TODAY)
support = GiveSupport(
    station_id="st-1",
    support_id="su-1",
    year=2013,
    measure="上门辅导",
    summary="辅导三次",
    on=LATER,
    today=LATER,
    status="active",
)
supported = SupportGiven(
    support_id="su-1", station_id="st-1", year=2013, measure="上门辅导", summary="辅导三次", given_on=LATER
)
end = EndCultivation(
    station_id="st-1", year=2013, effect="四项制度齐备", ready=True, on=LATER, today=LATER, status="active"
)
ended = CultivationEnded(station_id="st-1", year=2013, effect="四项制度齐备", ready=True, ended_on=LATER)
guide = GiveGuidance(
    station_id="st-1",
    guidance_id="gu-1",
    topic="和解协议",
    summary="示范一次调解",
    on=TODAY,
    today=TODAY,
    status="active",
)
guided = GuidanceGiven(guidance_id="gu-1", station_id="st-1", topic="和解协议", summary="示范一次调解", given_on=TODAY)
measure = MeasureUplift(
    station_id="st-1",
    uplift_id="up-1",
    hardware_tenths=800,
    rules_tenths=750,
    staff_tenths=600,
    results_tenths=1_000,
    remarks="接待区已改造",
    on=TODAY,
    today=TODAY,
    status="active",
)
measured = UpliftMeasured(
    uplift_id="up-1",
    station_id="st-1",
    hardware_tenths=800,
    rules_tenths=750,
    staff_tenths=600,
    results_tenths=1_000,
    remarks="接待区已改造",
    measured_on=TODAY,
)
hear = HearOpinion(
    station_id="st-1",
    hearing_id="eo-1",
    opinion="希望多办培训",
    response="六月片区培训已安排",
    on=TODAY,
    today=TODAY,
    status="active",
)
heard = EnterpriseOpinionHeard(
    hearing_id="eo-1", station_id="st-1", opinion="希望多办培训", response="六月片区培训已安排", heard_on=TODAY
)


def test_a_station_is_surveyed() -> None:
    given().when(survey).then(surveyed)


def test_a_survey_after_20_may_is_recorded_too() -> None:
    late = date(2013, 6, 3)
    recorded = surveyed.model_copy(update={"surveyed_on": late})
    given().when(replace(survey, on=late, today=late)).then(recorded)


def test_a_station_is_surveyed_once_a_year() -> None:
    given(surveyed).when(replace(survey, wants_to_compete=False)).then_nothing()
    next_year = surveyed.model_copy(update={"year": 2014})
    given(surveyed).when(replace(survey, year=2014)).then(next_year)


def test_a_station_is_taken_up_for_cultivation() -> None:
    given().when(cultivate).then(cultivated)


def test_a_station_is_taken_up_once_a_year() -> None:
    given(cultivated).when(replace(cultivate, measures=())).then_nothing()
    given(cultivated, ended).when(cultivate).then_nothing()
    next_year = cultivated.model_copy(update={"year": 2014})
    given(cultivated).when(replace(cultivate, year=2014)).then(next_year)


def test_a_station_under_cultivation_is_supported_as_often_as_it_helps() -> None:
    given(cultivated).when(support).then(supported)
    again = supported.model_copy(update={"support_id": "su-2"})
    given(cultivated, supported).when(replace(support, support_id="su-2")).then(again)


def test_nobody_else_is_supported() -> None:
    given().when(support).then_refused(NotUnderCultivation)
    given(cultivated).when(replace(support, year=2014)).then_refused(NotUnderCultivation)
    given(cultivated).when(replace(support, on=date(2013, 5, 15))).then_refused(NotUnderCultivation)
    given(cultivated, ended).when(support).then_refused(NotUnderCultivation)


def test_cultivation_ends_once_with_its_effect() -> None:
    given(cultivated).when(end).then(ended)
    given(cultivated, supported).when(replace(end, on=TODAY)).then(ended.model_copy(update={"ended_on": TODAY}))
    given(cultivated, ended).when(replace(end, effect="另一种说法")).then_nothing()


def test_cultivation_that_did_not_start_does_not_end() -> None:
    given().when(end).then_refused(NotUnderCultivation)
    given(cultivated).when(replace(end, year=2014)).then_refused(NotUnderCultivation)
    given(cultivated).when(replace(end, on=date(2013, 5, 15))).then_refused(CultivationEndsBeforeItStarts)


def test_an_end_without_its_start_is_still_taken_in() -> None:
    assert CARE.state([ended]).cultivated[2013].ended_on == LATER


def test_a_station_is_guided_as_often_as_it_helps() -> None:
    given().when(guide).then(guided)
    again = guided.model_copy(update={"guidance_id": "gu-2"})
    given(guided).when(replace(guide, guidance_id="gu-2")).then(again)


def test_a_station_is_measured_in_the_four_dimensions() -> None:
    given(measured).when(measure).then(measured)


def test_what_a_host_thinks_is_heard() -> None:
    given(heard).when(hear).then(heard)


ALL = (survey, cultivate, support, end, guide, measure, hear)


@pytest.mark.parametrize("command", ALL, ids=lambda command: type(command).__name__)
def test_nothing_was_done_tomorrow_or_for_a_closed_station(command: SurveyStation) -> None:
    history = (cultivated,)
    given(*history).when(replace(command, on=TOMORROW, today=TODAY)).then_refused(InTheFuture)
    given(*history).when(replace(command, status="closed")).then_refused(StationNoLongerThere)
    given(*history).when(replace(command, status="")).then_refused(StationNoLongerThere)


@pytest.mark.parametrize("command", [survey, cultivate], ids=lambda command: type(command).__name__)
def test_a_suspended_station_is_not_taken_up(command: SurveyStation) -> None:
    given().when(replace(command, status="suspended")).then_refused(StationNotActive)


def test_a_suspended_station_is_guided_supported_and_measured() -> None:
    for command, event in ((guide, guided), (support, supported), (measure, measured), (hear, heard), (end, ended)):
        given(cultivated).when(replace(command, status="suspended")).then(event)


statuses = st.sampled_from(["active", "suspended", "closed"])
dates = st.dates(date(2013, 5, 1), date(2013, 5, 9))
years = st.integers(2013, 2014)
wishes = st.builds(
    lambda command, year, on, today, status: replace(command, year=year, on=on, today=today, status=status),
    st.sampled_from([survey, cultivate, support, end]),
    years,
    dates,
    dates,
    statuses,
)


@examples(st.lists(wishes, max_size=12))
def test_whatever_is_asked_a_year_has_one_beginning_and_one_end_and_support_lies_between(
    wanted: list[SurveyStation | StartCultivation | GiveSupport | EndCultivation],
) -> None:
    history: list[CareEvent] = []
    for command in wanted:
        try:
            events = CARE.decide(command, CARE.state(history))
        except Refusal:
            continue
        assert command.status == "active" or isinstance(command, GiveSupport | EndCultivation)
        history += events
    for year in (2013, 2014):
        letters = {StationSurveyed: "", CultivationStarted: "s", SupportGiven: "g", CultivationEnded: "e"}
        assert sum(isinstance(event, StationSurveyed) and event.year == year for event in history) <= 1
        course = "".join(letters[type(event)] for event in history if getattr(event, "year", 0) == year)
        assert re.fullmatch(r"(sg*e?)?", course)

"""调查摸底、重点培育、指导: what the county does for a station before any application."""

from dataclasses import replace
from datetime import date

from services.registry.care.commands import GiveGuidance, StartCultivation, SurveyStation
from services.registry.care.decisions import CARE
from services.registry.rules import StationNotActive
from shared.errors import InTheFuture
from shared.events.registry import CultivationStarted, GuidanceGiven, StationSurveyed
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW

given = Scenario(CARE)

survey = SurveyStation(
    station_id="st-1",
    year=2013,
    hardware_ready=True,
    rules_ready=True,
    staff_ready=False,
    results_ready=True,
    wants_to_compete=True,
    remarks="台账齐全",
    surveyed_on=TODAY,
    today=TODAY,
    is_active=True,
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
cultivate = StartCultivation("st-1", 2013, ("上门辅导", "制度上墙"), TODAY, TODAY, is_active=True)
cultivated = CultivationStarted(station_id="st-1", year=2013, measures=("上门辅导", "制度上墙"), started_on=TODAY)
guide = GiveGuidance("st-1", "gu-1", "和解协议", "示范一次调解", TODAY, TODAY, is_active=True)
guided = GuidanceGiven(guidance_id="gu-1", station_id="st-1", topic="和解协议", summary="示范一次调解", given_on=TODAY)


def test_a_station_is_surveyed() -> None:
    given().when(survey).then(surveyed)


def test_a_survey_after_20_may_is_recorded_too() -> None:
    late = date(2013, 6, 3)
    recorded = surveyed.model_copy(update={"surveyed_on": late})
    given().when(replace(survey, surveyed_on=late, today=late)).then(recorded)


def test_a_station_is_surveyed_once_a_year() -> None:
    given(surveyed).when(replace(survey, wants_to_compete=False)).then_nothing()
    next_year = surveyed.model_copy(update={"year": 2014})
    given(surveyed).when(replace(survey, year=2014)).then(next_year)


def test_a_survey_was_not_held_tomorrow() -> None:
    given().when(replace(survey, surveyed_on=TOMORROW)).then_refused(InTheFuture)


def test_a_station_is_taken_up_for_cultivation() -> None:
    given().when(cultivate).then(cultivated)


def test_a_station_is_taken_up_once_a_year() -> None:
    given(cultivated).when(replace(cultivate, measures=())).then_nothing()
    next_year = cultivated.model_copy(update={"year": 2014})
    given(cultivated).when(replace(cultivate, year=2014)).then(next_year)


def test_cultivation_did_not_start_tomorrow() -> None:
    given().when(replace(cultivate, started_on=TOMORROW)).then_refused(InTheFuture)


def test_a_station_is_guided_as_often_as_it_helps() -> None:
    given().when(guide).then(guided)
    again = guided.model_copy(update={"guidance_id": "gu-2"})
    given(guided).when(replace(guide, guidance_id="gu-2")).then(again)


def test_guidance_was_not_given_tomorrow() -> None:
    given().when(replace(guide, given_on=TOMORROW)).then_refused(InTheFuture)


def test_only_an_active_station_is_looked_after() -> None:
    given().when(replace(survey, is_active=False)).then_refused(StationNotActive)
    given().when(replace(cultivate, is_active=False)).then_refused(StationNotActive)
    given().when(replace(guide, is_active=False)).then_refused(StationNotActive)

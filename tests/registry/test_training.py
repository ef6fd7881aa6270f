"""培训: the province trains the stations of an area."""

from dataclasses import replace

import pytest

from services.registry.training.commands import HoldTraining
from services.registry.training.decisions import TRAINING, NobodyTrained, StationOutsideArea
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import TrainingHeld
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW

given = Scenario(TRAINING)

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
    given().when(replace(hold, station_ids=("st-1", "st-9"))).then_refused(NotKnownHere)


def test_a_training_without_stations_is_none() -> None:
    given().when(replace(hold, station_ids=())).then_refused(NobodyTrained)


def test_a_training_was_not_held_tomorrow() -> None:
    given().when(replace(hold, held_on=TOMORROW)).then_refused(InTheFuture)


def test_the_same_training_is_recorded_once() -> None:
    given(held).when(hold).then_nothing()

"""建站: the county registers a station, and who is competent for it is resolved in the same decision."""

from dataclasses import replace

from services.registry.station.decisions import STATION
from shared.errors import InTheFuture
from shared.testing.scenario import Scenario
from tests.registry.examples import (
    TODAY,
    TOMORROW,
    jurisdiction_resolved,
    register_station,
    station_registered,
)

given = Scenario(STATION)


def test_a_station_is_registered_with_its_competent_bureau() -> None:
    given().when(register_station).then(station_registered, jurisdiction_resolved)


def test_a_station_may_run_since_today() -> None:
    opened_today = station_registered.model_copy(update={"operating_since": TODAY})
    given().when(replace(register_station, operating_since=TODAY)).then(opened_today, jurisdiction_resolved)


def test_a_station_does_not_run_since_a_day_to_come() -> None:
    given().when(replace(register_station, operating_since=TOMORROW)).then_refused(InTheFuture)


def test_the_same_request_registers_it_once() -> None:
    given(station_registered, jurisdiction_resolved).when(register_station).then_nothing()

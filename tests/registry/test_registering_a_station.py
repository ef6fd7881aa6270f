"""建站: proposed by its host or not, the county registers a station, and resolves who is competent for it."""

from dataclasses import replace

import pytest

from services.registry.rules import PossibleDuplicate
from services.registry.station.commands import ProposeStation, RefuseRegistration, RegisterProposed
from services.registry.station.decisions import STATION, NothingProposed
from services.registry.station.state import StationEvent
from shared.errors import InTheFuture
from shared.events.registry import RegistrationRefused, StationClosed, StationProposed
from shared.testing.scenario import Scenario
from tests.registry.examples import (
    TODAY,
    TOMORROW,
    jurisdiction_resolved,
    register_station,
    station_registered,
)

given = Scenario(STATION)

propose = ProposeStation(
    station_id="st-1",
    host_id="ho-1",
    name=station_registered.name,
    kind=station_registered.kind,
    trade=station_registered.trade,
    size=station_registered.size,
    division_code="320402",
    town="兰陵街道",
    operating_since=station_registered.operating_since,
    today=TODAY,
    bureau_code="B-320402",
)
proposed = StationProposed(
    station_id="st-1",
    host_id="ho-1",
    name=station_registered.name,
    kind=station_registered.kind,
    trade=station_registered.trade,
    size=station_registered.size,
    division_code="320402",
    town="兰陵街道",
    operating_since=station_registered.operating_since,
    proposed_on=TODAY,
    bureau_code="B-320402",
)
register_proposed = RegisterProposed("st-1", TODAY, bureau_code="B-320402")
refuse = RefuseRegistration("st-1", "现场没有接待场所", TODAY)
refused = RegistrationRefused(station_id="st-1", host_id="ho-1", reasons="现场没有接待场所", refused_on=TODAY)
closed = StationClosed(station_id="st-1", reason="歇业", closed_on=TODAY)


def test_a_station_is_registered_with_its_competent_bureau() -> None:
    given().when(register_station).then(station_registered, jurisdiction_resolved)


def test_a_station_may_run_since_today() -> None:
    opened_today = station_registered.model_copy(update={"operating_since": TODAY})
    given().when(replace(register_station, operating_since=TODAY)).then(opened_today, jurisdiction_resolved)


def test_a_station_does_not_run_since_a_day_to_come() -> None:
    given().when(replace(register_station, operating_since=TOMORROW)).then_refused(InTheFuture)
    given().when(replace(propose, operating_since=TOMORROW)).then_refused(InTheFuture)


def test_the_same_request_registers_it_once() -> None:
    given(station_registered, jurisdiction_resolved).when(register_station).then_nothing()
    given(proposed).when(propose).then_nothing()


def test_what_looks_like_another_station_is_registered_with_the_reason_why_it_is_none() -> None:
    given().when(replace(register_station, alike="st-9")).then_refused(PossibleDuplicate)
    given(proposed).when(replace(register_proposed, alike="st-9")).then_refused(PossibleDuplicate)
    told = station_registered.model_copy(update={"distinct_because": "另一楼"})
    distinct = replace(register_proposed, alike="st-9", distinct_because="另一楼")
    given(proposed).when(distinct).then(told, jurisdiction_resolved)


def test_a_host_proposes_a_station_and_the_county_registers_it_as_proposed() -> None:
    given().when(propose).then(proposed)
    given(proposed).when(register_proposed).then(station_registered, jurisdiction_resolved)
    given(proposed, station_registered, jurisdiction_resolved).when(register_proposed).then_nothing()


def test_a_county_refuses_a_proposal_with_reasons() -> None:
    given(proposed).when(refuse).then(refused)
    given(proposed, refused).when(refuse).then_nothing()


@pytest.mark.parametrize("history", [(), (proposed, refused)])
def test_only_a_proposal_that_waits_is_registered(history: tuple[StationEvent, ...]) -> None:
    given(*history).when(register_proposed).then_refused(NothingProposed)


@pytest.mark.parametrize("history", [(), (station_registered,), (station_registered, closed)])
def test_only_a_proposal_that_waits_is_refused(history: tuple[StationEvent, ...]) -> None:
    given(*history).when(refuse).then_refused(NothingProposed)

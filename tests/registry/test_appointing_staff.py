"""选配: staff is engaged at a station, each in one post at least."""

from dataclasses import replace

from services.registry.rules import StationNotActive
from services.registry.station.commands import AppointStaff
from services.registry.station.decisions import STATION, NoPost
from shared.events.registry import StaffAppointed, StationPost
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, jurisdiction_resolved, station_registered

given = Scenario(STATION)

appoint = AppointStaff("st-1", "sf-1", "王小明", (StationPost.HEAD, StationPost.PRICE_OFFICER), TODAY)
appointed = StaffAppointed(
    staff_id="sf-1",
    station_id="st-1",
    host_id="ho-1",
    name="王小明",
    posts=(StationPost.HEAD, StationPost.PRICE_OFFICER),
    appointed_on=TODAY,
)


def test_one_person_may_hold_several_posts() -> None:
    given(station_registered, jurisdiction_resolved).when(appoint).then(appointed)


def test_a_post_named_twice_is_held_once() -> None:
    twice = replace(appoint, posts=(StationPost.HEAD, StationPost.PRICE_OFFICER, StationPost.HEAD))
    given(station_registered).when(twice).then(appointed)


def test_nobody_is_engaged_without_a_post() -> None:
    given(station_registered).when(replace(appoint, posts=())).then_refused(NoPost)


def test_appointing_twice_records_it_once() -> None:
    given(station_registered, appointed).when(appoint).then_nothing()


def test_only_an_active_station_has_staff() -> None:
    given().when(appoint).then_refused(StationNotActive)

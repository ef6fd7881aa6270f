"""The rules for stations: registration, staff, the survey, cultivation and guidance."""

from typing import assert_never

from services.registry.rules import require_not_after
from services.registry.station.commands import (
    AppointStaff,
    GiveGuidance,
    RegisterStation,
    StartCultivation,
    StationCommand,
    SurveyStation,
)
from services.registry.station.state import Stage, Station, StationEvent, evolve
from shared.errors import Conflict, Unacceptable
from shared.events.registry import (
    CultivationStarted,
    GuidanceGiven,
    JurisdictionResolved,
    StaffAppointed,
    StationRegistered,
    StationSurveyed,
)
from shared.eventsourcing.decider import Decider


class StationNotActive(Conflict):
    """Only an active station is staffed, surveyed, cultivated and guided."""

    title_zh = "服务站不在运行中。"


class NoPost(Unacceptable):
    """A member of staff holds at least one post."""

    title_zh = "工作人员至少担任一个岗位。"


def decide(command: StationCommand, station: Station) -> list[StationEvent]:
    match command:
        case RegisterStation():
            return register_station(command, station)
        case AppointStaff():
            return appoint_staff(command, station)
        case SurveyStation():
            return survey_station(command, station)
        case StartCultivation():
            return start_cultivation(command, station)
        case GiveGuidance():
            return give_guidance(command, station)
        case _:
            assert_never(command)


def register_station(command: RegisterStation, station: Station) -> list[StationEvent]:
    """The competent bureau is resolved in the same decision, for no station is without one."""
    if station.stage is not Stage.NOT_REGISTERED:
        return []  # The id follows from the request, so this is the same request.
    require_not_after(command.today, command.operating_since, "the day since when the station has been running")
    return [
        StationRegistered(
            station_id=command.station_id,
            host_id=command.host_id,
            name=command.name,
            kind=command.kind,
            trade=command.trade,
            size=command.size,
            division_code=command.division_code,
            town=command.town,
            operating_since=command.operating_since,
            registered_on=command.today,
        ),
        JurisdictionResolved(
            station_id=command.station_id,
            bureau_code=command.bureau_code,
            division_code=command.division_code,
            town=command.town,
            since=command.today,
        ),
    ]


def appoint_staff(command: AppointStaff, station: Station) -> list[StationEvent]:
    _require_active(station, command.station_id)
    if not command.posts:
        raise NoPost("name one post at least")
    if command.staff_id in station.staff:
        return []
    return [
        StaffAppointed(
            staff_id=command.staff_id,
            station_id=command.station_id,
            host_id=station.host_id,
            name=command.name,
            posts=tuple(dict.fromkeys(command.posts)),
            appointed_on=command.today,
        )
    ]


def survey_station(command: SurveyStation, station: Station) -> list[StationEvent]:
    """The notice wants the survey by 20 May; a later one is still a fact, and is recorded."""
    _require_active(station, command.station_id)
    require_not_after(command.today, command.surveyed_on, "the day of the survey")
    if command.year in station.surveyed:
        return []
    return [
        StationSurveyed(
            station_id=command.station_id,
            year=command.year,
            hardware_ready=command.hardware_ready,
            rules_ready=command.rules_ready,
            staff_ready=command.staff_ready,
            results_ready=command.results_ready,
            wants_to_compete=command.wants_to_compete,
            remarks=command.remarks,
            surveyed_on=command.surveyed_on,
        )
    ]


def start_cultivation(command: StartCultivation, station: Station) -> list[StationEvent]:
    _require_active(station, command.station_id)
    require_not_after(command.today, command.started_on, "the day when cultivation started")
    if command.year in station.cultivated:
        return []
    return [
        CultivationStarted(
            station_id=command.station_id,
            year=command.year,
            measures=command.measures,
            started_on=command.started_on,
        )
    ]


def give_guidance(command: GiveGuidance, station: Station) -> list[StationEvent]:
    """Guidance is given at any time of the year, whether or not the station has applied."""
    _require_active(station, command.station_id)
    require_not_after(command.today, command.given_on, "the day of the guidance")
    if command.guidance_id in station.guidances:
        return []
    return [
        GuidanceGiven(
            guidance_id=command.guidance_id,
            station_id=command.station_id,
            topic=command.topic,
            summary=command.summary,
            given_on=command.given_on,
        )
    ]


def _require_active(station: Station, station_id: str) -> None:
    if station.stage is not Stage.ACTIVE:
        raise StationNotActive(f"station {station_id} is {station.stage}")


STATION = Decider(initial=Station(), decide=decide, evolve=evolve)

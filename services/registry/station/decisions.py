"""The rules for stations: registration and staff."""

from typing import assert_never

from services.registry.rules import StationNotActive, require_not_after
from services.registry.station.commands import AppointStaff, RegisterStation, StationCommand
from services.registry.station.state import Stage, Station, StationEvent, evolve
from shared.errors import Unacceptable
from shared.events.registry import JurisdictionResolved, StaffAppointed, StationRegistered
from shared.eventsourcing.decider import Decider


class NoPost(Unacceptable):
    """A member of staff holds at least one post."""

    title_zh = "工作人员至少担任一个岗位。"


def decide(command: StationCommand, station: Station) -> list[StationEvent]:
    match command:
        case RegisterStation():
            return register_station(command, station)
        case AppointStaff():
            return appoint_staff(command, station)
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


def _require_active(station: Station, station_id: str) -> None:
    if station.stage is not Stage.ACTIVE:
        raise StationNotActive(f"station {station_id} is {station.stage}")


STATION = Decider(initial=Station(), decide=decide, evolve=evolve)

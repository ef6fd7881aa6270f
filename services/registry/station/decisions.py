"""The rules for stations: the proposal and the registration here, what comes later in `changes`."""

from typing import assert_never

from services.registry.rules import PossibleDuplicate, require_not_after
from services.registry.station import changes
from services.registry.station.commands import (
    CloseStation,
    CorrectDetails,
    MoveStation,
    ProposeStation,
    RefuseRegistration,
    RegisterProposed,
    RegisterStation,
    RenameStation,
    ResolveJurisdiction,
    ResumeStation,
    StationCommand,
    SuspendStation,
    TransferStation,
)
from services.registry.station.state import Stage, Station, StationEvent, evolve
from shared.errors import Conflict
from shared.events.registry import JurisdictionResolved, RegistrationRefused, StationProposed, StationRegistered
from shared.eventsourcing.decider import Decider


class NothingProposed(Conflict):
    """Only a proposal that still waits is registered or refused."""

    title_zh = "没有待办理的建站申请。"


def decide(command: StationCommand, station: Station) -> list[StationEvent]:  # noqa: PLR0911 (one line a command)
    match command:
        case ProposeStation():
            return propose_station(command, station)
        case RegisterStation():
            return register_station(command, station)
        case RegisterProposed():
            return register_proposed(command, station)
        case RefuseRegistration():
            return refuse_registration(command, station)
        case CorrectDetails() | RenameStation() | TransferStation() | MoveStation():
            return changes.change(command, station)
        case SuspendStation() | ResumeStation() | CloseStation():
            return changes.change_stage(command, station)
        case ResolveJurisdiction():
            return changes.resolve_jurisdiction(command, station)
        case _:
            assert_never(command)


def propose_station(command: ProposeStation, station: Station) -> list[StationEvent]:
    if station.stage is not Stage.NOT_REGISTERED:
        return []  # The id follows from the request, so this is the same request.
    require_not_after(command.today, command.operating_since, "the day since when the station has been running")
    return [
        StationProposed(
            station_id=command.station_id,
            host_id=command.host_id,
            name=command.name,
            kind=command.kind,
            trade=command.trade,
            size=command.size,
            division_code=command.division_code,
            town=command.town,
            operating_since=command.operating_since,
            proposed_on=command.today,
            bureau_code=command.bureau_code,
        )
    ]


def register_station(command: RegisterStation, station: Station) -> list[StationEvent]:
    """The competent bureau is resolved in the same decision, for no station is without one."""
    if station.stage is not Stage.NOT_REGISTERED:
        return []  # The id follows from the request, so this is the same request.
    require_not_after(command.today, command.operating_since, "the day since when the station has been running")
    _require_distinct(command)
    registered = StationRegistered(
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
        distinct_because=command.distinct_because,
    )
    return [registered, _resolved(registered, command.bureau_code)]


def register_proposed(command: RegisterProposed, station: Station) -> list[StationEvent]:
    """Registered as the host has proposed it; what was wrong in the proposal is refused, or corrected afterwards."""
    if station.stage in {Stage.ACTIVE, Stage.SUSPENDED, Stage.CLOSED}:
        return []
    if station.stage is not Stage.PROPOSED or station.details is None:
        raise NothingProposed(f"station {command.station_id} is {station.stage}: the host may propose it anew")
    _require_distinct(command)
    registered = StationRegistered(
        station_id=command.station_id,
        host_id=station.host_id,
        name=station.name,
        kind=station.details.kind,
        trade=station.details.trade,
        size=station.details.size,
        division_code=station.division_code,
        town=station.town,
        operating_since=station.details.operating_since,
        registered_on=command.today,
        distinct_because=command.distinct_because,
    )
    return [registered, _resolved(registered, command.bureau_code)]


def refuse_registration(command: RefuseRegistration, station: Station) -> list[StationEvent]:
    if station.stage is Stage.REFUSED:
        return []
    if station.stage is not Stage.PROPOSED:
        raise NothingProposed(f"station {command.station_id} is {station.stage}: close it if it is to end")
    return [
        RegistrationRefused(
            station_id=command.station_id,
            host_id=station.host_id,
            reasons=command.reasons,
            refused_on=command.today,
        )
    ]


def _require_distinct(command: RegisterStation | RegisterProposed) -> None:
    if command.alike and not command.distinct_because:
        raise PossibleDuplicate(
            f"station {command.alike} looks like the same one: read it, and if this is another one"
            " say why in `distinct_because`"
        )


def _resolved(registered: StationRegistered, bureau_code: str) -> JurisdictionResolved:
    return JurisdictionResolved(
        station_id=registered.station_id,
        bureau_code=bureau_code,
        division_code=registered.division_code,
        town=registered.town,
        since=registered.registered_on,
    )


STATION = Decider(initial=Station(), decide=decide, evolve=evolve)

"""The rules for what happens to a station after its registration: changes, pauses, the end, and whose it is."""

from datetime import date
from typing import assert_never

from services.registry.rules import require_not_after
from services.registry.station.commands import (
    CloseStation,
    CorrectDetails,
    MoveStation,
    RenameStation,
    ResolveJurisdiction,
    ResumeStation,
    SuspendStation,
    TransferStation,
)
from services.registry.station.state import Details, Stage, Station, StationEvent
from shared.errors import Conflict, Unacceptable
from shared.events.registry import (
    JurisdictionResolved,
    StationClosed,
    StationDetailsCorrected,
    StationMoved,
    StationRenamed,
    StationResumed,
    StationSuspended,
    StationTransferred,
)

Change = CorrectDetails | RenameStation | TransferStation | MoveStation
StageChange = SuspendStation | ResumeStation | CloseStation

_OPEN = frozenset({Stage.ACTIVE, Stage.SUSPENDED})
# The land under a closed station changes hands as well, and with it the bureau that keeps its file.
_REGISTERED = _OPEN | {Stage.CLOSED}
_PROVINCE_DIGITS = 2


class StationNotOpen(Conflict):
    """Only a station that is active or suspended is changed, suspended, resumed or closed."""

    title_zh = "服务站未登记或者已撤站。"


class OutOfTheProvince(Conflict):
    """A station does not move out of its province: it is closed here and registered anew there."""

    title_zh = "服务站不得迁出本省；应先撤站，再在迁入地重新登记。"


class BeforeItsRegistration(Unacceptable):
    """Nothing happens to a station before the day of its registration."""

    title_zh = "日期不得早于建站登记之日。"


def change(command: Change, station: Station) -> list[StationEvent]:
    _require_open(station, command.station_id)
    match command:
        case CorrectDetails():
            return correct_details(command, station)
        case RenameStation():
            return rename_station(command, station)
        case TransferStation():
            return transfer_station(command, station)
        case MoveStation():
            return move_station(command, station)
        case _:
            assert_never(command)


def correct_details(command: CorrectDetails, station: Station) -> list[StationEvent]:
    require_not_after(command.today, command.operating_since, "the day since when the station has been running")
    if station.details == Details(command.kind, command.trade, command.size, command.operating_since):
        return []
    return [
        StationDetailsCorrected(
            station_id=command.station_id,
            kind=command.kind,
            trade=command.trade,
            size=command.size,
            operating_since=command.operating_since,
            reason=command.reason,
            corrected_on=command.today,
        )
    ]


def rename_station(command: RenameStation, station: Station) -> list[StationEvent]:
    _require_day(command.renamed_on, command.today, station, "the renaming")
    if command.name == station.name:
        return []
    return [
        StationRenamed(
            station_id=command.station_id,
            name=command.name,
            former_name=station.name,
            renamed_on=command.renamed_on,
        )
    ]


def transfer_station(command: TransferStation, station: Station) -> list[StationEvent]:
    _require_day(command.transferred_on, command.today, station, "the transfer")
    if command.host_id == station.host_id:
        return []
    return [
        StationTransferred(
            station_id=command.station_id,
            host_id=command.host_id,
            former_host_id=station.host_id,
            transferred_on=command.transferred_on,
        )
    ]


def move_station(command: MoveStation, station: Station) -> list[StationEvent]:
    """Who is competent at the new place is resolved in the same decision."""
    _require_day(command.moved_on, command.today, station, "the move")
    if (command.division_code, command.town) == (station.division_code, station.town):
        return []
    if command.division_code[:_PROVINCE_DIGITS] != station.division_code[:_PROVINCE_DIGITS]:
        raise OutOfTheProvince(
            f"{command.division_code} lies in another province: close station {command.station_id},"
            " and let it be registered anew there"
        )
    return [
        StationMoved(
            station_id=command.station_id,
            division_code=command.division_code,
            town=command.town,
            former_division_code=station.division_code,
            former_town=station.town,
            moved_on=command.moved_on,
        ),
        JurisdictionResolved(
            station_id=command.station_id,
            bureau_code=command.bureau_code,
            division_code=command.division_code,
            town=command.town,
            since=command.moved_on,
            replaces=_replaced(station, command.bureau_code),
        ),
    ]


def change_stage(command: StageChange, station: Station) -> list[StationEvent]:
    station_id = command.station_id
    match command:
        case SuspendStation(reason=reason, suspended_on=day):
            _require_open(station, station_id)
            _require_day(day, command.today, station, "the suspension")
            if station.stage is Stage.SUSPENDED:
                return []
            return [StationSuspended(station_id=station_id, reason=reason, suspended_on=day)]
        case ResumeStation(resumed_on=day):
            _require_open(station, station_id)
            _require_day(day, command.today, station, "the resumption")
            return [StationResumed(station_id=station_id, resumed_on=day)] if station.stage is Stage.SUSPENDED else []
        case CloseStation(reason=reason, closed_on=day):
            if station.stage is Stage.CLOSED:
                return []
            _require_open(station, station_id)
            _require_day(day, command.today, station, "the closing")
            return [StationClosed(station_id=station_id, reason=reason, closed_on=day)]
        case _:
            assert_never(command)


def resolve_jurisdiction(command: ResolveJurisdiction, station: Station) -> list[StationEvent]:
    """Nothing is recorded where nothing changes, save that the station has followed a change of divisions."""
    if station.stage not in _REGISTERED:
        raise StationNotOpen(f"station {command.station_id} is {station.stage}")
    require_not_after(command.today, command.since, "the day since when the bureau is competent")
    place = (command.bureau_code, command.division_code, command.town)
    is_new_change = bool(command.change_id) and command.change_id not in station.changes
    if place == (station.bureau_code, station.division_code, station.town) and not is_new_change:
        return []
    return [
        JurisdictionResolved(
            station_id=command.station_id,
            bureau_code=command.bureau_code,
            division_code=command.division_code,
            town=command.town,
            since=command.since,
            replaces=_replaced(station, command.bureau_code),
            change_id=command.change_id,
            reason=command.reason,
        )
    ]


def _replaced(station: Station, bureau_code: str) -> str:
    return "" if station.bureau_code == bureau_code else station.bureau_code


def _require_open(station: Station, station_id: str) -> None:
    if station.stage not in _OPEN:
        raise StationNotOpen(f"station {station_id} is {station.stage}")


def _require_day(day: date, today: date, station: Station, what: str) -> None:
    require_not_after(today, day, f"the day of {what}")
    if station.registered_on is not None and day < station.registered_on:
        raise BeforeItsRegistration(f"{what} is of {day}; the station is on the register since {station.registered_on}")

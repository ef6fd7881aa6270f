"""What the decisions about staff need to know: the station, whether it is active, and whose act it is."""

from dataclasses import replace
from typing import assert_never

from services.registry.staff.commands import (
    AppointProposed,
    AppointStaff,
    GiveConsent,
    LeaveStaff,
    ProposeStaff,
    RefuseAppointment,
    StaffCommand,
    WithdrawConsent,
)
from services.registry.staff.decisions import STAFF
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.handling import Prepared

Command = StaffCommand

_VERSION = "SELECT version FROM events WHERE stream_id = 'station-' || $1 ORDER BY version DESC LIMIT 1"
_NAME = "SELECT name FROM staff WHERE staff_id = $1 AND station_id = $2"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    """Who comes to a station is checked against its stage, which must still hold when it is written."""
    # The version before the stage: a station that moves in between is noticed by the guard.
    guard = (f"station-{command.station_id}", await connection.fetchval(_VERSION, command.station_id) or 0)
    station = await directory.the_station(connection, command.station_id)
    is_active = station.status == "active"
    match command:
        case ProposeStaff():
            competence.require_host_of(caller, station)
            return _named(_prepared(replace(command, host_id=station.host_id, is_active=is_active), station, guard))
        case AppointStaff():
            await _require_county(connection, caller, station)
            return _named(_prepared(replace(command, host_id=station.host_id, is_active=is_active), station, guard))
        case AppointProposed():
            await _require_county(connection, caller, station)
            if not await _name(connection, command):
                raise NotKnownHere(f"What was known of {command.staff_id} is erased: let the host propose anew.")
            return _prepared(replace(command, is_active=is_active), station, guard)
        case RefuseAppointment():
            await _require_county(connection, caller, station)
        case LeaveStaff():
            if caller.level is Level.ENTERPRISE:
                competence.require_host_of(caller, station)
            else:
                competence.require_county_of(caller, station)
        case GiveConsent() | WithdrawConsent():
            competence.require_host_of(caller, station)
        case _:
            assert_never(command)
    await _name(connection, command)
    return _prepared(command, station)


async def _require_county(connection: Connection, caller: Caller, station: directory.StationEntry) -> None:
    competence.require_county_of(caller, station)
    await directory.require_disinterested(connection, caller, station.host_id)


async def _name(connection: Connection, command: Command) -> str:
    """The name of somebody at the station; empty where it was erased.

    Raises:
        NotKnownHere: nobody there has that id.
    """
    name: str | None = await connection.fetchval(_NAME, command.staff_id, command.station_id)
    if name is None:
        raise NotKnownHere(f"Nobody is known as {command.staff_id} at station {command.station_id}.")
    return name


def _named(prepared: Prepared) -> Prepared:
    """Somebody new, whose name is sealed."""
    assert isinstance(prepared.command, ProposeStaff | AppointStaff), "these alone name somebody"
    return replace(prepared, subject=prepared.command.staff_id, seals=("name",))


def _prepared(command: Command, station: directory.StationEntry, *guards: tuple[str, int]) -> Prepared:
    return Prepared(
        decider=STAFF,
        stream=f"staff-{command.staff_id}",
        command=command,
        partition_key=command.station_id,
        attributes={"jurisdiction": station.division_code},
        guards=guards,
    )

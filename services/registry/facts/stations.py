"""What the decisions about stations and their staff need to know."""

from dataclasses import replace
from typing import assert_never

from services.registry.station.commands import AppointStaff, RegisterStation, StationCommand
from services.registry.station.decisions import STATION
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.handling import Prepared

Command = StationCommand

_HOST_IS_KNOWN = "SELECT EXISTS (SELECT FROM hosts WHERE host_id = $1)"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case RegisterStation():
            return await register_station(command, caller, connection)
        case AppointStaff():
            return await appoint_staff(command, caller, connection)
        case _:
            assert_never(command)


async def register_station(command: RegisterStation, caller: Caller, connection: Connection) -> Prepared:
    competence.require_county_of_division(caller, caller, command.division_code)
    if not await connection.fetchval(_HOST_IS_KNOWN, command.host_id):
        raise NotKnownHere(f"Host {command.host_id} is not known here.")
    return Prepared(
        decider=STATION,
        stream=f"station-{command.station_id}",
        command=replace(command, bureau_code=caller.bureau),
        partition_key=command.station_id,
        attributes={"jurisdiction": command.division_code},
    )


async def appoint_staff(command: AppointStaff, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competence.require_county_of(caller, station)
    return Prepared(
        decider=STATION,
        stream=f"station-{command.station_id}",
        command=command,
        partition_key=command.station_id,
        attributes={"jurisdiction": station.division_code},
    )

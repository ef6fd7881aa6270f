"""What the decisions about stations need to know: the competent bureau, and what looks like the same station."""

from dataclasses import replace
from typing import Any, assert_never

from services.registry.facts.divisions import require_in_force
from services.registry.rules import NoCompetentBureau
from services.registry.station.commands import (
    CloseStation,
    CorrectDetails,
    MoveStation,
    ProposeStation,
    RefuseRegistration,
    RegisterProposed,
    RegisterStation,
    RenameStation,
    ResumeStation,
    SuspendStation,
    TransferStation,
)
from services.registry.station.decisions import STATION
from shared.access import competence, directory, towns
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.handling import Prepared

_Change = CorrectDetails | RenameStation | MoveStation | TransferStation | SuspendStation | ResumeStation | CloseStation
Command = ProposeStation | RegisterStation | RegisterProposed | RefuseRegistration | _Change

# The same host at the same place, or the same name in the division under another host; each half has its own index.
ALIKE = """
SELECT station_id FROM (
    SELECT station_id FROM stations
     WHERE host_id = $3 AND division_code = $1 AND town = $4 AND $4 <> ''
       AND status <> 'closed' AND registered_on IS NOT NULL
     UNION ALL
    SELECT station_id FROM stations
     WHERE division_code = $1 AND likeness(name) = likeness($2) AND likeness($2) <> '' AND host_id <> $3
       AND status <> 'closed' AND registered_on IS NOT NULL
) AS alike ORDER BY station_id LIMIT 1
"""
_PROPOSAL = "SELECT host_id, name, division_code, town FROM station_proposals WHERE station_id = $1"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case ProposeStation():
            return await propose_station(command, caller, connection)
        case RegisterStation():
            return await register_station(command, caller, connection)
        case RegisterProposed() | RefuseRegistration():
            return await decide_on_proposal(command, caller, connection)
        case MoveStation():
            return await move_station(command, caller, connection)
        case TransferStation():
            await directory.the_host(connection, command.host_id)
            return await change_station(command, caller, connection)
        case CorrectDetails() | RenameStation() | SuspendStation() | ResumeStation() | CloseStation():
            return await change_station(command, caller, connection)
        case _:
            assert_never(command)


async def propose_station(command: ProposeStation, caller: Caller, connection: Connection) -> Prepared:
    """Somewhere a bureau must be competent, or nobody would ever see the proposal."""
    competence.require_host(caller, command.host_id)
    await require_in_force(connection, command.division_code, command.today)
    bureau = await competent_bureau(connection, command.division_code, command.town)
    return _prepared(replace(command, bureau_code=bureau), command.division_code)


async def register_station(command: RegisterStation, caller: Caller, connection: Connection) -> Prepared:
    await require_in_force(connection, command.division_code, command.today)
    bureau = await _require_competent(connection, caller, command.division_code, command.town)
    await directory.the_host(connection, command.host_id)
    await directory.require_disinterested(connection, caller, command.host_id)
    alike = ""
    if not command.distinct_because:
        alike = await _alike(connection, command.division_code, command.town, command.name, command.host_id)
    return _prepared(replace(command, bureau_code=bureau, alike=alike), command.division_code)


async def decide_on_proposal(
    command: RegisterProposed | RefuseRegistration, caller: Caller, connection: Connection
) -> Prepared:
    row = await connection.fetchrow(_PROPOSAL, command.station_id)
    if row is None:
        competence.require(caller, Level.COUNTY)
        raise NotKnownHere(f"No proposal of a station {command.station_id} is known here.")
    host_id, name, division_code, town = row
    bureau = await _require_competent(connection, caller, division_code, town)
    await directory.require_disinterested(connection, caller, host_id)
    if isinstance(command, RefuseRegistration):
        return _prepared(command, division_code)
    await require_in_force(connection, division_code, command.today)
    alike = ""
    if not command.distinct_because:
        alike = await _alike(connection, division_code, town, name, host_id)
    return _prepared(replace(command, bureau_code=bureau, alike=alike), division_code)


async def change_station(command: _Change, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competence.require_county_of(caller, station)
    await directory.require_disinterested(connection, caller, station.host_id)
    return _prepared(command, station.division_code)


async def move_station(command: MoveStation, caller: Caller, connection: Connection) -> Prepared:
    """The county that is competent now acts, or the one at the destination, to whom the host may go first.

    No bureau beyond the province is known here; that a station does not go there is the decision's to say.
    """
    station = await directory.the_station(connection, command.station_id)
    competence.require(caller, Level.COUNTY)
    await require_in_force(connection, command.division_code, command.today)
    bureau = await directory.bureau_of_division(connection, command.division_code, command.town)
    destination = bureau.code if bureau is not None else ""
    if caller.bureau != destination:
        competence.require_county_of(caller, station)
    if not destination and command.division_code[:2] == station.division_code[:2]:
        raise NoCompetentBureau(f"no bureau is known for {command.division_code} {command.town}".rstrip())
    await directory.require_disinterested(connection, caller, station.host_id)
    return _prepared(replace(command, bureau_code=destination), command.division_code)


async def competent_bureau(connection: Connection, division_code: str, town: str) -> str:
    """The code of the bureau that is competent there.

    Raises:
        NoCompetentBureau: none is known.
    """
    bureau = await directory.bureau_of_division(connection, division_code, town)
    if bureau is None:
        raise NoCompetentBureau(f"no bureau is known for {division_code} {town}".rstrip())
    return bureau.code


async def _require_competent(connection: Connection, caller: Caller, division_code: str, town: str) -> str:
    competence.require(caller, Level.COUNTY)
    code = await competent_bureau(connection, division_code, town)
    if caller.level is Level.COUNTY and caller.bureau != code:
        raise competence.OutsideJurisdiction(f"Bureau {code} is competent, not {caller.bureau}.")
    return code


async def _alike(connection: Connection, division_code: str, town: str, name: str, host_id: str) -> str:
    """The id of a station that looks like the same one; empty where none does. An unknown town is no place."""
    place = "" if towns.is_unknown(town) else town
    return await connection.fetchval(ALIKE, division_code, name, host_id, place) or ""


def _prepared(command: Any, division_code: str) -> Prepared:
    return Prepared(
        decider=STATION,
        stream=f"station-{command.station_id}",
        command=command,
        partition_key=command.station_id,
        attributes={"jurisdiction": division_code},
    )

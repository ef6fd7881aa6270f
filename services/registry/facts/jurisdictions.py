"""What the decisions about where a station stands need to know: the land that was moved, and who is competent there."""

from dataclasses import replace
from typing import assert_never

from services.registry.division.commands import DecideJurisdiction
from services.registry.division.decisions import NotWhereTheLandWent
from services.registry.division.moving import where_to
from services.registry.facts.divisions import require_in_force
from services.registry.facts.stations import competent_bureau
from services.registry.queries import divisions, places
from services.registry.queries.places import OpenPlace
from services.registry.station.commands import ResolveJurisdiction
from services.registry.station.decisions import STATION
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = DecideJurisdiction | ResolveJurisdiction


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case DecideJurisdiction():
            return await decide_jurisdiction(command, caller, connection)
        case ResolveJurisdiction():
            return await resolve_jurisdiction(command, caller, connection)
        case _:
            assert_never(command)


async def resolve_jurisdiction(command: ResolveJurisdiction, caller: Caller, connection: Connection) -> Prepared:
    """The registry itself follows a change; the competent bureau is looked up for the place."""
    competence.require(caller)
    bureau = await competent_bureau(connection, command.division_code, command.town)
    return _prepared(replace(command, bureau_code=bureau))


async def decide_jurisdiction(command: DecideJurisdiction, caller: Caller, connection: Connection) -> Prepared:
    """Both places lie in the city, or in the province, whose bureau decides."""
    competence.require(caller, Level.CITY, Level.PROVINCE)
    station = await directory.the_station(connection, command.station_id)
    for code in (station.division_code, command.division_code):
        competence.require_over(caller, caller, code)
    await require_in_force(connection, command.division_code, command.today)
    opened = next(iter(await places.open_of_station(connection, command.station_id)), None)
    if opened is not None:
        await _require_where_land_went(connection, command, opened)
    bureau = await competent_bureau(connection, command.division_code, command.town)
    resolve = ResolveJurisdiction(
        station_id=command.station_id,
        bureau_code=bureau,
        division_code=command.division_code,
        town=command.town,
        since=command.today if opened is None else max(opened.effective_on, opened.since),
        change_id="" if opened is None else opened.change_id,
        reason=command.reason,
        today=command.today,
    )
    return _prepared(resolve, "" if opened is None else opened.document_number)


async def _require_where_land_went(connection: Connection, command: DecideJurisdiction, opened: OpenPlace) -> None:
    """The division is one that the change gave land to; and where the town is told, the one that its land went to."""
    change = (await divisions.change_pages(connection, opened.change_id))[0]
    told = where_to(opened.division_code, command.town, change.moves)
    possible = {move.to_code for move in change.moves if move.from_code == opened.division_code}
    if not any(move.from_code == opened.division_code and not move.town for move in change.moves):
        possible.add(opened.division_code)
    if command.division_code not in ({told} if told else possible):
        going = told or ", ".join(sorted(possible))
        raise NotWhereTheLandWent(f"by {opened.document_number} the land of {command.town or 'the town'} is in {going}")


def _prepared(command: ResolveJurisdiction, document_number: str = "") -> Prepared:
    return Prepared(
        decider=STATION,
        stream=f"station-{command.station_id}",
        command=command,
        partition_key=command.station_id,
        attributes={"jurisdiction": command.division_code, "documentno": document_number},
    )

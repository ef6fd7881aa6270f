"""Facts of a season's chapter, from its draft to the end of its applications."""

from dataclasses import replace
from typing import assert_never

from services.application.facts.common import automatic, city_bureau, of_season
from services.application.names import season_stream
from services.application.season.commands import ApproveSeason, CloseApplications, DraftSeason, OpenSeason
from services.application.season.decisions import SEASON
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = DraftSeason | ApproveSeason | OpenSeason | CloseApplications

_FILED = "SELECT count(*) FROM applications WHERE season_id = $1"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case DraftSeason():
            return await _draft(command, caller, connection)
        case ApproveSeason():
            return await _approve(command, caller, connection)
        case OpenSeason():
            prepared, _ = await of_season(command, caller, connection)
            return prepared
        case CloseApplications():
            return await _close(command, caller, connection)
        case _:
            assert_never(command)


async def _draft(command: DraftSeason, caller: Caller, connection: Connection) -> Prepared:
    bureau = await directory.the_bureau(connection, caller.bureau)
    competence.require_province_of(caller, bureau, command.city_code)
    await city_bureau(command.city_code, connection)
    return Prepared(
        decider=SEASON,
        stream=season_stream(command.season_id),
        command=replace(command, province_code=bureau.division_code),
        attributes={"jurisdiction": bureau.division_code},
    )


async def _approve(command: ApproveSeason, caller: Caller, connection: Connection) -> Prepared:
    prepared, _ = await of_season(command, caller, connection)
    number = {"documentno": command.approval_number} if command.approval_number else {}
    return replace(prepared, attributes={**prepared.attributes, **number})


async def _close(command: CloseApplications, caller: Caller, connection: Connection) -> Prepared:
    prepared, season = await of_season(command, caller, connection)
    filed = await connection.fetchval(_FILED, command.season_id)
    return await automatic(replace(prepared, command=replace(command, filed=filed)), season, connection)

"""Facts of a season and its chapters, from their draft to the opening, and of what is changed in them by people."""

from dataclasses import replace
from typing import assert_never

from services.application.facts.common import city_bureau
from services.application.facts.of_season import Guards, of_season, parent_of, require_competent
from services.application.filing.state import Stage
from services.application.names import application_stream, season_id, season_stream
from services.application.season.bases import QUOTAS
from services.application.season.commands import (
    ApproveSeason,
    ChangeSetting,
    DraftSeason,
    ExtendSeason,
    OpenSeason,
    SeasonContext,
)
from services.application.season.decisions import SEASON
from shared.access import directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = DraftSeason | ApproveSeason | OpenSeason | ChangeSetting | ExtendSeason

LIVE = (
    Stage.FILED,
    Stage.RETURNED,
    Stage.ACCEPTED,
    Stage.FIT,
    Stage.UNFIT,
    Stage.RECOMMENDED,
    Stage.RESERVE,
)
"""The stages from which an application may still come to a recommendation, or has come to one."""
_LIVE = "SELECT application_id, version FROM applications WHERE season_id = $1 AND stage = ANY($2)"
_RECOMMENDED = "SELECT count(*) FROM applications WHERE season_id = $1 AND stage IN ('recommended', 'reserve')"
_SUBMITTED = "SELECT EXISTS (SELECT FROM season_outcomes WHERE season_id = $1 AND submitted_on IS NOT NULL)"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case DraftSeason():
            return await _draft(command, caller, connection)
        case ApproveSeason():
            return await _approve(command, caller, connection)
        case OpenSeason():
            return await _open(command, caller, connection)
        case ChangeSetting():
            return await _change(command, caller, connection)
        case ExtendSeason():
            return await _extend(command, caller, connection)
        case _:
            assert_never(command)


async def _draft(command: DraftSeason, caller: Caller, connection: Connection) -> Prepared:
    bureau = await require_competent(caller, command.city_code, connection, Level.PROVINCE, Level.CITY)
    province_code = f"{command.city_code[:2]}0000"
    parent_id = ""
    if command.city_code != province_code:
        await city_bureau(command.city_code, connection)
        parent_id = season_id(command.year, province_code)
    parent, guards = await parent_of(parent_id, connection)
    context = SeasonContext(
        province_code=province_code,
        parent=parent,
        calendar=await directory.calendar(connection),
        by_city=caller.level is Level.CITY,
    )
    return Prepared(
        decider=SEASON,
        stream=season_stream(command.season_id),
        command=replace(command, context=context),
        attributes={"jurisdiction": bureau.division_code},
        guards=guards,
    )


async def _approve(command: ApproveSeason, caller: Caller, connection: Connection) -> Prepared:
    prepared, _ = await of_season(command, caller, connection, Level.PROVINCE)
    number = {"documentno": command.approval_number} if command.approval_number else {}
    return replace(prepared, attributes={**prepared.attributes, **number})


async def _open(command: OpenSeason, caller: Caller, connection: Connection) -> Prepared:
    prepared, season = await of_season(command, caller, connection, Level.PROVINCE, Level.CITY)
    parent, guards = await parent_of(season["parent_id"], connection)
    context = SeasonContext(season["province_code"], parent, by_city=caller.level is Level.CITY)
    return replace(prepared, command=replace(command, context=context), guards=guards)


async def _change(command: ChangeSetting, caller: Caller, connection: Connection) -> Prepared:
    prepared, _ = await of_season(command, caller, connection, Level.PROVINCE, Level.CITY)
    recommended = await connection.fetchval(_RECOMMENDED, command.season_id)
    changed = replace(
        command,
        by_city=caller.level is Level.CITY,
        recommended=recommended,
        is_submitted=await connection.fetchval(_SUBMITTED, command.season_id),
    )
    # Nobody is recommended while a number of places is made smaller because nobody is recommended.
    first = command.name in QUOTAS and not recommended
    guards = await live_applications(command.season_id, connection) if first else ()
    return replace(prepared, command=changed, guards=guards)


async def live_applications(season: str, connection: Connection) -> Guards:
    """The applications that may still come to a recommendation or have come to one, each with its version."""
    rows = await connection.fetch(_LIVE, season, [stage.value for stage in LIVE])
    return tuple((application_stream(row["application_id"]), row["version"]) for row in rows)


async def _extend(command: ExtendSeason, caller: Caller, connection: Connection) -> Prepared:
    prepared, _ = await of_season(command, caller, connection, Level.PROVINCE, Level.CITY)
    extended = replace(command, calendar=await directory.calendar(connection))
    attributes = {**prepared.attributes, "documentno": command.document_number}
    return replace(prepared, command=extended, attributes=attributes)

"""Facts of a city's list: the season's candidates as they stand, and whether anything may still be reported."""

from dataclasses import replace
from typing import assert_never

from services.assessment import streams
from services.assessment.facts.seasons import Season, for_the_province, require_city, the_season
from services.assessment.list.commands import ListCommand, ListFacts, SubmitList, SupplementFacts, SupplementList
from services.assessment.list.decisions import LIST
from services.assessment.queries import lists as queries
from shared.access import directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.handling import Prepared

_SEASON_OF_LIST = "SELECT season_id FROM lists WHERE list_id = $1"
_IS_PUBLISHED = "SELECT EXISTS (SELECT FROM season_publications WHERE season_id = $1)"


async def prepare(command: ListCommand, caller: Caller, connection: Connection) -> Prepared:
    """What the list rests on is read and not guarded.

    A conclusion is final; a veto or a declination of the same moment keeps its candidate from the recognition anyway.
    """
    match command:
        case SubmitList():
            return await _submit(command, caller, connection)
        case SupplementList():
            return await _supplement(command, caller, connection)
        case _:
            assert_never(command)


async def _submit(command: SubmitList, caller: Caller, connection: Connection) -> Prepared:
    season = await the_season(connection, command.season_id)
    await require_city(caller, connection, season.city_code)
    if season.closed_on is None:
        raise NotKnownHere(f"The candidates of season {season.season_id} are not known here.")
    candidates = await queries.candidates(connection, season.season_id)
    known = replace(
        command,
        list_id=f"L-{season.year}-{season.city_code}",
        submitted_by=await _name_of(caller, connection),
        facts=ListFacts(places=season.places, due_on=season.submission_due_on, candidates=candidates.all),
    )
    return await _prepared(known, season, connection)


async def _supplement(command: SupplementList, caller: Caller, connection: Connection) -> Prepared:
    season_id: str | None = await connection.fetchval(_SEASON_OF_LIST, command.list_id)
    if season_id is None:
        raise NotKnownHere(f"No list {command.list_id} is known here.")
    season = await the_season(connection, season_id)
    await require_city(caller, connection, season.city_code)
    candidates = await queries.candidates(connection, season_id)
    known = replace(
        command,
        season_id=season_id,
        submitted_by=await _name_of(caller, connection),
        facts=SupplementFacts(
            places=season.places,
            due_on=season.submission_due_on,
            candidates=candidates.all,
            gone=candidates.gone,
            is_published=await connection.fetchval(_IS_PUBLISHED, season_id),
        ),
    )
    return await _prepared(known, season, connection)


async def _name_of(caller: Caller, connection: Connection) -> str:
    """The name of the day of the bureau that reports."""
    bureau = await directory.bureau(connection, caller.bureau)
    return bureau.name if bureau else ""


async def _prepared(command: ListCommand, season: Season, connection: Connection) -> Prepared:
    return Prepared(
        decider=LIST,
        stream=streams.city_list(command.list_id),
        command=command,
        attributes=await for_the_province(connection, season.city_code) | {"settingsversion": season.season_id},
    )

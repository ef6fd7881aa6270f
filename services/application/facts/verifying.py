"""Facts of what the county does with an application that it takes up and looks at."""

from dataclasses import replace
from typing import assert_never

from services.application.facts.common import Case, case_of, of_application, officers_of, season_facts, standard_of
from services.application.filing.commands import AcceptApplication, CheckVetoes, RecordInspection, VerifyingCommand
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.application import SeasonSettings
from shared.eventsourcing.handling import Prepared

Command = VerifyingCommand


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    case = await case_of(command.application_id, caller, competence.require_county_of, connection)
    await directory.require_disinterested(connection, caller, case.station.host_id)
    season = season_facts(case.season)
    match command:
        case AcceptApplication() | CheckVetoes():
            return of_application(replace(command, season=season), case)
        case RecordInspection():
            officers = await officers_of(caller.serves_at, command.inspectors, connection)
            linked = await directory.linked(connection, case.station.host_id)
            known = replace(
                command,
                officers=officers,
                season=season,
                rubric_id=SeasonSettings.model_validate_json(case.season["settings"]).rubric_id,
                items=await _items_of(case, connection),
                interested=linked.intersection(command.inspectors),
            )
            return of_application(known, case)
        case _:
            assert_never(command)


async def _items_of(case: Case, connection: Connection) -> frozenset[str] | None:
    """A season may begin before its standard has been heard of; an inspection does not wait for it."""
    try:
        return frozenset((await standard_of(case.season, connection)).weights)
    except NotKnownHere:
        return None

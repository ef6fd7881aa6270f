"""Facts of what the county decides: whether a station goes to its city."""

from dataclasses import replace
from typing import assert_never

from services.application.facts.common import case_of, of_application, season_facts
from services.application.filing.commands import IssueRecommendation, RecommendingCommand, RefuseRecommendation
from shared.access import competence
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = RecommendingCommand


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    case = await case_of(command.application_id, caller, competence.require_county_of, connection)
    match command:
        case IssueRecommendation():
            season = season_facts(case.season)
            return of_application(replace(command, bureau_code=case.station.bureau_code, season=season), case)
        case RefuseRecommendation():
            return of_application(command, case)
        case _:
            assert_never(command)

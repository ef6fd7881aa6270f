"""Facts of what the county does with an application that it takes up and looks at."""

from dataclasses import replace
from typing import assert_never

from services.application.facts.common import case_of, of_application, officers_of, season_facts
from services.application.filing.commands import AcceptApplication, CheckVetoes, RecordInspection, VerifyingCommand
from shared.access import competence
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = VerifyingCommand


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    case = await case_of(command.application_id, caller, competence.require_county_of, connection)
    season = season_facts(case.season)
    match command:
        case AcceptApplication() | CheckVetoes():
            return of_application(replace(command, season=season), case)
        case RecordInspection():
            officers = await officers_of(case.station.bureau_code, command.inspectors, connection)
            return of_application(replace(command, officers=officers, season=season), case)
        case _:
            assert_never(command)

"""Facts of a case's desks: whether the caller's bureau has the case in its inbox, and who may have it there."""

from dataclasses import replace
from typing import assert_never

from services.application.desk.commands import AssignCase, ClaimCase, DeskCommand, ReleaseCase
from services.application.desk.decisions import DESK
from services.application.facts.common import Case, case_of
from services.application.names import application_stream, desk_stream
from services.application.queries import inbox
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.access.scope import scope_of
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = DeskCommand

_VERSION = "SELECT version FROM applications WHERE application_id = $1"
_OFFICER = "SELECT bureau_code FROM officers WHERE officer_id = $1"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    case = await _of_the_area(command.application_id, caller, connection)
    match command:
        case ClaimCase():
            await directory.require_disinterested(connection, caller, case.station.host_id)
            return await _from_the_inbox(command, case, caller, connection)
        case AssignCase():
            assignee = replace(caller, subject=command.assignee)
            await directory.require_disinterested(connection, assignee, case.station.host_id)
            posted_at = await connection.fetchval(_OFFICER, command.assignee)
            given = replace(command, is_a_colleague=posted_at == caller.bureau)
            return await _from_the_inbox(given, case, caller, connection)
        case ReleaseCase():
            return _of_desk(command, case)
        case _:
            assert_never(command)


async def _of_the_area(application_id: str, caller: Caller, connection: Connection) -> Case:
    """A county has the cases of its own stations, a city and a province those of their area."""
    bureau = await directory.bureau(connection, caller.bureau)

    def has_it(who: Caller, station: directory.StationEntry) -> None:
        if who.level is Level.COUNTY:
            competence.require_county_of(who, station)
        else:
            competence.require_over(who, bureau, station.division_code)

    return await case_of(application_id, caller, has_it, connection)


async def _from_the_inbox(
    command: ClaimCase | AssignCase, case: Case, caller: Caller, connection: Connection
) -> Prepared:
    """What lies in an inbox lies there as long as nothing happens to the case."""
    version = await connection.fetchval(_VERSION, command.application_id)
    scope = await scope_of(connection, caller)
    found = await inbox.cases(connection, caller, scope, command.today, command.application_id)
    prepared = _of_desk(replace(command, in_the_inbox=bool(found)), case)
    return replace(prepared, guards=((application_stream(command.application_id), version),))


def _of_desk(command: Command, case: Case) -> Prepared:
    return Prepared(
        decider=DESK,
        stream=desk_stream(command.application_id),
        command=command,
        partition_key=case.station.station_id,
        attributes={"jurisdiction": case.station.division_code},
    )

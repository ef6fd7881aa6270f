"""Facts of a title: whose station it is, whether the province has published it, and what its revocation rests on."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from services.assessment import streams
from services.assessment.facts.checkpoints import require_signed
from services.assessment.facts.seasons import of_the_latest_title
from services.assessment.queries import disapproval
from services.assessment.title.appealing import appeal_until
from services.assessment.title.commands import (
    DeclarePlaqueVoid,
    EndTitle,
    HandOverPlaque,
    HearDefence,
    ProposeRevocation,
    RevokeTitle,
    ServeDecision,
    TakePlaqueBack,
    WaiveDefence,
)
from services.assessment.title.decisions import TITLE
from shared.access import competence, directory
from shared.access.directory import StationEntry
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

_PUBLISHED = """
SELECT p.published_on FROM titles t JOIN publications p USING (certificate_number)
 WHERE t.station_id = $1 AND t.revoked_on IS NULL AND t.ended_on IS NULL AND t.lapsed_on IS NULL
"""
_WEIGHING = (ProposeRevocation, HearDefence, WaiveDefence, RevokeTitle)
"""Nobody who is linked to the host has a hand in taking its title away."""

Command = (
    HandOverPlaque
    | ProposeRevocation
    | HearDefence
    | WaiveDefence
    | RevokeTitle
    | ServeDecision
    | TakePlaqueBack
    | DeclarePlaqueVoid
    | EndTitle
)


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    bureau = await directory.bureau(connection, caller.bureau)
    _require_competence(command, caller, bureau, station)
    attributes = {"jurisdiction": bureau.division_code if bureau else station.division_code}
    if isinstance(command, _WEIGHING):
        await directory.require_disinterested(connection, caller, station.host_id)
    command = await _with_facts(command, connection)
    if isinstance(command, RevokeTitle):
        await require_signed(connection, command.checkpoint_max_age)
        attributes["documentno"] = command.document_number
    return Prepared(
        decider=TITLE,
        stream=streams.title(command.station_id),
        command=command,
        partition_key=command.station_id,
        attributes=attributes,
    )


async def _with_facts(command: Command, connection: Connection) -> Command:
    match command:
        case HandOverPlaque():
            published_on: date | None = await connection.fetchval(_PUBLISHED, command.station_id)
            return replace(command, published_on=published_on)
        case ProposeRevocation():
            return replace(command, known=await disapproval.known(connection, command.station_id))
        case RevokeTitle():
            season = await of_the_latest_title(connection, command.station_id)
            return replace(command, bar_seasons=season["bar_seasons_after_revocation"]) if season else command
        case ServeDecision():
            calendar = await directory.calendar(connection)
            last_day, provisional = appeal_until(command.served_on, rights_told=command.rights_told, calendar=calendar)
            return replace(command, appeal_until=last_day, appeal_is_provisional=provisional)
        case _:
            return command


def _require_competence(
    command: Command, caller: Caller, bureau: directory.Bureau | None, station: StationEntry
) -> None:
    match command:
        case EndTitle():
            competence.require_host_of(caller, station)
            return
        case HandOverPlaque():
            levels = {Level.COUNTY, Level.CITY}
        case ProposeRevocation() | ServeDecision():
            levels = {Level.COUNTY, Level.CITY, Level.PROVINCE}
        case HearDefence() | WaiveDefence() | DeclarePlaqueVoid():
            levels = {Level.CITY, Level.PROVINCE}
        case RevokeTitle():
            levels = {Level.PROVINCE}
        case TakePlaqueBack():
            levels = {Level.COUNTY}
        case _:
            assert_never(command)
    competence.require(caller, *sorted(levels))
    competence.require_bureau_over(caller, bureau, station)

"""Facts of a host's form: its season and standard, an earlier form to be taken over, and what the register knows."""

from dataclasses import replace
from typing import assert_never

import orjson

from services.application.facts.common import Case, case_of, of_application, own_case, season_row, standard_of
from services.application.facts.filing import require_own_city
from services.application.filing.forms import (
    AssessSelf,
    AttachEvidence,
    CheckEvidence,
    DraftApplication,
    DraftingCommand,
    FormerForm,
    RemoveEvidence,
)
from services.application.filing.standing import NotFiled
from services.application.queries.known import known
from services.application.season.state import SeasonStage
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.events.application import EvidenceAttached, ItemScore, KnownFact
from shared.eventsourcing.handling import Prepared

Command = DraftingCommand

_FORMER = """
SELECT statement, contact, scores FROM drafts WHERE application_id = $1 AND station_id = $2 AND host_id = $3
"""
_FILES = """
SELECT application_id, $2::text AS station_id, sha256, media_type, size_bytes, title, items, grade, attached_on
  FROM evidence WHERE application_id = $1 ORDER BY sha256
"""


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case DraftApplication():
            return await _draft(command, caller, connection)
        case AssessSelf():
            return await _assess(command, caller, connection)
        case AttachEvidence():
            case = await own_case(command.application_id, caller, connection)
            standard = await standard_of(case.season, connection) if command.items else command.standard
            return _of_form(replace(command, standard=standard), case)
        case RemoveEvidence():
            return _of_form(command, await own_case(command.application_id, caller, connection))
        case CheckEvidence():
            case = await case_of(command.application_id, caller, competence.require_county_of, connection)
            await directory.require_disinterested(connection, caller, case.station.host_id)
            return _of_form(command, case)
        case _:
            assert_never(command)


def _of_form(command: Command, case: Case) -> Prepared:
    """A form does not depend on what its season comes to meanwhile: the season is not guarded."""
    return replace(of_application(command, case), guards=())


async def _draft(command: DraftApplication, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competence.require_host_of(caller, station)
    season = await season_row(command.season_id, connection)
    require_own_city(season, station)
    over = season["stage"] == SeasonStage.CLOSED
    drafted = replace(command, host_id=station.host_id, season_is_over=over)
    if command.copied_from:
        former = await _former(command, station, connection)
        drafted = replace(drafted, former=former, standard=await standard_of(season, connection))
    return _of_form(drafted, Case(station, command.season_id, season))


async def _former(command: DraftApplication, station: directory.StationEntry, connection: Connection) -> FormerForm:
    """What the same host wrote for the same station."""
    row = await connection.fetchrow(_FORMER, command.copied_from, station.station_id, station.host_id)
    if row is None:
        raise NotFiled(f"the station has no form {command.copied_from} here to be taken over")
    files = await connection.fetch(_FILES, command.copied_from, station.station_id)
    return FormerForm(
        row["statement"],
        row["contact"],
        tuple(ItemScore.model_validate(score) for score in orjson.loads(row["scores"])),
        tuple(EvidenceAttached.model_validate(dict(file)) for file in files),
    )


async def _assess(command: AssessSelf, caller: Caller, connection: Connection) -> Prepared:
    case = await own_case(command.application_id, caller, connection)
    standard = await standard_of(case.season, connection)
    facts = await known(connection, case.station.station_id, case.season["year"])
    told = tuple(KnownFact(item=fact.item, fact=fact.zh) for fact in facts)
    return _of_form(replace(command, standard=standard, known=told), case)

"""Facts of a season: its settings; the province's standard and the city's panel."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from asyncpg import Record

from services.assessment import streams
from services.assessment.panel.commands import AppointPanel
from services.assessment.panel.decisions import PANEL
from services.assessment.rubric.commands import PublishRubric
from services.assessment.rubric.decisions import RUBRIC
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.handling import Prepared

MANDATE = "[notice] 二(五)"
"""代表省局对推荐对象依据创建标准进行测评: on this clause the city acts for the province."""

_SEASON = """
SELECT season_id, year, city_code, rubric_id, places, assessors_required, submission_due_on, closed_on
  FROM seasons WHERE season_id = $1
"""


_OF_THE_LATEST_TITLE = """
SELECT s.city_code, s.rectification_working_days, s.bar_seasons_after_revocation
  FROM titles t JOIN seasons s USING (season_id)
 WHERE t.station_id = $1 ORDER BY t.certified_on DESC, t.certificate_number DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Season:
    """A season's chapter, with the settings that concern assessment."""

    season_id: str
    year: int
    city_code: str
    rubric_id: str
    places: int
    assessors_required: int
    submission_due_on: date
    closed_on: date | None


async def the_season(connection: Connection, season_id: str) -> Season:
    """The season, which must be known.

    Raises:
        NotKnownHere: it is not.
    """
    row = await connection.fetchrow(_SEASON, season_id)
    if row is None:
        raise NotKnownHere(f"Season {season_id} is not known here.")
    return Season(**dict(row))


async def of_the_latest_title(connection: Connection, station_id: str) -> Record | None:
    """City and settings of the season that has given a station its latest title; None where none is known here."""
    return await connection.fetchrow(_OF_THE_LATEST_TITLE, station_id)


async def for_the_province(connection: Connection, city_code: str) -> dict[str, str]:
    """The envelope of what a city does on behalf of its province (代表省局)."""
    province = await directory.bureau_of_division(connection, f"{city_code[:2]}0000")
    return {
        "jurisdiction": city_code,
        "onbehalfof": province.code if province else "",
        "mandate": MANDATE if province else "",
    }


async def require_city(caller: Caller, connection: Connection, city_code: str) -> None:
    """The bureau of that city acts."""
    competence.require_city_of(caller, await directory.bureau(connection, caller.bureau), city_code)


Command = PublishRubric | AppointPanel


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case PublishRubric():
            return publish_rubric(command, caller)
        case AppointPanel():
            return await appoint_panel(command, caller, connection)
        case _:
            assert_never(command)


def publish_rubric(command: PublishRubric, caller: Caller) -> Prepared:
    competence.require(caller, Level.PROVINCE)
    return Prepared(decider=RUBRIC, stream=streams.rubric(command.rubric_id), command=command)


async def appoint_panel(command: AppointPanel, caller: Caller, connection: Connection) -> Prepared:
    season = await the_season(connection, command.season_id)
    await require_city(caller, connection, season.city_code)
    panel_id = f"P-{season.year}-{season.city_code}"
    return Prepared(
        decider=PANEL,
        stream=streams.panel(panel_id),
        command=replace(command, panel_id=panel_id),
        attributes=await for_the_province(connection, season.city_code),
    )

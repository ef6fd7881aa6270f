"""Facts of a season: its settings and its candidates; the province's standard, the city's panel and list."""

from dataclasses import dataclass, replace
from datetime import date

from asyncpg import Record
from pydantic import TypeAdapter

from services.assessment import streams
from services.assessment.list.commands import ListFacts, RankedCandidate, SubmitList
from services.assessment.list.decisions import LIST
from services.assessment.panel.commands import AppointPanel
from services.assessment.panel.decisions import PANEL
from services.assessment.rubric.commands import PublishRubric
from services.assessment.rubric.decisions import RUBRIC
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.assessment import DimensionScore, ListEntry
from shared.events.registry import StationKind
from shared.eventsourcing.handling import Prepared

MANDATE = "[notice] 二(五)"
"""代表省局对推荐对象依据创建标准进行测评: on this clause the city acts for the province."""

DIMENSIONS = TypeAdapter(tuple[DimensionScore, ...])

_SEASON = """
SELECT season_id, year, city_code, rubric_id, places, assessors_required, submission_due_on, closed_on
  FROM seasons WHERE season_id = $1
"""
_CANDIDATES = """
SELECT s.application_id, s.station_id, s.station_name, s.host_id, s.host_name, s.kind, s.trade, s.bureau_code,
       s.bureau_name, s.filed_at, s.standing, s.notice, s.notice_closed, c.passed, coalesce(c.total, 0) AS total,
       coalesce(c.dimensions, '[]') AS dimensions
  FROM standings s LEFT JOIN conclusions c USING (application_id)
 WHERE s.season_id = $1 AND s.is_candidate
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


async def submit_list(command: SubmitList, caller: Caller, connection: Connection) -> Prepared:
    """The conclusions that the list rests on are final, so nothing needs to be guarded."""
    season = await the_season(connection, command.season_id)
    await require_city(caller, connection, season.city_code)
    if season.closed_on is None:
        raise NotKnownHere(f"The candidates of season {season.season_id} are not known here.")
    list_id = f"L-{season.year}-{season.city_code}"
    facts = ListFacts(
        places=season.places,
        due_on=season.submission_due_on,
        candidates=tuple(map(_candidate, await connection.fetch(_CANDIDATES, season.season_id))),
    )
    return Prepared(
        decider=LIST,
        stream=streams.city_list(list_id),
        command=replace(command, list_id=list_id, facts=facts),
        attributes=await for_the_province(connection, season.city_code) | {"settingsversion": season.season_id},
    )


def _candidate(row: Record) -> RankedCandidate:
    scores = DIMENSIONS.validate_json(row["dimensions"])
    return RankedCandidate(
        line=ListEntry(
            rank=0,
            application_id=row["application_id"],
            station_id=row["station_id"],
            station_name=row["station_name"],
            host_id=row["host_id"],
            host_name=row["host_name"],
            kind=StationKind(row["kind"]),
            trade=row["trade"],
            bureau_code=row["bureau_code"],
            bureau_name=row["bureau_name"],
            total=row["total"],
        ),
        in_the_set=row["standing"] == "in_the_set",
        notice_closed=row["notice_closed"],
        kept=row["notice"] == "kept",
        passed=row["passed"],
        dimensions={score.dimension: score.tenths for score in scores},
        filed_at=row["filed_at"],
    )

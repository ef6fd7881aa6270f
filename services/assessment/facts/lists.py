"""Facts of a city's list: the season's candidates as they stand, and what was reported already."""

from dataclasses import replace

from asyncpg import Record
from pydantic import TypeAdapter

from services.assessment import streams
from services.assessment.facts.seasons import for_the_province, require_city, the_season
from services.assessment.list.commands import ListCommand, ListFacts, RankedCandidate, SubmitList, SupplementList
from services.assessment.list.decisions import LIST
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.assessment import DimensionScore, ListEntry
from shared.events.registry import StationKind
from shared.eventsourcing.handling import Prepared

DIMENSIONS = TypeAdapter(tuple[DimensionScore, ...])

_CANDIDATES = """
SELECT s.application_id, s.station_id, s.station_name, s.host_id, s.host_name, s.kind, s.trade, s.bureau_code,
       s.bureau_name, s.filed_at, s.standing, s.notice, s.notice_closed, c.passed, coalesce(c.total, 0) AS total,
       coalesce(c.dimensions, '[]') AS dimensions
  FROM standings s LEFT JOIN conclusions c USING (application_id)
 WHERE s.season_id = $1 AND s.is_candidate
"""


async def prepare(command: ListCommand, caller: Caller, connection: Connection) -> Prepared:
    if isinstance(command, SupplementList):
        raise NotImplementedError
    return await submit_list(command, caller, connection)


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

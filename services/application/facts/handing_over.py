"""Facts of a season's hand-over to its city: the candidates in the order of their filing, with the names of the day."""

from dataclasses import replace
from typing import assert_never

from asyncpg import Record

from services.application.facts.common import automatic, of_season
from services.application.names import application_stream
from services.application.season.commands import CloseRecommendations
from shared.access.roles import Caller
from shared.clock import shanghai
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.application import Candidate
from shared.eventsourcing.handling import Prepared

Command = CloseRecommendations

# Whatever may still become a recommendation must not have moved while the candidates are being frozen.
_STILL_LIVE = """
SELECT application_id, version FROM applications WHERE season_id = $1 AND stage NOT IN ('refused', 'withdrawn')
"""
_CANDIDATES = """
SELECT a.application_id, a.station_id, a.host_id, s.name AS station_name, h.name AS host_name, s.kind, s.trade,
       s.division_code, a.bureau_code, b.name AS bureau_name, a.filed_at, a.inspectors, a.recommender, a.form_sha256
  FROM applications AS a
  LEFT JOIN stations AS s USING (station_id)
  LEFT JOIN hosts AS h ON h.host_id = a.host_id
  LEFT JOIN bureaus AS b ON b.bureau_code = a.bureau_code
 WHERE a.season_id = $1 AND a.stage = 'recommended'
 ORDER BY a.filed_at, a.application_id
"""


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    """The season with its candidates; nothing may move while they are being frozen."""
    match command:
        case CloseRecommendations():
            return await _hand_over(command, caller, connection)
        case _:
            assert_never(command)


async def _hand_over(command: CloseRecommendations, caller: Caller, connection: Connection) -> Prepared:
    prepared, season = await of_season(command, caller, connection)
    live = await connection.fetch(_STILL_LIVE, command.season_id)
    rows = await connection.fetch(_CANDIDATES, command.season_id)
    candidates = tuple(_candidate(row) for row in rows)
    frozen = replace(
        prepared,
        command=replace(command, candidates=candidates),
        guards=tuple((application_stream(row["application_id"]), row["version"]) for row in live),
    )
    return await automatic(frozen, season, connection)


def _candidate(row: Record) -> Candidate:
    if None in row.values():  # A name that is not known here yet: the set is frozen a day later, and whole.
        raise NotKnownHere(f"not all names of {row['application_id']} are known here")
    return Candidate.model_validate(dict(row) | {"filed_at": shanghai(row["filed_at"])})

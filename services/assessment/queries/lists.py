"""What can be asked back of a city's list, and of the candidates that it is made from."""

from dataclasses import dataclass

from asyncpg import Record
from pydantic import TypeAdapter

from services.assessment.list.commands import RankedCandidate
from services.assessment.views import ListView, SupplementView
from shared.database import Connection
from shared.events.assessment import DimensionScore, ListEntry
from shared.events.registry import StationKind

DIMENSIONS = TypeAdapter(tuple[DimensionScore, ...])

_LIST = """
SELECT l.list_id, l.season_id, n.city_code, l.over_quota_reason, l.late_reason, l.submitted_on, l.submitted_by,
       l.printed_sha256
  FROM lists l JOIN seasons n USING (season_id) WHERE l.list_id = $1
"""
_LINES = "SELECT is_reserve, supplement, line FROM list_lines WHERE list_id = $1 ORDER BY rank"
_SUPPLEMENTS = """
SELECT supplement, reason, over_quota_reason, late_reason, supplemented_on, submitted_by, printed_sha256
  FROM supplements WHERE list_id = $1 ORDER BY supplement
"""
# Who is gone can take no place: declined, refused, with a veto that came out late, or no longer in the set.
_CANDIDATES = """
SELECT s.application_id, s.station_id, s.station_name, s.host_id, s.host_name, s.kind, s.trade, s.bureau_code,
       s.bureau_name, s.filed_at, s.standing, s.notice, s.notice_closed, c.passed, coalesce(c.total, 0) AS total,
       coalesce(c.dimensions, '[]') AS dimensions, v.has_veto,
       v.has_veto OR d.application_id IS NOT NULL OR f.application_id IS NOT NULL OR s.standing <> 'in_the_set'
       AS is_gone
  FROM standings s
  LEFT JOIN conclusions c USING (application_id)
  LEFT JOIN declinations d USING (application_id)
  LEFT JOIN refusals f USING (application_id)
 CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM late_vetoes x WHERE x.application_id = s.application_id) AS has_veto) v
 WHERE s.season_id = $1 AND s.is_candidate
 ORDER BY s.application_id
"""


@dataclass(frozen=True, slots=True)
class Candidates:
    """A season's candidates as they stand, and which of them can take no place; `notices` by the application's id."""

    all: tuple[RankedCandidate, ...]
    gone: frozenset[str]
    notices: dict[str, str]


async def city_list(connection: Connection, list_id: str) -> tuple[ListView, str] | None:
    """The list with its supplements, and the city that it comes from."""
    row = await connection.fetchrow(_LIST, list_id)
    if row is None:
        return None
    rows = await connection.fetch(_LINES, list_id)
    lines = [(one["is_reserve"], one["supplement"], ListEntry.model_validate_json(one["line"])) for one in rows]
    supplements = [
        SupplementView(**dict(one), entries=[line for _, supplement, line in lines if supplement == one["supplement"]])
        for one in await connection.fetch(_SUPPLEMENTS, list_id)
    ]
    view = ListView(
        **dict(row),
        id=row["list_id"],
        version=1 + len(supplements),
        stage="submitted",
        entries=[line for is_reserve, supplement, line in lines if not is_reserve and not supplement],
        reserve=[line for is_reserve, _, line in lines if is_reserve],
        supplements=supplements,
    )
    return view, row["city_code"]


async def candidates(connection: Connection, season_id: str) -> Candidates:
    """Everybody of the season's frozen set."""
    rows = await connection.fetch(_CANDIDATES, season_id)
    return Candidates(
        all=tuple(map(_candidate, rows)),
        gone=frozenset(row["application_id"] for row in rows if row["is_gone"]),
        notices={row["application_id"]: _notice(row) for row in rows},
    )


def _notice(row: Record) -> str:
    """How it stands towards the notice: kept, held, struck_off, withdrawn; empty before the notice is closed."""
    return str(row["notice"] if row["standing"] == "in_the_set" else row["standing"])


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
        has_veto=row["has_veto"],
    )

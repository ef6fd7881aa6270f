"""What can be asked back of yearly reviews: each title's, and how many were kept and how many lapsed."""

from datetime import date
from typing import Any

from asyncpg import Record

from services.assessment.views_of_reviews import ReviewCounts, ReviewView
from shared.access.scope import Scope
from shared.database import Connection

# Whose it is follows from where the station stands today.
_SEEN = """
  FROM review_standings r JOIN titles t USING (certificate_number) LEFT JOIN stations st ON st.station_id = t.station_id
 WHERE ($1::text IS NULL OR r.season_id = $1)
   AND t.host_id = coalesce($2, t.host_id)
   AND coalesce(nullif(st.bureau_code, ''), t.bureau_code) = coalesce($3, nullif(st.bureau_code, ''), t.bureau_code)
   AND coalesce(st.division_code, '') LIKE $4 || '%'
"""
_REVIEWS = f"""
SELECT r.certificate_number, r.season_id, r.stage, r.opens_on, r.closes_on, r.submitted_on, r.form_sha256, r.summary,
       r.reviewed_on, r.findings, r.missed_on, r.lapsed_on, t.station_id, t.station_name, t.host_id, t.host_name,
       coalesce(nullif(st.bureau_code, ''), t.bureau_code) AS bureau_code,
       coalesce((SELECT e.version FROM events e WHERE e.stream_id = 'title-' || t.station_id
                  ORDER BY e.version DESC LIMIT 1), 0) AS version
{_SEEN}
   AND ($5::text IS NULL OR (r.certificate_number, r.season_id) > ($5, $6))
 ORDER BY r.certificate_number, r.season_id LIMIT $7
"""  # noqa: S608 (constants of ours)
_COUNTS = f"SELECT r.stage, count(*) AS reviews {_SEEN} GROUP BY r.stage"

_GONE = frozenset({"lapsed", "over"})


async def reviews(
    connection: Connection, season_id: str | None, scope: Scope, after: tuple[str, str] | None, limit: int, today: date
) -> list[ReviewView]:
    """Those in the scope, by certificate and season."""
    rows = await connection.fetch(_REVIEWS, season_id, *scope.arguments(), *(after or (None, None)), limit)
    return [ReviewView(**_review(row, today)) for row in rows]


async def counts(connection: Connection, season_id: str | None, scope: Scope) -> ReviewCounts:
    found = {row["stage"]: row["reviews"] for row in await connection.fetch(_COUNTS, season_id, *scope.arguments())}
    return ReviewCounts(**found, kept=sum(number for stage, number in found.items() if stage not in _GONE))


def _review(row: Record, today: date) -> dict[str, Any]:
    """The last day is in time still."""
    left = (row["closes_on"] - today).days
    is_due = row["stage"] == "due"
    return dict(row) | {
        "id": f"{row['certificate_number']}/{row['season_id']}",
        "days_left": left if is_due and left >= 0 else None,
        "is_overdue": is_due and left < 0,
    }

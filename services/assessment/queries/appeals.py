"""What can be asked back of appeals: those about a revocation, and all that is contested somewhere, or may be."""

from datetime import date

from asyncpg import Record

from services.assessment.views_of_revocations import AppealEntry, AppealView, PastRevocation
from shared.access.scope import Scope
from shared.database import Connection

_AGAINST = """
SELECT appeal_id, kind, organ, statement, late_reason, last_day, lodged_on, nullif(outcome, '') AS outcome,
       document_number, reasons, decided_on
  FROM appeals WHERE (certificate_number, revocation_document) = ($1, $2) ORDER BY lodged_on, appeal_id
"""
# The publication of a revocation is the first that follows it: a title may be revoked, and published, twice.
_PAST = """
SELECT r.certificate_number, r.document_number, r.ground, r.proposed_on, r.heard_on, r.waived_on, r.revoked_on,
       r.served_on, r.set_aside_on, r.set_aside_document,
       (SELECT min(p.published_on) FROM revocation_publications p
         WHERE p.certificate_number = r.certificate_number AND p.published_on >= r.revoked_on) AS published_on
  FROM revocations r
 WHERE r.station_id = $1 AND (r.set_aside_on IS NOT NULL OR r.certificate_number <> $2)
 ORDER BY r.revoked_on, r.document_number
"""
# A revocation without an appeal is listed while it may still be contested. At most one of a title is: what was set
# aside was contested. Sixty days, where a decision was served before the last day was recorded with it.
_LIST = """
WITH cases AS (
    SELECT coalesce(a.appeal_id, r.certificate_number) AS id, r.station_id, r.certificate_number, t.station_name,
           t.host_name, coalesce(nullif(st.bureau_code, ''), t.bureau_code) AS bureau_code,
           r.document_number AS revocation_document, r.revoked_on, a.kind, coalesce(a.organ, '') AS organ, a.lodged_on,
           CASE WHEN a.appeal_id IS NULL THEN u.until ELSE a.last_day END AS last_day,
           coalesce(a.lodged_on > a.last_day, false) AS is_late, nullif(a.outcome, '') AS outcome, a.decided_on,
           CASE WHEN a.outcome <> '' THEN 'decided'
                WHEN n.is_newer THEN 'moot'
                WHEN a.appeal_id IS NOT NULL THEN 'open'
                ELSE 'possible' END AS stage
      FROM revocations r
      JOIN titles t USING (certificate_number)
      LEFT JOIN appeals a ON (a.certificate_number, a.revocation_document) = (r.certificate_number, r.document_number)
      LEFT JOIN stations st ON st.station_id = r.station_id
     CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM titles o WHERE o.station_id = t.station_id
               AND (o.certified_on, o.certificate_number) > (t.certified_on, t.certificate_number)
        ) AS is_newer) n
     CROSS JOIN LATERAL (SELECT coalesce(r.appeal_until, r.served_on + 60) AS until) u
     WHERE coalesce(st.division_code, '') LIKE $1 || '%'
       AND (a.appeal_id IS NOT NULL OR NOT n.is_newer AND coalesce(u.until, 'infinity') >= $2)
), ranked AS (
    SELECT *, CASE stage WHEN 'open' THEN 0 WHEN 'possible' THEN 1 ELSE 2 END AS place,
           coalesce(last_day, 'infinity') AS by_day
      FROM cases
)
SELECT * FROM ranked
 WHERE $3::integer IS NULL OR (place, by_day, id) > ($3, $4::date, $5::text)
 ORDER BY place, by_day, id LIMIT $6
"""

Place = tuple[int, date, str]


async def against(connection: Connection, certificate_number: str, revocation_document: str) -> list[AppealView]:
    """The appeals against the revocation of that document."""
    rows = await connection.fetch(_AGAINST, certificate_number, revocation_document)
    return [AppealView(**dict(row)) for row in rows]


async def past_revocations(connection: Connection, station_id: str, certificate_number: str) -> list[PastRevocation]:
    """The revocations of a station that do not stand, or that concern a title of before the one that is named."""
    rows = await connection.fetch(_PAST, station_id, certificate_number)
    return [PastRevocation(**dict(row)) for row in rows]


async def contested(
    connection: Connection, scope: Scope, after: Place | None, limit: int, today: date
) -> list[tuple[AppealEntry, Place]]:
    """What is contested, or may be, in the scope, each with its place in the list: open first, then by the last day."""
    rows = await connection.fetch(_LIST, scope.division_prefix, today, *(after or (None, None, None)), limit)
    return [(_entry(row, today), (row["place"], row["by_day"], row["id"])) for row in rows]


def _entry(row: Record, today: date) -> AppealEntry:
    runs = row["stage"] == "possible" and row["last_day"] is not None
    return AppealEntry(**dict(row), days_left=(row["last_day"] - today).days if runs else None)

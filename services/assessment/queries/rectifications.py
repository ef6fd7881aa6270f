"""What can be asked back of rectifications: what a title's station has to mend, and all that is open somewhere."""

from datetime import date

from asyncpg import Record

from services.assessment.views import OpenRectification, RectificationView
from shared.access.scope import Scope
from shared.database import Connection

_OF_TITLE = """
SELECT order_id, findings, because, due_on, due_is_provisional, ordered_by, ordered_on
  FROM rectifications WHERE certificate_number = $1 AND accepted_on IS NULL
"""
# Whose it is follows from where the station stands today.
_OPEN = """
SELECT r.order_id, r.findings, r.because, r.due_on, r.due_is_provisional, r.ordered_by, r.ordered_on,
       r.certificate_number, t.station_id, t.station_name, t.host_name,
       coalesce(nullif(st.bureau_code, ''), t.bureau_code) AS bureau_code
  FROM rectifications r JOIN titles t USING (certificate_number) LEFT JOIN stations st ON st.station_id = t.station_id
 WHERE r.accepted_on IS NULL AND t.revoked_on IS NULL AND t.ended_on IS NULL AND t.lapsed_on IS NULL
   AND t.host_id = coalesce($1, t.host_id)
   AND coalesce(nullif(st.bureau_code, ''), t.bureau_code) = coalesce($2, nullif(st.bureau_code, ''), t.bureau_code)
   AND coalesce(st.division_code, '') LIKE $3 || '%'
   AND ($4::date IS NULL OR (r.due_on, r.order_id) > ($4, $5))
 ORDER BY r.due_on, r.order_id LIMIT $6
"""


async def of_title(connection: Connection, certificate_number: str, today: date) -> OpenRectification | None:
    """What is to be mended still."""
    row = await connection.fetchrow(_OF_TITLE, certificate_number)
    return None if row is None else OpenRectification(**dict(row), is_overdue=_is_overdue(row, today))


async def open_ones(
    connection: Connection, scope: Scope, after: tuple[date, str] | None, limit: int, today: date
) -> list[RectificationView]:
    """Those of titles in force in the scope, the one that is due first before the others."""
    rows = await connection.fetch(_OPEN, *scope.arguments(), *(after or (None, None)), limit)
    return [RectificationView(**dict(row), is_overdue=_is_overdue(row, today)) for row in rows]


def _is_overdue(row: Record, today: date) -> bool:
    """The last day is in time still."""
    return bool(row["due_on"] < today)

"""What can be asked back of a city's list."""

from services.assessment.views import ListView
from shared.database import Connection
from shared.events.assessment import ListEntry

_LIST = """
SELECT l.list_id, l.season_id, n.city_code, l.over_quota_reason, l.late_reason, l.submitted_on
  FROM lists l JOIN seasons n USING (season_id) WHERE l.list_id = $1
"""
_LINES = "SELECT is_reserve, line FROM list_lines WHERE list_id = $1 ORDER BY rank"


async def city_list(connection: Connection, list_id: str) -> tuple[ListView, str] | None:
    """The list, and the city that it comes from."""
    row = await connection.fetchrow(_LIST, list_id)
    if row is None:
        return None
    rows = await connection.fetch(_LINES, list_id)
    lines = [(line["is_reserve"], ListEntry.model_validate_json(line["line"])) for line in rows]
    view = ListView(
        id=row["list_id"],
        version=1,
        stage="submitted",
        season_id=row["season_id"],
        entries=[line for is_reserve, line in lines if not is_reserve],
        reserve=[line for is_reserve, line in lines if is_reserve],
        over_quota_reason=row["over_quota_reason"],
        late_reason=row["late_reason"],
        submitted_on=row["submitted_on"],
    )
    return view, row["city_code"]

"""Which stations on the register may be the same one, written down twice."""

from collections.abc import Sequence

from pydantic import BaseModel

from shared.access.scope import Scope
from shared.database import Connection

# Both stations lie in one division, so one half of the pair tells whose business it is. Either look is a join by
# equality: every station is looked at once, and not once for every other one.
_SEEN = """
SELECT station_id, host_id, name, division_code, town, bureau_code, likeness(name) AS likeness
  FROM stations
 WHERE status <> 'closed' AND registered_on IS NOT NULL AND division_code LIKE $3 || '%'
"""
_PAIR = """
SELECT one.station_id, other.station_id AS other_id, one.name, other.name AS other_name,
       one.host_id, other.host_id AS other_host_id, one.division_code, one.town, other.town AS other_town,
       one.bureau_code, other.bureau_code AS other_bureau_code
  FROM seen AS one
"""
_PAIRS = f"""
WITH seen AS MATERIALIZED ({_SEEN}), pairs AS (
    SELECT same.*, 'same_place' AS why FROM (
        {_PAIR}
          JOIN seen AS other USING (host_id, division_code, town)
         WHERE one.town NOT IN ('', '未详', '不详', '未知', '不明')
    ) AS same
    UNION ALL
    SELECT same.*, 'same_name' FROM (
        {_PAIR}
          JOIN seen AS other USING (division_code, likeness)
         WHERE likeness <> '' AND one.host_id <> other.host_id
    ) AS same
)
SELECT station_id, other_id, name, other_name, host_id, other_host_id, division_code, town, other_town, why
  FROM pairs
 WHERE other_id > station_id
   AND ($1::text IS NULL OR host_id = $1)
   AND ($2::text IS NULL OR bureau_code = $2 OR other_bureau_code = $2)
   AND ($4::text IS NULL OR (station_id, other_id) > ($4, $5::text))
 ORDER BY station_id, other_id
 LIMIT $6
"""  # noqa: S608 (constants of ours)


class PossiblePair(BaseModel):
    """Two stations that look like one: the same host at the same place, or the same name under two hosts."""

    station_id: str
    other_id: str
    name: str
    other_name: str
    host_id: str
    other_host_id: str
    division_code: str
    town: str
    other_town: str
    why: str


async def pairs(connection: Connection, scope: Scope, after: Sequence[object], limit: int) -> list[PossiblePair]:
    """Those in the reader's area."""
    rows = await connection.fetch(_PAIRS, *scope.arguments(), *after, limit)
    return [PossiblePair(**dict(row)) for row in rows]

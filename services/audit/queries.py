"""What can be asked back: SQL in sight, one function a question."""

from collections.abc import Sequence
from datetime import datetime

from asyncpg import Record

from services.audit.history import Fact, fact
from shared.database import Connection

# All that speaks of the station, and the causes of that, and theirs.
_HISTORY = """
WITH RECURSIVE entries AS (
    SELECT l.owner, l.position, l.event_id, l.cause, false AS context
      FROM mentions m JOIN log l ON l.owner = m.owner AND l.position = m.position
     WHERE m.station_id = $1
    UNION
    SELECT l.owner, l.position, l.event_id, l.cause, true
      FROM entries e JOIN log l ON l.event_id = e.cause
)
SELECT l.owner, l.position, l.event_id, l.cause, l.type, l.stream, l.effective_at, l.recorded_at, l.record, c.context
  FROM (SELECT owner, position, bool_and(context) AS context FROM entries GROUP BY owner, position) c
  JOIN log l ON l.owner = c.owner AND l.position = c.position
"""
_RECORDED_AT = "SELECT recorded_at FROM log WHERE owner = $1 AND position = $2"
_BUREAUS = "SELECT bureau_code, name FROM bureaus UNION ALL SELECT host_id, name FROM hosts WHERE host_id = $1"
_AFTER = """
SELECT owner, position, event_id, type, stream, effective_at, recorded_at, record
  FROM log WHERE owner = $1 AND position > $2 ORDER BY position LIMIT $3
"""
_COUNTS = "SELECT owner, count(*) AS entries, max(position) AS head FROM log GROUP BY owner"
# The holes before each entry; what may be missing behind the last one nobody here can know.
_MISSING = """
SELECT g.first, g.last
  FROM (
    SELECT lag(position, 1, 0::bigint) OVER (ORDER BY position) + 1 AS first, position - 1 AS last
      FROM log WHERE owner = $1
  ) g
 WHERE g.first <= g.last ORDER BY g.first LIMIT $2
"""
_RECORDS = "SELECT position, record FROM log WHERE owner = $1 AND position > $2 ORDER BY position LIMIT $3"


async def history(connection: Connection, station_id: str) -> list[Fact]:
    return [fact(dict(row)) for row in await connection.fetch(_HISTORY, station_id)]


async def recorded_at(connection: Connection, owner: str, position: int) -> datetime | None:
    """When the entry was recorded; nothing where there is none."""
    found: datetime | None = await connection.fetchval(_RECORDED_AT, owner, position)
    return found


async def names(connection: Connection, host_id: str) -> dict[str, str]:
    """The names of the bureaus and of one host, for acts whose envelope names none."""
    return dict(tuple(row) for row in await connection.fetch(_BUREAUS, host_id))


async def after(connection: Connection, owner: str, position: int, limit: int) -> Sequence[Record]:
    return await connection.fetch(_AFTER, owner, position, limit)


async def records(connection: Connection, owner: str, position: int, limit: int) -> list[tuple[int, bytes]]:
    """The records behind a position, in order."""
    return [tuple(row) for row in await connection.fetch(_RECORDS, owner, position, limit)]


async def counts(connection: Connection) -> dict[str, tuple[int, int]]:
    """Entries and the last position seen, by owner."""
    return {row["owner"]: (row["entries"], row["head"]) for row in await connection.fetch(_COUNTS)}


async def missing(connection: Connection, owner: str, limit: int) -> list[tuple[int, int]]:
    """The gaps, as first and last missing position."""
    return [tuple(row) for row in await connection.fetch(_MISSING, owner, limit)]

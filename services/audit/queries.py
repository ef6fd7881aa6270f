"""What can be asked back: SQL in sight, one function a question."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.audit.changes import Stream
from services.audit.entries import parts
from services.audit.history import Fact, fact, read
from services.audit.subjects import How, Kind
from shared.database import Connection

COLUMNS = "l.owner, l.position, l.event_id, l.cause, l.type, l.stream, l.effective_at, l.recorded_at, l.record"
_OF_A_STATION = "SELECT owner, position FROM mentions WHERE station_id = $1"
_OF_A_SUBJECT = "SELECT owner, position FROM subjects WHERE kind = $1 AND id = $2 AND how <> ALL ($3::text[])"
# All that speaks of the subject, and the causes of that, and theirs. The limits in the laterals hold the planner to one
# look into an index for each entry: what it thinks of the recursion would have it read the whole log.
_HISTORY = f"""
WITH RECURSIVE entries AS (
    SELECT l.owner, l.position, l.cause, false AS context
      FROM ({{spoken_of}}) m
     CROSS JOIN LATERAL (SELECT * FROM log WHERE owner = m.owner AND position = m.position LIMIT 1) l
    UNION
    SELECT l.owner, l.position, l.cause, true
      FROM entries e
     CROSS JOIN LATERAL (SELECT * FROM log WHERE event_id = e.cause LIMIT 1) l
     WHERE e.cause IS NOT NULL
)
SELECT {COLUMNS}, c.context
  FROM (SELECT owner, position, bool_and(context) AS context FROM entries GROUP BY owner, position) c
 CROSS JOIN LATERAL (SELECT * FROM log WHERE owner = c.owner AND position = c.position LIMIT 1) l
"""  # noqa: S608 (constants of ours)
STATION_HISTORY = _HISTORY.format(spoken_of=_OF_A_STATION)
SUBJECT_HISTORY = _HISTORY.format(spoken_of=_OF_A_SUBJECT)
STREAMS = f"""
SELECT {COLUMNS}, true AS context
  FROM unnest($1::text[], $2::text[], $3::bigint[]) AS s (owner, stream, position)
 CROSS JOIN LATERAL (SELECT * FROM log WHERE stream = s.stream AND position <= s.position OFFSET 0) l
 WHERE l.owner = s.owner
"""  # noqa: S608 (constants of ours)
# The station in whose streams an application stands; and the first that was said of a season, which is its draft.
_STATION_OF = """
SELECT m.station_id FROM subjects s JOIN mentions m USING (owner, position)
 WHERE s.kind = 'application' AND s.id = $1 AND s.how = 'case' AND m.how = 'key'
 ORDER BY s.recorded_at, s.owner, s.position LIMIT 1
"""
_DRAFT_OF = """
SELECT l.record FROM log l
 WHERE l.stream = 'season-' || $1 AND l.owner = 'application' ORDER BY l.position LIMIT 1
"""
_CAUSES = "SELECT event_id, owner, position, effective_at, recorded_at FROM log WHERE event_id = ANY ($1::uuid[])"
_EFFECTS = """
SELECT c.cause, l.owner, l.position, l.effective_at, l.recorded_at
  FROM unnest($1::uuid[]) AS c (cause)
 CROSS JOIN LATERAL (SELECT * FROM log WHERE cause = c.cause ORDER BY recorded_at, owner, position LIMIT $2) l
"""
_KNOWN = "SELECT EXISTS (SELECT FROM subjects WHERE kind = $1 AND id = $2)"
_RECORDED_AT = "SELECT recorded_at FROM log WHERE owner = $1 AND position = $2"
_BUREAUS = "SELECT bureau_code, name FROM bureaus UNION ALL SELECT host_id, name FROM hosts WHERE host_id = ANY ($1)"
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
    """All that speaks of a station, and what led to it, in no order."""
    return [fact(dict(row)) for row in await connection.fetch(STATION_HISTORY, station_id)]


async def history_of(connection: Connection, kind: Kind, subject: str, without: Sequence[How] = ()) -> list[Fact]:
    """All that speaks of a subject that is no station, but in these ways, and what led to it, in no order."""
    return [fact(dict(row)) for row in await connection.fetch(SUBJECT_HISTORY, kind, subject, list(without))]


async def streams(connection: Connection, wanted: Mapping[Stream, int]) -> list[Fact]:
    """The events of each of these streams up to a position."""
    owners, names = [owner for owner, _ in wanted], [name for _, name in wanted]
    rows = await connection.fetch(STREAMS, owners, names, list(wanted.values()))
    return [fact(dict(row)) for row in rows]


async def station_of(connection: Connection, application_id: str) -> str | None:
    """The station that applies; nothing where no such application is known here."""
    found: str | None = await connection.fetchval(_STATION_OF, application_id)
    return found


async def city_of(connection: Connection, season_id: str) -> str | None:
    """The code of the city or province whose season it is; nothing where no such season is known here."""
    record = await connection.fetchval(_DRAFT_OF, season_id)
    payload = None if record is None else read(parts(record)[1])
    return str(payload.get("city_code", "")) if isinstance(payload, dict) else None


async def is_known(connection: Connection, kind: Kind, subject: str) -> bool:
    """Whether anything here speaks of the subject."""
    return bool(await connection.fetchval(_KNOWN, kind, subject))


async def found(connection: Connection, sql: str, arguments: Sequence[Any]) -> list[Fact]:
    """The entries that a search finds, in its order."""
    return [fact(dict(row)) for row in await connection.fetch(sql, *arguments)]


async def causes(connection: Connection, wanted: Collection[UUID]) -> Sequence[Record]:
    """Where these events stand, and when they were."""
    return await connection.fetch(_CAUSES, list(wanted))


async def effects(connection: Connection, wanted: Collection[UUID], limit: int) -> Sequence[Record]:
    """Where the first effects of each of these events stand, and when they were."""
    return await connection.fetch(_EFFECTS, list(wanted), limit)


async def recorded_at(connection: Connection, owner: str, position: int) -> datetime | None:
    """When the entry was recorded; nothing where there is none."""
    found: datetime | None = await connection.fetchval(_RECORDED_AT, owner, position)
    return found


async def names(connection: Connection, *host_ids: str) -> dict[str, str]:
    """The names of the bureaus and of these hosts, for acts whose envelope names none."""
    return dict(tuple(row) for row in await connection.fetch(_BUREAUS, host_ids))


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


_CERTIFIED_AT = "SELECT position FROM certified WHERE certificate_number = $1"
_RECORD = "SELECT record FROM log WHERE owner = $1 AND position = $2"
_CHECKPOINTS = """
SELECT (told ->> 'size')::bigint AS size, told ->> 'root' AS root, told ->> 'note' AS note,
       (told ->> 'heartbeat')::boolean AS heartbeat, recorded_at AS signed_at
  FROM (SELECT version, recorded_at, convert_from(payload, 'UTF8')::jsonb AS told FROM events
         WHERE stream_id = 'checkpoint-' || $1 ORDER BY version DESC LIMIT $2) AS last
 ORDER BY version DESC
"""


async def certified_at(connection: Connection, certificate_number: str) -> int | None:
    """Where in the log of assessment the certificate was given; nothing where it was not."""
    position: int | None = await connection.fetchval(_CERTIFIED_AT, certificate_number)
    return position


async def record(connection: Connection, owner: str, position: int) -> bytes | None:
    """The record at a position; nothing where there is none."""
    found: bytes | None = await connection.fetchval(_RECORD, owner, position)
    return found


async def checkpoints(connection: Connection, owner: str, limit: int = 100) -> list[Record]:
    """What was told of the owner's signed checkpoints, the latest first."""
    return await connection.fetch(_CHECKPOINTS, owner, limit)

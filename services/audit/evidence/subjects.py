"""What a bundle is about, and which entries of the logs belong to it: SQL in sight."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import orjson

from shared.access import directory
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.catalogue import LOGS

BATCH = 500
"""So many records are held in memory at once."""

# All that speaks of the station, and the causes of that, and theirs.
_OF_STATION = """
WITH RECURSIVE entries AS (
    SELECT l.owner, l.position, l.cause, false AS context
      FROM mentions m JOIN log l ON l.owner = m.owner AND l.position = m.position
     WHERE m.station_id = $1
    UNION
    SELECT l.owner, l.position, l.cause, true
      FROM entries e JOIN log l ON l.event_id = e.cause
)
SELECT owner, position, bool_and(context) AS context FROM entries GROUP BY owner, position
"""
# Every stream in which an entry names the season, whole, and the causes of that. Those that name it as their chapters'
# are subjects of it as well, and are no part of it.
_OF_SEASON = """
WITH RECURSIVE streams AS (
    SELECT DISTINCT l.owner, l.stream FROM subjects s JOIN log l ON l.owner = s.owner AND l.position = s.position
     WHERE s.kind = 'season' AND s.id = $1 AND position($2::bytea IN l.record) > 0
), entries AS (
    SELECT l.owner, l.position, l.cause, false AS context
      FROM streams s JOIN log l ON l.owner = s.owner AND l.stream = s.stream
    UNION
    SELECT l.owner, l.position, l.cause, true
      FROM entries e JOIN log l ON l.event_id = e.cause
)
SELECT owner, position, bool_and(context) AS context FROM entries GROUP BY owner, position
"""
_ROWS = """
SELECT l.owner, l.position, l.event_id, l.cause, l.type, l.stream, l.effective_at, l.recorded_at, l.record, c.context
  FROM unnest($1::text[], $2::bigint[], $3::boolean[]) WITH ORDINALITY AS c (owner, position, context, nth)
  JOIN log l ON l.owner = c.owner AND l.position = c.position ORDER BY c.nth
"""
_LENGTHS = """
SELECT owner, stream, count(*) AS versions FROM log
 WHERE (owner, stream) IN (SELECT * FROM unnest($1::text[], $2::text[])) GROUP BY owner, stream
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a bundle is about. `name` is what people call it, `host_id` the station's host; a season has neither."""

    kind: Literal["station", "season"]
    id: str
    name: str = ""
    host_id: str = ""


class Place(NamedTuple):
    """An entry that belongs to the subject; `context` says that it only led to one that does."""

    owner: str
    position: int
    context: bool


async def the_station(connection: Connection, station_id: str) -> Subject:
    """The station as a subject.

    Raises:
        NotKnownHere: there is no such station.
    """
    found = await directory.the_station(connection, station_id)
    return Subject("station", station_id, found.name, found.host_id)


async def places(connection: Connection, subject: Subject) -> list[Place]:
    """Where the subject's entries stand, in the order of the owners and of their logs.

    Raises:
        NotKnownHere: no entry speaks of it.
    """
    if subject.kind == "station":
        rows = await connection.fetch(_OF_STATION, subject.id)
    else:
        named = b'"season_id":' + orjson.dumps(subject.id)
        rows = await connection.fetch(_OF_SEASON, subject.id, named, timeout=300)
    if not rows:
        raise NotKnownHere(f"No entry of any log speaks of the {subject.kind} {subject.id}.")
    return sorted((Place(*row) for row in rows), key=lambda place: (LOGS.index(place.owner), place.position))


async def batches(connection: Connection, of: Sequence[Place]) -> AsyncIterator[list[dict[str, Any]]]:
    """The rows of the log at these places, in their order, some hundred at a time."""
    for first in range(0, len(of), BATCH):
        owners, positions, contexts = zip(*of[first : first + BATCH], strict=True)
        yield [dict(row) for row in await connection.fetch(_ROWS, owners, positions, contexts)]


async def lengths(connection: Connection, streams: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many versions each of these streams has in its owner's log."""
    owners, names = [owner for owner, _ in streams], [stream for _, stream in streams]
    return {(row["owner"], row["stream"]): row["versions"] for row in await connection.fetch(_LENGTHS, owners, names)}

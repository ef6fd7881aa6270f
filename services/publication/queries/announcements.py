"""What can be asked of announcements."""

from dataclasses import dataclass

from asyncpg import Record

from shared.database import Connection

_ANNOUNCEMENTS = """
SELECT announcement_id, kind, season_id, station_id, media, document_number, published_on, contents, version
  FROM announcements
 WHERE kind = coalesce($1, kind) AND season_id = coalesce($2, season_id) AND station_id = coalesce($3, station_id)
   AND ($4::date IS NULL OR (published_on, announcement_id) > ($4, $5))
 ORDER BY published_on, announcement_id LIMIT $6
"""
_ANNOUNCEMENT = """
SELECT announcement_id, kind, season_id, station_id, media, document_number, published_on, contents, version
  FROM announcements WHERE announcement_id = $1
"""


@dataclass(frozen=True, slots=True)
class AnnouncementsWanted:
    kind: str | None = None
    season_id: str | None = None
    station_id: str | None = None


async def announcements(
    connection: Connection, wanted: AnnouncementsWanted, after: tuple[object, ...], limit: int
) -> list[Record]:
    """In the order of their publication."""
    return await connection.fetch(_ANNOUNCEMENTS, wanted.kind, wanted.season_id, wanted.station_id, *after, limit)


async def announcement(connection: Connection, announcement_id: str) -> Record | None:
    return await connection.fetchrow(_ANNOUNCEMENT, announcement_id)

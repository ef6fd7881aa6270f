"""What can be asked of opinions, without their words."""

from dataclasses import dataclass

from asyncpg import Record

from shared.database import Connection

_OPINION_COLUMNS = """
SELECT opinions.opinion_id, opinions.notice_id, opinions.application_id, opinions.station_id, side, stance, is_named,
       received_at, received_ms, screening, reason, screened_on, opinions.version,
       moot_on IS NOT NULL OR (screening IS NULL AND result NOT IN ('kept', 'held')) AS is_moot, moot_on, moot_reason,
       notices.city_code
  FROM opinions
  JOIN notices USING (notice_id)
  JOIN notice_candidates USING (notice_id, application_id)
"""
_OPINIONS = f"""{_OPINION_COLUMNS}
 WHERE notices.city_code LIKE $1 || '%' AND notice_id = coalesce($2, notice_id)
   AND application_id = coalesce($3, application_id)
   AND ($4::boolean IS NULL OR CASE WHEN $4 THEN screening IS NOT NULL ELSE screening IS NULL AND moot_on IS NULL END)
   AND ($5::bigint IS NULL OR (received_ms, opinions.opinion_id) > ($5, $6))
 ORDER BY received_ms, opinions.opinion_id LIMIT $7
"""
_OPINION = f"{_OPINION_COLUMNS} WHERE opinions.opinion_id = $1"


@dataclass(frozen=True, slots=True)
class OpinionsWanted:
    """`city_prefix` is how far the caller sees."""

    city_prefix: str
    notice_id: str | None = None
    application_id: str | None = None
    is_screened: bool | None = None


async def opinions(
    connection: Connection, wanted: OpinionsWanted, after: tuple[object, ...], limit: int
) -> list[Record]:
    """In the order in which they came in."""
    about = (wanted.city_prefix, wanted.notice_id, wanted.application_id, wanted.is_screened)
    return await connection.fetch(_OPINIONS, *about, *after, limit)


async def opinion(connection: Connection, opinion_id: str) -> Record | None:
    return await connection.fetchrow(_OPINION, opinion_id)

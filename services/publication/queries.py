"""What can be asked of publication's tables."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from asyncpg import Record

from shared.database import Connection

_NOTICES = """
SELECT notice_id, season_id, city_code, opens_on, closes_on, counting_rule, media, contact, stage, closed_on, version
  FROM notices
 WHERE season_id = coalesce($1, season_id) AND city_code = coalesce($2, city_code) AND stage = coalesce($3, stage)
   AND ($4::date IS NULL OR (opens_on, notice_id) > ($4, $5))
 ORDER BY opens_on, notice_id LIMIT $6
"""
_NOTICE = """
SELECT notice_id, season_id, city_code, opens_on, closes_on, counting_rule, media, contact, stage, closed_on, version
  FROM notices WHERE notice_id = $1
"""
_CANDIDATES = """
SELECT application_id, station_id, printed, result, withdrawn_at, decided_on
  FROM notice_candidates WHERE notice_id = $1 ORDER BY place
"""
_EXTENSIONS = """
SELECT former_closes_on, closes_on, reason, extended_on FROM notice_extensions WHERE notice_id = $1 ORDER BY closes_on
"""
_ON_NOTICE = "SELECT application_id FROM notice_candidates WHERE notice_id = $1 AND station_id = $2"
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
_TITLE_COLUMNS = """
SELECT certificate_number, station_id, printed, certified_on, revoked_on, ground, ended_on, ended_by FROM titles
"""
_TITLE = f"{_TITLE_COLUMNS} WHERE certificate_number = $1"
# A station may have had several titles: the one that began last before the day is the one that is asked about.
_TITLE_OF_STATION = f"""{_TITLE_COLUMNS}
 WHERE station_id = $1 AND certified_on <= $2 ORDER BY certified_on DESC, certificate_number DESC LIMIT 1
"""


class TitleStatus(StrEnum):
    """What a check of a certificate answers for a day."""

    IN_FORCE = "in_force"
    NO_SUCH_TITLE = "no_such_title"
    REVOKED = "revoked"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class NoticesWanted:
    season_id: str | None = None
    city_code: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class OpinionsWanted:
    """`city_prefix` is how far the caller sees."""

    city_prefix: str
    notice_id: str | None = None
    application_id: str | None = None
    is_screened: bool | None = None


@dataclass(frozen=True, slots=True)
class AnnouncementsWanted:
    kind: str | None = None
    season_id: str | None = None
    station_id: str | None = None


async def notices(connection: Connection, wanted: NoticesWanted, after: tuple[object, ...], limit: int) -> list[Record]:
    """In the order of their first days."""
    return await connection.fetch(_NOTICES, wanted.season_id, wanted.city_code, wanted.stage, *after, limit)


async def notice(connection: Connection, notice_id: str) -> Record | None:
    return await connection.fetchrow(_NOTICE, notice_id)


async def candidates(connection: Connection, notice_id: str) -> list[Record]:
    """In the order in which they are printed."""
    return await connection.fetch(_CANDIDATES, notice_id)


async def extensions(connection: Connection, notice_id: str) -> list[Record]:
    """In the order in which the notice grew."""
    return await connection.fetch(_EXTENSIONS, notice_id)


async def application_on_notice(connection: Connection, notice_id: str, station_id: str) -> str | None:
    """The application with which a station stands on a notice."""
    application_id: str | None = await connection.fetchval(_ON_NOTICE, notice_id, station_id)
    return application_id


async def opinions(
    connection: Connection, wanted: OpinionsWanted, after: tuple[object, ...], limit: int
) -> list[Record]:
    """In the order in which they came in."""
    about = (wanted.city_prefix, wanted.notice_id, wanted.application_id, wanted.is_screened)
    return await connection.fetch(_OPINIONS, *about, *after, limit)


async def opinion(connection: Connection, opinion_id: str) -> Record | None:
    return await connection.fetchrow(_OPINION, opinion_id)


async def announcements(
    connection: Connection, wanted: AnnouncementsWanted, after: tuple[object, ...], limit: int
) -> list[Record]:
    """In the order of their publication."""
    return await connection.fetch(_ANNOUNCEMENTS, wanted.kind, wanted.season_id, wanted.station_id, *after, limit)


async def announcement(connection: Connection, announcement_id: str) -> Record | None:
    return await connection.fetchrow(_ANNOUNCEMENT, announcement_id)


async def title(connection: Connection, certificate_number: str) -> Record | None:
    return await connection.fetchrow(_TITLE, certificate_number)


async def title_of_station(connection: Connection, station_id: str, day: date) -> Record | None:
    """The station's title on that day, or its last one before it."""
    return await connection.fetchrow(_TITLE_OF_STATION, station_id, day)


def status_on(title: Record | None, day: date) -> TitleStatus:
    """What that title is on that day; before its first day there is none."""
    if title is None:
        return TitleStatus.NO_SUCH_TITLE
    if title["revoked_on"] is not None and title["revoked_on"] <= day:
        return TitleStatus.REVOKED
    if title["ended_on"] is not None and title["ended_on"] <= day:
        return TitleStatus.ENDED
    if title["certified_on"] is not None and title["certified_on"] <= day:
        return TitleStatus.IN_FORCE
    return TitleStatus.NO_SUCH_TITLE

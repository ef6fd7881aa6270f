"""What can be asked of notices."""

from dataclasses import dataclass

from asyncpg import Record

from shared.database import Connection

_NOTICES = """
SELECT notice_id, season_id, city_code, opens_on, closes_on, counting_rule, media, contact, issued_by,
       stage, closed_on, version
  FROM notices
 WHERE season_id = coalesce($1, season_id) AND city_code = coalesce($2, city_code) AND stage = coalesce($3, stage)
   AND ($4::date IS NULL OR (opens_on, notice_id) > ($4, $5))
 ORDER BY opens_on, notice_id LIMIT $6
"""
_NOTICE = """
SELECT notice_id, season_id, city_code, opens_on, closes_on, counting_rule, media, contact, issued_by,
       stage, closed_on, version
  FROM notices WHERE notice_id = $1
"""
_CANDIDATES = """
SELECT application_id, station_id, printed, result, withdrawn_at, decided_on
  FROM notice_candidates WHERE notice_id = $1 ORDER BY place
"""
_EXTENSIONS = """
SELECT former_closes_on, closes_on, reason, extended_on FROM notice_extensions WHERE notice_id = $1 ORDER BY closes_on
"""
_CORRECTIONS = """
SELECT correction_id, application_id, former, corrected, opens_on, closes_on, reason, corrected_on, ended_on
  FROM notice_corrections WHERE notice_id = $1 ORDER BY corrected_on, opens_on, correction_id
"""
# Nobody is put on notice who has withdrawn before.
_TO_BE_NOTICED = "SELECT count(*) FROM candidates WHERE season_id = $1 AND withdrawn_at IS NULL"
_ON_NOTICE = "SELECT application_id FROM notice_candidates WHERE notice_id = $1 AND station_id = $2"


@dataclass(frozen=True, slots=True)
class NoticesWanted:
    season_id: str | None = None
    city_code: str | None = None
    stage: str | None = None


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


async def corrections(connection: Connection, notice_id: str) -> list[Record]:
    """In the order in which they were made."""
    return await connection.fetch(_CORRECTIONS, notice_id)


async def to_be_noticed(connection: Connection, season_id: str) -> int:
    """How many candidates of a season would be put on notice today."""
    number: int = await connection.fetchval(_TO_BE_NOTICED, season_id)
    return number


async def application_on_notice(connection: Connection, notice_id: str, station_id: str) -> str | None:
    """The application with which a station stands on a notice."""
    application_id: str | None = await connection.fetchval(_ON_NOTICE, notice_id, station_id)
    return application_id

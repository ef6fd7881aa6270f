"""What can be asked back about seasons."""

from datetime import date

from asyncpg import Record
from pydantic import BaseModel

from services.application.season.state import SeasonStage
from shared.database import Connection
from shared.events.application import SeasonSettings

_SEASON_COLUMNS = """
    s.season_id, s.version, s.stage, s.year, s.province_code, s.city_code, s.settings, s.issuer, s.organiser_level,
    s.document_date, s.approval_number, s.opened_on, s.filed, s.candidates, o.submitted_on, o.published_on
"""
_SEASON = f"""
SELECT {_SEASON_COLUMNS} FROM seasons AS s LEFT JOIN season_outcomes AS o USING (season_id) WHERE season_id = $1
"""  # noqa: S608 (a constant of ours)
_SEASONS = f"""
SELECT {_SEASON_COLUMNS} FROM seasons AS s LEFT JOIN season_outcomes AS o USING (season_id)
 WHERE ($1::integer IS NULL OR s.year = $1) AND ($2::text IS NULL OR s.city_code = $2)
   AND ($3::text IS NULL OR season_id > $3)
 ORDER BY season_id LIMIT $4
"""  # noqa: S608 (a constant of ours)


class SeasonView(BaseModel):
    """A season's chapter. `filed` and `candidates` are counted when applications and recommendations are closed."""

    id: str
    version: int
    stage: SeasonStage
    year: int
    province_code: str
    city_code: str
    settings: SeasonSettings
    issuer: str
    organiser_level: str
    document_date: date | None
    approval_number: str
    opened_on: date | None
    filed: int | None
    candidates: int | None
    submitted_on: date | None
    published_on: date | None


async def season(connection: Connection, season_id: str) -> SeasonView | None:
    row = await connection.fetchrow(_SEASON, season_id)
    return None if row is None else _season(row)


async def seasons(
    connection: Connection, *, year: int | None, city_code: str | None, after: str | None, limit: int
) -> list[SeasonView]:
    """Chapters in the order of their ids."""
    return [_season(row) for row in await connection.fetch(_SEASONS, year, city_code, after, limit)]


def _season(row: Record) -> SeasonView:
    settings = SeasonSettings.model_validate_json(row["settings"])
    return SeasonView.model_validate(dict(row) | {"id": row["season_id"], "settings": settings})

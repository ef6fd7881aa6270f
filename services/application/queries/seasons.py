"""What can be asked back about seasons."""

from datetime import date

import orjson
from asyncpg import Record
from pydantic import BaseModel

from services.application.season.bases import BASES, FreezesAt
from services.application.season.changing import is_frozen
from services.application.season.state import SeasonStage
from shared.database import Connection
from shared.events.application import SeasonSettings

# A chapter without an approval of its own rests on that of its province's season.
_SEASON_COLUMNS = """
    s.season_id, s.version, s.stage, s.year, s.province_code, s.city_code, s.parent_id, s.settings, s.about_settings,
    s.settings_version, a.issuer, a.organiser_level, a.document_date, a.approval_number,
    coalesce(a.season_id, '') AS approved_as, s.opened_on, s.filed, s.candidates, s.extension_document, s.extended_on,
    s.applications_were_closed, s.closed_on, o.submitted_on, o.published_on
"""
_FROM = """
  FROM seasons AS s
  LEFT JOIN season_outcomes AS o USING (season_id)
  LEFT JOIN seasons AS p ON p.season_id = s.parent_id
  LEFT JOIN seasons AS a ON a.season_id = CASE WHEN s.document_date IS NOT NULL THEN s.season_id
                                               WHEN p.document_date IS NOT NULL THEN p.season_id END
"""
_SEASON = f"SELECT {_SEASON_COLUMNS} {_FROM} WHERE s.season_id = $1"
_SEASONS = f"""
SELECT {_SEASON_COLUMNS} {_FROM}
 WHERE ($1::integer IS NULL OR s.year = $1) AND ($2::text IS NULL OR s.city_code = $2)
   AND ($3::text IS NULL OR s.season_id > $3)
 ORDER BY s.season_id LIMIT $4
"""


class AboutSetting(BaseModel):
    """What a setting rests on and since when; `reason` where it was changed. A frozen one cannot be changed."""

    basis: str
    since: date
    reason: str
    is_provisional: bool
    freezes_at: FreezesAt
    is_frozen: bool


class SeasonView(BaseModel):
    """A season of a province (`city_code` is the province's) or its chapter for a city, below the season `parent_id`.

    `approved_as` is the season whose approval it rests on: its own, or the parent's. `filed` and `candidates` are
    counted when applications and recommendations are closed. `days_left` are those to the deadline that comes next.
    """

    id: str
    version: int
    stage: SeasonStage
    year: int
    province_code: str
    city_code: str
    parent_id: str
    settings: SeasonSettings
    settings_version: int
    about_settings: dict[str, AboutSetting]
    issuer: str
    organiser_level: str
    document_date: date | None
    approval_number: str
    approved_as: str
    opened_on: date | None
    extended_on: date | None
    extension_document: str
    filed: int | None
    candidates: int | None
    submitted_on: date | None
    published_on: date | None
    closed_on: date | None
    days_left: int | None


async def season(connection: Connection, season_id: str, today: date) -> SeasonView | None:
    row = await connection.fetchrow(_SEASON, season_id)
    return None if row is None else _season(row, today)


async def seasons(
    connection: Connection, today: date, *, year: int | None, city_code: str | None, after: str | None, limit: int
) -> list[SeasonView]:
    """Seasons in the order of their ids."""
    return [_season(row, today) for row in await connection.fetch(_SEASONS, year, city_code, after, limit)]


def _season(row: Record, today: date) -> SeasonView:
    settings = SeasonSettings.model_validate_json(row["settings"])
    looked_up = {
        "id": row["season_id"],
        "settings": settings,
        "about_settings": _about(row, settings),
        "days_left": _days_left(row, settings, today),
        "issuer": row["issuer"] or "",
        "organiser_level": row["organiser_level"] or "",
        "approval_number": row["approval_number"] or "",
    }
    return SeasonView.model_validate(dict(row) | looked_up)


def _about(row: Record, settings: SeasonSettings) -> dict[str, AboutSetting]:
    submitted = row["submitted_on"] is not None
    reached = SeasonStage(row["stage"])
    if reached is SeasonStage.OPEN and row["applications_were_closed"]:
        reached = SeasonStage.APPLICATIONS_CLOSED  # An extension takes the stage back, and not what was frozen.
    return {
        name: AboutSetting(
            **told,
            is_provisional=name in settings.provisional,
            freezes_at=BASES[name].freezes_at,
            is_frozen=is_frozen(BASES[name].freezes_at, reached, is_submitted=submitted),
        )
        for name, told in orjson.loads(row["about_settings"]).items()
    }


def _days_left(row: Record, settings: SeasonSettings, today: date) -> int | None:
    """To the end of applications, of recommendations, or to the list; none where no deadline is to come."""
    match SeasonStage(row["stage"]):
        case SeasonStage.DRAFTED | SeasonStage.APPROVED | SeasonStage.OPEN:
            return (settings.applications_close_on - today).days
        case SeasonStage.APPLICATIONS_CLOSED:
            return (settings.recommendations_due_on - today).days
        case SeasonStage.RECOMMENDATIONS_CLOSED if row["submitted_on"] is None:
            return (settings.submission_due_on - today).days
        case _:
            return None

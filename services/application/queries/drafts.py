"""What can be asked back about forms: a host's drafts, and what was written, scored and attached."""

from datetime import date, datetime

import orjson
from asyncpg import Record
from pydantic import BaseModel

from services.application.filing.forms import form_hash
from services.application.filing.state import Stage
from shared.access.scope import Scope
from shared.clock import shanghai
from shared.database import Connection
from shared.events.application import EvidenceAttached, ItemScore, KnownFact, TrustGrade

# A form is its host's alone until an application is filed on it; then it is for everybody who sees the application.
_IN_SCOPE = """
    ($1::text IS NULL OR coalesce(d.host_id, a.host_id) = $1)
    AND ($2::text IS NULL OR coalesce(nullif(st.bureau_code, ''), a.bureau_code) = $2)
    AND coalesce(st.division_code, '') LIKE $3 || '%'
    AND (a.application_id IS NOT NULL OR $1 IS NOT NULL)
"""
_TABLES = """
    drafts AS d FULL JOIN applications AS a USING (application_id)
    LEFT JOIN stations AS st ON st.station_id = coalesce(d.station_id, a.station_id)
    JOIN seasons AS s ON s.season_id = coalesce(d.season_id, a.season_id)
    LEFT JOIN rubrics AS r ON r.rubric_id = s.settings ->> 'rubric_id'
"""
_FORM = f"""
SELECT application_id, coalesce(a.version, d.version) AS version, coalesce(a.stage, 'draft') AS stage,
       coalesce(d.season_id, a.season_id) AS season_id, coalesce(d.station_id, a.station_id) AS station_id,
       coalesce(d.host_id, a.host_id) AS host_id, coalesce(d.statement, '') AS statement,
       coalesce(d.contact, '') AS contact, d.drafted_at, coalesce(d.copied_from, '') AS copied_from,
       coalesce(d.rubric_id, '') AS rubric_id, coalesce(d.scores, '[]') AS scores,
       coalesce(d.total_tenths, a.self_score_tenths) AS total_tenths, coalesce(d.known, '[]') AS known, d.assessed_on,
       coalesce(a.form_sha256, '') AS filed_sha256, coalesce(a.pledge_sha256, '') AS pledge_sha256,
       s.year, s.settings ->> 'rubric_id' AS standard, coalesce(r.items, '[]') AS items
  FROM {_TABLES} WHERE {_IN_SCOPE} AND application_id = $4
"""  # noqa: S608 (constants of ours)
_DRAFTS = """
SELECT d.application_id, d.version, d.season_id, d.station_id, coalesce(st.name, '') AS station_name, d.total_tenths,
       d.drafted_at, d.assessed_on
  FROM drafts AS d LEFT JOIN stations AS st USING (station_id)
 WHERE d.host_id = $1 AND NOT EXISTS (SELECT FROM applications AS a WHERE a.application_id = d.application_id)
   AND ($2::text IS NULL OR d.application_id > $2)
 ORDER BY d.application_id LIMIT $3
"""
_EVIDENCE = """
SELECT sha256, media_type, size_bytes, title, items, grade, attached_on, checked_on
  FROM evidence WHERE application_id = $1 ORDER BY attached_on, sha256
"""


class DraftView(BaseModel):
    """A draft among its host's own."""

    id: str
    version: int
    season_id: str
    station_id: str
    station_name: str
    total_tenths: int
    drafted_at: datetime
    assessed_on: date | None


class EvidenceView(BaseModel):
    """A file of an application; `checked_on` is when the county compared it with its original."""

    sha256: str
    media_type: str
    size_bytes: int
    title: str
    items: list[str]
    grade: TrustGrade
    attached_on: date
    checked_on: date | None


class FormView(BaseModel):
    """A form as it stands. `form_sha256` is the hash of what stands here; `filed_sha256` of what was filed last.

    `unscored` are the items of the season's standard without a score, all of which a filing needs.
    """

    id: str
    version: int
    stage: Stage
    season_id: str
    station_id: str
    host_id: str
    year: int
    statement: str
    contact: str
    drafted_at: datetime | None
    copied_from: str
    rubric_id: str
    scores: list[ItemScore]
    total_tenths: int
    known: list[KnownFact]
    assessed_on: date | None
    unscored: list[str]
    evidence: list[EvidenceView]
    form_sha256: str
    filed_sha256: str
    pledge_sha256: str


async def form(connection: Connection, scope: Scope, application_id: str) -> FormView | None:
    """The form, if there is one and the caller may see it."""
    row = await connection.fetchrow(_FORM, *scope.arguments(), application_id)
    if row is None:
        return None
    files = await connection.fetch(_EVIDENCE, application_id)
    return _form(row, [EvidenceView.model_validate(dict(file)) for file in files])


async def drafts(connection: Connection, host_id: str, *, after: str | None, limit: int) -> list[DraftView]:
    """The host's drafts that were not filed, in the order of their ids."""
    rows = await connection.fetch(_DRAFTS, host_id, after, limit)
    return [
        DraftView.model_validate(dict(row) | {"id": row["application_id"], "drafted_at": shanghai(row["drafted_at"])})
        for row in rows
    ]


def _form(row: Record, files: list[EvidenceView]) -> FormView:
    scores = [ItemScore.model_validate(score) for score in orjson.loads(row["scores"])]
    # Scores against another version of the standard are none against this one.
    scored = {score.item for score in scores} if row["rubric_id"] == row["standard"] else set()
    as_attached = [
        EvidenceAttached(application_id=row["application_id"], station_id=row["station_id"], **file.model_dump())
        for file in files
    ]
    told = {
        "id": row["application_id"],
        "drafted_at": shanghai(row["drafted_at"]) if row["drafted_at"] else None,
        "scores": scores,
        "known": [KnownFact.model_validate(fact) for fact in orjson.loads(row["known"])],
        "unscored": [item["code"] for item in orjson.loads(row["items"]) if item["code"] not in scored],
        "evidence": files,
        "form_sha256": form_hash(row["statement"], row["contact"], row["rubric_id"], scores, as_attached),
    }
    return FormView.model_validate(dict(row) | told)

"""What can be asked back about applications, each with where its case stands across the services."""

from datetime import date, datetime

from asyncpg import Record
from pydantic import BaseModel

from services.application.filing.state import Stage, Vetoes
from services.application.season.state import SeasonStage
from services.application.turns import Outcome, Turn, Whereabouts, outcome, turn
from shared.access.scope import Scope
from shared.clock import shanghai
from shared.database import Connection

_APPLICATION_COLUMNS = """
    a.application_id, a.version, a.stage, a.season_id, a.station_id, a.host_id, a.form_sha256, a.self_score_tenths,
    a.filed_at, a.accepted_on, a.vetoes, a.vetoes_found, a.vetoes_checked_on, a.inspectors, a.failed_items,
    a.inspected_on, a.recommended_on, a.refusal_reasons, a.refused_on, a.withdrawn_at,
    coalesce(st.name, '') AS station_name, coalesce(h.name, '') AS host_name, coalesce(b.name, '') AS bureau_name,
    coalesce(nullif(st.bureau_code, ''), a.bureau_code) AS bureau_code,
    s.stage AS season_stage, s.recommendations_due_on, (s.settings ->> 'submission_due_on')::date AS submission_due_on,
    o.noticed_on, o.notice_closes_on, coalesce(o.held_by <> '{}', false) AS held, o.struck_off_on,
    coalesce(o.notice_result, '') AS notice_result, o.notice_closed_on, coalesce(o.assessment, '') AS assessment,
    o.concluded_on, coalesce(o.list_standing, '') AS list_standing, o.submitted_on, o.recognition_refused_on,
    coalesce(o.certificate_number, '') AS certificate_number, o.certified_on, o.published_on, r.revoked_on
"""
_APPLICATION_TABLES = """
    applications AS a
    JOIN seasons AS s USING (season_id)
    LEFT JOIN stations AS st USING (station_id)
    LEFT JOIN hosts AS h ON h.host_id = a.host_id
    LEFT JOIN bureaus AS b ON b.bureau_code = coalesce(nullif(st.bureau_code, ''), a.bureau_code)
    LEFT JOIN application_outcomes AS o USING (application_id)
    LEFT JOIN revocations AS r ON r.certificate_number = o.certificate_number
"""
_IN_SCOPE = """
    ($1::text IS NULL OR a.host_id = $1)
    AND ($2::text IS NULL OR coalesce(nullif(st.bureau_code, ''), a.bureau_code) = $2)
    AND coalesce(st.division_code, '') LIKE $3 || '%'
"""
_APPLICATION = f"""
SELECT {_APPLICATION_COLUMNS} FROM {_APPLICATION_TABLES} WHERE {_IN_SCOPE} AND application_id = $4
"""  # noqa: S608 (constants of ours)
_APPLICATIONS = f"""
SELECT {_APPLICATION_COLUMNS} FROM {_APPLICATION_TABLES}
 WHERE {_IN_SCOPE}
   AND ($4::text IS NULL OR a.season_id = $4) AND ($5::text IS NULL OR a.stage = $5)
   AND ($6::text IS NULL OR coalesce(nullif(st.bureau_code, ''), a.bureau_code) = $6)
   AND ($7::timestamptz IS NULL OR (a.filed_at, a.application_id) > ($7, $8::text))
 ORDER BY a.filed_at, a.application_id LIMIT $9
"""  # noqa: S608 (constants of ours)


class ApplicationView(BaseModel):
    """An application and where its case stands: `waiting_for` tells whose turn it is, `until` by when."""

    id: str
    version: int
    stage: Stage
    outcome: Outcome
    waiting_for: Turn
    until: date | None
    season_id: str
    station_id: str
    station_name: str
    host_id: str
    host_name: str
    bureau_code: str
    bureau_name: str
    form_sha256: str
    self_score_tenths: int
    filed_at: datetime
    accepted_on: date | None
    vetoes: Vetoes
    vetoes_found: list[str]
    vetoes_checked_on: date | None
    inspectors: list[str]
    failed_items: list[str]
    inspected_on: date | None
    recommended_on: date | None
    refusal_reasons: str
    refused_on: date | None
    withdrawn_at: datetime | None
    noticed_on: date | None
    notice_closes_on: date | None
    held: bool
    struck_off_on: date | None
    notice_result: str
    notice_closed_on: date | None
    assessment: str
    concluded_on: date | None
    list_standing: str
    submitted_on: date | None
    recognition_refused_on: date | None
    certificate_number: str
    certified_on: date | None
    published_on: date | None
    revoked_on: date | None


async def application(connection: Connection, scope: Scope, application_id: str) -> ApplicationView | None:
    """The application, if it exists and the caller may see it."""
    row = await connection.fetchrow(_APPLICATION, *scope.arguments(), application_id)
    return None if row is None else _application(row)


async def applications(
    connection: Connection,
    scope: Scope,
    *,
    season_id: str | None,
    stage: Stage | None,
    bureau_code: str | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[ApplicationView]:
    """The applications that the caller may see, in the order of their filing."""
    filed_at, last = after or (None, None)
    arguments = (*scope.arguments(), season_id, stage, bureau_code, filed_at, last, limit)
    return [_application(row) for row in await connection.fetch(_APPLICATIONS, *arguments)]


def _application(row: Record) -> ApplicationView:
    case = Whereabouts(
        stage=Stage(row["stage"]),
        season_stage=SeasonStage(row["season_stage"]),
        recommendations_due_on=row["recommendations_due_on"],
        submission_due_on=row["submission_due_on"],
        noticed_on=row["noticed_on"],
        notice_closes_on=row["notice_closes_on"],
        held=row["held"],
        struck_off_on=row["struck_off_on"],
        notice_closed_on=row["notice_closed_on"],
        assessment=row["assessment"],
        list_standing=row["list_standing"],
        recognition_refused_on=row["recognition_refused_on"],
        certified_on=row["certified_on"],
        published_on=row["published_on"],
        revoked_on=row["revoked_on"],
    )
    waiting_for, until = turn(case)
    told = {"id": row["application_id"], "filed_at": shanghai(row["filed_at"]), "outcome": outcome(case)}
    return ApplicationView.model_validate(dict(row) | told | {"waiting_for": waiting_for, "until": until})

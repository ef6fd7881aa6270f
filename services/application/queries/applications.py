"""What can be asked back about applications, each with where its case stands across the services."""

from datetime import date, datetime
from typing import Literal

from asyncpg import Record
from pydantic import BaseModel

from services.application.filing.state import Stage, Vetoes
from services.application.season.state import SeasonStage
from services.application.turns import Outcome, Turn, Whereabouts, outcome, turn
from shared.access.scope import Scope
from shared.clock import shanghai
from shared.database import Connection
from shared.events.application import FilingChannel, OverWhat
from shared.events.assessment import EndedBy

_APPLICATION_COLUMNS = """
    a.application_id, a.version, a.stage, a.season_id, a.station_id, a.host_id, a.form_sha256, a.self_score_tenths,
    a.filed_at, a.accepted_on, a.vetoes, a.vetoes_found, a.vetoes_checked_on, a.inspectors, a.failed_items,
    a.inspected_on, a.recommended_on, a.refusal_reasons, a.refused_on, a.withdrawn_at, a.channel, a.pledge_sha256,
    a.recorded_late, a.recorded_because, a.missing, a.correction_due_on, a.correction_is_provisional, a.returned_on,
    a.refiled_at, a.handed_over_from, a.handed_over_on, a.over_what, a.reserve_number, a.return_reasons,
    a.recommendation_returned_on,
    coalesce(st.name, '') AS station_name, coalesce(h.name, '') AS host_name, coalesce(b.name, '') AS bureau_name,
    coalesce(nullif(st.bureau_code, ''), a.bureau_code) AS bureau_code,
    s.stage AS season_stage, s.applications_close_on, s.recommendations_due_on,
    (s.settings ->> 'submission_due_on')::date AS submission_due_on,
    o.noticed_on, o.notice_closes_on, coalesce(o.held_by <> '{}', false) AS held, o.struck_off_on,
    coalesce(o.notice_result, '') AS notice_result, o.notice_closed_on, coalesce(o.assessment, '') AS assessment,
    o.concluded_on, coalesce(o.list_standing, '') AS list_standing, o.submitted_on, o.recognition_refused_on,
    o.declined_on, l.lapsed_on,
    coalesce(o.certificate_number, '') AS certificate_number, o.certified_on, o.published_on, r.revoked_on,
    e.ended_on, e.ended_by
"""
_APPLICATION_TABLES = """
    applications AS a
    JOIN seasons AS s USING (season_id)
    LEFT JOIN stations AS st USING (station_id)
    LEFT JOIN hosts AS h ON h.host_id = a.host_id
    LEFT JOIN bureaus AS b ON b.bureau_code = coalesce(nullif(st.bureau_code, ''), a.bureau_code)
    LEFT JOIN application_outcomes AS o USING (application_id)
    LEFT JOIN revocations AS r ON r.certificate_number = o.certificate_number AND r.set_aside_on IS NULL
    LEFT JOIN lapsed_titles AS l ON l.certificate_number = o.certificate_number
    LEFT JOIN ended_titles AS e ON e.certificate_number = o.certificate_number
"""
_IN_SCOPE = """
    ($1::text IS NULL OR a.host_id = $1)
    AND ($2::text IS NULL OR coalesce(nullif(st.bureau_code, ''), a.bureau_code) = $2)
    AND coalesce(st.division_code, '') LIKE $3 || '%'
"""
_APPLICATION = f"""
SELECT {_APPLICATION_COLUMNS} FROM {_APPLICATION_TABLES} WHERE {_IN_SCOPE} AND application_id = $4
"""  # noqa: S608 (constants of ours)
_WHOSE = """
SELECT a.host_id, coalesce(nullif(st.bureau_code, ''), a.bureau_code) AS bureau_code,
       coalesce(st.division_code, '') AS division_code
  FROM applications AS a LEFT JOIN stations AS st USING (station_id) WHERE application_id = $1
"""
_APPLICATIONS = f"""
SELECT {_APPLICATION_COLUMNS} FROM {_APPLICATION_TABLES}
 WHERE {_IN_SCOPE}
   AND ($4::text IS NULL OR a.season_id = $4) AND ($5::text IS NULL OR a.stage = $5)
   AND ($6::text IS NULL OR coalesce(nullif(st.bureau_code, ''), a.bureau_code) = $6)
   AND ($7::timestamptz IS NULL OR (a.filed_at, a.application_id) > ($7, $8::text))
 ORDER BY a.filed_at, a.application_id LIMIT $9
"""  # noqa: S608 (constants of ours)
# A draft is its host's own affair until it is filed.
_DRAFT = """
SELECT d.application_id, d.version, 'draft' AS stage, d.season_id, d.station_id, d.host_id,
       d.total_tenths AS self_score_tenths, coalesce(st.name, '') AS station_name, coalesce(h.name, '') AS host_name,
       coalesce(st.bureau_code, '') AS bureau_code, coalesce(b.name, '') AS bureau_name, s.applications_close_on
  FROM drafts AS d
  JOIN seasons AS s USING (season_id)
  LEFT JOIN stations AS st USING (station_id)
  LEFT JOIN hosts AS h ON h.host_id = d.host_id
  LEFT JOIN bureaus AS b ON b.bureau_code = st.bureau_code
 WHERE d.host_id = $1 AND d.application_id = $2
"""
_EARLIER = f"""
SELECT {_APPLICATION_COLUMNS} FROM {_APPLICATION_TABLES} WHERE a.station_id = $1 AND season_id < $2 ORDER BY season_id
"""  # noqa: S608 (constants of ours)


class Earlier(BaseModel):
    """How the station's application of an earlier season ended."""

    id: str
    season_id: str
    stage: Stage
    outcome: Outcome
    failed_items: list[str]
    refusal_reasons: str


class ApplicationView(BaseModel):
    """An application and where its case stands: `waiting_for` tells whose turn it is, `until` by when.

    A draft, which its host alone sees, was not filed yet. `earlier` are the station's applications of seasons before,
    told where one application is read: history, and no minus point.
    """

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
    form_sha256: str = ""
    self_score_tenths: int = 0
    filed_at: datetime | None = None
    accepted_on: date | None = None
    vetoes: Vetoes = Vetoes.UNCHECKED
    vetoes_found: list[str] = []
    vetoes_checked_on: date | None = None
    inspectors: list[str] = []
    failed_items: list[str] = []
    inspected_on: date | None = None
    recommended_on: date | None = None
    refusal_reasons: str = ""
    refused_on: date | None = None
    withdrawn_at: datetime | None = None
    noticed_on: date | None = None
    notice_closes_on: date | None = None
    held: bool = False
    struck_off_on: date | None = None
    notice_result: str = ""
    notice_closed_on: date | None = None
    assessment: str = ""
    concluded_on: date | None = None
    list_standing: str = ""
    submitted_on: date | None = None
    recognition_refused_on: date | None = None
    declined_on: date | None = None
    certificate_number: str = ""
    certified_on: date | None = None
    published_on: date | None = None
    revoked_on: date | None = None
    lapsed_on: date | None = None
    ended_on: date | None = None
    ended_by: EndedBy | None = None
    channel: FilingChannel = FilingChannel.ONLINE
    pledge_sha256: str = ""
    recorded_late: bool = False
    recorded_because: str = ""
    missing: list[str] = []
    correction_due_on: date | None = None
    correction_is_provisional: bool = False
    returned_on: date | None = None
    refiled_at: datetime | None = None
    handed_over_from: str = ""
    handed_over_on: date | None = None
    over_what: OverWhat | Literal[""] = ""
    reserve_number: int = 0
    return_reasons: str = ""
    recommendation_returned_on: date | None = None
    earlier: list[Earlier] = []


_OF_EARLIER = set(Earlier.model_fields)


async def application(connection: Connection, scope: Scope, application_id: str) -> ApplicationView | None:
    """The application, if it exists and the caller may see it; its own draft, where the caller is a host."""
    row = await connection.fetchrow(_APPLICATION, *scope.arguments(), application_id)
    if row is None and scope.host_id is not None:
        row = await connection.fetchrow(_DRAFT, scope.host_id, application_id)
    if row is None:
        return None
    found = _draft(row) if row["stage"] == Stage.DRAFT else _application(row)
    rows = await connection.fetch(_EARLIER, found.station_id, found.season_id)
    earlier = [Earlier.model_validate(_application(one).model_dump(include=_OF_EARLIER)) for one in rows]
    return found.model_copy(update={"earlier": earlier})


async def require_seen(connection: Connection, scope: Scope, application_id: str) -> None:
    """What was filed is the caller's to see. A draft is there for its host alone: of it nobody else is told.

    Raises:
        NotYourCase, OutsideJurisdiction: as `Scope.require`.
    """
    row = await connection.fetchrow(_WHOSE, application_id)
    if row is not None:
        scope.require(**dict(row))


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


def whereabouts(row: Record) -> Whereabouts:
    """What is known of a case, from a row with its columns."""
    return Whereabouts(
        stage=Stage(row["stage"]),
        season_stage=SeasonStage(row["season_stage"]),
        applications_close_on=row["applications_close_on"],
        correction_due_on=row["correction_due_on"],
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
        declined_on=row["declined_on"],
        certified_on=row["certified_on"],
        published_on=row["published_on"],
        revoked_on=row["revoked_on"],
        lapsed_on=row["lapsed_on"],
        ended_on=row["ended_on"],
    )


def _application(row: Record) -> ApplicationView:
    case = whereabouts(row)
    waiting_for, until = turn(case)
    told = {
        "id": row["application_id"],
        **{name: row[name] and shanghai(row[name]) for name in ("filed_at", "refiled_at", "withdrawn_at")},
        "outcome": outcome(case),
        "waiting_for": waiting_for,
        "until": until,
    }
    return ApplicationView.model_validate(dict(row) | told)


def _draft(row: Record) -> ApplicationView:
    told = {"id": row["application_id"], "outcome": Outcome.NONE, "waiting_for": Turn.HOST}
    return ApplicationView.model_validate(dict(row) | told | {"until": row["applications_close_on"]})

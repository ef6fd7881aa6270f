"""What can be asked back: candidates and their assessments, lists, titles, rubrics."""

from datetime import date
from typing import Any

import orjson
from asyncpg import Record

from services.assessment import rectifications
from services.assessment.views import (
    AssessmentView,
    CandidateView,
    ListView,
    RecusalView,
    RemarkView,
    ScoreSheet,
    SpotCheckView,
    TitleCaseView,
    TitleView,
)
from shared.access.scope import Scope
from shared.clock import shanghai
from shared.database import Connection
from shared.events.assessment import ListEntry, RubricPublished

_RUBRIC = "SELECT body FROM rubrics WHERE rubric_id = $1"
# The version is that of the assessment's stream, for `If-Match`.
_CANDIDATE_COLUMNS = """
    s.application_id, s.season_id, s.station_id, s.station_name, s.host_id, s.host_name, s.kind, s.trade,
    s.division_code, s.bureau_code, s.bureau_name, s.filed_at, s.standing, s.notice, s.vetoes_found,
    c.passed, c.total, c.dimensions, coalesce(c.reasons, '{}') AS reasons, l.list_id, l.rank, l.is_reserve,
    f.reasons AS refusal_reasons, t.certificate_number, t.revoked_on, t.ended_on,
    coalesce((SELECT e.version FROM events e WHERE e.stream_id = 'assessment-' || s.application_id
               ORDER BY e.version DESC LIMIT 1), 0) AS version,
    (SELECT jsonb_agg(jsonb_build_object('assessor', m.assessor, 'total', m.total) ORDER BY m.assessor)
       FROM sheets m
      WHERE m.application_id = s.application_id AND NOT m.is_recused AND NOT m.is_of_before) AS scores,
    EXISTS (SELECT FROM sheets m
             WHERE m.application_id = s.application_id AND NOT m.is_recused AND m.is_of_before) AS is_marked_again
"""
_CANDIDATE_TABLES = """
    standings s
    LEFT JOIN conclusions c USING (application_id)
    LEFT JOIN list_lines l USING (application_id)
    LEFT JOIN refusals f USING (application_id)
    LEFT JOIN titles t USING (application_id)
"""
_CANDIDATES = f"""
SELECT {_CANDIDATE_COLUMNS} FROM {_CANDIDATE_TABLES}
 WHERE s.is_candidate AND s.season_id = $1
   AND s.host_id = coalesce($2, s.host_id) AND s.bureau_code = coalesce($3, s.bureau_code)
   AND s.division_code LIKE $4 || '%'
   AND ($5::text IS NULL OR s.application_id > $5)
 ORDER BY s.application_id LIMIT $6
"""  # noqa: S608 (constants of ours)
_CANDIDATE = f"""
SELECT {_CANDIDATE_COLUMNS} FROM {_CANDIDATE_TABLES} WHERE s.is_candidate AND s.application_id = $1
"""  # noqa: S608 (constants of ours)
_MARKS = """
SELECT assessor, total, items, scored_on, NOT is_recused AND NOT is_of_before AS counts
  FROM sheets WHERE application_id = $1 ORDER BY assessor
"""
_RECUSALS = "SELECT assessor, reason, recused_on FROM recusals WHERE application_id = $1 ORDER BY assessor"
_REMARK = "SELECT dimensions, spread_tenths, limit_tenths, ordered_on FROM remarks WHERE application_id = $1"
_CHECKS = """
SELECT check_id, mode, reason, ordered_on, checkers, passed, findings, checked_on
  FROM spot_checks WHERE application_id = $1 ORDER BY ordered_on, check_id
"""
_LIST = """
SELECT l.list_id, l.season_id, n.city_code, l.over_quota_reason, l.late_reason, l.submitted_on
  FROM lists l JOIN seasons n USING (season_id) WHERE l.list_id = $1
"""
_LINES = "SELECT is_reserve, line FROM list_lines WHERE list_id = $1 ORDER BY rank"
_TITLE_COLUMNS = """
    t.certificate_number, t.application_id, t.season_id, t.station_id, t.host_id, t.station_name, t.host_name, t.kind,
    t.trade, t.bureau_code, t.bureau_name, t.document_number, t.certified_on, p.published_on, t.plaque_number,
    t.handed_over_on, t.ground, t.proposed_on, t.heard_on, t.revocation_document, t.revoked_on, t.served_on,
    t.returned_on, t.waived_on, t.void_reason, t.void_on, t.ended_by, t.ended_on,
    coalesce((SELECT e.version FROM events e WHERE e.stream_id = 'title-' || t.station_id
               ORDER BY e.version DESC LIMIT 1), 0) AS version,
    (SELECT max(x.suspended_on) FROM suspensions x
      WHERE x.certificate_number = t.certificate_number AND x.resumed_on IS NULL) AS suspended_on
"""
_TITLES = f"""
SELECT {_TITLE_COLUMNS} FROM titles t LEFT JOIN publications p USING (certificate_number)
 WHERE ($1::text IS NULL OR t.season_id = $1) AND ($2::text IS NULL OR t.trade = $2)
   AND ($3::text IS NULL OR t.certificate_number > $3)
 ORDER BY t.certificate_number LIMIT $4
"""  # noqa: S608 (constants of ours)
_TITLE = f"""
SELECT {_TITLE_COLUMNS} FROM titles t LEFT JOIN publications p USING (certificate_number)
 WHERE t.station_id = $1 ORDER BY t.certified_on DESC, t.certificate_number DESC LIMIT 1
"""  # noqa: S608 (constants of ours)


async def rubric(connection: Connection, rubric_id: str) -> RubricPublished | None:
    body: str | None = await connection.fetchval(_RUBRIC, rubric_id)
    return None if body is None else RubricPublished.model_validate_json(body)


async def candidates(
    connection: Connection, season_id: str, scope: Scope, after: str | None, limit: int
) -> list[CandidateView]:
    rows = await connection.fetch(_CANDIDATES, season_id, *scope.arguments(), after, limit)
    return [CandidateView(**_candidate(row)) for row in rows]


async def assessment(connection: Connection, application_id: str) -> AssessmentView | None:
    row = await connection.fetchrow(_CANDIDATE, application_id)
    if row is None:
        return None
    marks = await connection.fetch(_MARKS, application_id)
    recusals = await connection.fetch(_RECUSALS, application_id)
    remark = await connection.fetchrow(_REMARK, application_id)
    checks = await connection.fetch(_CHECKS, application_id)
    return AssessmentView(
        **_candidate(row),
        sheets=[ScoreSheet(**dict(mark) | {"items": orjson.loads(mark["items"])}) for mark in marks],
        recusals=[RecusalView(**dict(recusal)) for recusal in recusals],
        remark=None if remark is None else RemarkView(**dict(remark)),
        spot_checks=[SpotCheckView(**dict(check)) for check in checks],
    )


def _candidate(row: Record) -> dict[str, Any]:
    return dict(row) | {
        "id": row["application_id"],
        "stage": _stage(row),
        "filed_at": shanghai(row["filed_at"]),
        "scores": orjson.loads(row["scores"] or "[]"),
        "dimensions": orjson.loads(row["dimensions"] or "[]"),
        "result": {None: "", True: "passed", False: "failed"}[row["passed"]],
        "list_id": row["list_id"] or "",
        "refusal_reasons": row["refusal_reasons"] or "",
        "certificate_number": row["certificate_number"] or "",
    }


def _stage(row: Record) -> str:
    if row["certificate_number"] is not None:
        return "revoked" if row["revoked_on"] else "ended" if row["ended_on"] else "certified"
    if row["refusal_reasons"] is not None:
        return "refused"
    if row["standing"] != "in_the_set":
        return str(row["standing"])
    if row["list_id"] is not None:
        return "reserve" if row["is_reserve"] else "submitted"
    if row["passed"] is not None:
        return "passed" if row["passed"] else "failed"
    marked = "candidate" if row["scores"] is None else "scored"
    return "remark" if row["is_marked_again"] else marked


async def city_list(connection: Connection, list_id: str) -> tuple[ListView, str] | None:
    """The list, and the city that it comes from."""
    row = await connection.fetchrow(_LIST, list_id)
    if row is None:
        return None
    rows = await connection.fetch(_LINES, list_id)
    lines = [(line["is_reserve"], ListEntry.model_validate_json(line["line"])) for line in rows]
    view = ListView(
        id=row["list_id"],
        version=1,
        stage="submitted",
        season_id=row["season_id"],
        entries=[line for is_reserve, line in lines if not is_reserve],
        reserve=[line for is_reserve, line in lines if is_reserve],
        over_quota_reason=row["over_quota_reason"],
        late_reason=row["late_reason"],
        submitted_on=row["submitted_on"],
    )
    return view, row["city_code"]


async def titles(
    connection: Connection, season_id: str | None, trade: str | None, after: str | None, limit: int
) -> list[TitleView]:
    rows = await connection.fetch(_TITLES, season_id, trade, after, limit)
    return [TitleView(**_title(row)) for row in rows]


async def title(connection: Connection, station_id: str, today: date) -> TitleCaseView | None:
    """The station's latest title; what is to be mended is shown as it stands on that day."""
    row = await connection.fetchrow(_TITLE, station_id)
    if row is None:
        return None
    of_all, rectification = _title(row), await rectifications.of_title(connection, row["certificate_number"], today)
    is_over = row["revoked_on"] is not None or row["ended_on"] is not None
    is_mending = rectification is not None and of_all["status"] == "in_force"
    return TitleCaseView(
        **of_all,
        stage=_title_stage(row),
        standing="under_rectification" if is_mending else of_all["status"],
        rectification=None if is_over else rectification,
    )


def _title(row: Record) -> dict[str, Any]:
    """A proposal is the bureaus' matter until it is decided: its ground is not shown before."""
    is_revoked = row["revoked_on"] is not None
    return dict(row) | {
        "id": row["certificate_number"],
        "status": _title_status(row),
        "ground": row["ground"] if is_revoked else None,
    }


def _title_status(row: Record) -> str:
    if row["revoked_on"]:
        return "revoked"
    if row["ended_on"]:
        return "ended"
    return "suspended" if row["suspended_on"] else "in_force"


def _title_stage(row: Record) -> str:
    if row["revoked_on"]:
        return "revoked"
    if row["ended_on"]:
        return "ended"
    if row["heard_on"]:
        return "defence_heard"
    if row["waived_on"]:
        return "defence_waived"
    return "revocation_proposed" if row["proposed_on"] else "in_force"

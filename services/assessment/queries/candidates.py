"""What can be asked back of candidates: how far each has come, with its sheets and checks."""

from typing import Any

import orjson
from asyncpg import Record

from services.assessment.views import (
    AssessmentView,
    CandidateView,
    RecusalView,
    RemarkView,
    ScoreSheet,
    SpotCheckView,
    VetoView,
)
from shared.access.scope import Scope
from shared.clock import shanghai
from shared.database import Connection

# The version is that of the assessment's stream, for `If-Match`.
_CANDIDATE_COLUMNS = """
    s.application_id, s.season_id, s.station_id, s.station_name, s.host_id, s.host_name, s.kind, s.trade,
    s.division_code, s.bureau_code, s.bureau_name, s.filed_at, s.standing, s.notice, s.vetoes_found,
    c.passed, c.total, c.dimensions, coalesce(c.reasons, '{}') AS reasons, l.list_id, l.rank, l.is_reserve,
    f.reasons AS refusal_reasons, d.declined_on, t.certificate_number, t.revoked_on, t.ended_on,
    t.lapsed_on,
    ARRAY(SELECT v.item FROM late_vetoes v WHERE v.application_id = s.application_id ORDER BY v.item) AS vetoes_since,
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
    LEFT JOIN declinations d USING (application_id)
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
SELECT check_id, mode, reason, ordered_on, announced, draw_id, inspectors, checkers, passed, findings, report_sha256,
       checked_on
  FROM spot_checks WHERE application_id = $1 ORDER BY ordered_on, check_id
"""
_VETOES = "SELECT item, findings, evidence_sha256, found_on FROM late_vetoes WHERE application_id = $1 ORDER BY item"


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
    vetoes = await connection.fetch(_VETOES, application_id)
    return AssessmentView(
        **_candidate(row),
        sheets=[ScoreSheet(**dict(mark) | {"items": orjson.loads(mark["items"])}) for mark in marks],
        recusals=[RecusalView(**dict(recusal)) for recusal in recusals],
        remark=None if remark is None else RemarkView(**dict(remark)),
        spot_checks=[SpotCheckView(**dict(check)) for check in checks],
        late_vetoes=[VetoView(**dict(veto)) for veto in vetoes],
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
        return _stage_of_the_title(row)
    if row["refusal_reasons"] is not None or row["declined_on"] is not None:
        return "refused" if row["declined_on"] is None else "declined"
    if row["standing"] != "in_the_set":
        return str(row["standing"])
    if row["list_id"] is not None:
        return "reserve" if row["is_reserve"] else "submitted"
    if row["passed"] is not None:
        return "passed" if row["passed"] else "failed"
    marked = "candidate" if row["scores"] is None else "scored"
    return "remark" if row["is_marked_again"] else marked


def _stage_of_the_title(row: Record) -> str:
    ends = (("revoked_on", "revoked"), ("ended_on", "ended"), ("lapsed_on", "lapsed"))
    return next((stage for day, stage in ends if row[day] is not None), "certified")

"""The standard, the panel, and what the city makes of its candidates, as rows."""

from typing import assert_never

import orjson

from shared.events.assessment import (
    AssessmentFailed,
    AssessmentPassed,
    AssessmentScored,
    AssessorRecused,
    JointRemarkOrdered,
    PanelAppointed,
    RubricPublished,
)
from shared.events.event import Part
from shared.eventsourcing.commits import Statement

_RUBRIC = """
INSERT INTO rubrics (rubric_id, title, body, published_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (rubric_id) DO NOTHING
"""
_PANEL = """
INSERT INTO panels (season_id, panel_id, members, appointed_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (season_id) DO NOTHING
"""
_SCORE = """
INSERT INTO scores (application_id, assessor, total, items, scored_on, version) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (application_id, assessor) DO UPDATE SET total = excluded.total, items = excluded.items,
    scored_on = excluded.scored_on, version = excluded.version
 WHERE scores.version < excluded.version
"""
_RECUSAL = """
INSERT INTO recusals (application_id, assessor, reason, recused_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (application_id, assessor) DO NOTHING
"""
_REMARK = """
INSERT INTO remarks (application_id, dimensions, spread_tenths, limit_tenths, ordered_on, version)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (application_id) DO NOTHING
"""
_CONCLUSION = """
INSERT INTO conclusions (application_id, season_id, rubric_id, passed, total, dimensions, reasons, concluded_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (application_id) DO NOTHING
"""

MarksFact = (
    RubricPublished
    | PanelAppointed
    | AssessmentScored
    | AssessorRecused
    | JointRemarkOrdered
    | AssessmentPassed
    | AssessmentFailed
)


def project(event: MarksFact, version: int) -> Statement:
    """`version` is the event's in its stream."""
    match event:
        case RubricPublished():
            return _RUBRIC, (event.rubric_id, event.title, event.payload().decode(), event.published_on)
        case PanelAppointed():
            return _PANEL, (event.season_id, event.panel_id, list(event.members), event.appointed_on)
        case AssessmentScored() | AssessorRecused() | JointRemarkOrdered():
            return _of_the_marks(event, version)
        case AssessmentPassed() | AssessmentFailed():
            return _of_the_conclusion(event)
        case _:
            assert_never(event)


def _of_the_marks(event: AssessmentScored | AssessorRecused | JointRemarkOrdered, version: int) -> Statement:
    match event:
        case AssessmentScored():
            marks = _json(event.scores)
            return _SCORE, (event.application_id, event.assessor, event.total, marks, event.scored_on, version)
        case AssessorRecused():
            return _RECUSAL, (event.application_id, event.assessor, event.reason, event.recused_on)
        case JointRemarkOrdered():
            return _REMARK, (
                event.application_id,
                list(event.dimensions),
                event.spread_tenths,
                event.limit_tenths,
                event.ordered_on,
                version,
            )
        case _:
            assert_never(event)


def _of_the_conclusion(event: AssessmentPassed | AssessmentFailed) -> Statement:
    return _CONCLUSION, (
        event.application_id,
        event.season_id,
        event.rubric_id,
        isinstance(event, AssessmentPassed),
        event.total,
        _json(event.dimensions),
        list(event.reasons) if isinstance(event, AssessmentFailed) else [],
        event.concluded_on,
    )


def _json(parts: tuple[Part, ...]) -> str:
    return orjson.dumps([part.model_dump(mode="json") for part in parts]).decode()

"""The service's own events as rows. They come in the order of the log; doing one again changes nothing."""

from typing import TypeGuard, assert_never, get_args

import orjson

from services.assessment.title.numbering import year_and_number
from shared.events.assessment import (
    AssessmentEvent,
    AssessmentFailed,
    AssessmentPassed,
    AssessmentScored,
    AssessorRecused,
    Certified,
    DecisionServed,
    DefenceHeard,
    DefenceWaived,
    JointRemarkOrdered,
    ListSubmitted,
    PanelAppointed,
    PlaqueDeclaredVoid,
    PlaqueHandedOver,
    PlaqueReturned,
    RecognitionRefused,
    RectificationAccepted,
    RectificationOrdered,
    RevocationProposed,
    Revoked,
    RubricPublished,
    SpotCheckOrdered,
    SpotCheckRecorded,
    TitleEnded,
    TitleResumed,
    TitleSuspended,
)
from shared.events.event import Event, Part
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
_LIST = """
INSERT INTO lists (list_id, season_id, over_quota_reason, late_reason, submitted_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (list_id) DO NOTHING
"""
_LINE = """
INSERT INTO list_lines (application_id, list_id, rank, is_reserve, line) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (application_id) DO NOTHING
"""
_CHECK = """
INSERT INTO spot_checks (check_id, application_id, mode, reason, ordered_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (check_id) DO NOTHING
"""
_CHECKED = "UPDATE spot_checks SET checkers = $2, passed = $3, findings = $4, checked_on = $5 WHERE check_id = $1"
_REFUSED = """
INSERT INTO refusals (application_id, reasons, refused_on) VALUES ($1, $2, $3) ON CONFLICT (application_id) DO NOTHING
"""
# Another application with the same number is no repetition: it violates the primary key, and the commit fails.
_TITLE = """
INSERT INTO titles (certificate_number, application_id, year, number, season_id, station_id, host_id, station_name,
    host_name, kind, trade, bureau_code, bureau_name, document_number, certified_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (certificate_number, application_id) DO NOTHING
"""
_PLAQUE = "UPDATE titles SET plaque_number = $2, handed_over_on = $3 WHERE certificate_number = $1"
_PROPOSED = "UPDATE titles SET ground = $2, proposed_on = $3 WHERE certificate_number = $1"
_HEARD = "UPDATE titles SET heard_on = $2 WHERE certificate_number = $1"
_REVOKED = "UPDATE titles SET revocation_document = $2, revoked_on = $3 WHERE certificate_number = $1"
_SERVED = "UPDATE titles SET served_on = $3 WHERE station_id = $1 AND revocation_document = $2"
_WAIVED = "UPDATE titles SET waived_on = $2 WHERE certificate_number = $1"
_VOID = "UPDATE titles SET void_reason = $2, void_on = $3 WHERE certificate_number = $1"
_ENDED = "UPDATE titles SET ended_by = $2, ended_on = $3 WHERE certificate_number = $1"
_RETURNED = "UPDATE titles SET returned_on = $2 WHERE certificate_number = $1"

_OWN = get_args(AssessmentEvent)


def is_own(event: Event) -> TypeGuard[AssessmentEvent]:
    """Whether this service has made the event."""
    return isinstance(event, _OWN)


def project(event: AssessmentEvent, version: int) -> list[Statement]:  # noqa: PLR0911 (one line a kind)
    """What an own event changes; `version` is the event's in its stream."""
    match event:
        case RubricPublished() | PanelAppointed() | ListSubmitted():
            return _of_the_season(event)
        case AssessmentScored() | AssessorRecused() | JointRemarkOrdered():
            return [_of_the_marks(event, version)]
        case AssessmentPassed() | AssessmentFailed():
            return [_of_the_conclusion(event)]
        case SpotCheckOrdered() | SpotCheckRecorded() | RecognitionRefused():
            return [_of_the_province(event)]
        case RectificationOrdered() | RectificationAccepted() | TitleSuspended() | TitleResumed():
            return []  # How a title stands is `standing`'s to project.
        case Certified() | PlaqueHandedOver() | PlaqueReturned() | PlaqueDeclaredVoid() | TitleEnded():
            return [_of_the_title(event)]
        case RevocationProposed() | DefenceHeard() | DefenceWaived() | Revoked() | DecisionServed():
            return [_of_the_revocation(event)]
        case _:
            assert_never(event)


def _of_the_season(event: RubricPublished | PanelAppointed | ListSubmitted) -> list[Statement]:
    match event:
        case RubricPublished():
            return [(_RUBRIC, (event.rubric_id, event.title, event.payload().decode(), event.published_on))]
        case PanelAppointed():
            return [(_PANEL, (event.season_id, event.panel_id, list(event.members), event.appointed_on))]
        case ListSubmitted():
            return [
                (
                    _LIST,
                    (event.list_id, event.season_id, event.over_quota_reason, event.late_reason, event.submitted_on),
                ),
                *(
                    (_LINE, (line.application_id, event.list_id, line.rank, is_reserve, line.model_dump_json()))
                    for lines, is_reserve in ((event.entries, False), (event.reserve, True))
                    for line in lines
                ),
            ]
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


def _of_the_province(event: SpotCheckOrdered | SpotCheckRecorded | RecognitionRefused) -> Statement:
    match event:
        case SpotCheckOrdered():
            return _CHECK, (event.check_id, event.application_id, str(event.mode), event.reason, event.ordered_on)
        case SpotCheckRecorded():
            return _CHECKED, (event.check_id, list(event.checkers), event.passed, event.findings, event.checked_on)
        case RecognitionRefused():
            return _REFUSED, (event.application_id, event.reasons, event.refused_on)
        case _:
            assert_never(event)


def _of_the_title(
    event: Certified | PlaqueHandedOver | PlaqueReturned | PlaqueDeclaredVoid | TitleEnded,
) -> Statement:
    match event:
        case Certified():
            return _TITLE, (
                event.certificate_number,
                event.application_id,
                *year_and_number(event.certificate_number),
                event.season_id,
                event.station_id,
                event.host_id,
                event.station_name,
                event.host_name,
                str(event.kind),
                event.trade,
                event.bureau_code,
                event.bureau_name,
                event.document_number,
                event.certified_on,
            )
        case PlaqueHandedOver():
            return _PLAQUE, (event.certificate_number, event.plaque_number, event.handed_over_on)
        case PlaqueReturned():
            return _RETURNED, (event.certificate_number, event.returned_on)
        case PlaqueDeclaredVoid():
            return _VOID, (event.certificate_number, event.reason, event.declared_on)
        case TitleEnded():
            return _ENDED, (event.certificate_number, str(event.ended_by), event.ended_on)
        case _:
            assert_never(event)


def _of_the_revocation(
    event: RevocationProposed | DefenceHeard | DefenceWaived | Revoked | DecisionServed,
) -> Statement:
    match event:
        case RevocationProposed():
            return _PROPOSED, (event.certificate_number, str(event.ground), event.proposed_on)
        case DefenceHeard():
            return _HEARD, (event.certificate_number, event.heard_on)
        case DefenceWaived():
            return _WAIVED, (event.certificate_number, event.waived_on)
        case Revoked():
            return _REVOKED, (event.certificate_number, event.document_number, event.decided_on)
        case DecisionServed():
            return _SERVED, (event.station_id, event.document_number, event.served_on)
        case _:
            assert_never(event)


def _json(parts: tuple[Part, ...]) -> str:
    return orjson.dumps([part.model_dump(mode="json") for part in parts]).decode()

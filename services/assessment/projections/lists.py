"""The city's list, and what the province makes of its entries, as rows."""

from typing import assert_never

from shared.events.assessment import (
    ListSubmitted,
    RecognitionRefused,
    SpotCheckOrdered,
    SpotCheckRecorded,
)
from shared.eventsourcing.commits import Statement

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

ListFact = ListSubmitted | SpotCheckOrdered | SpotCheckRecorded | RecognitionRefused


def project(event: ListFact) -> list[Statement]:
    match event:
        case ListSubmitted():
            return _submitted(event)
        case SpotCheckOrdered() | SpotCheckRecorded() | RecognitionRefused():
            return [_of_the_province(event)]
        case _:
            assert_never(event)


def _submitted(event: ListSubmitted) -> list[Statement]:
    return [
        (_LIST, (event.list_id, event.season_id, event.over_quota_reason, event.late_reason, event.submitted_on)),
        *(
            (_LINE, (line.application_id, event.list_id, line.rank, is_reserve, line.model_dump_json()))
            for lines, is_reserve in ((event.entries, False), (event.reserve, True))
            for line in lines
        ),
    ]


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

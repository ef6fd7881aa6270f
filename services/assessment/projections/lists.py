"""The city's list with its supplements, and what becomes of its entries, as rows."""

from collections.abc import Iterable
from typing import assert_never

from shared.events.assessment import (
    ListEntry,
    ListSubmitted,
    ListSupplemented,
    RecognitionRefused,
    SpotCheckOrdered,
    SpotCheckRecorded,
    TitleDeclined,
    VetoFound,
)
from shared.eventsourcing.commits import Statement

_LIST = """
INSERT INTO lists (list_id, season_id, over_quota_reason, late_reason, submitted_on, submitted_by, printed_sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (list_id) DO NOTHING
"""
_SUPPLEMENT = """
INSERT INTO supplements (list_id, supplement, reason, over_quota_reason, late_reason, supplemented_on, submitted_by,
    printed_sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (list_id, supplement) DO NOTHING
"""
# Who stood in reserve becomes an entry by a supplement; nothing makes an entry less than that.
_LINE = """
INSERT INTO list_lines (application_id, list_id, rank, is_reserve, supplement, line) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (application_id) DO UPDATE SET rank = excluded.rank, is_reserve = excluded.is_reserve,
    supplement = excluded.supplement, line = excluded.line
 WHERE list_lines.is_reserve AND list_lines.supplement < excluded.supplement
"""
_CHECK = """
INSERT INTO spot_checks (check_id, application_id, mode, reason, ordered_on, announced, draw_id, inspectors)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (check_id) DO NOTHING
"""
_CHECKED = """
UPDATE spot_checks SET checkers = $2, passed = $3, findings = $4, checked_on = $5, report_sha256 = $6
 WHERE check_id = $1
"""
_REFUSED = """
INSERT INTO refusals (application_id, reasons, refused_on) VALUES ($1, $2, $3) ON CONFLICT (application_id) DO NOTHING
"""
_VETO = """
INSERT INTO late_vetoes (application_id, item, findings, evidence_sha256, found_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (application_id, item) DO NOTHING
"""
_DECLINED = """
INSERT INTO declinations (application_id, reason, declined_on) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO NOTHING
"""

ListFact = (
    ListSubmitted
    | ListSupplemented
    | SpotCheckOrdered
    | SpotCheckRecorded
    | RecognitionRefused
    | VetoFound
    | TitleDeclined
)


def project(event: ListFact) -> list[Statement]:
    match event:
        case ListSubmitted() | ListSupplemented():
            return _of_the_list(event)
        case SpotCheckOrdered() | SpotCheckRecorded():
            return [_of_a_check(event)]
        case RecognitionRefused() | VetoFound() | TitleDeclined():
            return [_of_a_fall(event)]
        case _:
            assert_never(event)


def _of_the_list(event: ListSubmitted | ListSupplemented) -> list[Statement]:
    reasons = event.over_quota_reason, event.late_reason
    print_of_it = event.submitted_by, event.printed_sha256
    match event:
        case ListSubmitted():
            return [
                (_LIST, (event.list_id, event.season_id, *reasons, event.submitted_on, *print_of_it)),
                *_lines(event.list_id, event.entries),
                *_lines(event.list_id, event.reserve, is_reserve=True),
            ]
        case ListSupplemented():
            this = event.list_id, event.supplement
            return [
                (_SUPPLEMENT, (*this, event.reason, *reasons, event.supplemented_on, *print_of_it)),
                *_lines(event.list_id, event.entries, supplement=event.supplement),
            ]
        case _:
            assert_never(event)


def _lines(
    list_id: str, entries: Iterable[ListEntry], *, is_reserve: bool = False, supplement: int = 0
) -> list[Statement]:
    return [
        (_LINE, (one.application_id, list_id, one.rank, is_reserve, supplement, one.model_dump_json()))
        for one in entries
    ]


def _of_a_check(event: SpotCheckOrdered | SpotCheckRecorded) -> Statement:
    match event:
        case SpotCheckOrdered():
            basis = event.announced, event.draw_id, list(event.inspectors)
            ordered = event.check_id, event.application_id, str(event.mode), event.reason, event.ordered_on
            return _CHECK, (*ordered, *basis)
        case SpotCheckRecorded():
            found = event.passed, event.findings, event.checked_on, event.report_sha256
            return _CHECKED, (event.check_id, list(event.checkers), *found)
        case _:
            assert_never(event)


def _of_a_fall(event: RecognitionRefused | VetoFound | TitleDeclined) -> Statement:
    match event:
        case RecognitionRefused():
            return _REFUSED, (event.application_id, event.reasons, event.refused_on)
        case VetoFound():
            evidence = list(event.evidence_sha256)
            return _VETO, (event.application_id, event.item, event.findings, evidence, event.found_on)
        case TitleDeclined():
            return _DECLINED, (event.application_id, event.reason, event.declined_on)
        case _:
            assert_never(event)

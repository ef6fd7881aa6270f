"""How titles are looked at, as rows. They come in the order of the log; checks of candidates are in `lists`."""

from typing import TypeGuard, assert_never

from shared.events.assessment import SpotCheckOrdered, SpotCheckRecorded, UnannouncedVisitRecorded
from shared.events.event import Event
from shared.eventsourcing.commits import Statement

_ORDERED = """
INSERT INTO title_checks (check_id, station_id, certificate_number, mode, reason, announced, draw_id, inspectors,
    ordered_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (check_id) DO NOTHING
"""
_CHECKED = """
UPDATE title_checks SET checkers = $2, passed = $3, findings = $4, report_sha256 = $5, checked_on = $6
 WHERE check_id = $1
"""
_VISITED = """
INSERT INTO title_visits (visit_id, station_id, certificate_number, visitors, is_in_order, findings, report_sha256,
    visited_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (visit_id) DO NOTHING
"""

LookFact = SpotCheckOrdered | SpotCheckRecorded | UnannouncedVisitRecorded


def is_of_a_title(event: Event) -> TypeGuard[LookFact]:
    """Whether a title was looked at, and not a candidate."""
    return isinstance(event, LookFact) and event.certificate_number != ""


def project(event: LookFact) -> Statement:
    match event:
        case SpotCheckOrdered():
            return _ORDERED, (
                event.check_id,
                event.station_id,
                event.certificate_number,
                str(event.mode),
                event.reason,
                event.announced,
                event.draw_id,
                list(event.inspectors),
                event.ordered_on,
            )
        case SpotCheckRecorded():
            return _CHECKED, (
                event.check_id,
                list(event.checkers),
                event.passed,
                event.findings,
                event.report_sha256,
                event.checked_on,
            )
        case UnannouncedVisitRecorded():
            return _VISITED, (
                event.visit_id,
                event.station_id,
                event.certificate_number,
                list(event.visitors),
                event.is_in_order,
                event.findings,
                event.report_sha256,
                event.visited_on,
            )
        case _:
            assert_never(event)

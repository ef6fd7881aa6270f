"""A title's rectifications and suspensions as rows, which come in the order of the log, and days to be settled."""

from datetime import date

from services.assessment import streams
from services.assessment.streams import SETTLE_RECTIFICATION_DAY
from shared.clock import SHANGHAI
from shared.events.assessment import (
    RectificationAccepted,
    RectificationDaySettled,
    RectificationOrdered,
    RevocationSetAside,
    TitleResumed,
    TitleSuspended,
)
from shared.events.event import Event
from shared.events.registry import CalendarPublished
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.due import cancel
from shared.eventsourcing.envelope import Recorded

_ORDERED = """
INSERT INTO rectifications (order_id, station_id, certificate_number, findings, due_on, due_is_provisional, ordered_by,
    ordered_on, because, working_days)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (order_id) DO NOTHING
"""
_ACCEPTED = "UPDATE rectifications SET accepted_on = $2, accepted_findings = $3 WHERE order_id = $1"
_DAY_SETTLED = "UPDATE rectifications SET due_on = $2, due_is_provisional = false WHERE order_id = $1"
# Of the orders that are open, those whose last day rests on calendars that are published by now. One may be ordered
# while its calendar comes, so the order itself looks, too.
_TO_BE_SETTLED = f"""
INSERT INTO due ("on", stream, command, arguments)
SELECT $1, 'title-' || r.station_id || '/' || r.order_id, '{SETTLE_RECTIFICATION_DAY}',
       jsonb_build_object('station_id', r.station_id, 'order_id', r.order_id)
  FROM rectifications r JOIN titles t USING (certificate_number)
 WHERE r.due_is_provisional AND r.accepted_on IS NULL
   AND t.revoked_on IS NULL AND t.ended_on IS NULL AND t.lapsed_on IS NULL
   AND EXISTS (SELECT FROM calendar_years WHERE year = extract(year FROM r.ordered_on))
   AND EXISTS (SELECT FROM calendar_years WHERE year = extract(year FROM r.due_on))
   AND r.certificate_number = coalesce($2, r.certificate_number)
ON CONFLICT (stream, command) DO NOTHING
"""  # noqa: S608 (a constant of ours)
_SUSPENDED = """
INSERT INTO suspensions (event_id, certificate_number, reason, suspended_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (event_id) DO NOTHING
"""
_RESUMED = """
UPDATE suspensions SET resumed_on = $2, findings = $3 WHERE certificate_number = $1 AND resumed_on IS NULL
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    """After the directory has taken the event: a calendar's year is known by then."""
    day = recorded.effective_at.astimezone(SHANGHAI).date()
    match recorded.event:
        case CalendarPublished():
            return [_to_be_settled(day)]
        case RectificationOrdered() as event:
            ordered = _ordered(event, recorded.attributes.get("level", ""))
            return [ordered, _to_be_settled(day, event.certificate_number)] if event.due_is_provisional else [ordered]
        case RevocationSetAside() as event:
            return [_to_be_settled(day, event.certificate_number)]
        case TitleSuspended() as event:
            return [(_SUSPENDED, (recorded.event_id, event.certificate_number, event.reason, event.suspended_on))]
        case TitleResumed() as event:
            return [(_RESUMED, (event.certificate_number, event.resumed_on, event.findings))]
        case event:
            return _of_an_order(event)


def _of_an_order(event: Event) -> list[Statement]:
    changed: Statement
    match event:
        case RectificationDaySettled():
            changed = (_DAY_SETTLED, (event.order_id, event.due_on))
        case RectificationAccepted():
            changed = (_ACCEPTED, (event.order_id, event.accepted_on, event.findings))
        case _:
            return []
    return [changed, cancel(streams.order(event.station_id, event.order_id), SETTLE_RECTIFICATION_DAY)]


def _to_be_settled(day: date, certificate_number: str | None = None) -> Statement:
    return _TO_BE_SETTLED, (day, certificate_number)


def _ordered(event: RectificationOrdered, level: str) -> Statement:
    return _ORDERED, (
        event.order_id,
        event.station_id,
        event.certificate_number,
        event.findings,
        event.due_on,
        event.due_is_provisional,
        level,
        event.ordered_on,
        event.because,
        event.working_days,
    )

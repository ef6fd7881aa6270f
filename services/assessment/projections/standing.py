"""A title's rectifications and suspensions as rows. They come in the order of the log."""

from shared.events.assessment import RectificationAccepted, RectificationOrdered, TitleResumed, TitleSuspended
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_ORDERED = """
INSERT INTO rectifications (order_id, station_id, certificate_number, findings, due_on, due_is_provisional, ordered_by,
    ordered_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (order_id) DO NOTHING
"""
_ACCEPTED = "UPDATE rectifications SET accepted_on = $2, accepted_findings = $3 WHERE order_id = $1"
_SUSPENDED = """
INSERT INTO suspensions (event_id, certificate_number, reason, suspended_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (event_id) DO NOTHING
"""
_RESUMED = """
UPDATE suspensions SET resumed_on = $2, findings = $3 WHERE certificate_number = $1 AND resumed_on IS NULL
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case RectificationOrdered() as event:
            return [
                (
                    _ORDERED,
                    (
                        event.order_id,
                        event.station_id,
                        event.certificate_number,
                        event.findings,
                        event.due_on,
                        event.due_is_provisional,
                        recorded.attributes.get("level", ""),
                        event.ordered_on,
                    ),
                )
            ]
        case RectificationAccepted() as event:
            return [(_ACCEPTED, (event.order_id, event.accepted_on, event.findings))]
        case TitleSuspended() as event:
            return [(_SUSPENDED, (recorded.event_id, event.certificate_number, event.reason, event.suspended_on))]
        case TitleResumed() as event:
            return [(_RESUMED, (event.certificate_number, event.resumed_on, event.findings))]
        case _:
            return []

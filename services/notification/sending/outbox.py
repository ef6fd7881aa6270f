"""What is due to go out, and what came of it: the tables as the sender uses them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import orjson

from services.notification.sending.keys import Scheme
from services.notification.sending.webhooks import Attempt
from shared.access.roles import service_caller
from shared.database import Connection
from shared.events.event import Event
from shared.events.notification import Channel, DeliveryFailed, DeliverySucceeded
from shared.eventsourcing.commits import Commit, NewEvent, Statement
from shared.eventsourcing.deciding import new_event
from shared.eventsourcing.envelope import Provenance

_IDS = UUID("0b4be2a6-6f0a-5d0d-9c4a-1d6f1c8f2a77")

# Each destination has a lane of its own, so one that does not answer holds up no other.
_DUE = """
SELECT d.delivery_id, d.message_id, d.recipient, d.channel, d.endpoint, d.attempts,
       coalesce(nullif(s.name, ''), m.station_id) AS station, m.event_id,
       m.template, m.template_version, m.data, m.station_id, m.case_id, m.effective_at,
       lane.url, lane.signatures, lane.secret_number, lane.both_until > now() AS both_sign,
       coalesce(a.address, '') AS address, coalesce(p.language, 'zh') AS language,
       (SELECT count(*) FROM events WHERE stream_id = 'delivery-' || d.delivery_id) AS told
  FROM (SELECT 'webhook' AS channel, endpoint_id::text AS endpoint, url, signatures, secret_number, both_until
          FROM endpoints WHERE state = 'active'
        UNION ALL
        SELECT 'email', '', '', '{}', 0, '-infinity') AS lane
 CROSS JOIN LATERAL (
       SELECT w.*, row_number() OVER (ORDER BY coalesce(w.next_attempt_at, w.due_at), w.delivery_id) AS place
         FROM deliveries AS w
        WHERE w.state = 'waiting' AND w.channel = lane.channel AND w.endpoint = lane.endpoint
          AND coalesce(w.next_attempt_at, w.due_at) <= now()
        ORDER BY coalesce(w.next_attempt_at, w.due_at), w.delivery_id LIMIT $1) AS d
  JOIN messages AS m ON m.message_id = d.message_id
  LEFT JOIN stations AS s ON s.station_id = m.station_id
  LEFT JOIN addresses AS a ON a.recipient = d.recipient AND a.channel = d.channel
  LEFT JOIN preferences AS p ON p.recipient = d.recipient AND p.channel = d.channel
 ORDER BY d.place, d.channel, d.endpoint
"""
_DELIVERED = """
UPDATE deliveries SET state = 'delivered', attempts = $2, delivered_at = $3, next_attempt_at = NULL, last_error = ''
 WHERE delivery_id = $1
"""
_AGAIN = "UPDATE deliveries SET attempts = $2, next_attempt_at = $3, last_error = $4 WHERE delivery_id = $1"
_DEAD = """
UPDATE deliveries SET state = 'dead', attempts = $2, next_attempt_at = NULL, last_error = $3 WHERE delivery_id = $1
"""
_SKIPPED = "UPDATE deliveries SET state = 'skipped', next_attempt_at = NULL, last_error = $2 WHERE delivery_id = $1"
_ATTEMPTED = "INSERT INTO attempts (delivery_id, number, at, status, error, took_ms) VALUES ($1, $2, $3, $4, $5, $6)"
_GONE = "UPDATE endpoints SET state = 'gone' WHERE endpoint_id = $1"


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that is due, with its message. `told` is how many events its stream has."""

    delivery_id: UUID
    message_id: UUID
    recipient: str
    channel: str
    endpoint: str
    attempts: int
    event_id: UUID
    template: str
    template_version: int
    data: dict[str, Any]
    station_id: str
    station: str
    case_id: str
    effective_at: datetime
    url: str
    signatures: list[Scheme]
    secret_number: int
    both_sign: bool
    address: str
    language: str
    told: int

    def body(self) -> str:
        """The webhook's body, the same at each attempt. Its type is the template that people read."""
        what = {
            "message_id": str(self.message_id),
            "event_id": str(self.event_id),
            "recipient": self.recipient,
            "station_id": self.station_id,
            "case_id": self.case_id,
            "template_version": self.template_version,
            "facts": self.data,
        }
        told = {"type": self.template, "timestamp": self.effective_at.isoformat(), "data": what}
        return orjson.dumps(told).decode()


@dataclass(frozen=True, slots=True)
class Done:
    """An attempt that was made: when it began, and how long it took."""

    due: Due
    attempt: Attempt
    at: datetime
    took_ms: int

    @property
    def number(self) -> int:
        return self.due.attempts + 1


async def due(connection: Connection, a_lane: int) -> list[Due]:
    """What is due now, up to so many of each destination, the destinations in turn."""
    rows = await connection.fetch(_DUE, a_lane)
    return [Due(**{**row, "data": orjson.loads(row["data"])}) for row in rows]


def outcome(done: Done, wait: timedelta | None) -> Commit:
    """Everything of an attempt in one transaction. `wait` is None where it was the last."""
    due, attempt = done.due, done.attempt
    if attempt.skipped:
        return Commit(statements=((_SKIPPED, (due.delivery_id, attempt.error)),))
    statements: list[Statement] = [
        (_ATTEMPTED, (due.delivery_id, done.number, done.at, attempt.status, attempt.error, done.took_ms))
    ]
    if attempt.gone and due.endpoint:
        statements.append((_GONE, (UUID(due.endpoint),)))
    if attempt.error and wait is not None:
        statements.append((_AGAIN, (due.delivery_id, done.number, done.at + wait, attempt.error)))
        return Commit(statements=tuple(statements))
    if attempt.error:
        statements.append((_DEAD, (due.delivery_id, done.number, attempt.error)))
    else:
        statements.append((_DELIVERED, (due.delivery_id, done.number, done.at)))
    return Commit(events=(_told(done, _event(done)),), statements=tuple(statements))


def _event(done: Done) -> Event:
    due = done.due
    if done.attempt.error:
        return DeliveryFailed(
            delivery_id=str(due.delivery_id),
            message_id=str(due.message_id),
            recipient=due.recipient,
            channel=Channel(due.channel),
            endpoint=due.endpoint,
            attempts=done.number,
            reason=done.attempt.error,
            failed_at=done.at,
        )
    return DeliverySucceeded(
        delivery_id=str(due.delivery_id),
        message_id=str(due.message_id),
        recipient=due.recipient,
        channel=Channel(due.channel),
        endpoint=due.endpoint,
        attempts=done.number,
        delivered_at=done.at,
    )


def _told(done: Done, event: Event) -> NewEvent:
    """Its id follows from the delivery and how much was told of it, so it is recorded once."""
    stream, version = f"delivery-{done.due.delivery_id}", done.due.told + 1
    caller = service_caller("notification")
    by = Provenance(actor=caller.subject, level=str(caller.level), correlationid=str(uuid4()), basis=event.clause)
    attributes = by.attributes() | {"source": "/services/notification", "partitionkey": stream}
    return new_event(event, stream, version, uuid5(_IDS, f"{stream}/{version}"), attributes, done.at)

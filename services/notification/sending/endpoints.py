"""The endpoints of recipients, and the deliveries that go there: what is asked and changed from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Record

from services.notification.ids import DELIVERY_ID
from services.notification.sending.keys import Scheme
from shared.database import Connection

BOTH_SIGN_FOR = timedelta(hours=24)
"""How long the secret before a rotation signs, too."""
MOST = 10
"""How many endpoints a recipient has at most."""
REPLAYED_AT_ONCE = 10_000

_ENDPOINT = """
SELECT endpoint_id, recipient, url, templates, signatures, state, secret_number, registered_at,
       CASE WHEN both_until > now() THEN both_until END AS both_until
  FROM endpoints
"""
_OF = _ENDPOINT + "WHERE recipient = $1 ORDER BY registered_at, endpoint_id"
_ONE = _ENDPOINT + "WHERE endpoint_id = $1"
_COUNT = "SELECT count(*) FROM endpoints WHERE recipient = $1 AND endpoint_id <> $2"
_ADD = """
INSERT INTO endpoints (endpoint_id, recipient, url, templates, signatures, registered_by)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (endpoint_id) DO NOTHING
"""
_ROTATE = """
UPDATE endpoints SET secret_number = secret_number + 1, both_until = now() + $3
 WHERE endpoint_id = $1 AND secret_number = $2
"""
_STATE = "UPDATE endpoints SET state = $2 WHERE endpoint_id = $1"
_DELIVERY = """
SELECT delivery_id, message_id, recipient, channel, endpoint, state, due_at, attempts, next_attempt_at, last_error,
       made_at, delivered_at
  FROM deliveries
"""
# A filter that was not given is NULL, and so is the recipient for those who see all.
_DELIVERIES = (
    _DELIVERY
    + """
 WHERE ($1::text IS NULL OR recipient = $1) AND ($2::text IS NULL OR endpoint = $2)
   AND ($3::text IS NULL OR state = $3) AND ($4::text IS NULL OR channel = $4)
   AND ($5::bigint IS NULL OR (made_at, delivery_id) < (to_timestamp($5 / 1000000.0), $6::uuid))
 ORDER BY made_at DESC, delivery_id DESC LIMIT $7
"""
)
_THE_DELIVERY = _DELIVERY + "WHERE delivery_id = $1"
_ATTEMPTS = "SELECT number, at, status, error, took_ms FROM attempts WHERE delivery_id = $1 ORDER BY seq"
_RESEND = """
UPDATE deliveries SET state = 'waiting', attempts = 0, next_attempt_at = now(), last_error = ''
 WHERE delivery_id = $1 AND channel <> 'in_app'
RETURNING delivery_id
"""
_IN_RANGE = """
SELECT count(*) FROM messages WHERE recipient = $1 AND recorded_at >= $2 AND recorded_at < $3
"""
_REPLAY = f"""
INSERT INTO deliveries (delivery_id, message_id, recipient, channel, endpoint, state, due_at, made_at)
SELECT {DELIVERY_ID}, messages.message_id, messages.recipient, wished.channel, wished.endpoint, 'waiting', now(), now()
  FROM messages CROSS JOIN (SELECT 'webhook' AS channel, $4 AS endpoint) AS wished
 WHERE messages.recipient = $1 AND messages.recorded_at >= $2 AND messages.recorded_at < $3
ON CONFLICT (message_id, channel, endpoint) DO UPDATE
    SET state = 'waiting', attempts = 0, next_attempt_at = now(), last_error = ''
RETURNING delivery_id
"""  # noqa: S608 (constants of ours)


@dataclass(frozen=True, slots=True)
class Registered:
    """Where somebody wants to be told, of what (of everything where it is empty), and signed in which schemes."""

    url: str
    templates: Sequence[str]
    signatures: Sequence[Scheme]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliveries are listed; None where it does not matter."""

    recipient: str | None
    endpoint: str | None
    state: str | None
    channel: str | None


async def endpoints(connection: Connection, recipient: str) -> Sequence[Record]:
    return await connection.fetch(_OF, recipient)


async def endpoint(connection: Connection, endpoint_id: UUID) -> Record | None:
    return await connection.fetchrow(_ONE, endpoint_id)


async def add(connection: Connection, endpoint_id: UUID, recipient: str, wanted: Registered, by: str) -> bool:
    """Register it, once; False where the recipient has as many as it may have."""
    if await connection.fetchval(_COUNT, recipient, endpoint_id) >= MOST:
        return False
    await connection.execute(
        _ADD, endpoint_id, recipient, wanted.url, list(wanted.templates), list(wanted.signatures), by
    )
    return True


async def rotate(connection: Connection, endpoint_id: UUID, number: int) -> None:
    """From the secret with this number to the next one; nothing where that was done already."""
    await connection.execute(_ROTATE, endpoint_id, number, BOTH_SIGN_FOR)


async def set_state(connection: Connection, endpoint_id: UUID, state: str) -> None:
    await connection.execute(_STATE, endpoint_id, state)


async def deliveries(
    connection: Connection, wanted: Wanted, after: tuple[int | None, UUID | None], limit: int
) -> Sequence[Record]:
    """The latest first."""
    of = (wanted.recipient, wanted.endpoint, wanted.state, wanted.channel)
    return await connection.fetch(_DELIVERIES, *of, *after, limit)


async def delivery(connection: Connection, delivery_id: UUID) -> Record | None:
    return await connection.fetchrow(_THE_DELIVERY, delivery_id)


async def attempts(connection: Connection, delivery_id: UUID) -> Sequence[Record]:
    return await connection.fetch(_ATTEMPTS, delivery_id)


async def resend(connection: Connection, delivery_id: UUID) -> bool:
    """Try it again from the beginning; False where there is nothing to send."""
    return await connection.fetchval(_RESEND, delivery_id) is not None


async def messages_between(
    connection: Connection, recipient: str, recorded_from: datetime, recorded_until: datetime
) -> int:
    """How many messages the recipient was told in this time."""
    count: int = await connection.fetchval(_IN_RANGE, recipient, recorded_from, recorded_until)
    return count


async def replay(
    connection: Connection, endpoint: str, recipient: str, recorded_from: datetime, recorded_until: datetime
) -> int:
    """Each of these messages goes to the endpoint again, under the id that it has there; returns how many they are."""
    return len(await connection.fetch(_REPLAY, recipient, recorded_from, recorded_until, endpoint))

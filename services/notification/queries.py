"""What can be asked about messages and wishes: one function a question."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from services.notification.routing.learned import city_of, province_of
from services.notification.sending.reasons import Explained
from shared.access.directory import acting
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.notification import Channel, Language

_HEARS = """
SELECT 'bureau:' || bureau_code FROM bureaus WHERE heir = $1
"""
# A host also reads what its own staff is told, who have no login of their own.
_MESSAGES = """
SELECT messages.*, coalesce(nullif(stations.name, ''), messages.station_id) AS station, read_marks.read_at,
       coalesce(stations.host_id, '') AS host_id
  FROM messages
  LEFT JOIN stations ON stations.station_id = messages.station_id
  LEFT JOIN read_marks ON read_marks.message_id = messages.message_id AND read_marks.reader = $5
 WHERE ($1::text[] IS NULL OR messages.recipient = ANY ($1)
        OR (messages.recipient LIKE 'staff:%' AND stations.host_id = $2))
   AND ($3::bigint IS NULL OR messages.seq > $3)
   AND ($4::bigint IS NULL OR messages.seq < $4)
   AND (NOT $6 OR read_marks.read_at IS NULL)
 ORDER BY CASE WHEN $3::bigint IS NULL THEN -messages.seq ELSE messages.seq END
 LIMIT $7
"""
_MESSAGE = """
SELECT messages.*, coalesce(nullif(stations.name, ''), messages.station_id) AS station, NULL::timestamptz AS read_at,
       coalesce(stations.host_id, '') AS host_id
  FROM messages LEFT JOIN stations ON stations.station_id = messages.station_id
 WHERE messages.message_id = $1
"""
_DELIVERIES = """
SELECT delivery_id, message_id, channel, endpoint, state, due_at, attempts, last_error, delivered_at
  FROM deliveries WHERE message_id = ANY ($1) ORDER BY message_id, channel, endpoint
"""
_PREFERENCES = """
SELECT preferences.*, coalesce(addresses.address, '') AS address
  FROM preferences LEFT JOIN addresses USING (recipient, channel)
 WHERE recipient = $1 ORDER BY channel
"""
_LANGUAGE = "SELECT language FROM preferences WHERE recipient = $1 ORDER BY channel = 'in_app' DESC, channel LIMIT 1"
_READ = """
INSERT INTO read_marks (reader, message_id, read_at) SELECT $1, unnest($2::uuid[]), $3
ON CONFLICT (reader, message_id) DO NOTHING
"""
_ADDRESS = """
INSERT INTO addresses (recipient, channel, address) VALUES ($1, $2, $3)
ON CONFLICT (recipient, channel) DO UPDATE SET address = excluded.address
"""
_NO_ADDRESS = "DELETE FROM addresses WHERE recipient = $1 AND channel = $2"


class Readable(BaseModel):
    """Whose messages a caller reads: those of the recipients, and of the staff of the host; all where there is None."""

    recipients: tuple[str, ...] | None
    host_id: str = ""


class DeliveryRow(Explained):
    """How a message went out by one channel."""

    delivery_id: UUID
    channel: Channel
    endpoint: str
    due_at: datetime
    attempts: int
    delivered_at: datetime | None


class MessageRow(BaseModel):
    """A message as it is stored, with the name of its station today."""

    message_id: UUID
    event_id: UUID
    recipient: str
    template: str
    template_version: int
    data: dict[str, Any]
    station_id: str
    station: str
    case_id: str
    effective_at: datetime
    recorded_at: datetime
    told_on: date
    seq: int
    read_at: datetime | None
    host_id: str

    def is_for(self, whose: Readable) -> bool:
        """Whether they read it; a host also reads what its staff is told, who have no login of their own."""
        if whose.recipients is None or self.recipient in whose.recipients:
            return True
        return self.recipient.startswith("staff:") and bool(self.host_id) and self.host_id == whose.host_id

    @property
    def values(self) -> dict[str, Any]:
        """What its template speaks of."""
        return {**self.data, "station": self.station, "case_id": self.case_id}


class PreferenceRow(BaseModel):
    """What a recipient wishes of a channel."""

    recipient: str
    channel: Channel
    enabled: bool
    language: Language
    quiet_from: time | None
    quiet_until: time | None
    set_on: date
    address: str


async def recipient_of(connection: Connection, caller: Caller) -> str:
    """As whom the caller is written to; empty where no messages go to them.

    Raises:
        NotKnownHere, NotAnOfficerHere: as `shared.access.directory.acting`.
    """
    match caller.level:
        case Level.ENTERPRISE:
            return f"host:{caller.bureau}" if caller.bureau else ""
        case Level.OFFICE | Level.COUNTY:
            await acting(connection, caller)
            return f"bureau:{caller.bureau}"
        case Level.CITY:
            return city_of((await acting(connection, caller)).division_code)
        case Level.PROVINCE:
            return province_of((await acting(connection, caller)).division_code)
        case _:
            return ""


async def readable(connection: Connection, caller: Caller) -> Readable:
    """Whose messages the caller reads: their own, those of the bureaus whose powers theirs has, an auditor all.

    Raises:
        NotKnownHere, NotAnOfficerHere: as `recipient_of`.
    """
    if caller.level is Level.AUDITOR:
        return Readable(recipients=None)
    own = await recipient_of(connection, caller)
    if caller.level is Level.ENTERPRISE:
        return Readable(recipients=(own,), host_id=caller.bureau)
    if not own:
        return Readable(recipients=())
    before = [row[0] for row in await connection.fetch(_HEARS, caller.bureau)]
    return Readable(recipients=tuple(dict.fromkeys((own, f"bureau:{caller.bureau}", *before))))


async def messages(
    connection: Connection,
    whose: Readable,
    reader: str,
    *,
    after: int | None = None,
    before: int | None = None,
    unread: bool = False,
    limit: int,
) -> list[MessageRow]:
    """The latest messages first; `after` a message those that came later, in the order in which they came."""
    recipients = None if whose.recipients is None else list(whose.recipients)
    rows = await connection.fetch(_MESSAGES, recipients, whose.host_id, after, before, reader, unread, limit)
    return [_message(row) for row in rows]


async def message(connection: Connection, message_id: UUID) -> MessageRow | None:
    """One message, whoever it is for."""
    row = await connection.fetchrow(_MESSAGE, message_id)
    return None if row is None else _message(row)


def _message(row: Any) -> MessageRow:
    return MessageRow.model_validate({**dict(row), "data": orjson.loads(row["data"])})


async def deliveries(connection: Connection, message_ids: Sequence[UUID]) -> dict[UUID, list[DeliveryRow]]:
    """How each of the messages went out."""
    found: dict[UUID, list[DeliveryRow]] = {one: [] for one in message_ids}
    for row in await connection.fetch(_DELIVERIES, list(message_ids)):
        found[row["message_id"]].append(DeliveryRow.model_validate(dict(row)))
    return found


async def preferences(connection: Connection, recipient: str) -> list[PreferenceRow]:
    """What the recipient has said of its channels."""
    return [PreferenceRow.model_validate(dict(row)) for row in await connection.fetch(_PREFERENCES, recipient)]


async def language_of(connection: Connection, recipient: str) -> Language:
    """In which language the recipient reads; who has said nothing reads Chinese."""
    return Language(await connection.fetchval(_LANGUAGE, recipient) or Language.ZH)


async def mark_read(connection: Connection, reader: str, message_ids: Sequence[UUID], read_at: datetime) -> None:
    """Remember that somebody has read these."""
    await connection.execute(_READ, reader, list(message_ids), read_at)


async def keep_address(connection: Connection, recipient: str, channel: Channel, address: str) -> None:
    """Keep where the recipient is reached, or forget it where the address is empty."""
    if address:
        await connection.execute(_ADDRESS, recipient, channel, address)
    else:
        await connection.execute(_NO_ADDRESS, recipient, channel)

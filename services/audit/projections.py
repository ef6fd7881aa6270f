"""Facts thrown onto tables: every record into its owner's log, and the registry's facts into the directory."""

from services.audit.entries import Entry, entry
from shared.access import directory_projection
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.messages import Message
from shared.eventsourcing.record import attributes_of_headers

# What is there already is left as it is: a record never changes, so the first one stands.
_LOGGED = """
INSERT INTO log (owner, position, record, event_id, type, stream, effective_at, recorded_at, cause, correlation)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
 WHERE NOT EXISTS (SELECT FROM log WHERE owner = $1 AND position = $2)
"""
_MENTIONED = """
INSERT INTO mentions (station_id, owner, position, how) VALUES ($1, $2, $3, $4)
ON CONFLICT (station_id, owner, position) DO UPDATE SET how = excluded.how
"""


def keep(message: Message) -> list[Statement]:
    """Log a message as it came, before anybody asks what it means.

    Raises:
        NotARecord: it is no event of a service.
    """
    return statements(entry(attributes_of_headers(message.headers), message.value))


def statements(of: Entry) -> list[Statement]:
    return [(_LOGGED, tuple(of.row)), *((_MENTIONED, tuple(mention)) for mention in of.mentions)]


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What audit knows beside the log: who the bureaus, hosts and stations are, for who may read what."""
    return directory_projection.project(recorded)

"""Facts thrown onto tables: every record into its owner's log, and the registry's facts into the directory."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.audit.entries import Entry, LogRow, Mention, entry
from services.audit.lists import projecting as lists
from services.audit.signals import projecting as signals
from services.audit.subjects import Subject
from shared.access import directory_projection
from shared.events.assessment import Certified
from shared.events.event import Event, named_in
from shared.eventsourcing.commits import Bulk, Statement
from shared.eventsourcing.envelope import Recorded

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
_CERTIFIED = """
INSERT INTO certified (certificate_number, position) VALUES ($1, $2) ON CONFLICT (certificate_number) DO NOTHING
"""

_SPOKEN_OF = """
INSERT INTO subjects (kind, id, recorded_at, owner, position, how)
SELECT kind, id, $1, $2, $3, how FROM unnest($4::text[], $5::text[], $6::text[]) AS s (kind, id, how)
ON CONFLICT (kind, id, recorded_at, owner, position) DO UPDATE SET how = excluded.how
"""


def _each_subject(arguments: tuple[Any, ...]) -> Iterator[tuple[object, ...]]:
    """The rows of `subjects` that one statement writes."""
    *place, kinds, ids, hows = arguments
    return ((kind, one, *place, how) for kind, one, how in zip(kinds, ids, hows, strict=True))


IN_BULK = {
    _LOGGED: Bulk("log", LogRow._fields),
    _MENTIONED: Bulk("mentions", Mention._fields),
    _SPOKEN_OF: Bulk("subjects", Subject._fields, _each_subject),
}
"""Of a record that comes once, all of them add rows that are not there."""


def keep(attributes: Mapping[str, str], payload: bytes) -> list[Statement]:
    """Log a message as it came, before anybody asks what it means.

    Raises:
        NotARecord: it is no event of a service.
    """
    return statements(entry(attributes, payload))


def statements(of: Entry) -> list[Statement]:
    logged: list[Statement] = [(_LOGGED, tuple(of.row))]
    mentioned = [(_MENTIONED, tuple(mention)) for mention in of.mentions]
    return logged + mentioned + _spoken_of(of)


def _spoken_of(of: Entry) -> list[Statement]:
    """One statement however many there are: a list of a season names hundreds."""
    if not of.subjects:
        return []
    kinds, ids, *_, hows = zip(*of.subjects, strict=True)
    return [(_SPOKEN_OF, (of.row.recorded_at, of.row.owner, of.row.position, list(kinds), list(ids), list(hows)))]


_IN_THE_DIRECTORY = named_in(directory_projection)


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What audit knows beside the log: the directory, certificates, the lists of any day, and the signals."""
    return [
        *(directory_projection.project(recorded) if type(recorded.event) in _IN_THE_DIRECTORY else ()),
        *_certificates(recorded),
        *lists.project(recorded),
        *signals.project(recorded),
    ]


def _certificates(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case Certified(certificate_number=number):
            return [(_CERTIFIED, (number, recorded.position))]
        case _:
            return []

"""What a host was called, and by which further numbers it is known. A new host is in the directory, and only there.

Its registration stays one row of one table: that is written in one statement with the event.
"""

from shared.events.event import Event
from shared.events.registry import HostRenamed, IdentifierLinked
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_FORMER_NAME = """
INSERT INTO host_former_names (host_id, version, name, borne_until) VALUES ($1, $2, $3, $4)
ON CONFLICT (host_id, version) DO UPDATE SET name = excluded.name, borne_until = excluded.borne_until
"""
_IDENTIFIER = """
INSERT INTO host_identifiers (number, identifier_type, host_id, replaces, valid_from) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (number) DO UPDATE SET identifier_type = excluded.identifier_type, host_id = excluded.host_id,
    replaces = excluded.replaces, valid_from = excluded.valid_from
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case HostRenamed() as e:
            return [(_FORMER_NAME, (e.host_id, recorded.version, e.former_name, e.renamed_on))]
        case IdentifierLinked() as e:
            return [(_IDENTIFIER, (e.number, str(e.identifier_type), e.host_id, e.replaces, e.valid_from))]
        case _:
            return []

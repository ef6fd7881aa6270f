"""What stations, hosts and bureaus were called, and where they stood, from which day on: for the register of a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.publication.projections.days import known_from
from shared.events.event import Event
from shared.events.registry import (
    BureauSucceeded,
    HostRegistered,
    HostRenamed,
    IdentifierLinked,
    JurisdictionResolved,
    StationDetailsCorrected,
    StationMoved,
    StationRegistered,
    StationRenamed,
    StationTransferred,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

# Two events that share a place fill the same row, each its own columns.
_STATION = """
INSERT INTO station_changes AS known
    (station_id, seq, known_from, name, host_id, trade, division_code, town, bureau_code)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (station_id, seq, known_from) DO UPDATE SET
    name = coalesce(excluded.name, known.name), host_id = coalesce(excluded.host_id, known.host_id),
    trade = coalesce(excluded.trade, known.trade),
    division_code = coalesce(excluded.division_code, known.division_code),
    town = coalesce(excluded.town, known.town), bureau_code = coalesce(excluded.bureau_code, known.bureau_code)
"""
_HOST = """
INSERT INTO host_names (host_id, seq, known_from, name) VALUES ($1, $2, $3, $4)
ON CONFLICT (host_id, seq, known_from) DO UPDATE SET name = excluded.name
"""
_IDENTIFIER = "INSERT INTO host_identifiers (number, host_id) VALUES ($1, $2) ON CONFLICT (number, host_id) DO NOTHING"
_SUCCEEDED = """
INSERT INTO bureau_successions (bureau_code, successor_code, known_from) VALUES ($1, $2, $3)
ON CONFLICT (bureau_code, known_from) DO UPDATE SET successor_code = excluded.successor_code
"""

_COLUMNS = ("name", "host_id", "trade", "division_code", "town", "bureau_code")


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case HostRegistered() as e:
            known = known_from(e.registered_on, recorded)
            identifier: Statement = (_IDENTIFIER, (e.registration_number, e.host_id))
            return [(_HOST, (e.host_id, recorded.version, known, e.name)), identifier]
        case HostRenamed() as e:
            return [(_HOST, (e.host_id, recorded.version, known_from(e.renamed_on, recorded), e.name))]
        case IdentifierLinked() as e:
            return [(_IDENTIFIER, (e.number, e.host_id))]
        case BureauSucceeded() as e:
            return [(_SUCCEEDED, (e.bureau_code, e.successor_code, known_from(e.succeeded_on, recorded)))]
        case _:
            return _of_a_station(recorded)


def _of_a_station(recorded: Recorded[Event]) -> list[Statement]:
    """All of a station's events lie in its one stream, so the event's version tells which record is the later one."""
    event: Any = recorded.event
    told = _told(event)
    if told is None:
        return []
    stated, values = told
    columns = tuple(values.get(column) for column in _COLUMNS)
    return [(_STATION, (event.station_id, recorded.version, known_from(stated, recorded), *columns))]


def _told(event: Event) -> tuple[date, Mapping[str, str]] | None:  # noqa: PLR0911 (one return for each event)
    """The day of a station's event, and the columns that it is about."""
    match event:
        case StationRegistered() as e:
            about = {"name": e.name, "host_id": e.host_id, "trade": e.trade}
            return e.registered_on, about | {"division_code": e.division_code, "town": e.town}
        case StationRenamed() as e:
            return e.renamed_on, {"name": e.name}
        case StationTransferred() as e:
            return e.transferred_on, {"host_id": e.host_id}
        case StationDetailsCorrected() as e:
            return e.corrected_on, {"trade": e.trade}
        case StationMoved() as e:
            return e.moved_on, {"division_code": e.division_code, "town": e.town}
        case JurisdictionResolved() as e:
            return e.since, {"division_code": e.division_code, "town": e.town, "bureau_code": e.bureau_code}
        case _:
            return None

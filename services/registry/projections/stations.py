"""What the registry's pages show of a station beyond the directory: size, names and hosts over time, proposals."""

from shared.events.event import Event
from shared.events.registry import (
    RegistrationRefused,
    Size,
    StationDetailsCorrected,
    StationProposed,
    StationRegistered,
    StationRenamed,
    StationTransferred,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_SIZE = """
INSERT INTO station_sizes (station_id, area_m2, stalls, staff, stars) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (station_id) DO UPDATE SET area_m2 = excluded.area_m2, stalls = excluded.stalls,
    staff = excluded.staff, stars = excluded.stars
"""
_NAME = """
INSERT INTO station_names (station_id, version, since, name) VALUES ($1, $2, $3, $4)
ON CONFLICT (station_id, version) DO UPDATE SET since = excluded.since, name = excluded.name
"""
_HOST = """
INSERT INTO station_hosts (station_id, version, since, host_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (station_id, version) DO UPDATE SET since = excluded.since, host_id = excluded.host_id
"""
_PROPOSAL = """
INSERT INTO station_proposals (station_id, host_id, name, kind, trade, area_m2, stalls, staff, stars, division_code,
                               town, operating_since, proposed_on, bureau_code)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (station_id) DO UPDATE SET host_id = excluded.host_id, name = excluded.name, kind = excluded.kind,
    trade = excluded.trade, area_m2 = excluded.area_m2, stalls = excluded.stalls, staff = excluded.staff,
    stars = excluded.stars, division_code = excluded.division_code, town = excluded.town,
    operating_since = excluded.operating_since, proposed_on = excluded.proposed_on, bureau_code = excluded.bureau_code
"""
_GRANTED = "UPDATE station_proposals SET state = 'registered', decided_on = $2 WHERE station_id = $1"
_REFUSED = "UPDATE station_proposals SET state = 'refused', decided_on = $2, reasons = $3 WHERE station_id = $1"


def project(recorded: Recorded[Event]) -> list[Statement]:  # noqa: PLR0911 (one return for each event)
    version = recorded.version
    match recorded.event:
        case StationRegistered() as e:
            return [
                _size(e.station_id, e.size),
                (_NAME, (e.station_id, version, e.registered_on, e.name)),
                (_HOST, (e.station_id, version, e.registered_on, e.host_id)),
                (_GRANTED, (e.station_id, e.registered_on)),
            ]
        case StationDetailsCorrected() as e:
            return [_size(e.station_id, e.size)]
        case StationRenamed() as e:
            return [(_NAME, (e.station_id, version, e.renamed_on, e.name))]
        case StationTransferred() as e:
            return [(_HOST, (e.station_id, version, e.transferred_on, e.host_id))]
        case StationProposed() as e:
            return [(_PROPOSAL, _proposal(e))]
        case RegistrationRefused() as e:
            return [(_REFUSED, (e.station_id, e.refused_on, e.reasons))]
        case _:
            return []


def _size(station_id: str, size: Size) -> Statement:
    return _SIZE, (station_id, size.area_m2, size.stalls, size.staff, size.stars)


def _proposal(e: StationProposed) -> tuple[object, ...]:
    size = (e.size.area_m2, e.size.stalls, e.size.staff, e.size.stars)
    days = (e.operating_since, e.proposed_on)
    return (
        *(e.station_id, e.host_id, e.name, str(e.kind), e.trade),
        *size,
        *(e.division_code, e.town, *days, e.bureau_code),
    )

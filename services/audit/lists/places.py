"""The register as changes: stations, and the names of hosts and bureaus."""

from collections.abc import Iterable

from services.audit.lists.changes import Change, change
from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    BureauSucceeded,
    HostRegistered,
    HostRenamed,
    JurisdictionResolved,
    StationClosed,
    StationDetailsCorrected,
    StationMoved,
    StationRegistered,
    StationRenamed,
    StationResumed,
    StationSuspended,
    StationTransferred,
)


def changes(event: Event) -> Iterable[Change]:
    """What a fact of the registry changes in its lists."""
    match event:
        case HostRegistered() | HostRenamed():
            return (change("host", event.host_id, name=event.name),)
        case BureauEstablished():
            return (change("bureau", event.bureau_code, name=event.name),)
        case BureauSucceeded():
            return (change("bureau", event.bureau_code, successor=event.successor_code),)
        case _:
            return _of_stations(event)


def _of_stations(event: Event) -> Iterable[Change]:  # noqa: PLR0911 (one return for each event)
    match event:
        case StationRegistered() | StationDetailsCorrected() | StationRenamed():
            return (_described(event),)
        case StationTransferred():
            return (change("station", event.station_id, host_id=event.host_id),)
        case StationMoved():
            return (change("station", event.station_id, division_code=event.division_code, town=event.town),)
        case JurisdictionResolved():
            where = {"division_code": event.division_code, "town": event.town, "bureau_code": event.bureau_code}
            return (change("station", event.station_id, **where),)
        case StationSuspended():
            return (change("station", event.station_id, status="suspended"),)
        case StationResumed():
            return (change("station", event.station_id, status="active"),)
        case StationClosed():
            return (change("station", event.station_id, status="closed"),)
        case _:
            return ()


def _described(event: StationRegistered | StationDetailsCorrected | StationRenamed) -> Change:
    if isinstance(event, StationRenamed):
        return change("station", event.station_id, name=event.name)
    known = event.model_dump(include={"kind", "trade", "operating_since"})
    if isinstance(event, StationRegistered):
        known |= event.model_dump(include={"host_id", "name", "division_code", "town", "registered_on"})
        known |= {"status": "active"}
    return change("station", event.station_id, **known)

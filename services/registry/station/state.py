"""What the facts about a station add up to."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.registry import (
    JurisdictionResolved,
    RegistrationRefused,
    Size,
    StationClosed,
    StationDetailsCorrected,
    StationKind,
    StationMoved,
    StationProposed,
    StationRegistered,
    StationRenamed,
    StationResumed,
    StationSuspended,
    StationTransferred,
)

StationEvent = (
    StationProposed
    | StationRegistered
    | RegistrationRefused
    | StationDetailsCorrected
    | StationRenamed
    | StationMoved
    | StationTransferred
    | StationSuspended
    | StationResumed
    | StationClosed
    | JurisdictionResolved
)


class Stage(StrEnum):
    """How far a station has come. Being a demonstration station is a title on it, not a stage of it."""

    NOT_REGISTERED = "not_registered"
    PROPOSED = "proposed"
    REFUSED = "refused"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Details:
    """What the register says of a station and a correction may change."""

    kind: StationKind
    trade: str
    size: Size
    operating_since: date


@dataclass(frozen=True, slots=True)
class Station:
    """A station; `bureau_code` is the competent bureau's once it is registered."""

    stage: Stage = Stage.NOT_REGISTERED
    station_id: str = ""
    host_id: str = ""
    name: str = ""
    details: Details | None = None
    division_code: str = ""
    town: str = ""
    bureau_code: str = ""
    registered_on: date | None = None
    changes: frozenset[str] = frozenset()
    """The changes of divisions that the station has followed."""


def evolve(station: Station, event: StationEvent) -> Station:  # noqa: C901, PLR0911 (one line an event)
    match event:
        case StationProposed():
            return replace(_as_told(station, event), stage=Stage.PROPOSED)
        case StationRegistered():
            return replace(_as_told(station, event), stage=Stage.ACTIVE, registered_on=event.registered_on)
        case RegistrationRefused():
            return replace(station, stage=Stage.REFUSED)
        case StationDetailsCorrected():
            return replace(station, details=Details(event.kind, event.trade, event.size, event.operating_since))
        case StationRenamed():
            return replace(station, name=event.name)
        case StationMoved():
            return replace(station, division_code=event.division_code, town=event.town)
        case StationTransferred():
            return replace(station, host_id=event.host_id)
        case StationSuspended():
            return replace(station, stage=Stage.SUSPENDED)
        case StationResumed():
            return replace(station, stage=Stage.ACTIVE)
        case StationClosed():
            return replace(station, stage=Stage.CLOSED)
        case JurisdictionResolved():
            return _resolved(station, event)
        case _:
            assert_never(event)


def _as_told(station: Station, event: StationProposed | StationRegistered) -> Station:
    return replace(
        station,
        station_id=event.station_id,
        host_id=event.host_id,
        name=event.name,
        details=Details(event.kind, event.trade, event.size, event.operating_since),
        division_code=event.division_code,
        town=event.town,
    )


def _resolved(station: Station, event: JurisdictionResolved) -> Station:
    return replace(
        station,
        bureau_code=event.bureau_code,
        division_code=event.division_code,
        town=event.town,
        changes=station.changes | ({event.change_id} if event.change_id else set()),
    )

"""What the facts about a station add up to."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from shared.events.registry import JurisdictionResolved, StaffAppointed, StationRegistered

StationEvent = StationRegistered | JurisdictionResolved | StaffAppointed


class Stage(StrEnum):
    """How far a station has come. Being a demonstration station is a title on it, not a stage of it."""

    NOT_REGISTERED = "not_registered"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Station:
    stage: Stage = Stage.NOT_REGISTERED
    station_id: str = ""
    host_id: str = ""
    division_code: str = ""
    bureau_code: str = ""
    staff: frozenset[str] = frozenset()


def evolve(station: Station, event: StationEvent) -> Station:
    match event:
        case StationRegistered():
            return replace(
                station,
                stage=Stage.ACTIVE,
                station_id=event.station_id,
                host_id=event.host_id,
                division_code=event.division_code,
            )
        case JurisdictionResolved():
            return replace(station, bureau_code=event.bureau_code, division_code=event.division_code)
        case StaffAppointed():
            return replace(station, staff=station.staff | {event.staff_id})
        case _:
            assert_never(event)

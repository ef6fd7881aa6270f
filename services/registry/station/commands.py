"""What may be asked about a station. `today` is the day of the act; the facts are filled in before it is decided."""

from dataclasses import dataclass
from datetime import date

from shared.events.registry import Size, StationKind, StationPost


@dataclass(frozen=True, slots=True)
class RegisterStation:
    station_id: str
    host_id: str
    name: str
    kind: StationKind
    trade: str
    size: Size
    division_code: str
    town: str
    operating_since: date
    today: date
    bureau_code: str = ""
    """A fact: the bureau competent for the division."""


@dataclass(frozen=True, slots=True)
class AppointStaff:
    station_id: str
    staff_id: str
    name: str
    posts: tuple[StationPost, ...]
    today: date


@dataclass(frozen=True, slots=True)
class SurveyStation:
    station_id: str
    year: int
    hardware_ready: bool
    rules_ready: bool
    staff_ready: bool
    results_ready: bool
    wants_to_compete: bool
    remarks: str
    surveyed_on: date
    today: date


@dataclass(frozen=True, slots=True)
class StartCultivation:
    station_id: str
    year: int
    measures: tuple[str, ...]
    started_on: date
    today: date


@dataclass(frozen=True, slots=True)
class GiveGuidance:
    station_id: str
    guidance_id: str
    topic: str
    summary: str
    given_on: date
    today: date


StationCommand = RegisterStation | AppointStaff | SurveyStation | StartCultivation | GiveGuidance

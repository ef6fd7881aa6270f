"""What may be asked of the county for a station. `today` is the day of the act; the facts are filled in before it."""

from dataclasses import dataclass
from datetime import date


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
    is_active: bool = False
    """A fact: whether the station is on the register and in operation."""


@dataclass(frozen=True, slots=True)
class StartCultivation:
    station_id: str
    year: int
    measures: tuple[str, ...]
    started_on: date
    today: date
    is_active: bool = False
    """A fact: whether the station is on the register and in operation."""


@dataclass(frozen=True, slots=True)
class GiveGuidance:
    station_id: str
    guidance_id: str
    topic: str
    summary: str
    given_on: date
    today: date
    is_active: bool = False
    """A fact: whether the station is on the register and in operation."""


CareCommand = SurveyStation | StartCultivation | GiveGuidance

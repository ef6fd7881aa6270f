"""What may be asked about trainings. `divisions` is a fact: of each known station that is named, its division."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ScheduleTraining:
    training_id: str
    division_code: str
    topic: str
    place: str
    invited: tuple[str, ...]
    planned_on: date
    today: date
    divisions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HoldTraining:
    """A training that nobody had announced here has been held."""

    training_id: str
    division_code: str
    topic: str
    station_ids: tuple[str, ...]
    held_on: date
    today: date
    divisions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordAttendance:
    """An announced training has been held; `absent` gives stations with their reasons."""

    training_id: str
    station_ids: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]
    held_on: date
    today: date
    divisions: tuple[tuple[str, str], ...] = ()


TrainingCommand = ScheduleTraining | HoldTraining | RecordAttendance

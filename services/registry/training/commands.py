"""What may be asked about trainings."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class HoldTraining:
    training_id: str
    division_code: str
    topic: str
    station_ids: tuple[str, ...]
    held_on: date
    today: date
    divisions: tuple[tuple[str, str], ...] = ()
    """A fact: of each known station among them, its division."""


TrainingCommand = HoldTraining

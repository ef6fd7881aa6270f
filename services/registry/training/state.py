"""What the facts about a training add up to."""

from dataclasses import dataclass

from shared.events.registry import TrainingHeld


@dataclass(frozen=True, slots=True)
class Training:
    """A training; without an id it has not been held."""

    training_id: str = ""
    station_ids: tuple[str, ...] = ()


def evolve(_training: Training, event: TrainingHeld) -> Training:
    return Training(event.training_id, event.station_ids)

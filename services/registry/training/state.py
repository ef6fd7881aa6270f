"""What the facts about a training add up to."""

from dataclasses import dataclass, replace
from typing import assert_never

from shared.events.registry import TrainingHeld, TrainingScheduled

TrainingEvent = TrainingScheduled | TrainingHeld


@dataclass(frozen=True, slots=True)
class Training:
    """A training; without an id it is neither announced nor held."""

    training_id: str = ""
    division_code: str = ""
    topic: str = ""
    invited: tuple[str, ...] = ()
    is_held: bool = False
    station_ids: tuple[str, ...] = ()


def evolve(training: Training, event: TrainingEvent) -> Training:
    match event:
        case TrainingScheduled():
            return Training(event.training_id, event.division_code, event.topic, event.invited)
        case TrainingHeld():
            held = replace(training, training_id=event.training_id, division_code=event.division_code)
            return replace(held, topic=event.topic, is_held=True, station_ids=event.station_ids)
        case _:
            assert_never(event)

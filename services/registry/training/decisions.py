"""The rules for trainings."""

from services.registry.rules import require_not_after
from services.registry.training.commands import HoldTraining, TrainingCommand
from services.registry.training.state import Training, evolve
from shared.errors import NotKnownHere, Unacceptable
from shared.events.registry import TrainingHeld
from shared.eventsourcing.decider import Decider


class NobodyTrained(Unacceptable):
    """A training has at least one station."""

    title_zh = "培训至少有一个服务站参加。"


class StationOutsideArea(Unacceptable):
    """A training is for the stations of its area."""

    title_zh = "服务站不在培训片区内。"


def decide(command: TrainingCommand, training: Training) -> list[TrainingHeld]:
    return hold_training(command, training)


def hold_training(command: HoldTraining, training: Training) -> list[TrainingHeld]:
    if training.training_id:
        return []  # The id follows from the request, so this is the same request.
    require_not_after(command.today, command.held_on, "the day of the training")
    station_ids = tuple(dict.fromkeys(command.station_ids))
    if not station_ids:
        raise NobodyTrained("name one station at least")
    divisions = dict(command.divisions)
    unknown = [station_id for station_id in station_ids if station_id not in divisions]
    if unknown:
        raise NotKnownHere(f"no station {unknown[0]} is on the register")
    outside = [station_id for station_id in station_ids if not _covers(command.division_code, divisions[station_id])]
    if outside:
        raise StationOutsideArea(f"{outside[0]} lies in {divisions[outside[0]]}, not in {command.division_code}")
    return [
        TrainingHeld(
            training_id=command.training_id,
            division_code=command.division_code,
            topic=command.topic,
            station_ids=station_ids,
            held_on=command.held_on,
        )
    ]


def _covers(area: str, division: str) -> bool:
    """Whether the division is the area or lies in it: 320400 covers 320402, 320000 covers both."""
    return division.startswith(area.removesuffix("00").removesuffix("00"))


TRAINING = Decider(initial=Training(), decide=decide, evolve=evolve)

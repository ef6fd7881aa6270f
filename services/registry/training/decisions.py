"""The rules for trainings: announced for an area, held once, with all that came and all that did not."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from services.registry.rules import require_not_after
from services.registry.training.commands import HoldTraining, RecordAttendance, ScheduleTraining, TrainingCommand
from services.registry.training.state import Training, TrainingEvent, evolve
from shared.errors import Conflict, NotFound, NotKnownHere, Unacceptable
from shared.events.registry import Absence, TrainingHeld, TrainingScheduled
from shared.eventsourcing.decider import Decider

NO_REASON = "未说明"  # An invited station of whom nothing was told has not come, and did not say why.


class NobodyTrained(Unacceptable):
    """A training has at least one station."""

    title_zh = "培训至少有一个服务站参加。"


class StationOutsideArea(Unacceptable):
    """A training is for the stations of its area."""

    title_zh = "服务站不在培训片区内。"


class TrainingPlannedInThePast(Unacceptable):
    """A training is announced for a day that is still to come; one that was held is recorded as held."""

    title_zh = "培训计划日期不得早于今天；已举办的请登记为已举办。"


class NoSuchTraining(NotFound):
    """No training of that id was announced."""

    title_zh = "没有该培训计划。"


class TrainingAlreadyHeld(Conflict):
    """The attendance of a training is recorded once."""

    title_zh = "该培训的出席情况已登记。"


class PresentAndAbsent(Unacceptable):
    """A station either came to a training or did not."""

    title_zh = "同一服务站不能既出席又缺席。"


class NotInvited(Unacceptable):
    """Only a station that was invited can be absent."""

    title_zh = "未受邀的服务站不作缺席登记。"


def decide(command: TrainingCommand, training: Training) -> list[TrainingEvent]:
    match command:
        case ScheduleTraining():
            return [*schedule_training(command, training)]
        case HoldTraining():
            return [*hold_training(command, training)]
        case RecordAttendance():
            return [*record_attendance(command, training)]
        case _:
            assert_never(command)


def schedule_training(command: ScheduleTraining, training: Training) -> list[TrainingScheduled]:
    """Whoever is invited lies in the area; nobody named means that the whole area is."""
    if training.training_id:
        return []  # The id follows from the request, so this is the same request.
    if command.planned_on < command.today:
        raise TrainingPlannedInThePast(f"{command.planned_on} is over; plan for {command.today} or later")
    invited = tuple(dict.fromkeys(command.invited))
    _require_in_area(invited, command.division_code, command.divisions)
    return [
        TrainingScheduled(
            training_id=command.training_id,
            division_code=command.division_code,
            topic=command.topic,
            place=command.place,
            invited=invited,
            planned_on=command.planned_on,
        )
    ]


def hold_training(command: HoldTraining, training: Training) -> list[TrainingHeld]:
    if training.training_id:
        return []  # The id follows from the request, so this is the same request.
    came = _came(command.station_ids, command.held_on, command.today)
    _require_in_area(came, command.division_code, command.divisions)
    return [
        TrainingHeld(
            training_id=command.training_id,
            division_code=command.division_code,
            topic=command.topic,
            station_ids=came,
            held_on=command.held_on,
        )
    ]


def record_attendance(command: RecordAttendance, training: Training) -> list[TrainingHeld]:
    """Stations of the area that came without being invited are trained, too."""
    if not training.training_id:
        raise NoSuchTraining(f"there is no training {command.training_id}; announce it first")
    if training.is_held:
        raise TrainingAlreadyHeld(f"training {command.training_id} has its attendance; correct it by a correction")
    came = _came(command.station_ids, command.held_on, command.today)
    reasons = {station_id: reason or NO_REASON for station_id, reason in command.absent}
    _require_apart(came, reasons, training.invited)
    _require_in_area((*came, *reasons), training.division_code, command.divisions)
    missing = {station_id: NO_REASON for station_id in training.invited if station_id not in came}
    absent = (missing | reasons).items()
    return [
        TrainingHeld(
            training_id=training.training_id,
            division_code=training.division_code,
            topic=training.topic,
            station_ids=came,
            held_on=command.held_on,
            absent=tuple(Absence(station_id=station_id, reason=reason) for station_id, reason in absent),
        )
    ]


def _came(station_ids: Iterable[str], held_on: date, today: date) -> tuple[str, ...]:
    require_not_after(today, held_on, "the day of the training")
    came = tuple(dict.fromkeys(station_ids))
    if not came:
        raise NobodyTrained("name one station at least")
    return came


def _require_apart(came: tuple[str, ...], absent: Iterable[str], invited: tuple[str, ...]) -> None:
    for station_id in absent:
        if station_id in came:
            raise PresentAndAbsent(f"say whether {station_id} came or not")
        if invited and station_id not in invited:
            raise NotInvited(f"{station_id} was not invited; leave it out")


def _require_in_area(station_ids: Iterable[str], area: str, known: tuple[tuple[str, str], ...]) -> None:
    divisions = dict(known)
    for station_id in station_ids:
        if station_id not in divisions:
            raise NotKnownHere(f"no station {station_id} is on the register")
        if not _covers(area, divisions[station_id]):
            raise StationOutsideArea(f"{station_id} lies in {divisions[station_id]}, not in {area}")


def _covers(area: str, division: str) -> bool:
    """Whether the division is the area or lies in it: 320400 covers 320402, 320000 covers both."""
    return division.startswith(area.removesuffix("00").removesuffix("00"))


TRAINING = Decider(initial=Training(), decide=decide, evolve=evolve)

"""What the decisions about trainings need to know."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from services.registry.training.commands import HoldTraining, RecordAttendance, ScheduleTraining, TrainingCommand
from services.registry.training.decisions import TRAINING, NoSuchTraining
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = TrainingCommand

_AREA = "SELECT division_code FROM trainings WHERE training_id = $1"


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    """A province trains anywhere in it, a city in its own area."""
    area = await _area(command, connection)
    bureau = await directory.bureau(connection, caller.bureau)
    if caller.level is Level.CITY:
        competence.require_city_of(caller, bureau, area)
    else:
        competence.require(caller, Level.PROVINCE, Level.CITY)
        competence.require_province_of(caller, bureau, area)
    return Prepared(
        decider=TRAINING,
        stream=f"training-{command.training_id}",
        command=replace(command, divisions=await _divisions(command, connection)),
        attributes={"jurisdiction": area},
    )


async def _area(command: Command, connection: Connection) -> str:
    if not isinstance(command, RecordAttendance):
        return command.division_code
    area: str | None = await connection.fetchval(_AREA, command.training_id)
    if area is None:
        raise NoSuchTraining(f"there is no training {command.training_id}; announce it first")
    return area


async def _divisions(command: Command, connection: Connection) -> tuple[tuple[str, str], ...]:
    """Nobody invites a station that has closed; one that has closed since may have been trained before."""
    known = await directory.stations(connection, _named(command))
    there = [station for station in known.values() if not _is_gone(command, station.status)]
    return tuple((station.station_id, station.division_code) for station in there)


def _named(command: Command) -> Iterable[str]:
    match command:
        case ScheduleTraining():
            return command.invited
        case HoldTraining():
            return command.station_ids
        case RecordAttendance():
            return (*command.station_ids, *(station_id for station_id, _ in command.absent))
        case _:
            assert_never(command)


def _is_gone(command: Command, status: str) -> bool:
    return isinstance(command, ScheduleTraining) and status == "closed"

"""What the decisions about trainings need to know."""

from dataclasses import replace
from typing import assert_never

from services.registry.training.commands import HoldTraining, TrainingCommand
from services.registry.training.decisions import TRAINING
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = TrainingCommand


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case HoldTraining():
            return await hold_training(command, caller, connection)
        case _:
            assert_never(command)


async def hold_training(command: HoldTraining, caller: Caller, connection: Connection) -> Prepared:
    bureau = await directory.bureau(connection, caller.bureau)
    competence.require_province_of(caller, bureau, command.division_code)
    known = await directory.stations(connection, command.station_ids)
    divisions = tuple((station.station_id, station.division_code) for station in known.values())
    return Prepared(
        decider=TRAINING,
        stream=f"training-{command.training_id}",
        command=replace(command, divisions=divisions),
        attributes={"jurisdiction": command.division_code},
    )

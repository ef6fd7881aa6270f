"""What the decisions about the care for a station need to know."""

from dataclasses import replace
from typing import assert_never

from services.registry.care.commands import CareCommand, GiveGuidance, StartCultivation, SurveyStation
from services.registry.care.decisions import CARE
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = CareCommand


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case SurveyStation() | StartCultivation() | GiveGuidance():
            return await look_after_station(command, caller, connection)
        case _:
            assert_never(command)


async def look_after_station(command: Command, caller: Caller, connection: Connection) -> Prepared:
    """A station that the directory knows is in operation: none has left the register so far."""
    station = await directory.the_station(connection, command.station_id)
    competence.require_county_of(caller, station)
    return Prepared(
        decider=CARE,
        stream=f"care-{command.station_id}",
        command=replace(command, is_active=True),
        partition_key=command.station_id,
        attributes={"jurisdiction": station.division_code},
    )

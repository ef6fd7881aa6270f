"""What the decisions about the care for a station need to know."""

from dataclasses import replace
from typing import get_args

from services.registry.care.commands import (
    CareCommand,
    CountyCommand,
    EndCultivation,
    HostCommand,
    MeasureUplift,
    StartCultivation,
    SurveySatisfaction,
    SurveyStation,
)
from services.registry.care.decisions import CARE
from shared.access import competence, directory
from shared.access.directory import StationEntry
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = CareCommand

_OF_THE_COUNTY = get_args(CountyCommand)
_OF_THE_HOST = get_args(HostCommand)
# What says how good a station is, or that it is worth support: nobody does so for a host to which they are linked.
_JUDGES = (SurveyStation, StartCultivation, EndCultivation, MeasureUplift, SurveySatisfaction)


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    """The station as it stands, and whose act it is: the county's, the host's, or either's."""
    station = await directory.the_station(connection, command.station_id)
    _require_competence(command, caller, station)
    if isinstance(command, _JUDGES):
        await directory.require_disinterested(connection, caller, station.host_id)
    return Prepared(
        decider=CARE,
        stream=f"care-{command.station_id}",
        command=replace(command, status=station.status),
        partition_key=command.station_id,
        attributes={"jurisdiction": station.division_code},
    )


def _require_competence(command: Command, caller: Caller, station: StationEntry) -> None:
    if isinstance(command, _OF_THE_COUNTY):
        competence.require_county_of(caller, station)
    elif isinstance(command, _OF_THE_HOST) or caller.level is Level.ENTERPRISE:
        competence.require_host_of(caller, station)
    else:
        competence.require(caller, Level.ENTERPRISE, Level.COUNTY)
        competence.require_county_of(caller, station)

"""What the registry's decisions need to know, and whose act each is. As few queries a command as the rules allow."""

from dataclasses import replace
from typing import assert_never

from services.registry.bureau.commands import BureauCommand, EstablishBureau, PostOfficer, PubliciseCampaign
from services.registry.bureau.decisions import BUREAU, OFFICER
from services.registry.calendar.commands import BeginDays, PublishCalendar
from services.registry.calendar.decisions import DAYS, YEAR
from services.registry.calendar.holidays import arrangement_of
from services.registry.commands import RegistryCommand
from services.registry.host.commands import RegisterHost
from services.registry.host.decisions import HOST
from services.registry.station.commands import (
    AppointStaff,
    GiveGuidance,
    RegisterStation,
    StartCultivation,
    SurveyStation,
)
from services.registry.station.decisions import STATION
from services.registry.training.commands import HoldTraining
from services.registry.training.decisions import TRAINING
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.eventsourcing.handling import Prepared

_HOST_IS_KNOWN = "SELECT EXISTS (SELECT FROM hosts WHERE host_id = $1)"


async def prepare(command: RegistryCommand, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case RegisterHost():
            prepared = register_host(command, caller)
        case RegisterStation():
            prepared = await register_station(command, caller, connection)
        case AppointStaff() | SurveyStation() | StartCultivation() | GiveGuidance():
            prepared = await look_after_station(command, caller, connection)
        case EstablishBureau() | PubliciseCampaign():
            prepared = about_bureau(command, caller)
        case PostOfficer():
            prepared = await post_officer(command, caller, connection)
        case HoldTraining():
            prepared = await hold_training(command, caller, connection)
        case PublishCalendar():
            prepared = publish_calendar(command, caller)
        case BeginDays():
            prepared = begin_days(command, caller)
        case _:
            assert_never(command)
    return prepared


def register_host(command: RegisterHost, caller: Caller) -> Prepared:
    competence.require_county_of_division(caller, caller, command.division_code)
    return Prepared(
        decider=HOST,
        stream=f"host-{command.host_id}",
        command=command,
        attributes={"jurisdiction": command.division_code},
    )


async def register_station(command: RegisterStation, caller: Caller, connection: Connection) -> Prepared:
    competence.require_county_of_division(caller, caller, command.division_code)
    if not await connection.fetchval(_HOST_IS_KNOWN, command.host_id):
        raise NotKnownHere(f"Host {command.host_id} is not known here.")
    return Prepared(
        decider=STATION,
        stream=f"station-{command.station_id}",
        command=replace(command, bureau_code=caller.bureau),
        partition_key=command.station_id,
        attributes={"jurisdiction": command.division_code},
    )


async def look_after_station(
    command: AppointStaff | SurveyStation | StartCultivation | GiveGuidance, caller: Caller, connection: Connection
) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competence.require_county_of(caller, station)
    return Prepared(
        decider=STATION,
        stream=f"station-{command.station_id}",
        command=command,
        partition_key=command.station_id,
        attributes={"jurisdiction": station.division_code},
    )


def about_bureau(command: BureauCommand, caller: Caller) -> Prepared:
    """A campaign is in the caller's own name: the command's bureau is the caller's."""
    if isinstance(command, EstablishBureau):
        competence.require(caller, Level.OPERATOR)
        attributes = {"jurisdiction": command.division_code}
    else:
        competence.require(caller, Level.COUNTY, Level.CITY)
        attributes = {}
    return Prepared(decider=BUREAU, stream=f"bureau-{command.bureau_code}", command=command, attributes=attributes)


async def post_officer(command: PostOfficer, caller: Caller, connection: Connection) -> Prepared:
    competence.require(caller, Level.OPERATOR)
    bureau = await directory.the_bureau(connection, command.bureau_code)
    return Prepared(
        decider=OFFICER,
        stream=f"officer-{command.officer_id}",
        command=command,
        attributes={"jurisdiction": bureau.division_code},
    )


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


def publish_calendar(command: PublishCalendar, caller: Caller) -> Prepared:
    """Days that are given win over the holiday notices that are known here."""
    competence.require(caller, Level.OPERATOR)
    known = replace(command, arrangement=command.arrangement or arrangement_of(command.year))
    return Prepared(decider=YEAR, stream=f"calendar-{command.year}", command=known)


def begin_days(command: BeginDays, caller: Caller) -> Prepared:
    """Nobody but the registry's own clock begins a day."""
    competence.require(caller)
    return Prepared(decider=DAYS, stream="calendar", command=command)

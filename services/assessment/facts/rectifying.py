"""Facts of a rectification and a suspension: whose station it is, the last day, who had ordered it."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from services.assessment import streams
from services.assessment.facts.seasons import of_the_latest_title
from services.assessment.title.commands import (
    AcceptRectification,
    EndTitle,
    OrderRectification,
    ResumeTitle,
    SettleRectificationDay,
    SuspendTitle,
)
from services.assessment.title.decisions import TITLE
from services.assessment.title.rectifying import due_day, require_level_of_the_order
from shared.access import competence, directory
from shared.access.directory import StationEntry
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.events.assessment import EndedBy
from shared.eventsourcing.handling import Prepared

# An order of a title that is over may be open for ever: the latest one counts.
_ORDERED_BY = """
SELECT ordered_by FROM rectifications WHERE station_id = $1 AND accepted_on IS NULL
 ORDER BY ordered_on DESC, certificate_number DESC LIMIT 1
"""
_ORDER = "SELECT ordered_on, working_days FROM rectifications WHERE order_id = $1"
_DEFAULT_DAYS = 15
_PROVINCE = 2

Command = OrderRectification | AcceptRectification | SettleRectificationDay | SuspendTitle | ResumeTitle


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    if isinstance(command, SuspendTitle):
        return await _suspend(command, connection)
    if isinstance(command, SettleRectificationDay):
        return await _settle(command, connection)
    station = await directory.the_station(connection, command.station_id)
    bureau = await directory.bureau(connection, caller.bureau)
    _require_competence(command, caller, bureau, station)
    await directory.require_disinterested(connection, caller, station.host_id)
    match command:
        case OrderRectification():
            command = await _with_its_last_day(command, connection)
        case AcceptRectification():
            await _require_level(command, caller, connection)
        case ResumeTitle():
            pass
        case _:
            assert_never(command)
    return Prepared(
        decider=TITLE,
        stream=streams.title(command.station_id),
        command=command,
        partition_key=command.station_id,
        attributes={"jurisdiction": bureau.division_code if bureau else station.division_code},
    )


def _require_competence(
    command: OrderRectification | AcceptRectification | ResumeTitle,
    caller: Caller,
    bureau: directory.Bureau | None,
    station: StationEntry,
) -> None:
    if isinstance(command, ResumeTitle):
        competence.require_county_of(caller, station)
    else:
        competence.require_bureau_over(caller, bureau, station)


async def _with_its_last_day(command: OrderRectification, connection: Connection) -> OrderRectification:
    days = await working_days(command.station_id, connection)
    due_on, provisional = due_day(command.today, days, await directory.calendar(connection))
    return replace(command, due_on=due_on, due_is_provisional=provisional, working_days=days)


async def working_days(station_id: str, connection: Connection) -> int:
    """How many a station has for mending, as the settings of its title's own season say."""
    season = await of_the_latest_title(connection, station_id)
    return season["rectification_working_days"] if season else _DEFAULT_DAYS


async def _settle(command: SettleRectificationDay, connection: Connection) -> Prepared:
    """In the name of the bureau that is competent for the station; by as many working days as it was ordered with."""
    row = await connection.fetchrow(_ORDER, command.order_id)
    if row is not None:
        days = row["working_days"] or await working_days(command.station_id, connection)
        due_on, provisional = due_day(row["ordered_on"], days, await directory.calendar(connection))
        command = replace(command, due_on=None if provisional else due_on)
    return await _by_itself(command, connection)


async def _require_level(command: AcceptRectification, caller: Caller, connection: Connection) -> None:
    """Where another county has become competent in between, that one accepts: acts follow the day's competence."""
    ordered_by: str | None = await connection.fetchval(_ORDERED_BY, command.station_id)
    if ordered_by:
        require_level_of_the_order(caller.level, Level(ordered_by))


async def _suspend(command: SuspendTitle, connection: Connection) -> Prepared:
    """In the name of the bureau at the new place, where there is one; a station without a title needs none.

    A title does not go along to another province: a move there ends it.
    """
    if not command.division_code:
        return await _by_itself(command, connection)
    season = await of_the_latest_title(connection, command.station_id)
    city: str = season["city_code"] if season else command.division_code
    ends = city[:_PROVINCE] != command.division_code[:_PROVINCE]
    bureau = await directory.bureau_of_division(connection, command.division_code, command.town)
    return Prepared(
        decider=TITLE,
        stream=streams.title(command.station_id),
        command=_moved_away(command.station_id, command.moved_on) if ends else command,
        partition_key=command.station_id,
        bureau=bureau.code if bureau else "",
        bureauname=bureau.name if bureau else "",
        attributes={"jurisdiction": command.division_code},
    )


def _moved_away(station_id: str, moved_on: date) -> EndTitle:
    return EndTitle(station_id=station_id, ended_by=EndedBy.MOVE_AWAY, on=moved_on)


async def _by_itself(command: SettleRectificationDay | SuspendTitle, connection: Connection) -> Prepared:
    """What nobody has asked for is done in the name of the bureau that is competent for the station."""
    station = await directory.station(connection, command.station_id)
    return Prepared(
        decider=TITLE,
        stream=streams.title(command.station_id),
        command=command,
        partition_key=command.station_id,
        bureau=station.bureau_code if station else "",
        attributes={"jurisdiction": station.division_code} if station else {},
    )

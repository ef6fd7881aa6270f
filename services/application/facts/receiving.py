"""Facts of what the county says of a form, what the host mends, and of cases that go to another bureau or end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import assert_never

from asyncpg import Record

from services.application.facts.common import case_of, of_application, own_case, season_facts, standard_of
from services.application.facts.filing import same_city
from services.application.facts.quota import with_places_of
from services.application.filing.commands import (
    EndApplication,
    HandOver,
    NotAccept,
    ReceivingCommand,
    Refile,
    ReturnForCorrection,
)
from services.application.filing.decisions import APPLICATION
from services.application.names import application_stream, season_stream
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.clock import SHANGHAI
from shared.database import Connection
from shared.events.event import Event
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.handling import Prepared

Command = ReceivingCommand | HandOver | EndApplication

NOTHING: Decider[None, None, Event] = Decider(
    initial=None, decide=lambda _command, _state: [], evolve=lambda state, _event: state
)
"""Decides nothing: a station without an application has none to be handed over."""

_LEFT_THE_CITY = "服务站已迁出本市，应在新所在市的年度方案中申请"
_IS_DRAFTED = "SELECT EXISTS (SELECT FROM drafts WHERE application_id = $1)"
# A candidate whom the city has is handed over by nobody: the set is frozen, and its next acts are the city's.
_TO_HAND_OVER = """
SELECT a.application_id, a.bureau_code, a.season_id, s.version AS season_version, s.city_code, st.division_code
  FROM applications AS a JOIN seasons AS s USING (season_id) LEFT JOIN stations AS st USING (station_id)
 WHERE a.station_id = $1 AND a.stage IN ('filed', 'returned', 'accepted', 'fit', 'unfit', 'recommended', 'reserve')
   AND s.stage <> 'closed' AND NOT (a.stage = 'recommended' AND s.stage = 'recommendations_closed')
 ORDER BY a.application_id
"""
# After the list has gone to the province nothing is withdrawn: the title is declined, or ends.
_TO_END = """
SELECT a.application_id, a.bureau_code, a.season_id, s.version AS season_version, st.division_code
  FROM applications AS a JOIN seasons AS s USING (season_id) LEFT JOIN stations AS st USING (station_id)
  LEFT JOIN season_outcomes AS o USING (season_id)
 WHERE a.station_id = $1 AND a.stage IN ('filed', 'returned', 'accepted', 'fit', 'unfit', 'recommended', 'reserve')
   AND s.stage <> 'closed' AND o.submitted_on IS NULL
 ORDER BY a.application_id
"""


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case ReturnForCorrection():
            return await _return(command, caller, connection)
        case Refile():
            return await _refile(command, caller, connection)
        case NotAccept():
            case = await case_of(command.application_id, caller, competence.require_county_of, connection)
            await directory.require_disinterested(connection, caller, case.station.host_id)
            return of_application(command, case)
        case HandOver():
            return await _hand_over(command, connection)
        case EndApplication():
            rows = await connection.fetch(_TO_END, command.station_id)
            ended = _each(command.station_id, rows, lambda row: replace(command, application_id=row["application_id"]))
            return await with_places_of(ended, command.station_id, command.at.date(), connection)
        case _:
            assert_never(command)


async def _return(command: ReturnForCorrection, caller: Caller, connection: Connection) -> Prepared:
    case = await case_of(command.application_id, caller, competence.require_county_of, connection)
    await directory.require_disinterested(connection, caller, case.station.host_id)
    season, calendar = season_facts(case.season), await directory.calendar(connection)
    due_on = calendar.add_working_days(command.today, max(season.correction_working_days, 1))
    provisional = calendar.is_provisional(due_on)
    returned = replace(command, season=season, due_on=due_on, due_is_provisional=provisional)
    return of_application(returned, case)


async def _refile(command: Refile, caller: Caller, connection: Connection) -> Prepared:
    case = await own_case(command.application_id, caller, connection)
    # Of a form that was written elsewhere nothing is asked here.
    drafted = await connection.fetchval(_IS_DRAFTED, command.application_id)
    standard = await standard_of(case.season, connection) if drafted else command.standard
    return replace(of_application(replace(command, standard=standard), case), guards=())


async def _hand_over(command: HandOver, connection: Connection) -> Prepared:
    """After a move the bureau is the one competent at the new place; where nobody is, the old one keeps the case.

    Who moves to another city has no place in this one's chapter any more.
    """
    rows = await connection.fetch(_TO_HAND_OVER, command.station_id)
    bureau = await directory.bureau_of_division(connection, command.division_code, command.town)
    new = command.bureau_code or (bureau.code if bureau else "")

    def of(row: Record) -> HandOver | EndApplication:
        if command.premises_moved and not same_city(row["city_code"], command.division_code):
            return EndApplication(command.station_id, _LEFT_THE_CITY, _beginning_of(command.on), row["application_id"])
        return replace(command, application_id=row["application_id"], bureau_code=new or row["bureau_code"])

    handed_over = _each(command.station_id, rows, of)
    if not command.premises_moved:  # A line on the map moved: who was recommended stays so, and keeps the place.
        return handed_over
    return await with_places_of(handed_over, command.station_id, command.on, connection)


def _beginning_of(day: date) -> datetime:
    return datetime.combine(day, time(tzinfo=SHANGHAI))


def _each(station_id: str, rows: list[Record], of: Callable[[Record], HandOver | EndApplication]) -> Prepared:
    """One decision for each application, all in one transaction; for none of them, one that decides nothing."""
    decisions = [
        Prepared(
            decider=APPLICATION,
            stream=application_stream(row["application_id"]),
            command=of(row),
            partition_key=station_id,
            bureau=row["bureau_code"],
            attributes={"jurisdiction": row["division_code"] or ""},
            # The candidates are not frozen between the look-up and the record.
            guards=((season_stream(row["season_id"]), row["season_version"]),),
        )
        for row in rows
    ]
    first, *others = decisions or [Prepared(decider=NOTHING, stream=f"nothing-{station_id}", command=None)]
    return replace(first, also=tuple(others))

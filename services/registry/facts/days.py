"""What the decisions about the calendar and the days need to know."""

from dataclasses import replace
from typing import assert_never

from services.registry.calendar.commands import BeginDays, DaysCommand, PublishCalendar, YearCommand
from services.registry.calendar.decisions import DAYS, YEAR
from services.registry.calendar.holidays import arrangement_of
from shared.access import competence
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = YearCommand | DaysCommand


async def prepare(command: Command, caller: Caller, _connection: Connection) -> Prepared:
    match command:
        case PublishCalendar():
            return publish_calendar(command, caller)
        case BeginDays():
            return begin_days(command, caller)
        case _:
            assert_never(command)


def publish_calendar(command: PublishCalendar, caller: Caller) -> Prepared:
    """Days that are given win over the holiday notices that are known here."""
    competence.require(caller, Level.OPERATOR)
    known = replace(command, arrangement=command.arrangement or arrangement_of(command.year))
    return Prepared(decider=YEAR, stream=f"calendar-{command.year}", command=known)


def begin_days(command: BeginDays, caller: Caller) -> Prepared:
    """Nobody but the registry's own clock begins a day."""
    competence.require(caller)
    return Prepared(decider=DAYS, stream="calendar", command=command)

"""Facts of what the county decides, whether a station goes to its city, and of what the city sends back."""

from dataclasses import replace
from typing import TypeVar, assert_never

from services.application.facts import quota
from services.application.facts.common import Case, case_of, of_application, season_facts
from services.application.filing.commands import (
    ExchangeRecommendation,
    IssueRecommendation,
    PromoteFromReserve,
    RefuseRecommendation,
    ReturnRecommendation,
)
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = (
    IssueRecommendation | RefuseRecommendation | PromoteFromReserve | ExchangeRecommendation | ReturnRecommendation
)

C = TypeVar("C", IssueRecommendation, PromoteFromReserve, ExchangeRecommendation)


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    if isinstance(command, ReturnRecommendation):
        return await _return(command, caller, connection)
    case = await _of_the_county(command.application_id, caller, connection)
    match command:
        case IssueRecommendation():
            issued = _with_facts(command, case)
            if not quota.limits_of(case.season):
                return of_application(issued, case)
            return await quota.recommended_within(issued, case, connection)
        case PromoteFromReserve():
            return await quota.promoted_within(_with_facts(command, case), case, connection)
        case ExchangeRecommendation():
            demoted = await _of_the_county(command.demoted_application_id, caller, connection)
            return await quota.exchanged(_with_facts(command, case), case, demoted, connection)
        case RefuseRecommendation():
            return of_application(command, case)
        case _:
            assert_never(command)


async def _of_the_county(application_id: str, caller: Caller, connection: Connection) -> Case:
    """The case, if it is the caller's bureau's and the caller has no link to its host."""
    case = await case_of(application_id, caller, competence.require_county_of, connection)
    await directory.require_disinterested(connection, caller, case.station.host_id)
    return case


def _with_facts(command: C, case: Case) -> C:
    station = case.station
    season = season_facts(case.season)
    return replace(command, bureau_code=station.bureau_code, station_status=station.status, season=season)


async def _return(command: ReturnRecommendation, caller: Caller, connection: Connection) -> Prepared:
    bureau = await directory.bureau(connection, caller.bureau)

    def of_the_city(who: Caller, station: directory.StationEntry) -> None:
        competence.require_city_of(who, bureau, station.division_code)

    case = await case_of(command.application_id, caller, of_the_city, connection)
    await directory.require_disinterested(connection, caller, case.station.host_id)
    prepared = of_application(replace(command, season=season_facts(case.season)), case)
    return await quota.with_its_place(prepared, command.application_id, case.season_id, command.today, connection)

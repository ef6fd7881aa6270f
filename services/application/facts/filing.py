"""Facts of what a host asks: that its station may stand in a season, or that its application is taken back."""

from dataclasses import replace
from typing import assert_never

from services.application.facts.common import Case, case_of, of_application, season_facts, season_row
from services.application.filing.commands import FileApplication, FilingFacts, WithdrawApplication
from services.application.filing.eligibility import AnotherCitysSeason
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = FileApplication | WithdrawApplication

_SUBMITTED = "SELECT EXISTS (SELECT FROM season_outcomes WHERE season_id = $1 AND submitted_on IS NOT NULL)"
# The chapters of the same city that were opened after the revocation, up to this one.
_SINCE_REVOCATION = """
SELECT (SELECT count(*) FROM seasons AS s
         WHERE s.city_code = this.city_code AND s.opened_on > revoked.day AND s.opened_on <= this.opened_on)
  FROM (SELECT max(revoked_on) AS day FROM revocations WHERE station_id = $1) AS revoked,
       (SELECT city_code, opened_on FROM seasons WHERE season_id = $2) AS this
 WHERE revoked.day IS NOT NULL
"""


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case FileApplication():
            return await _file(command, caller, connection)
        case WithdrawApplication():
            return await _withdraw(command, caller, connection)
        case _:
            assert_never(command)


async def _file(command: FileApplication, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competence.require_host_of(caller, station)
    season = await season_row(command.season_id, connection)
    if not _same_city(season["city_code"], station.division_code):
        raise AnotherCitysSeason(f"{command.season_id} is not the season of the station's city")
    facts = FilingFacts(
        season=season_facts(season),
        host_id=station.host_id,
        bureau_code=station.bureau_code,
        operating_since=station.operating_since,
        seasons_since_revocation=await connection.fetchval(_SINCE_REVOCATION, command.station_id, command.season_id),
    )
    return of_application(replace(command, facts=facts), Case(station, command.season_id, season))


async def _withdraw(command: WithdrawApplication, caller: Caller, connection: Connection) -> Prepared:
    case = await case_of(command.application_id, caller, competence.require_host_of, connection)
    submitted = await connection.fetchval(_SUBMITTED, case.season_id)
    # A host may withdraw whatever its season has come to, so the season is not guarded.
    return replace(of_application(replace(command, list_submitted=submitted), case), guards=())


def _same_city(city_code: str, division_code: str) -> bool:
    return city_code[:4] == division_code[:4]

"""Facts of what a host asks: that its station may stand in a season, or that its application is taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from asyncpg import Record

from services.application.facts.common import Case, of_application, own_case, season_facts, season_row, standard_of
from services.application.facts.quota import with_its_place
from services.application.filing.commands import (
    EnteringCommand,
    FileApplication,
    FileDraft,
    FilingFacts,
    RecordPaper,
    WithdrawApplication,
)
from services.application.filing.eligibility import AnotherCitysSeason
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = EnteringCommand | WithdrawApplication

_SUBMITTED = "SELECT EXISTS (SELECT FROM season_outcomes WHERE season_id = $1 AND submitted_on IS NOT NULL)"
# The chapters of the same city that were opened after the revocation, up to this one.
_SINCE_REVOCATION = """
SELECT (SELECT count(*) FROM seasons AS s
         WHERE s.city_code = this.city_code AND s.opened_on > revoked.day AND s.opened_on <= this.opened_on)
  FROM (SELECT max(revoked_on) AS day FROM revocations
          WHERE station_id = $1 AND set_aside_on IS NULL) AS revoked,
       (SELECT city_code, opened_on FROM seasons WHERE season_id = $2) AS this
 WHERE revoked.day IS NOT NULL
"""
# A title belongs to the station with its host: where another host runs the station, the title has ended.
_HOLDS_A_TITLE = """
SELECT EXISTS (SELECT FROM applications AS a JOIN application_outcomes AS o USING (application_id)
                WHERE a.station_id = $1 AND a.host_id = $2 AND o.certified_on IS NOT NULL
                  AND NOT EXISTS (SELECT FROM revocations AS r WHERE r.certificate_number = o.certificate_number
                                     AND r.set_aside_on IS NULL)
                  AND NOT EXISTS (SELECT FROM lapsed_titles AS l WHERE l.certificate_number = o.certificate_number)
                  AND NOT EXISTS (SELECT FROM ended_titles AS e WHERE e.certificate_number = o.certificate_number))
"""


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    match command:
        case FileApplication():
            return await _enter(command, caller, competence.require_host_of, connection)
        case RecordPaper():
            return await _enter(command, caller, competence.require_county_of, connection)
        case FileDraft():
            return await _file_draft(command, caller, connection)
        case WithdrawApplication():
            return await _withdraw(command, caller, connection)
        case _:
            assert_never(command)


async def filing_facts(station: directory.StationEntry, season: Record, connection: Connection) -> FilingFacts:
    """All that the rules of filing ask about a station and a season."""
    return FilingFacts(
        season=season_facts(season),
        host_id=station.host_id,
        bureau_code=station.bureau_code,
        operating_since=station.operating_since,
        seasons_since_revocation=await connection.fetchval(_SINCE_REVOCATION, station.station_id, season["season_id"]),
        station_status=station.status,
        is_of_the_city=same_city(season["city_code"], station.division_code),
        holds_a_title=await connection.fetchval(_HOLDS_A_TITLE, station.station_id, station.host_id),
    )


async def _enter(
    command: FileApplication | RecordPaper,
    caller: Caller,
    competent: Callable[[Caller, directory.StationEntry], None],
    connection: Connection,
) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competent(caller, station)
    season = await season_row(command.season_id, connection)
    facts = await filing_facts(station, season, connection)
    return of_application(replace(command, facts=facts), Case(station, command.season_id, season))


async def _file_draft(command: FileDraft, caller: Caller, connection: Connection) -> Prepared:
    case = await own_case(command.application_id, caller, connection)
    facts = await filing_facts(case.station, case.season, connection)
    standard = await standard_of(case.season, connection)
    return of_application(replace(command, facts=facts, standard=standard), case)


async def _withdraw(command: WithdrawApplication, caller: Caller, connection: Connection) -> Prepared:
    case = await own_case(command.application_id, caller, connection)
    submitted = await connection.fetchval(_SUBMITTED, case.season_id)
    # A host may withdraw whatever its season has come to, so the season is not guarded.
    withdrawn = replace(of_application(replace(command, list_submitted=submitted), case), guards=())
    return await with_its_place(
        withdrawn, command.application_id, case.season_id, command.received_at.date(), connection
    )


def require_own_city(season: Record, station: directory.StationEntry) -> None:
    """The season is that of the station's own city.

    Raises:
        AnotherCitysSeason: it is not.
    """
    if not same_city(season["city_code"], station.division_code):
        raise AnotherCitysSeason(f"{season['season_id']} is not the season of the station's city")


def same_city(city_code: str, division_code: str) -> bool:
    """Whether the division lies in the city."""
    return city_code[:4] == division_code[:4]

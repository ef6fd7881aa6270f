"""What a decision needs to know, looked up in this service's own tables, and whether the caller is competent."""

from dataclasses import replace
from typing import Any

from asyncpg import Record

from services.application.filing.commands import (
    AcceptApplication,
    CheckVetoes,
    FileApplication,
    FilingCommand,
    FilingFacts,
    IssueRecommendation,
    RecordInspection,
    RefuseRecommendation,
    SeasonFacts,
    WithdrawApplication,
)
from services.application.filing.decisions import APPLICATION, NotFiled
from services.application.filing.eligibility import AnotherCitysSeason
from services.application.names import application_stream, season_stream
from services.application.rules import closing_instant
from services.application.season.commands import (
    ApproveSeason,
    CloseApplications,
    CloseRecommendations,
    DraftSeason,
    OpenSeason,
)
from services.application.season.decisions import SEASON, NoSuchSeason
from services.application.season.state import SeasonStage
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.clock import shanghai
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.application import Candidate, SeasonSettings
from shared.events.registry import BureauLevel
from shared.eventsourcing.handling import Prepared

_SEASON = """
SELECT version, stage, province_code, city_code, settings, opened_on, approval_number FROM seasons WHERE season_id = $1
"""
_APPLICATION = "SELECT season_id, station_id, host_id FROM applications WHERE application_id = $1"
_SUBMITTED = "SELECT EXISTS (SELECT FROM season_outcomes WHERE season_id = $1 AND submitted_on IS NOT NULL)"
_FILED = "SELECT count(*) FROM applications WHERE season_id = $1"
# The chapters of the same city that were opened after the revocation, up to this one.
_SINCE_REVOCATION = """
SELECT (SELECT count(*) FROM seasons AS s
         WHERE s.city_code = this.city_code AND s.opened_on > revoked.day AND s.opened_on <= this.opened_on)
  FROM (SELECT max(revoked_on) AS day FROM revocations WHERE station_id = $1) AS revoked,
       (SELECT city_code, opened_on FROM seasons WHERE season_id = $2) AS this
 WHERE revoked.day IS NOT NULL
"""
_OFFICERS = "SELECT officer_id, bureau_code FROM officers WHERE officer_id = ANY($1)"
# Whatever may still become a recommendation must not have moved while the candidates are being frozen.
_STILL_LIVE = """
SELECT application_id, version FROM applications WHERE season_id = $1 AND stage NOT IN ('refused', 'withdrawn')
"""
_CANDIDATES = """
SELECT a.application_id, a.station_id, a.host_id, s.name AS station_name, h.name AS host_name, s.kind, s.trade,
       s.division_code, a.bureau_code, b.name AS bureau_name, a.filed_at, a.inspectors, a.recommender, a.form_sha256
  FROM applications AS a
  LEFT JOIN stations AS s USING (station_id)
  LEFT JOIN hosts AS h ON h.host_id = a.host_id
  LEFT JOIN bureaus AS b ON b.bureau_code = a.bureau_code
 WHERE a.season_id = $1 AND a.stage = 'recommended'
 ORDER BY a.filed_at, a.application_id
"""

SeasonAct = ApproveSeason | OpenSeason | CloseApplications | CloseRecommendations
CountyAct = AcceptApplication | CheckVetoes | RecordInspection | IssueRecommendation | RefuseRecommendation


async def prepare(command: Any, caller: Caller, connection: Connection) -> Prepared:
    """The command with its facts, after a look at who asks.

    Raises:
        NotKnownHere, NotFound: what is asked about is not known here, or does not exist.
        Forbidden: the caller is not competent.
    """
    match command:
        case DraftSeason():
            return await _draft(command, caller, connection)
        case ApproveSeason() | OpenSeason() | CloseApplications() | CloseRecommendations():
            return await _season_act(command, caller, connection)
        case FileApplication():
            return await _file(command, caller, connection)
        case WithdrawApplication():
            return await _withdraw(command, caller, connection)
        case AcceptApplication() | CheckVetoes() | RecordInspection() | IssueRecommendation() | RefuseRecommendation():
            return await _county_act(command, caller, connection)
        case _:
            raise TypeError(f"this service carries out no {type(command).__name__}")


async def _draft(command: DraftSeason, caller: Caller, connection: Connection) -> Prepared:
    bureau = await directory.the_bureau(connection, caller.bureau)
    competence.require_province_of(caller, bureau, command.city_code)
    await _city_bureau(command.city_code, connection)
    return Prepared(
        decider=SEASON,
        stream=season_stream(command.season_id),
        command=replace(command, province_code=bureau.division_code),
        attributes={"jurisdiction": bureau.division_code},
    )


async def _season_act(command: SeasonAct, caller: Caller, connection: Connection) -> Prepared:
    season = await connection.fetchrow(_SEASON, command.season_id)
    if season is None:
        raise NoSuchSeason(f"there is no season {command.season_id}")
    if caller.level is not Level.SERVICE:
        bureau = await directory.the_bureau(connection, caller.bureau)
        competence.require_province_of(caller, bureau, season["city_code"])
    prepared = Prepared(
        decider=SEASON,
        stream=season_stream(command.season_id),
        command=command,
        attributes={"jurisdiction": season["province_code"], "settingsversion": _settings_version(command.season_id)},
    )
    match command:
        case ApproveSeason():
            number = {"documentno": command.approval_number} if command.approval_number else {}
            return replace(prepared, attributes={**prepared.attributes, **number})
        case OpenSeason():
            return prepared
        case CloseApplications():
            filed = await connection.fetchval(_FILED, command.season_id)
            return await _automatic(replace(prepared, command=replace(command, filed=filed)), season, connection)
        case CloseRecommendations():
            return await _hand_over(prepared, command, season, connection)


async def _hand_over(
    prepared: Prepared, command: CloseRecommendations, season: Record, connection: Connection
) -> Prepared:
    """The candidates in the order of their filing, with the names of the day; nothing may move meanwhile."""
    live = await connection.fetch(_STILL_LIVE, command.season_id)
    rows = await connection.fetch(_CANDIDATES, command.season_id)
    candidates = tuple(_candidate(row) for row in rows)
    frozen = replace(
        prepared,
        command=replace(command, candidates=candidates),
        guards=tuple((application_stream(row["application_id"]), row["version"]) for row in live),
    )
    return await _automatic(frozen, season, connection)


def _candidate(row: Record) -> Candidate:
    if None in row.values():  # A name that is not known here yet: the set is frozen a day later, and whole.
        raise NotKnownHere(f"not all names of {row['application_id']} are known here")
    return Candidate.model_validate(dict(row) | {"filed_at": shanghai(row["filed_at"])})


async def _automatic(prepared: Prepared, season: Record, connection: Connection) -> Prepared:
    """What comes by the day alone is done in the name of the city's bureau."""
    city = await _city_bureau(season["city_code"], connection)
    attributes = {**prepared.attributes, "jurisdiction": season["city_code"]}
    return replace(prepared, bureau=city.code, bureauname=city.name, attributes=attributes)


async def _city_bureau(city_code: str, connection: Connection) -> directory.Bureau:
    bureau = await directory.bureau_of_division(connection, city_code)
    if bureau is None or bureau.level is not BureauLevel.CITY:
        raise NotKnownHere(f"no city's bureau is known here for {city_code}")
    return bureau


async def _file(command: FileApplication, caller: Caller, connection: Connection) -> Prepared:
    station = await directory.the_station(connection, command.station_id)
    competence.require_host_of(caller, station)
    season = await connection.fetchrow(_SEASON, command.season_id)
    if season is None:
        raise NoSuchSeason(f"there is no season {command.season_id}")
    if not _same_city(season["city_code"], station.division_code):
        raise AnotherCitysSeason(f"{command.season_id} is not the season of the station's city")
    facts = FilingFacts(
        season=_season_facts(season),
        host_id=station.host_id,
        bureau_code=station.bureau_code,
        operating_since=station.operating_since,
        seasons_since_revocation=await connection.fetchval(_SINCE_REVOCATION, command.station_id, command.season_id),
    )
    return _of_application(replace(command, facts=facts), station, command.season_id, season)


async def _county_act(command: CountyAct, caller: Caller, connection: Connection) -> Prepared:
    application = await _application(command.application_id, connection)
    station = await directory.the_station(connection, application["station_id"])
    competence.require_county_of(caller, station)
    season = await connection.fetchrow(_SEASON, application["season_id"])
    assert season is not None, "an application is filed in a season of this very store"
    season_facts = _season_facts(season)
    prepared = _of_application(command, station, application["season_id"], season)
    match command:
        case RecordInspection():
            officers = await _officers_of(station.bureau_code, command.inspectors, connection)
            return replace(prepared, command=replace(command, officers=officers, season=season_facts))
        case IssueRecommendation():
            recommend = replace(command, bureau_code=station.bureau_code, season=season_facts)
            return replace(prepared, command=recommend)
        case AcceptApplication() | CheckVetoes():
            return replace(prepared, command=replace(command, season=season_facts))
        case RefuseRecommendation():
            return prepared


async def _withdraw(command: WithdrawApplication, caller: Caller, connection: Connection) -> Prepared:
    application = await _application(command.application_id, connection)
    station = await directory.the_station(connection, application["station_id"])
    competence.require_host_of(caller, station)
    season = await connection.fetchrow(_SEASON, application["season_id"])
    assert season is not None, "an application is filed in a season of this very store"
    submitted = await connection.fetchval(_SUBMITTED, application["season_id"])
    withdraw = replace(command, list_submitted=submitted)
    return replace(_of_application(withdraw, station, application["season_id"], season), guards=())


async def _application(application_id: str, connection: Connection) -> Record:
    application = await connection.fetchrow(_APPLICATION, application_id)
    if application is None:
        raise NotFiled(f"there is no application {application_id}")
    return application


async def _officers_of(bureau_code: str, inspectors: tuple[str, ...], connection: Connection) -> frozenset[str]:
    posted = {row["officer_id"]: row["bureau_code"] for row in await connection.fetch(_OFFICERS, list(inspectors))}
    unknown = [inspector for inspector in inspectors if inspector not in posted]
    if unknown:
        raise NotKnownHere(f"no officer {', '.join(unknown)} is known here")
    return frozenset(officer for officer, bureau in posted.items() if bureau == bureau_code)


def _of_application(
    command: FilingCommand, station: directory.StationEntry, season_id: str, season: Record
) -> Prepared:
    """An act on a station's application. The season must not have moved on between the look-up and the record."""
    return Prepared(
        decider=APPLICATION,
        stream=application_stream(command.application_id),
        command=command,
        partition_key=station.station_id,
        attributes={"jurisdiction": station.division_code, "settingsversion": _settings_version(season_id)},
        guards=((season_stream(season_id), season["version"]),),
    )


def _season_facts(season: Record) -> SeasonFacts:
    settings = SeasonSettings.model_validate_json(season["settings"])
    return SeasonFacts(
        opened_on=season["opened_on"],
        closes_at=closing_instant(settings),
        recommendations_due_on=settings.recommendations_due_on,
        recommendations_closed=season["stage"] == SeasonStage.RECOMMENDATIONS_CLOSED,
        inspectors_required=settings.inspectors_required,
        operating_days_required=settings.operating_days_required,
        bar_seasons_after_revocation=settings.bar_seasons_after_revocation,
    )


def _settings_version(season_id: str) -> str:
    """The settings are those of the season's draft, the first event of its stream."""
    return f"{season_stream(season_id)}@1"


def _same_city(city_code: str, division_code: str) -> bool:
    return city_code[:4] == division_code[:4]

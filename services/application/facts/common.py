"""The look-ups that more than one module of facts makes: a season, an application's case, a bureau, officers."""

from collections.abc import Callable
from dataclasses import dataclass

import orjson
from asyncpg import Record

from services.application.filing.commands import FilingCommand, SeasonFacts
from services.application.filing.decisions import APPLICATION
from services.application.filing.forms import Standard
from services.application.filing.standing import NotFiled
from services.application.names import application_stream, season_stream
from services.application.rules import closing_instant
from services.application.season.standing import NoSuchSeason
from services.application.season.state import SeasonStage
from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.application import SeasonSettings
from shared.events.registry import BureauLevel
from shared.eventsourcing.handling import Prepared

_SEASON = """
SELECT season_id, version, settings_version, stage, year, parent_id, province_code, city_code, settings, opened_on,
       approval_number
  FROM seasons WHERE season_id = $1
"""
_APPLICATION = "SELECT season_id, station_id FROM applications WHERE application_id = $1"
_DRAFT = "SELECT season_id, station_id FROM drafts WHERE application_id = $1"
_STANDARD = "SELECT items FROM rubrics WHERE rubric_id = $1"
_OFFICERS = "SELECT officer_id, bureau_code FROM officers WHERE officer_id = ANY($1)"


@dataclass(frozen=True, slots=True)
class Case:
    """A station's application in a season, or its wish for one; `season` is the season's row."""

    station: directory.StationEntry
    season_id: str
    season: Record


async def season_row(season_id: str, connection: Connection) -> Record:
    """The season as it stands.

    Raises:
        NoSuchSeason: nobody has drafted it.
    """
    season = await connection.fetchrow(_SEASON, season_id)
    if season is None:
        raise NoSuchSeason(f"there is no season {season_id}")
    return season


async def case_of(
    application_id: str,
    caller: Caller,
    competent: Callable[[Caller, directory.StationEntry], None],
    connection: Connection,
) -> Case:
    """The case of an application that was filed, after a look at who asks.

    Raises:
        NotFiled: there is no such application; a draft is none.
        NotKnownHere: its station is not known here.
        Forbidden: `competent` says that the case is not the caller's.
    """
    application = await connection.fetchrow(_APPLICATION, application_id)
    return await _case(application, application_id, caller, competent, connection)


async def own_case(application_id: str, caller: Caller, connection: Connection) -> Case:
    """The case of the caller's own application, be it a draft still.

    Raises:
        NotFiled: there is no such application.
        NotKnownHere: its station is not known here.
        Forbidden: it is not of the caller's station.
    """
    application = await connection.fetchrow(_APPLICATION, application_id)
    if application is None:
        application = await connection.fetchrow(_DRAFT, application_id)
    return await _case(application, application_id, caller, competence.require_host_of, connection)


async def _case(
    application: Record | None,
    application_id: str,
    caller: Caller,
    competent: Callable[[Caller, directory.StationEntry], None],
    connection: Connection,
) -> Case:
    if application is None:
        raise NotFiled(f"there is no application {application_id}")
    station = await directory.the_station(connection, application["station_id"])
    competent(caller, station)
    season = await connection.fetchrow(_SEASON, application["season_id"])
    assert season is not None, "an application is filed in a season of this very store"
    return Case(station, application["season_id"], season)


async def city_bureau(city_code: str, connection: Connection) -> directory.Bureau:
    bureau = await directory.bureau_of_division(connection, city_code)
    if bureau is None or bureau.level is not BureauLevel.CITY:
        raise NotKnownHere(f"no city's bureau is known here for {city_code}")
    return bureau


async def officers_of(bureau_code: str, officers: tuple[str, ...], connection: Connection) -> frozenset[str]:
    """Those of the officers who are posted at the bureau.

    Raises:
        NotKnownHere: somebody is posted nowhere, as far as is known here.
    """
    posted = {row["officer_id"]: row["bureau_code"] for row in await connection.fetch(_OFFICERS, list(officers))}
    unknown = [officer for officer in officers if officer not in posted]
    if unknown:
        raise NotKnownHere(f"no officer {', '.join(unknown)} is known here")
    return frozenset(officer for officer, bureau in posted.items() if bureau == bureau_code)


async def standard_of(season: Record, connection: Connection) -> Standard:
    """The season's version of the standard, whose items come in their order.

    Raises:
        NotKnownHere: it has not been heard of yet.
    """
    rubric_id = SeasonSettings.model_validate_json(season["settings"]).rubric_id
    items = await connection.fetchval(_STANDARD, rubric_id)
    if items is None:
        raise NotKnownHere(f"the standard {rubric_id} is not known here")
    return Standard(rubric_id, {item["code"]: item["weight"] for item in orjson.loads(items)})


def season_facts(season: Record) -> SeasonFacts:
    settings = SeasonSettings.model_validate_json(season["settings"])
    return SeasonFacts(
        opened_on=season["opened_on"],
        closes_at=closing_instant(settings),
        recommendations_due_on=settings.recommendations_due_on,
        recommendations_closed=season["stage"] in {SeasonStage.RECOMMENDATIONS_CLOSED, SeasonStage.CLOSED},
        inspectors_required=settings.inspectors_required,
        operating_days_required=settings.operating_days_required,
        bar_seasons_after_revocation=settings.bar_seasons_after_revocation,
        correction_working_days=settings.correction_working_days,
        paper_counts_by=settings.paper_counts_by,
    )


def of_application(command: FilingCommand, case: Case) -> Prepared:
    """An act on a station's application. The season must not have moved on between the look-up and the record."""
    return Prepared(
        decider=APPLICATION,
        stream=application_stream(command.application_id),
        command=command,
        partition_key=case.station.station_id,
        attributes={"jurisdiction": case.station.division_code, "settingsversion": settings_version(case.season)},
        guards=((season_stream(case.season_id), case.season["version"]),),
    )


def settings_version(season: Record) -> str:
    """Which settings an act rests on: the last event of the season's stream that set any."""
    return f"{season_stream(season['season_id'])}@{season['settings_version']}"

"""What every act on a season looks up: its row, its parent, and whether the caller is competent for it."""

from dataclasses import replace

from asyncpg import Record

from services.application.facts.common import season_row, settings_version
from services.application.names import season_stream
from services.application.season.commands import Parent, SeasonCommand
from services.application.season.decisions import SEASON
from services.application.season.state import SeasonStage
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.application import SeasonApproved, SeasonSettings
from shared.events.registry import BureauLevel
from shared.eventsourcing.handling import Prepared

Guards = tuple[tuple[str, int], ...]

_PARENT = """
SELECT season_id, version, stage, settings, issuer, organiser_level, document_date, document_sha256, approval_number
  FROM seasons WHERE season_id = $1
"""


async def of_season(
    command: SeasonCommand, caller: Caller, connection: Connection, *levels: Level
) -> tuple[Prepared, Record]:
    """An act on a drafted season, by its bureau on one of these levels or by the clock, and the season's row.

    Raises:
        NoSuchSeason: nobody has drafted it.
        NotKnownHere: the caller's bureau is not known here.
        Forbidden: the season is not the caller's.
    """
    season = await season_row(command.season_id, connection)
    if caller.level is not Level.SERVICE:
        await require_competent(caller, season["city_code"], connection, *levels)
    at = season["city_code"] if caller.level is Level.CITY else season["province_code"]
    prepared = Prepared(
        decider=SEASON,
        stream=season_stream(command.season_id),
        command=command,
        attributes={"jurisdiction": at, "settingsversion": settings_version(season)},
    )
    return prepared, season


async def require_competent(caller: Caller, city_code: str, connection: Connection, *levels: Level) -> directory.Bureau:
    """The caller's bureau, which is competent for that city on one of these levels.

    Raises:
        NotKnownHere: the bureau is not known here.
        Forbidden: it is not competent.
    """
    competence.require(caller, *levels)
    bureau = await directory.the_bureau(connection, caller.bureau)
    competence.require_over(caller, bureau, city_code)
    return bureau


async def automatic(prepared: Prepared, division_code: str, connection: Connection) -> Prepared:
    """What comes by the day or by an event alone is done in the name of the division's bureau."""
    bureau = await directory.bureau_of_division(connection, division_code)
    if bureau is None:
        raise NotKnownHere(f"no bureau is known here for {division_code}")
    attributes = {**prepared.attributes, "jurisdiction": division_code}
    return replace(prepared, bureau=bureau.code, bureauname=bureau.name, attributes=attributes)


async def parent_of(parent_id: str, connection: Connection) -> tuple[Parent | None, Guards]:
    """The season of the province as it stands, if there is one, which must not move before the act is recorded."""
    row = await connection.fetchrow(_PARENT, parent_id) if parent_id else None
    if row is None:
        return None, ()
    parent = Parent(
        season_id=row["season_id"],
        stage=SeasonStage(row["stage"]),
        settings=SeasonSettings.model_validate_json(row["settings"]),
        approval=_approval(row),
    )
    return parent, ((season_stream(parent_id), row["version"]),)


def _approval(row: Record) -> SeasonApproved | None:
    if row["document_date"] is None:
        return None
    return SeasonApproved(
        season_id=row["season_id"],
        issuer=row["issuer"],
        organiser_level=BureauLevel(row["organiser_level"]),
        document_date=row["document_date"],
        document_sha256=row["document_sha256"],
        approval_number=row["approval_number"],
    )

"""What this service knows of bureaus, officers, hosts and stations, projected from the registry's events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from asyncpg import Record

from shared.access.competence import NotAnOfficerHere, Recused
from shared.access.directory_projection import project
from shared.access.roles import BUREAUS, Caller, Level
from shared.access.towns import same_town
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.registry import BureauLevel, StationKind
from shared.workdays import WorkingCalendar

__all__ = [
    "SCHEMA",
    "Acting",
    "Bureau",
    "Host",
    "StationEntry",
    "acting",
    "bureau",
    "bureau_of_division",
    "calendar",
    "host",
    "project",
    "require_disinterested",
    "station",
    "station_ids_of",
    "stations",
    "the_bureau",
    "the_host",
    "the_station",
]

SCHEMA = Path(__file__).parent / "directory_schema"
"""The tables of every service's database that hold what it knows of the registry."""

_BUREAU_COLUMNS = "bureau_code, name, level, division_code, established_on, heir, towns"
_BUREAU = f"SELECT {_BUREAU_COLUMNS} FROM bureaus WHERE bureau_code = $1"  # noqa: S608 (constants of ours)
_HOST = "SELECT host_id, name, division_code FROM hosts WHERE host_id = $1"
_STATIONS = """
SELECT station_id, host_id, name, kind, trade, division_code, town, bureau_code, operating_since, registered_on, status
  FROM stations
 WHERE station_id = ANY($1) AND registered_on IS NOT NULL AND bureau_code <> ''
"""
_STATION_IDS = "SELECT station_id FROM stations WHERE host_id = $1"
# A bureau with towns of its own goes before the one of the whole division; one that was succeeded goes nowhere, and
# its place in the order is its heir's: a newcomer for the same land does not go before the heir.
_OF_DIVISION = f"""
SELECT {_BUREAU_COLUMNS} FROM bureaus
 WHERE division_code = $1 AND level <> 'office' AND heir = ''
 ORDER BY towns = '{{}}', (
     SELECT min(own.established_on) FROM bureaus AS own
      WHERE own.division_code = $1 AND bureaus.bureau_code IN (own.bureau_code, own.heir)
 ), bureau_code
"""  # noqa: S608 (constants of ours)
_LINKED = "SELECT officer_id FROM interests WHERE host_id = $1 AND stands"
_INTERESTED = "SELECT EXISTS (SELECT FROM interests WHERE officer_id = $1 AND host_id = $2 AND stands)"
_ACTING = """
SELECT bureaus.name, bureaus.level, bureaus.division_code, bureaus.towns,
       officers.bureau_code AS posted_at, officers.post,
       EXISTS (SELECT FROM mandates WHERE principal_code = $1 AND kind = 'taken-up') AS loses_cases
  FROM bureaus LEFT JOIN officers ON officers.officer_id = $2
 WHERE bureaus.bureau_code = $1
"""
_YEARS = "SELECT year FROM calendar_years"
_DAYS = "SELECT day, is_working FROM calendar_days"


@dataclass(frozen=True, slots=True)
class Bureau:
    """A bureau, with its name of the day and the division over which it is competent.

    `heir` is the bureau that has its powers today, where it was succeeded; `towns` are those of the division for which
    alone it is competent.
    """

    code: str
    name: str
    level: BureauLevel
    division_code: str
    established_on: date
    heir: str = ""
    towns: tuple[str, ...] = ()

    def serves(self, town: str) -> bool:
        """Whether it is competent for that town of its division; unknown towns belong to the whole division's."""
        return not self.towns or any(same_town(town, own) for own in self.towns)


@dataclass(frozen=True, slots=True)
class Host:
    """A host enterprise."""

    host_id: str
    name: str
    division_code: str


@dataclass(frozen=True, slots=True)
class StationEntry:
    """A registered station, with the bureau that is competent for it."""

    station_id: str
    host_id: str
    name: str
    kind: StationKind
    trade: str
    division_code: str
    town: str
    bureau_code: str
    operating_since: date
    registered_on: date
    status: str = "active"
    """`active`, `suspended` or `closed`."""


@dataclass(frozen=True, slots=True)
class Acting:
    """For whom a caller acts: the bureau or host by its name of the day, and the officer's post there."""

    name: str
    division_code: str
    level: Level
    post: str = ""
    towns: tuple[str, ...] = ()
    """The towns of the division for which alone the bureau is competent, where there are such."""
    loses_cases: bool = False
    """Whether a higher bureau has ever taken up cases of this one."""


async def acting(connection: Connection, caller: Caller) -> Acting:
    """For whom the caller acts, as this service knows it; one query.

    Who holds a mandate was found posted at their own bureau when it was looked up, and acts for the other one.

    Raises:
        NotKnownHere: the bureau, the officer or the host is not known here (yet).
        NotAnOfficerHere: the officer is posted at another bureau than the token says.
    """
    if caller.mandates:
        principal = await the_bureau(connection, caller.bureau)
        return Acting(principal.name, principal.division_code, caller.level, caller.post)
    if caller.level in BUREAUS:
        return _officer(caller, await connection.fetchrow(_ACTING, caller.bureau, caller.subject))
    if caller.level is Level.ENTERPRISE:
        acting_for = await the_host(connection, caller.bureau)
        return Acting(acting_for.name, acting_for.division_code, caller.level, caller.post)
    return Acting("", "", caller.level, caller.post)


def _officer(caller: Caller, row: Record | None) -> Acting:
    if row is None:
        raise NotKnownHere(f"Bureau {caller.bureau or 'without a code'} is not known here.")
    name, level, division_code, towns, posted_at, post, loses_cases = row
    if posted_at is None:
        raise NotKnownHere(f"Officer {caller.subject} is not known here.")
    if posted_at != caller.bureau or level != caller.level:
        raise NotAnOfficerHere(f"Officer {caller.subject} is not posted at {caller.bureau} on this level.")
    return Acting(name, division_code, caller.level, post, tuple(towns), loses_cases)


async def bureau(connection: Connection, code: str) -> Bureau | None:
    """The bureau of that code."""
    row = await connection.fetchrow(_BUREAU, code)
    return None if row is None else _bureau(row)


async def the_bureau(connection: Connection, code: str) -> Bureau:
    """The bureau of that code, which must be known.

    Raises:
        NotKnownHere: it is not.
    """
    found = await bureau(connection, code)
    if found is None:
        raise NotKnownHere(f"Bureau {code} is not known here.")
    return found


async def bureau_of_division(connection: Connection, division_code: str, town: str = "") -> Bureau | None:
    """The bureau that is competent today for that division, or for that town in it."""
    bureaus = map(_bureau, await connection.fetch(_OF_DIVISION, division_code))
    return next((each for each in bureaus if each.serves(town)), None)


async def require_disinterested(connection: Connection, caller: Caller, host_id: str) -> None:
    """The officer has declared no link to the host that still stands.

    Raises:
        Recused: one stands.
    """
    if caller.level in BUREAUS and await connection.fetchval(_INTERESTED, caller.subject, host_id):
        raise Recused(f"Officer {caller.subject} has declared an interest in host {host_id}.")


async def linked(connection: Connection, host_id: str) -> frozenset[str]:
    """The officers who have declared a link to the host that still stands."""
    return frozenset(row["officer_id"] for row in await connection.fetch(_LINKED, host_id))


def _bureau(row: Record) -> Bureau:
    code, name, level, division_code, established_on, heir, towns = row
    return Bureau(code, name, BureauLevel(level), division_code, established_on, heir, tuple(towns))


async def host(connection: Connection, host_id: str) -> Host | None:
    """The host of that id."""
    row = await connection.fetchrow(_HOST, host_id)
    return None if row is None else Host(row["host_id"], row["name"], row["division_code"])


async def the_host(connection: Connection, host_id: str) -> Host:
    """The host of that id, which must be known.

    Raises:
        NotKnownHere: it is not.
    """
    found = await host(connection, host_id)
    if found is None:
        raise NotKnownHere(f"Host {host_id or 'without an id'} is not known here.")
    return found


async def stations(connection: Connection, station_ids: Iterable[str]) -> dict[str, StationEntry]:
    """Those of the stations that are known, by their ids; one query."""
    rows = await connection.fetch(_STATIONS, list(station_ids))
    return {row["station_id"]: _station(row) for row in rows}


async def station_ids_of(connection: Connection, host_id: str) -> frozenset[str]:
    """The ids of all stations that the host runs, or did run to their end."""
    return frozenset(row["station_id"] for row in await connection.fetch(_STATION_IDS, host_id))


async def station(connection: Connection, station_id: str) -> StationEntry | None:
    """The station of that id, once its competent bureau is known, too."""
    return (await stations(connection, [station_id])).get(station_id)


async def the_station(connection: Connection, station_id: str) -> StationEntry:
    """The station of that id, which must be known.

    Raises:
        NotKnownHere: it is not.
    """
    found = await station(connection, station_id)
    if found is None:
        raise NotKnownHere(f"Station {station_id} is not known here.")
    return found


def _station(row: Record) -> StationEntry:
    return StationEntry(**dict(row) | {"kind": StationKind(row["kind"])})


async def calendar(connection: Connection) -> WorkingCalendar:
    """The working days of every year that was published."""
    years = await connection.fetch(_YEARS)
    days = await connection.fetch(_DAYS)
    return WorkingCalendar(frozenset(row["year"] for row in years), {row["day"]: row["is_working"] for row in days})

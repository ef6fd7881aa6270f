"""What can be asked about places: the register as it stood on a day, and which stations a change leaves open."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from asyncpg import Record
from pydantic import BaseModel

from services.registry.queries.stations import Filters
from shared.database import Connection
from shared.events.registry import StationKind

# Place, host and name are those of the end of the day; a kind or a trade that was corrected was always as it is now.
_THEN = """
SELECT stations.station_id, hosted.host_id, named.name, stations.kind, stations.trade, place.division_code, place.town,
       place.bureau_code, stations.operating_since, stations.registered_on
  FROM stations
  CROSS JOIN LATERAL (SELECT division_code, town, bureau_code FROM station_places
                       WHERE station_id = stations.station_id AND since <= $1 ORDER BY since DESC LIMIT 1) AS place
  CROSS JOIN LATERAL (SELECT name FROM station_names
                       WHERE station_id = stations.station_id AND since <= $1 ORDER BY version DESC LIMIT 1) AS named
  CROSS JOIN LATERAL (SELECT host_id FROM station_hosts
                       WHERE station_id = stations.station_id AND since <= $1 ORDER BY version DESC LIMIT 1) AS hosted
  LEFT JOIN station_closures ON station_closures.station_id = stations.station_id
 WHERE stations.registered_on <= $1 AND (closed_on IS NULL OR closed_on > $1)
"""
_REGISTER_THEN = f"""
{_THEN}
   AND stations.station_id IN (SELECT station_id FROM station_places WHERE division_code LIKE $2 || '%' AND since <= $1)
   AND place.division_code LIKE $2 || '%'
   AND ($3::text IS NULL OR stations.kind = $3)
   AND ($4::text IS NULL OR stations.trade = $4)
   AND ($5::text IS NULL OR hosted.host_id = $5)
   AND ($6::text IS NULL OR place.town = $6)
   AND ($7::text[] IS NULL OR place.bureau_code = ANY($7))
   AND ($8::text IS NULL OR strpos(named.name, $8) > 0)
   AND ($9::text IS NULL OR (place.division_code, stations.station_id) > ($9, $10::text))
 ORDER BY place.division_code, stations.station_id
 LIMIT $11
"""  # noqa: S608 (constants of ours)
_STATION_THEN = f"{_THEN} AND stations.station_id = $2"
_SUCCESSIONS = "SELECT bureau_code, successor_code FROM bureau_successions WHERE succeeded_on <= $1"
_NAMES = "SELECT bureau_code, name FROM bureaus WHERE bureau_code = ANY($1)"

# Stations on land that a change has moved for which it has not been settled yet where they stand since.
_OPEN = """
SELECT stations.station_id, stations.name, stations.host_id, stations.division_code, stations.town,
       stations.bureau_code, place.since, change_id, document_number, effective_on,
       (SELECT version FROM events WHERE stream_id = 'station-' || stations.station_id
         ORDER BY version DESC LIMIT 1) AS version
  FROM stations
  JOIN division_changes ON EXISTS (SELECT FROM division_moves WHERE division_moves.from_code = stations.division_code
                                      AND division_moves.change_id = division_changes.change_id)
  CROSS JOIN LATERAL (SELECT since FROM station_places
                       WHERE station_id = stations.station_id ORDER BY since DESC LIMIT 1) AS place
 WHERE stations.registered_on IS NOT NULL AND stations.bureau_code <> '' AND stations.status <> 'closed'
   AND NOT EXISTS (SELECT FROM division_resolutions AS settled
                    WHERE settled.station_id = stations.station_id AND settled.change_id = division_changes.change_id)
"""
_OPEN_OF_CHANGE = f"""
{_OPEN} AND change_id = $1 AND stations.station_id > $2 ORDER BY stations.station_id LIMIT $3
"""
_COUNT_OF_CHANGE = f"SELECT count(*) FROM ({_OPEN} AND change_id = $1) AS open"  # noqa: S608 (constants of ours)
_OPEN_OF_STATION = f"{_OPEN} AND stations.station_id = $1 ORDER BY effective_on, change_id"
_UNRESOLVED = f"""
{_OPEN} AND place.since < effective_on AND stations.division_code LIKE $1 || '%'
   AND ($2::text IS NULL OR (stations.station_id, change_id) > ($2, $3::text))
 ORDER BY stations.station_id, change_id LIMIT $4
"""


class StationThen(BaseModel):
    """A station as the register showed it at the end of a day, with the name that its bureau bore then."""

    station_id: str
    host_id: str
    name: str
    kind: StationKind
    trade: str
    division_code: str
    town: str
    bureau_code: str
    bureau_name: str
    operating_since: date
    registered_on: date


class OpenPlace(BaseModel):
    """A station on land that a change has moved; `since` is the day since when its place is what is written."""

    station_id: str
    name: str
    host_id: str
    division_code: str
    town: str
    bureau_code: str
    since: date
    change_id: str
    document_number: str
    effective_on: date
    version: int


async def register_then(
    connection: Connection,
    day: date,
    *,
    division: str,
    filters: Filters,
    after: Sequence[object],
    limit: int,
) -> list[StationThen]:
    """The register at the end of a day, behind a place in it. `division` is the beginning of a code, perhaps empty."""
    successions = await _successions(connection, day)
    asked = (filters.kind, filters.trade, filters.host_id, filters.town)
    bureaus = None if filters.bureau_code is None else _powers_of(filters.bureau_code, successions)
    rows = await connection.fetch(_REGISTER_THEN, day, division, *asked, bureaus, filters.name, *after, limit)
    return await _with_bureaus(connection, successions, rows)


async def station_then(connection: Connection, station_id: str, day: date) -> StationThen | None:
    """One station at the end of a day; None where it was not on the register."""
    rows = await connection.fetch(_STATION_THEN, day, station_id)
    found = await _with_bureaus(connection, await _successions(connection, day), rows)
    return found[0] if found else None


async def _successions(connection: Connection, day: date) -> dict[str, str]:
    """Who had succeeded whom by the end of the day."""
    return {row["bureau_code"]: row["successor_code"] for row in await connection.fetch(_SUCCESSIONS, day)}


async def _with_bureaus(
    connection: Connection, successions: Mapping[str, str], rows: Sequence[Record]
) -> list[StationThen]:
    """A bureau that had been succeeded by then was competent through its successor."""
    competent = {row["bureau_code"]: _heir(row["bureau_code"], successions) for row in rows}
    names = {row["bureau_code"]: row["name"] for row in await connection.fetch(_NAMES, list(competent.values()))}
    return [
        StationThen(**dict(row) | {"bureau_code": code, "bureau_name": names.get(code, "")})
        for row in rows
        for code in (competent[row["bureau_code"]],)
    ]


def _powers_of(bureau_code: str, successions: Mapping[str, str]) -> list[str]:
    """The bureaus whose powers that one had: its own, unless it had been succeeded itself, and all before it."""
    return [code for code in {bureau_code, *successions} if _heir(code, successions) == bureau_code]


def _heir(code: str, successions: Mapping[str, str]) -> str:
    while code in successions:
        code = successions[code]
    return code


async def open_of_change(connection: Connection, change_id: str, after: str, limit: int) -> list[OpenPlace]:
    """The stations that the change has not been followed for yet, behind one of them."""
    return _open(await connection.fetch(_OPEN_OF_CHANGE, change_id, after, limit))


async def count_open(connection: Connection, change_id: str) -> int:
    """How many stations the change has not been followed for yet."""
    found: int = await connection.fetchval(_COUNT_OF_CHANGE, change_id)
    return found


async def open_of_station(connection: Connection, station_id: str) -> list[OpenPlace]:
    """The changes that have not been followed for the station yet, the first one first."""
    return _open(await connection.fetch(_OPEN_OF_STATION, station_id))


async def unresolved(connection: Connection, division: str, after: Sequence[object], limit: int) -> list[OpenPlace]:
    """Stations that stood on changed land before the change and are not settled, behind one of them."""
    return _open(await connection.fetch(_UNRESOLVED, division, *after, limit))


def _open(rows: Iterable[Record]) -> list[OpenPlace]:
    return [OpenPlace(**dict(row)) for row in rows]

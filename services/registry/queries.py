"""What can be asked of the registry. Reads the directory and the tables that `projections.py` keeps."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from shared.database import Connection
from shared.events.registry import BureauLevel, Size, StationKind, StationPost

_STATION_COLUMNS = """
stations.station_id, stations.host_id, stations.name, stations.kind, stations.trade, stations.division_code,
stations.town, stations.bureau_code, stations.operating_since, stations.registered_on
"""
# A filter that was not given is NULL. The order is that of the index stations_by_division.
_STATIONS = f"""
SELECT {_STATION_COLUMNS} FROM stations
 WHERE registered_on IS NOT NULL AND bureau_code <> ''
   AND division_code LIKE $1 || '%'
   AND ($2::text IS NULL OR kind = $2)
   AND ($3::text IS NULL OR trade = $3)
   AND ($4::text IS NULL OR host_id = $4)
   AND ($5::text IS NULL OR (division_code, station_id) > ($5, $6::text))
 ORDER BY division_code, station_id
 LIMIT $7
"""  # noqa: S608 (constants of ours)
_STATION = f"""
SELECT {_STATION_COLUMNS}, hosts.name AS host_name, sizes.area_m2, sizes.stalls, sizes.staff, sizes.stars,
       (SELECT version FROM events WHERE stream_id = 'station-' || $1 ORDER BY version DESC LIMIT 1) AS version
  FROM stations
  JOIN hosts USING (host_id)
  JOIN station_sizes AS sizes USING (station_id)
 WHERE stations.station_id = $1
"""  # noqa: S608 (constants of ours)
_STAFF = """
SELECT staff_id, name, posts, appointed_on FROM staff WHERE station_id = $1 ORDER BY appointed_on, staff_id
"""
_SURVEYS = """
SELECT year, hardware_ready, rules_ready, staff_ready, results_ready, wants_to_compete, remarks, surveyed_on
  FROM surveys WHERE station_id = $1 ORDER BY year
"""
_CULTIVATIONS = "SELECT year, measures, started_on FROM cultivations WHERE station_id = $1 ORDER BY year"
_GUIDANCES = """
SELECT guidance_id, topic, summary, given_on FROM guidances WHERE station_id = $1 ORDER BY given_on, guidance_id
"""
_TRAININGS = """
SELECT training_id, topic, held_on FROM trainings WHERE station_ids @> ARRAY[$1] ORDER BY held_on, training_id
"""
_HOST = """
SELECT host_id, name, registration_number, division_code, registered_on,
       (SELECT version FROM events WHERE stream_id = 'host-' || $1 ORDER BY version DESC LIMIT 1) AS version
  FROM hosts
 WHERE host_id = $1
"""
_BUREAUS = """
SELECT bureau_code, name, level, division_code, established_on FROM bureaus
 WHERE $1::text IS NULL OR bureau_code > $1 ORDER BY bureau_code LIMIT $2
"""


class StationRow(BaseModel):
    """A station as the public register shows it."""

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


class StationPage(StationRow):
    """One station with what the public may know of it."""

    host_name: str
    size: Size
    version: int


class StaffMember(BaseModel):
    """Somebody on the staff of a station. The name is personal: None where it is not the reader's business."""

    staff_id: str
    name: str | None
    posts: list[StationPost]
    appointed_on: date


class Survey(BaseModel):
    year: int
    hardware_ready: bool
    rules_ready: bool
    staff_ready: bool
    results_ready: bool
    wants_to_compete: bool
    remarks: str
    surveyed_on: date


class Cultivation(BaseModel):
    year: int
    measures: list[str]
    started_on: date


class Guidance(BaseModel):
    guidance_id: str
    topic: str
    summary: str
    given_on: date


class Training(BaseModel):
    training_id: str
    topic: str
    held_on: date


class StationFile(BaseModel):
    """What bureaus and the host itself know of a station beyond the register."""

    staff: list[StaffMember]
    surveys: list[Survey]
    cultivations: list[Cultivation]
    guidances: list[Guidance]
    trainings: list[Training]


class HostPage(BaseModel):
    host_id: str
    name: str
    registration_number: str
    division_code: str
    registered_on: date
    version: int


class BureauRow(BaseModel):
    bureau_code: str
    name: str
    level: BureauLevel
    division_code: str
    established_on: date


async def stations(
    connection: Connection,
    *,
    division: str,
    kind: StationKind | None,
    trade: str | None,
    host_id: str | None,
    after: Sequence[object],
    limit: int,
) -> list[StationRow]:
    """The register behind a place in it. `division` is the beginning of a code, perhaps empty."""
    rows = await connection.fetch(_STATIONS, division, kind, trade, host_id, *after, limit)
    return [StationRow(**dict(row)) for row in rows]


async def station(connection: Connection, station_id: str) -> StationPage | None:
    row = await connection.fetchrow(_STATION, station_id)
    if row is None:
        return None
    return StationPage.model_validate(dict(row) | {"size": Size(**dict(row))})


async def station_file(connection: Connection, station_id: str) -> StationFile:
    return StationFile(
        staff=[StaffMember(**dict(row)) for row in await connection.fetch(_STAFF, station_id)],
        surveys=[Survey(**dict(row)) for row in await connection.fetch(_SURVEYS, station_id)],
        cultivations=[Cultivation(**dict(row)) for row in await connection.fetch(_CULTIVATIONS, station_id)],
        guidances=[Guidance(**dict(row)) for row in await connection.fetch(_GUIDANCES, station_id)],
        trainings=[Training(**dict(row)) for row in await connection.fetch(_TRAININGS, station_id)],
    )


async def host(connection: Connection, host_id: str) -> HostPage | None:
    row = await connection.fetchrow(_HOST, host_id)
    return None if row is None else HostPage(**dict(row))


async def bureaus(connection: Connection, after: object, limit: int) -> list[BureauRow]:
    return [BureauRow(**dict(row)) for row in await connection.fetch(_BUREAUS, after, limit)]

"""What can be asked about stations: the public register, and the file behind each of them."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date

from pydantic import BaseModel

from services.registry.queries import care, staff
from services.registry.queries.care import Award, Cultivation, Guidance, Survey, Title, Training
from services.registry.queries.staff import StaffMember
from shared.database import Connection
from shared.events.registry import Size, StationKind

_STATION_COLUMNS = """
stations.station_id, stations.host_id, stations.name, stations.kind, stations.trade, stations.division_code,
stations.town, stations.bureau_code, stations.operating_since, stations.registered_on, stations.status
"""
# A filter that was not given is NULL. The order is that of the index stations_by_division.
_STATIONS = f"""
SELECT {_STATION_COLUMNS} FROM stations
 WHERE registered_on IS NOT NULL AND bureau_code <> ''
   AND division_code LIKE $1 || '%'
   AND ($2::text IS NULL OR kind = $2)
   AND ($3::text IS NULL OR trade = $3)
   AND ($4::text IS NULL OR host_id = $4)
   AND ($5::text IS NULL OR status = $5)
   AND ($6::text IS NULL OR town = $6)
   AND ($7::text IS NULL OR bureau_code = $7)
   AND ($8::text IS NULL OR EXISTS (
       SELECT FROM station_names AS borne WHERE borne.station_id = stations.station_id AND strpos(borne.name, $8) > 0
   ))
   AND ($9::text IS NULL OR (division_code, station_id) > ($9, $10::text))
 ORDER BY division_code, station_id
 LIMIT $11
"""  # noqa: S608 (constants of ours)
_STATION = f"""
SELECT {_STATION_COLUMNS}, hosts.name AS host_name, sizes.area_m2, sizes.stalls, sizes.staff, sizes.stars,
       (SELECT version FROM events WHERE stream_id = 'station-' || $1 ORDER BY version DESC LIMIT 1) AS version
  FROM stations
  JOIN hosts USING (host_id)
  JOIN station_sizes AS sizes USING (station_id)
 WHERE stations.station_id = $1
"""  # noqa: S608 (constants of ours)
_NAMES = "SELECT name, since FROM station_names WHERE station_id = $1 ORDER BY version"
_HOSTS = """
SELECT host_id, hosts.name, since FROM station_hosts LEFT JOIN hosts USING (host_id)
 WHERE station_id = $1 ORDER BY version
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
    status: str
    """`active`, `suspended` or `closed`."""


class NameBorne(BaseModel):
    """A name of the station, and the day since when it has borne it."""

    name: str
    since: date


class HostSince(BaseModel):
    """A host of the station by its name of today, and the day since when it has run it."""

    host_id: str
    name: str | None
    since: date


class StationPage(StationRow):
    """One station with what the public may know of it. The last of its names and of its hosts are those of today."""

    host_name: str
    size: Size
    names: list[NameBorne]
    hosts: list[HostSince]
    version: int


class StationFile(BaseModel):
    """What bureaus and the host itself know of a station beyond the register."""

    staff: list[StaffMember]
    surveys: list[Survey]
    cultivations: list[Cultivation]
    guidances: list[Guidance]
    trainings: list[Training]
    titles: list[Title]
    awards: list[Award]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which stations of the register are asked for; None is any. `name` is a part of one that it bears or has borne."""

    kind: StationKind | None = None
    trade: str | None = None
    host_id: str | None = None
    status: str | None = None
    town: str | None = None
    bureau_code: str | None = None
    name: str | None = None


async def stations(
    connection: Connection,
    *,
    division: str,
    filters: Filters,
    after: Sequence[object],
    limit: int,
) -> list[StationRow]:
    """The register behind a place in it. `division` is the beginning of a code, perhaps empty."""
    rows = await connection.fetch(_STATIONS, division, *astuple(filters), *after, limit)
    return [StationRow(**dict(row)) for row in rows]


async def station(connection: Connection, station_id: str) -> StationPage | None:
    row = await connection.fetchrow(_STATION, station_id)
    if row is None:
        return None
    names = [NameBorne(**dict(each)) for each in await connection.fetch(_NAMES, station_id)]
    hosts = [HostSince(**dict(each)) for each in await connection.fetch(_HOSTS, station_id)]
    told = {"size": Size(**dict(row)), "names": names, "hosts": hosts}
    return StationPage.model_validate(dict(row) | told)


async def station_file(connection: Connection, station_id: str) -> StationFile:
    return StationFile(
        staff=await staff.staff(connection, station_id),
        surveys=await care.surveys(connection, station_id),
        cultivations=await care.cultivations(connection, station_id),
        guidances=await care.guidances(connection, station_id),
        trainings=await care.trainings(connection, station_id),
        titles=await care.titles(connection, station_id),
        awards=await care.awards(connection, station_id),
    )

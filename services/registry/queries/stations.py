"""What can be asked about stations: the public register, and the file behind each of them."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from services.registry.queries import care
from services.registry.queries.care import Cultivation, Guidance, Survey, Training
from shared.database import Connection
from shared.events.registry import Size, StationKind, StationPost

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


class StationFile(BaseModel):
    """What bureaus and the host itself know of a station beyond the register."""

    staff: list[StaffMember]
    surveys: list[Survey]
    cultivations: list[Cultivation]
    guidances: list[Guidance]
    trainings: list[Training]


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
        surveys=await care.surveys(connection, station_id),
        cultivations=await care.cultivations(connection, station_id),
        guidances=await care.guidances(connection, station_id),
        trainings=await care.trainings(connection, station_id),
    )

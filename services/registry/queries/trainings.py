"""What can be asked about trainings: when and where for everybody, who came for those whose stations they are."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from shared.access.scope import Scope
from shared.database import Connection

_COLUMNS = """
training_id, division_code, topic, place, planned_on, held_on, coalesce(held_on, planned_on) AS day,
CASE WHEN held_on IS NULL THEN 'planned' ELSE 'held' END AS status,
cardinality(invited) AS invited, cardinality(station_ids) AS came
"""
_TRAININGS = f"""
SELECT {_COLUMNS} FROM trainings
 WHERE division_code LIKE $1 || '%'
   AND ($2::integer IS NULL OR extract(year FROM coalesce(held_on, planned_on)) = $2)
   AND ($3::date IS NULL OR (coalesce(held_on, planned_on), training_id) < ($3, $4::text))
 ORDER BY coalesce(held_on, planned_on) DESC, training_id DESC LIMIT $5
"""  # noqa: S608 (constants of ours)
_TRAINING = f"SELECT {_COLUMNS} FROM trainings WHERE training_id = $1"  # noqa: S608 (constants of ours)
_ATTENDANCE = """
SELECT stations.station_id, stations.name, stations.station_id = ANY(t.invited) AS is_invited,
       CASE WHEN t.held_on IS NULL THEN NULL ELSE stations.station_id = ANY(t.station_ids) END AS came,
       coalesce((SELECT one ->> 'reason' FROM jsonb_array_elements(t.absent) AS one
                  WHERE one ->> 'station_id' = stations.station_id LIMIT 1), '') AS reason
  FROM trainings AS t
  JOIN stations ON stations.station_id = ANY(t.invited || t.station_ids
       || ARRAY(SELECT one ->> 'station_id' FROM jsonb_array_elements(t.absent) AS one))
 WHERE t.training_id = $4 AND stations.host_id = coalesce($1, stations.host_id)
   AND stations.bureau_code = coalesce($2, stations.bureau_code) AND stations.division_code LIKE $3 || '%'
 ORDER BY stations.station_id
"""


class TrainingRow(BaseModel):
    """A training as everybody may know of it; `day` is the planned one until it is held."""

    training_id: str
    division_code: str
    topic: str
    place: str
    status: str
    day: date
    planned_on: date | None
    held_on: date | None
    invited: int
    came: int


class Attendance(BaseModel):
    """A station at a training; `came` is None while it is still to be held."""

    station_id: str
    name: str
    is_invited: bool
    came: bool | None
    reason: str


class TrainingRead(TrainingRow):
    """A training, with the attendance of those stations that are the reader's business."""

    attendance: list[Attendance]


async def trainings(
    connection: Connection, *, division: str, year: int | None, after: Sequence[object], limit: int
) -> list[TrainingRow]:
    """Trainings, the latest first. `division` is the beginning of a code, perhaps empty."""
    return [TrainingRow(**dict(row)) for row in await connection.fetch(_TRAININGS, division, year, *after, limit)]


async def training(connection: Connection, scope: Scope, training_id: str) -> TrainingRead | None:
    row = await connection.fetchrow(_TRAINING, training_id)
    if row is None:
        return None
    rows = await connection.fetch(_ATTENDANCE, *scope.arguments(), training_id)
    return TrainingRead(**dict(row), attendance=[Attendance(**dict(one)) for one in rows])

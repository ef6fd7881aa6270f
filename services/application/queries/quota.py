"""What can be asked back about a season's places and reserve."""

from asyncpg import Record
from pydantic import BaseModel

from services.application.quota.commands import Limits
from shared.database import Connection

# A place is one of the bureau that took it, also after the case has gone to another.
_COUNTIES = """
SELECT b.bureau_code, b.name,
       (SELECT count(*) FROM applications AS a LEFT JOIN quota_places AS p USING (application_id)
         WHERE a.season_id = $1 AND a.stage = 'recommended'
           AND coalesce(p.bureau_code, a.bureau_code) = b.bureau_code) AS taken
  FROM bureaus AS b
 WHERE b.level = 'county' AND b.division_code LIKE $2 || '%'
   AND (b.heir = '' OR EXISTS (SELECT FROM applications AS a
                                WHERE a.season_id = $1 AND a.stage IN ('recommended', 'reserve')
                                  AND a.bureau_code = b.bureau_code))
 ORDER BY b.bureau_code
"""
_RESERVE = """
SELECT a.bureau_code, a.application_id AS id, a.reserve_number, a.over_what, coalesce(s.name, '') AS station_name
  FROM applications AS a LEFT JOIN stations AS s USING (station_id)
 WHERE a.season_id = $1 AND a.stage = 'reserve' ORDER BY a.reserve_number, a.application_id
"""
_ALL = "SELECT count(*) FROM applications WHERE season_id = $1 AND stage = 'recommended'"


class Waiting(BaseModel):
    """A station in its county's reserve: it reaches the standard, and is over a quota."""

    id: str
    reserve_number: int
    over_what: str
    station_name: str


class CountyPlaces(BaseModel):
    """`quota` is 0 where the season sets none."""

    bureau_code: str
    name: str
    quota: int
    taken: int
    reserve: list[Waiting]


class QuotaView(BaseModel):
    """A season's places. A county sees itself alone, and the totals; a limit is 0 where there is none."""

    season_id: str
    district_quota: int
    recommendation_limit: int
    places: int
    taken: int
    waiting: int
    counties: list[CountyPlaces]


async def quota(
    connection: Connection, season_id: str, city_code: str, limits: Limits, places: int, only: str | None
) -> QuotaView:
    """The places of all counties of the city, or of that one only."""
    counties = await connection.fetch(_COUNTIES, season_id, city_code[:4])
    waiting = await connection.fetch(_RESERVE, season_id)
    return QuotaView(
        season_id=season_id,
        district_quota=limits.district_quota,
        recommendation_limit=limits.recommendation_limit,
        places=places,
        taken=await connection.fetchval(_ALL, season_id),
        waiting=len(waiting),
        counties=[_county(row, limits, waiting) for row in counties if only in {None, row["bureau_code"]}],
    )


def _county(row: Record, limits: Limits, waiting: list[Record]) -> CountyPlaces:
    own = [Waiting.model_validate(dict(one)) for one in waiting if one["bureau_code"] == row["bureau_code"]]
    return CountyPlaces(
        bureau_code=row["bureau_code"],
        name=row["name"],
        quota=limits.district_quota,
        taken=row["taken"],
        reserve=own,
    )

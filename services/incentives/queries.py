"""What can be asked about contests. Reads the tables that `projections.py` keeps."""

from datetime import date

from pydantic import BaseModel

from shared.access.scope import Scope
from shared.database import Connection
from shared.events.incentives import Organiser, Weights

_CONTEST_COLUMNS = """
contests.contest_id, contests.host_id, contests.bureau_code, contests.title, contests.organiser,
contests.approval_number, contests.service, contests.competence, contests.performance, contests.satisfaction,
contests.places, contests.nominations_until, contests.announced_on, contests.stage, contests.closed_on
"""
_CONTESTS = f"""
SELECT {_CONTEST_COLUMNS} FROM contests
 WHERE ($1::text IS NULL OR host_id = $1) AND ($2::text IS NULL OR stage = $2) AND ($3::text IS NULL OR contest_id > $3)
 ORDER BY contest_id LIMIT $4
"""  # noqa: S608 (constants of ours)
_CONTEST = f"""
SELECT {_CONTEST_COLUMNS},
       (SELECT version FROM events WHERE stream_id = 'contest-' || $1 ORDER BY version DESC LIMIT 1) AS version
  FROM contests WHERE contest_id = $1
"""  # noqa: S608 (constants of ours)
# A nominee of a bureau's contest serves at no station and is seen by the organiser alone.
_NOMINEES = """
SELECT nominees.staff_id, nominees.station_id, nominees.host_id, nominees.deeds, nominees.nominated_on,
       nominees.rank, nominees.total,
       (SELECT count(*) FROM scores WHERE scores.contest_id = $1 AND scores.staff_id = nominees.staff_id) AS judges
  FROM nominees LEFT JOIN stations USING (station_id)
 WHERE nominees.contest_id = $1
   AND ($2 OR nominees.host_id = coalesce($3, nominees.host_id)
        AND coalesce(stations.bureau_code, '') = coalesce($4, stations.bureau_code, '')
        AND coalesce(stations.division_code, '') LIKE $5 || '%')
 ORDER BY nominees.rank, nominees.staff_id
"""
_AWARDS = """
SELECT staff_id, station_id, host_id, rank, honour, reward_fen, awarded_on FROM awards
 WHERE contest_id = $1 ORDER BY rank, staff_id
"""


class ContestRow(BaseModel):
    """A contest as everybody may see it."""

    contest_id: str
    host_id: str
    bureau_code: str
    title: str
    organiser: Organiser
    approval_number: str
    weights: Weights
    places: int
    nominations_until: date
    announced_on: date
    stage: str
    closed_on: date | None

    @property
    def organiser_id(self) -> str:
        """Whose contest it is: the host's id, or the bureau's code."""
        return self.host_id or self.bureau_code


class ContestPage(ContestRow):
    version: int


class NomineeRow(BaseModel):
    """Somebody who stands; `judges` is how many have scored, `total` in tenths of a point once it is closed."""

    staff_id: str
    station_id: str
    host_id: str
    deeds: str
    nominated_on: date
    judges: int
    rank: int | None
    total: int | None


class AwardRow(BaseModel):
    """Somebody who was honoured. The reward is the business of the organiser and the person."""

    staff_id: str
    station_id: str
    host_id: str
    rank: int
    honour: str
    reward_fen: int | None
    awarded_on: date


async def contests(
    connection: Connection, *, host_id: str | None, stage: str | None, after: object, limit: int
) -> list[ContestRow]:
    rows = await connection.fetch(_CONTESTS, host_id, stage, after, limit)
    return [ContestRow(weights=Weights(**dict(row)), **dict(row)) for row in rows]


async def contest(connection: Connection, contest_id: str) -> ContestPage | None:
    row = await connection.fetchrow(_CONTEST, contest_id)
    return None if row is None else ContestPage(weights=Weights(**dict(row)), **dict(row))


async def nominees(connection: Connection, contest_id: str, scope: Scope, *, is_organiser: bool) -> list[NomineeRow]:
    """All of them for the organiser; for others those of the stations that they see."""
    rows = await connection.fetch(_NOMINEES, contest_id, is_organiser, *scope.arguments())
    return [NomineeRow(**dict(row)) for row in rows]


async def awards(connection: Connection, contest_id: str, *, with_rewards: bool) -> list[AwardRow]:
    rows = await connection.fetch(_AWARDS, contest_id)
    return [AwardRow(**dict(row) | ({} if with_rewards else {"reward_fen": None})) for row in rows]

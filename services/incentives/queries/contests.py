"""What can be asked about contests. Reads the tables that the projections keep."""

from datetime import date

from pydantic import BaseModel

from shared.access.scope import Scope
from shared.database import Connection
from shared.events.incentives import Components, Organiser, RewardKind, TieRule, Weights

_CONTEST_COLUMNS = """
contests.contest_id, contests.host_id, contests.bureau_code, contests.title, contests.organiser,
contests.approval_number, contests.service, contests.competence, contests.performance, contests.satisfaction,
contests.places, contests.nominations_until, contests.announced_on, contests.stage, contests.closed_on,
contests.test, contests.results, contests.vote, contests.experts, contests.tie_rule, contests.period_from,
contests.period_until, contests.per_station, contests.per_host, contests.voting_until, contests.objections_until
"""
_CONTESTS = f"""
SELECT {_CONTEST_COLUMNS} FROM contests
 WHERE ($1::text IS NULL OR host_id = $1) AND ($2::text IS NULL OR stage = $2) AND ($3::text IS NULL OR contest_id > $3)
 ORDER BY contest_id LIMIT $4
"""  # noqa: S608 (constants of ours)
_CONTEST = f"""
SELECT {_CONTEST_COLUMNS}, contests.budget_fen,
       (SELECT version FROM events WHERE stream_id = 'contest-' || $1 ORDER BY version DESC LIMIT 1) AS version
  FROM contests WHERE contest_id = $1
"""  # noqa: S608 (constants of ours)
# A nominee of a bureau's contest serves at no station and is seen by the organiser alone.
_NOMINEES = """
SELECT nominees.staff_id, nominees.station_id, nominees.host_id, nominees.deeds, nominees.nominated_on,
       nominees.rank, nominees.total, nominees.qualified, nominees.withdrawn_on,
       (SELECT count(*) FROM scores WHERE scores.contest_id = $1 AND scores.staff_id = nominees.staff_id) AS judges
  FROM nominees LEFT JOIN stations USING (station_id)
 WHERE nominees.contest_id = $1
   AND ($2 OR nominees.host_id = coalesce($3, nominees.host_id)
        AND coalesce(stations.bureau_code, '') = coalesce($4, stations.bureau_code, '')
        AND coalesce(stations.division_code, '') LIKE $5 || '%')
 ORDER BY nominees.rank, nominees.staff_id
"""
_AWARDS = """
SELECT staff_id, station_id, host_id, rank, honour, reward_fen, awarded_on, under_review_since, withdrawn_on,
       to_return_fen,
       NOT EXISTS (SELECT FROM consents WHERE consents.staff_id = awards.staff_id
                      AND consents.station_id = awards.station_id AND 'name' = ANY(covers)) AS name_withheld
  FROM awards WHERE contest_id = $1 ORDER BY rank, staff_id
"""
_REWARDS = """
SELECT staff_id, kind, what, fen, receipt, given_on FROM rewards WHERE contest_id = $1
 ORDER BY staff_id, given_on, kind, what, receipt
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
    components: Components
    tie_rule: TieRule
    period_from: date
    period_until: date
    per_station: int
    per_host: int
    voting_until: date | None
    objections_until: date | None

    @property
    def organiser_id(self) -> str:
        """Whose contest it is: the host's id, or the bureau's code."""
        return self.host_id or self.bureau_code


class ContestPage(ContestRow):
    """A contest. The budget is the business of the organiser, the auditor and the operator; null where none stands."""

    version: int
    budget_fen: int | None


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
    qualified: bool | None
    withdrawn_on: date | None


class AwardRow(BaseModel):
    """Somebody who was honoured. The reward is the business of the organiser and the person.

    `name_withheld` is true where they do not agree that their name be published: then the registry tells it to nobody
    either. An award that was withdrawn is shown as such, with what is to be returned.
    """

    staff_id: str
    station_id: str
    host_id: str
    rank: int
    honour: str
    reward_fen: int | None
    awarded_on: date
    name_withheld: bool
    under_review_since: date | None
    withdrawn_on: date | None
    to_return_fen: int | None


class RewardRow(BaseModel):
    """What a star has got."""

    staff_id: str
    kind: RewardKind
    what: str
    fen: int
    receipt: str
    given_on: date


async def contests(
    connection: Connection, *, host_id: str | None, stage: str | None, after: object, limit: int
) -> list[ContestRow]:
    rows = await connection.fetch(_CONTESTS, host_id, stage, after, limit)
    return [ContestRow(weights=Weights(**dict(row)), components=Components(**dict(row)), **dict(row)) for row in rows]


async def contest(connection: Connection, contest_id: str) -> ContestPage | None:
    row = await connection.fetchrow(_CONTEST, contest_id)
    if row is None:
        return None
    return ContestPage(weights=Weights(**dict(row)), components=Components(**dict(row)), **dict(row))


async def nominees(connection: Connection, contest_id: str, scope: Scope, *, is_organiser: bool) -> list[NomineeRow]:
    """All of them for the organiser; for others those of the stations that they see."""
    rows = await connection.fetch(_NOMINEES, contest_id, is_organiser, *scope.arguments())
    return [NomineeRow(**dict(row)) for row in rows]


async def awards(connection: Connection, contest_id: str, *, with_rewards: bool) -> list[AwardRow]:
    """Those who were honoured, also those whose award was withdrawn since."""
    rows = await connection.fetch(_AWARDS, contest_id)
    kept_back = {} if with_rewards else {"reward_fen": None, "to_return_fen": None}
    return [AwardRow(**dict(row) | kept_back) for row in rows]


async def rewards(connection: Connection, contest_id: str) -> list[RewardRow]:
    """What was given."""
    return [RewardRow(**dict(row)) for row in await connection.fetch(_REWARDS, contest_id)]

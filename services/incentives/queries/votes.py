"""The vote of a contest in figures: by nominee, and by the bucket that each vote came from."""

from datetime import date

from pydantic import BaseModel

from shared.database import Connection

_TALLY = """
SELECT staff_id, count(*) FILTER (WHERE aside.bucket IS NULL) AS counted, count(aside.bucket) AS set_aside
  FROM votes LEFT JOIN votes_set_aside AS aside USING (contest_id, bucket)
 WHERE contest_id = $1 GROUP BY staff_id ORDER BY 2 DESC, staff_id
"""
_BUCKETS = """
SELECT votes.bucket, count(*) AS votes, count(DISTINCT staff_id) AS nominees, min(cast_on) AS first_on,
       max(cast_on) AS last_on, aside.reason, aside.set_aside_on
  FROM votes LEFT JOIN votes_set_aside AS aside USING (contest_id, bucket)
 WHERE contest_id = $1 GROUP BY votes.bucket, aside.reason, aside.set_aside_on
 ORDER BY 2 DESC, votes.bucket LIMIT $2
"""


class Tally(BaseModel):
    """Votes for a nominee: those that count, and those that were set aside."""

    staff_id: str
    counted: int
    set_aside: int


class BucketRow(BaseModel):
    """Votes from one address on one day, and why they were set aside, if they were."""

    bucket: str
    votes: int
    nominees: int
    first_on: date
    last_on: date
    reason: str | None
    set_aside_on: date | None


class VotesRead(BaseModel):
    """The vote as its organiser sees it; the fullest buckets come first."""

    contest_id: str
    tally: list[Tally]
    buckets: list[BucketRow]


async def read(connection: Connection, contest_id: str, limit: int) -> VotesRead:
    tally = [Tally(**dict(row)) for row in await connection.fetch(_TALLY, contest_id)]
    buckets = [BucketRow(**dict(row)) for row in await connection.fetch(_BUCKETS, contest_id, limit)]
    return VotesRead(contest_id=contest_id, tally=tally, buckets=buckets)

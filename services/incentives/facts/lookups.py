"""Look-ups in incentives' own tables."""

from dataclasses import dataclass
from typing import Any

import orjson
from asyncpg import Record

from services.incentives.contest.measure import Measure, Measures
from services.incentives.vote.commands import Ballot
from shared.database import Connection
from shared.events.incentives import Heard

_PERSON = """
SELECT staff_id, station_id, host_id, '' AS bureau_code FROM staff WHERE staff_id = $1 AND left_on IS NULL
UNION ALL
SELECT officer_id, '', '', bureau_code FROM officers WHERE officer_id = $1
LIMIT 1
"""
_ORGANISER = "SELECT coalesce(nullif(host_id, ''), bureau_code) FROM contests WHERE contest_id = $1"
_VOTES_IN = "SELECT count(*) FROM votes WHERE contest_id = $1 AND bucket = $2"
_AWARDED_AT = """
SELECT DISTINCT contest_id FROM awards WHERE station_id = $1 AND withdrawn_on IS NULL ORDER BY contest_id
"""
_VERSION = "coalesce((SELECT max(version) FROM events WHERE stream_id = 'contest-' || $1), 0)"
_BALLOT = f"""
SELECT stage = 'open' AS is_open, voting_until AS until, {_VERSION} AS version,
       EXISTS (SELECT FROM nominees WHERE contest_id = $1 AND staff_id = $2
                  AND withdrawn_on IS NULL AND qualified IS NOT FALSE) AS stands
  FROM contests WHERE contest_id = $1
"""  # noqa: S608 (a constant of ours)
IN_TIME = "settled_on <= received_on + CASE grade WHEN 'simple' THEN 0 ELSE 2 END"
"""By the day that the registry counts to: the day itself for a simple dispute, two days later for others."""

_MEASURES = f"""
SELECT nominees.staff_id,
       count(dispute_id) AS settled,
       count(dispute_id) FILTER (WHERE {IN_TIME}) AS in_time,
       count(satisfied) AS followed_up,
       count(dispute_id) FILTER (WHERE satisfied) AS satisfied,
       (SELECT count(*) FROM votes
         WHERE votes.contest_id = $1 AND votes.staff_id = nominees.staff_id
           AND NOT EXISTS (SELECT FROM votes_set_aside AS aside
                            WHERE aside.contest_id = $1 AND aside.bucket = votes.bucket)) AS votes
  FROM nominees JOIN contests USING (contest_id)
  LEFT JOIN disputes ON settled_by = nominees.staff_id AND settled_on BETWEEN period_from AND period_until
 WHERE nominees.contest_id = $1
 GROUP BY nominees.staff_id
"""  # noqa: S608 (a constant of ours)
# One statement is one moment: the position is that of exactly what was measured.
_MEASURED = f"""
SELECT (SELECT position FROM head) AS position, {_VERSION} AS version,
       (SELECT json_agg(json_build_object('topic', topic, 'partition', partition, 'position', position)
                        ORDER BY topic, partition) FROM inbox) AS heard,
       (SELECT json_agg(measured) FROM ({_MEASURES}) AS measured) AS measures
"""  # noqa: S608 (constants of ours)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured at a position of the log; `version` is the contest's own."""

    position: int
    version: int
    heard: tuple[Heard, ...]
    measures: Measures


@dataclass(frozen=True, slots=True)
class BallotRead:
    ballot: Ballot
    version: int


def stream_of(contest_id: str) -> str:
    """The stream that a contest lies in."""
    return f"contest-{contest_id}"


async def person(connection: Connection, staff_id: str) -> Record | None:
    """Where somebody serves today, at a station or in a bureau; who has left serves nowhere."""
    return await connection.fetchrow(_PERSON, staff_id)


async def organiser_of(connection: Connection, contest_id: str) -> str | None:
    """The host's id, or the bureau's code."""
    organiser: str | None = await connection.fetchval(_ORGANISER, contest_id)
    return organiser


async def votes_in(connection: Connection, contest_id: str, bucket: str) -> int:
    """How many votes a bucket has."""
    return int(await connection.fetchval(_VOTES_IN, contest_id, bucket))


async def contests_with_awards_at(connection: Connection, station_id: str) -> list[str]:
    """Contests with an award that stands and belongs to somebody of the station."""
    return [row["contest_id"] for row in await connection.fetch(_AWARDED_AT, station_id)]


async def ballot(connection: Connection, contest_id: str, staff_id: str) -> BallotRead | None:
    """Whether the nominee may be voted for; None where there is no such contest."""
    row = await connection.fetchrow(_BALLOT, contest_id, staff_id)
    if row is None:
        return None
    return BallotRead(Ballot(row["is_open"], row["until"], row["stands"]), row["version"])


async def measured(connection: Connection, contest_id: str) -> Measured:
    """The ledger's figures and the votes of all who stand, with the position that they are of."""
    row = await connection.fetchrow(_MEASURED, contest_id)
    assert row is not None, "a row without a table is always there"
    measures = {one.pop("staff_id"): Measure(**one) for one in _told(row["measures"])}
    return Measured(row["position"], row["version"], tuple(Heard(**one) for one in _told(row["heard"])), measures)


def _told(text: str | None) -> list[dict[str, Any]]:
    """An aggregate over nothing is null."""
    told: list[dict[str, Any]] = orjson.loads(text) if text else []
    return told

"""Boards: live, frozen, and that of all who settle disputes in a district, in stations of a kind, over a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import orjson
from asyncpg import Pool, Record
from pydantic import BaseModel

from services.incentives.contest.board import board
from services.incentives.contest.state import Contest
from services.incentives.facts import lookups
from shared.access.scope import Scope
from shared.database import Connection
from shared.events.incentives import BoardRow, Heard
from shared.events.registry import StationKind

_SCORE = "score"
"""What somebody agrees to have published."""

_FROZEN = "SELECT position, heard, sha256, rows, frozen_on FROM boards WHERE contest_id = $1"
_CONSENTS = """
SELECT staff_id, station_id FROM consents WHERE staff_id = ANY($1::text[]) AND $2 = ANY(covers)
"""
_PLACES = """
SELECT station_id, host_id, bureau_code, division_code FROM stations WHERE station_id = ANY($1::text[])
"""
# Who has settled most comes first, then who settled more of it in time, then who left more satisfied.
_RESULTS = f"""
SELECT rank() OVER (ORDER BY settled DESC, in_time DESC, satisfied DESC) AS rank, *
  FROM (SELECT settled_by AS staff_id, disputes.station_id, stations.host_id, stations.division_code, stations.kind,
               count(*) AS settled,
               count(*) FILTER (WHERE {lookups.IN_TIME}) AS in_time,
               count(satisfied) AS followed_up, count(*) FILTER (WHERE satisfied) AS satisfied
          FROM disputes JOIN stations USING (station_id)
         WHERE settled_on BETWEEN $4 AND $5 AND stations.division_code LIKE $6 || '%'
           AND ($7::text IS NULL OR stations.kind = $7)
           AND stations.host_id = coalesce($1, stations.host_id)
           AND stations.bureau_code = coalesce($2, stations.bureau_code)
           AND stations.division_code LIKE $3 || '%'
         GROUP BY settled_by, disputes.station_id, stations.host_id, stations.division_code, stations.kind) AS results
 ORDER BY 1, staff_id, station_id LIMIT $8
"""  # noqa: S608 (a constant of ours)


class Place(BaseModel):
    """A place on the board, scores in tenths of a point.

    Where somebody has not agreed that their score be published, and the reader is neither the organiser nor a bureau
    concerned, `withheld` is true and nothing but the rank is shown.
    """

    rank: int
    staff_id: str
    station_id: str
    withheld: bool
    total: int | None
    test: int | None
    results: int | None
    vote: int | None
    experts: int | None
    service: int | None
    competence: int | None
    performance: int | None
    satisfaction: int | None


class BoardRead(BaseModel):
    """A board. Once it is frozen, `position`, `heard` and `sha256` are those of the freeze and move no more.

    `position` is where incentives' own log stood, `heard` how far others' topics had been worked off.
    """

    contest_id: str
    frozen: bool
    position: int
    heard: list[Heard]
    sha256: str | None
    frozen_on: date | None
    places: list[Place]


class ResultRow(BaseModel):
    """What somebody settled at a station over the period, and their rank by it."""

    rank: int
    staff_id: str
    station_id: str
    host_id: str
    division_code: str
    kind: StationKind
    settled: int
    in_time: int
    followed_up: int
    satisfied: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a board."""

    scope: Scope
    sees_all: bool


async def frozen(connection: "Connection | Pool[Record]", contest_id: str) -> Record | None:
    """The board as it was stored when it was frozen."""
    return await connection.fetchrow(_FROZEN, contest_id)


def of_the_freeze(contest_id: str, row: Record) -> tuple[BoardRead, list[BoardRow]]:
    """What was stored, and nothing that has been computed since."""
    told = BoardRead(
        contest_id=contest_id,
        frozen=True,
        position=row["position"],
        heard=[Heard(**one) for one in orjson.loads(row["heard"])],
        sha256=row["sha256"],
        frozen_on=row["frozen_on"],
        places=[],
    )
    return told, [BoardRow(**one) for one in orjson.loads(row["rows"])]


async def live(connection: Connection, contest_id: str, contest: Contest) -> tuple[BoardRead, list[BoardRow]]:
    """The board as it would be if it were frozen now."""
    measured = await lookups.measured(connection, contest_id)
    told = BoardRead(
        contest_id=contest_id,
        frozen=False,
        position=measured.position,
        heard=list(measured.heard),
        sha256=None,
        frozen_on=None,
        places=[],
    )
    return told, list(board(contest, measured.measures))


async def places(connection: Connection, rows: Sequence[BoardRow], reader: Reader) -> list[Place]:
    """The rows as far as they are the reader's business, by the consents of today."""
    agreed = await _agreed(connection, [row.staff_id for row in rows], _SCORE)
    seen = await _seen(connection, [row.station_id for row in rows], reader.scope)
    return [
        _shown(row)
        if reader.sees_all or row.station_id in seen or (row.staff_id, row.station_id) in agreed
        else _withheld(row)
        for row in rows
    ]


async def _agreed(connection: Connection, staff_ids: Sequence[str], what: str) -> set[tuple[str, str]]:
    rows = await connection.fetch(_CONSENTS, staff_ids, what)
    return {(row["staff_id"], row["station_id"]) for row in rows}


async def _seen(connection: Connection, station_ids: Sequence[str], scope: Scope) -> set[str]:
    rows = await connection.fetch(_PLACES, station_ids)
    return {
        row["station_id"]
        for row in rows
        if scope.covers(host_id=row["host_id"], bureau_code=row["bureau_code"], division_code=row["division_code"])
    }


def _shown(row: BoardRow) -> Place:
    return Place(withheld=False, **row.model_dump())


def _withheld(row: BoardRow) -> Place:
    return Place(
        rank=row.rank,
        staff_id="",
        station_id="",
        withheld=True,
        total=None,
        test=None,
        results=None,
        vote=None,
        experts=None,
        service=None,
        competence=None,
        performance=None,
        satisfaction=None,
    )


async def results(
    connection: Connection, scope: Scope, *, since: date, until: date, division: str, kind: str | None, limit: int
) -> list[ResultRow]:
    """Those who settled disputes in the period, by what they settled, as far as the reader sees."""
    rows = await connection.fetch(_RESULTS, *scope.arguments(), since, until, division, kind, limit)
    return [ResultRow(**dict(row)) for row in rows]

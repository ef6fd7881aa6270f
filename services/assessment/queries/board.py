"""What can be asked back of a season's places: the board, with a choice that is only looked at."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from asyncpg import Record
from pydantic import BaseModel

from services.assessment.list.board import WORDS, Board, BoardRule, board
from services.assessment.list.commands import RankedCandidate
from services.assessment.list.ranking import DEMONSTRATION, RESULTS
from services.assessment.queries.lists import Candidates, candidates
from shared.database import Connection

_SEASON = """
SELECT n.season_id, n.city_code, n.places, n.submission_due_on, l.list_id, l.submitted_on, l.over_quota_reason,
       l.late_reason
  FROM seasons n LEFT JOIN lists l USING (season_id) WHERE n.season_id = $1
"""
_LINES = "SELECT application_id, is_reserve, supplement FROM list_lines WHERE list_id = $1 ORDER BY is_reserve, rank"
_SUPPLEMENTS = """
SELECT supplement, reason, over_quota_reason, late_reason, supplemented_on
  FROM supplements WHERE list_id = $1 ORDER BY supplement
"""


class OnTheList(StrEnum):
    """Where a candidate stands: gone is who stood on it and can take no place any more."""

    NOWHERE = ""
    LIST = "list"
    SUPPLEMENT = "supplement"
    RESERVE = "reserve"
    GONE = "gone"


class PlaceView(BaseModel):
    """One candidate. `rank` is that of the places; who is not eligible, or not any more, has none. Scores in tenths.

    `notice` is kept, held, struck_off or withdrawn, and empty before the notice is closed.
    """

    application_id: str
    rank: int | None
    station_name: str
    host_name: str
    trade: str
    bureau_code: str
    bureau_name: str
    total: int
    results: int
    demonstration: int
    passed: bool | None
    has_veto: bool
    notice: str
    on: OnTheList
    chosen: bool


class BrokenRule(BaseModel):
    """What the choice breaks, in words; `about` is whom it concerns, or the entries over the places."""

    rule: BoardRule
    words: str
    about: str


class RecordedReason(BaseModel):
    """A reason that stands in a list or a supplement; 0 is the list's."""

    supplement: int
    what: str
    reason: str
    recorded_on: date


class BoardView(BaseModel):
    """名额: the places of a season, who competes for them, and what a choice would come to.

    `entries` are those that stand on the list today, before it was submitted 0. Counts are over the choice: the named
    one, else the list with its supplements, else the best by rank.
    """

    season_id: str
    list_id: str
    places: int
    due_on: date
    submitted_on: date | None
    entries: int
    choice: list[str]
    by_trade: dict[str, int]
    by_district: dict[str, int]
    broken: list[BrokenRule]
    reasons: list[RecordedReason]
    candidates: list[PlaceView]


async def places(connection: Connection, season_id: str, choice: Sequence[str] | None) -> tuple[BoardView, str] | None:
    """The board, and the city of the season."""
    row = await connection.fetchrow(_SEASON, season_id)
    if row is None:
        return None
    known = await candidates(connection, season_id)
    lines = await connection.fetch(_LINES, row["list_id"])
    stands = {line["application_id"]: _on(line, known.gone) for line in lines}
    entries = [one for one, on in stands.items() if on in {OnTheList.LIST, OnTheList.SUPPLEMENT}]
    listed = None if row["list_id"] is None else entries
    made = board(known.all, row["places"], known.gone, listed if choice is None else choice)
    view = BoardView(
        season_id=season_id,
        list_id=row["list_id"] or "",
        places=row["places"],
        due_on=row["submission_due_on"],
        submitted_on=row["submitted_on"],
        entries=len(entries),
        choice=[one.line.application_id for one in made.chosen],
        by_trade=dict(made.by_trade),
        by_district=dict(made.by_district),
        broken=[BrokenRule(rule=one.rule, words=WORDS[one.rule], about=one.about) for one in made.broken],
        reasons=_reasons(row, await connection.fetch(_SUPPLEMENTS, row["list_id"])),
        candidates=_places(known, made, stands),
    )
    return view, row["city_code"]


def _on(line: Record, gone: frozenset[str]) -> OnTheList:
    if line["application_id"] in gone:
        return OnTheList.GONE
    if line["is_reserve"]:
        return OnTheList.RESERVE
    return OnTheList.SUPPLEMENT if line["supplement"] else OnTheList.LIST


def _reasons(row: Record, supplements: Sequence[Record]) -> list[RecordedReason]:
    given = [(0, what, row[what], row["submitted_on"]) for what in ("over_quota_reason", "late_reason")]
    given += [
        (one["supplement"], what, one[what], one["supplemented_on"])
        for one in supplements
        for what in ("reason", "over_quota_reason", "late_reason")
    ]
    return [
        RecordedReason(supplement=supplement, what=what, reason=reason, recorded_on=day)
        for supplement, what, reason, day in given
        if reason
    ]


def _places(known: Candidates, made: Board, stands: dict[str, OnTheList]) -> list[PlaceView]:
    """Who has a rank comes first, in its order; the others by their ids."""
    ranks = {one.line.application_id: rank for rank, one in enumerate(made.order, start=1)}
    chosen = {one.line.application_id for one in made.chosen}
    others = [one for one in known.all if one.line.application_id not in ranks]
    return [
        _place(one, ranks.get(one.line.application_id), known, stands, chosen=one.line.application_id in chosen)
        for one in (*made.order, *others)
    ]


def _place(
    one: RankedCandidate, rank: int | None, known: Candidates, stands: dict[str, OnTheList], *, chosen: bool
) -> PlaceView:
    line = one.line
    return PlaceView(
        application_id=line.application_id,
        rank=rank,
        station_name=line.station_name,
        host_name=line.host_name,
        trade=line.trade,
        bureau_code=line.bureau_code,
        bureau_name=line.bureau_name,
        total=line.total,
        results=one.dimensions.get(RESULTS, 0),
        demonstration=one.dimensions.get(DEMONSTRATION, 0),
        passed=one.passed,
        has_veto=one.has_veto,
        notice=known.notices[line.application_id],
        on=stands.get(line.application_id, OnTheList.NOWHERE),
        chosen=chosen,
    )

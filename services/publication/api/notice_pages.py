"""公示: what everybody may read of a notice, and the period that a city may propose for its own."""

from datetime import date, datetime
from typing import Annotated

import orjson
from asyncpg import Record
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from services.publication.facts import periods as facts
from services.publication.facts.lookups import require_city
from services.publication.notice import decisions as rules
from services.publication.notice.periods import OpensInThePast
from services.publication.notice.state import Stage
from services.publication.queries import notices as queries
from shared.access import directory
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, WrongRole
from shared.errors import NotKnownHere
from shared.events.publication import NoticeCandidate, NoticeResult
from shared.web.acting import Answer
from shared.web.answers import versioned
from shared.web.bodies import Day
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/notices", tags=["notices"])

LAST_DAY = date(2200, 12, 31)
"""No proposal begins later: the days behind it are not to be counted."""


class CandidateShown(BaseModel):
    """A candidate as printed, with its result so far. How many opinions there are is not told to anybody here."""

    candidate: NoticeCandidate
    result: NoticeResult
    withdrawn_at: datetime | None
    decided_on: date | None


class NoticeLine(BaseModel):
    id: str
    season_id: str
    city_code: str
    opens_on: date
    closes_on: date
    counting_rule: str
    media: str
    contact: str
    issued_by: str
    stage: Stage
    closed_on: date | None
    version: int


class ExtensionShown(BaseModel):
    """The last day as it was, and as it became."""

    former_closes_on: date
    closes_on: date
    reason: str
    extended_on: date


class CorrectionShown(BaseModel):
    """公示更正: one candidate as it was printed, as it is right, and the period of its own."""

    correction_id: str
    application_id: str
    former: NoticeCandidate
    corrected: NoticeCandidate
    opens_on: date
    closes_on: date
    reason: str
    corrected_on: date
    ended_on: date | None


class NoticeShown(NoticeLine):
    extensions: list[ExtensionShown]
    corrections: list[CorrectionShown]
    candidates: list[CandidateShown]


class PeriodProposed(BaseModel):
    """The shortest period that the season allows. It is a guess where a year's calendar is not published yet."""

    season_id: str
    opens_on: date
    closes_on: date
    counting_rule: str
    is_provisional: bool
    candidates: int = Field(description="How many candidates would be put on notice today.")


@router.get("", response_model=Page[NoticeLine])
async def list_notices(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    season_id: Annotated[str | None, Query(max_length=100)] = None,
    city_code: Annotated[str | None, Query(max_length=6)] = None,
    stage: Stage | None = None,
) -> Answer:
    """All notices, for everybody."""
    wanted = queries.NoticesWanted(season_id, city_code, stage)
    async with runtime.pool.acquire() as connection:
        rows = await queries.notices(connection, wanted, paging.after(date, str), paging.fetch)
    return page(request, paging, rows, lambda row: (row["opens_on"], row["notice_id"]), _line)


@router.get(
    "/proposal",
    responses=refuses(WrongRole, NotAnOfficerHere, OutsideJurisdiction, NotKnownHere, OpensInThePast),
)
async def propose_period(
    runtime: TheRuntime,
    caller: TheCaller,
    season_id: Annotated[str, Query(max_length=100)],
    opens_on: Annotated[Day, Query(le=LAST_DAY)],
) -> PeriodProposed:
    """拟定公示期: until when a notice that opens on that day stands at least, before it is printed."""
    today = runtime.clock.now().date()
    if opens_on < today:
        raise OpensInThePast(f"It is {today}: the notice cannot open on {opens_on}.")
    async with runtime.pool.acquire() as connection:
        await directory.acting(connection, caller)
        counting = await facts.counting(connection, season_id)
        await require_city(caller, connection, counting.city_code)
        calendar = await directory.calendar(connection)
        candidates = await queries.to_be_noticed(connection, season_id)
    return PeriodProposed(
        season_id=season_id,
        opens_on=opens_on,
        closes_on=counting.last_day(calendar, opens_on),
        counting_rule=counting.rule,
        is_provisional=counting.earliest_close(calendar, opens_on) is None,
        candidates=candidates,
    )


@router.get("/{notice_id}", response_model=NoticeShown, responses=refuses(rules.NoSuchNotice))
async def show_notice(notice_id: str, runtime: TheRuntime) -> Answer:
    """One notice with its candidates, for everybody: no opinion, no author, no tally."""
    async with runtime.pool.acquire() as connection:
        row = await queries.notice(connection, notice_id)
        rows = await queries.candidates(connection, notice_id)
        extensions = await queries.extensions(connection, notice_id)
        corrections = await queries.corrections(connection, notice_id)
    if row is None:
        raise rules.NoSuchNotice(f"There is no notice {notice_id}.")
    shown = NoticeShown(
        **_line(row).model_dump(),
        extensions=[ExtensionShown(**one) for one in extensions],
        corrections=[_correction(one) for one in corrections],
        candidates=[_candidate(one) for one in rows],
    )
    return versioned(shown, row["version"])


def _line(row: Record) -> NoticeLine:
    told = dict(row)
    return NoticeLine(id=told.pop("notice_id"), **told)


def _correction(row: Record) -> CorrectionShown:
    told = dict(row) | {name: _printed(row[name]) for name in ("former", "corrected")}
    return CorrectionShown(**told)


def _printed(column: str) -> NoticeCandidate:
    return NoticeCandidate.model_validate(orjson.loads(column))


def _candidate(row: Record) -> CandidateShown:
    return CandidateShown(
        candidate=_printed(row["printed"]),
        result=NoticeResult(row["result"]),
        withdrawn_at=row["withdrawn_at"],
        decided_on=row["decided_on"],
    )

"""公示: opening a notice, deciding the objections against its candidates, closing it; and what everybody may read."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, cast

import orjson
from asyncpg import Record
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, StringConstraints

from services.publication import streams
from services.publication.notice import decisions as rules
from services.publication.notice import periods
from services.publication.notice.commands import (
    CloseNotice,
    ExtendNotice,
    Opening,
    OpenNotice,
    ReleaseCandidate,
    StrikeOffCandidate,
)
from services.publication.notice.state import Notice, Stage
from services.publication.queries import notices as queries
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.roles import Level
from shared.errors import NotKnownHere
from shared.events.publication import NoticeCandidate, NoticeResult
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Day, Name, Text
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/notices", tags=["notices"])

Officer = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class NewNotice(Body):
    """The printed days decide; a period that is too short is refused with the earliest last day that is right."""

    season_id: Code
    opens_on: Day
    closes_on: Day
    media: Name
    contact: Name


class ObjectionDecision(Body):
    """The outcome of an investigation. The investigators are officers, named by their ids."""

    opinion_id: Code
    investigators: Annotated[tuple[Officer, ...], Field(min_length=1, max_length=20)]
    reasons: Text


class NewLastDay(Body):
    """A later last day, for all candidates, and why."""

    closes_on: Day
    reason: Text


class CandidateStanding(BaseModel):
    application_id: str
    result: NoticeResult


class NoticeStanding(BaseModel):
    """Where a notice stands after a command."""

    id: str
    season_id: str
    stage: Stage
    version: int
    opens_on: date
    closes_on: date
    candidates: list[CandidateStanding]


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
    stage: Stage
    closed_on: date | None
    version: int


class ExtensionShown(BaseModel):
    """The last day as it was, and as it became."""

    former_closes_on: date
    closes_on: date
    reason: str
    extended_on: date


class NoticeShown(NoticeLine):
    extensions: list[ExtensionShown]
    candidates: list[CandidateShown]


@router.post(
    "",
    status_code=201,
    response_model=NoticeStanding,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        rules.NoticeAlreadyOpened,
        rules.NoCandidates,
        periods.CalendarNotPublished,
        rules.NoticeNamesNobody,
        periods.OpensInThePast,
        periods.PeriodTooShort,
    ),
)
async def open_notice(body: NewNotice, act: TheAct) -> Answer:
    """公示: the city puts its candidates before consumers and operators, once a season."""
    act.allow(Level.CITY)
    notice_id = streams.notice_id(body.season_id)
    command = OpenNotice(
        notice_id=notice_id,
        opens_on=body.opens_on,
        closes_on=body.closes_on,
        media=body.media,
        contact=body.contact,
        today=act.today,
        facts=Opening(season_id=body.season_id),
    )
    return await act.carry_out(command, _standing(notice_id), 201, f"/v1/notices/{notice_id}")


@router.post(
    "/{notice_id}/extension",
    response_model=NoticeStanding,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        rules.NoSuchNotice,
        periods.PeriodOver,
        periods.CalendarNotPublished,
        periods.ExtensionGivesReason,
        periods.ExtensionNotLater,
        periods.ExtensionWithoutWorkingDay,
    ),
)
async def extend_notice(notice_id: str, body: NewLastDay, act: TheChange) -> Answer:
    """公示延期: the notice stands longer than was printed, and takes opinions until its new last day."""
    act.allow(Level.CITY)
    command = ExtendNotice(notice_id=notice_id, closes_on=body.closes_on, reason=body.reason, today=act.today)
    return await act.carry_out(command, _standing(notice_id))


_DECIDING = refuses(
    WrongRole,
    OutsideJurisdiction,
    rules.NoSuchNotice,
    rules.NotOnNotice,
    rules.CandidateGone,
    rules.NotHeldByThisObjection,
    rules.InvestigatorTookPart,
    rules.ReasonsMissing,
    rules.InvestigatorMissing,
)
"""What may refuse the decision of an objection, whichever it is."""


@router.post(
    "/{notice_id}/candidates/{application_id}/release",
    response_model=NoticeStanding,
    responses=_DECIDING,
)
async def release_candidate(notice_id: str, application_id: str, body: ObjectionDecision, act: TheChange) -> Answer:
    """异议不成立: an objection was found without ground; with the last one the candidate is free."""
    act.allow(Level.CITY)
    command = ReleaseCandidate(
        notice_id=notice_id,
        application_id=application_id,
        opinion_id=body.opinion_id,
        investigators=body.investigators,
        reasons=body.reasons,
        today=act.today,
    )
    return await act.carry_out(command, _standing(notice_id))


@router.post(
    "/{notice_id}/candidates/{application_id}/strike-off",
    response_model=NoticeStanding,
    responses=_DECIDING,
)
async def strike_off_candidate(notice_id: str, application_id: str, body: ObjectionDecision, act: TheChange) -> Answer:
    """取消推荐对象资格: an objection was upheld; the candidate is out of this season, for good."""
    act.allow(Level.CITY)
    command = StrikeOffCandidate(
        notice_id=notice_id,
        application_id=application_id,
        opinion_id=body.opinion_id,
        investigators=body.investigators,
        reasons=body.reasons,
        today=act.today,
    )
    return await act.carry_out(command, _standing(notice_id))


@router.post(
    "/{notice_id}/closing",
    response_model=NoticeStanding,
    responses=refuses(
        WrongRole, OutsideJurisdiction, rules.NoSuchNotice, rules.NoticeStillOpen, rules.OpinionsUnscreened
    ),
)
async def close_notice(notice_id: str, act: TheChange) -> Answer:
    """公示结束: after the last printed day, when every opinion is screened. It also happens by itself."""
    act.allow(Level.CITY)
    return await act.carry_out(CloseNotice(notice_id=notice_id, today=act.today), _standing(notice_id))


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


@router.get("/{notice_id}", response_model=NoticeShown, responses=refuses(rules.NoSuchNotice))
async def show_notice(notice_id: str, runtime: TheRuntime) -> Answer:
    """One notice with its candidates, for everybody: no opinion, no author, no tally."""
    async with runtime.pool.acquire() as connection:
        row = await queries.notice(connection, notice_id)
        rows = await queries.candidates(connection, notice_id)
        extensions = await queries.extensions(connection, notice_id)
    if row is None:
        raise rules.NoSuchNotice(f"There is no notice {notice_id}.")
    shown = NoticeShown(
        **_line(row).model_dump(),
        extensions=[ExtensionShown(**one) for one in extensions],
        candidates=[_candidate(one) for one in rows],
    )
    return versioned(shown, row["version"])


def _line(row: Record) -> NoticeLine:
    told = dict(row)
    return NoticeLine(id=told.pop("notice_id"), **told)


def _candidate(row: Record) -> CandidateShown:
    return CandidateShown(
        candidate=NoticeCandidate.model_validate(orjson.loads(row["printed"])),
        result=NoticeResult(row["result"]),
        withdrawn_at=row["withdrawn_at"],
        decided_on=row["decided_on"],
    )


def _standing(notice_id: str) -> Callable[[object, int], BaseModel]:
    def show(state: object, version: int) -> NoticeStanding:
        notice = cast("Notice", state)
        return NoticeStanding(
            id=notice_id,
            season_id=notice.season_id,
            stage=notice.stage,
            version=version,
            opens_on=notice.opens_on,
            closes_on=notice.closes_on,
            candidates=[
                CandidateStanding(application_id=application_id, result=standing.result)
                for application_id, standing in notice.candidates.items()
            ],
        )

    return show

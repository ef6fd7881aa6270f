"""公示: a city opens its notice, extends and closes it."""

from collections.abc import Callable
from datetime import date
from typing import cast

from fastapi import APIRouter
from pydantic import BaseModel

from services.publication import streams
from services.publication.notice import decisions as rules
from services.publication.notice import opening, periods
from services.publication.notice.commands import (
    CloseNotice,
    ExtendNotice,
    Opening,
    OpenNotice,
)
from services.publication.notice.state import Notice, Stage
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.errors import NotKnownHere
from shared.events.publication import NoticeResult
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.bodies import Body, Code, Day, Name, Text
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/notices", tags=["notices"])


class NewNotice(Body):
    """The printed days decide; a period that is too short is refused with the earliest last day that is right."""

    season_id: Code
    opens_on: Day
    closes_on: Day
    media: Name
    contact: Name


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


@router.post(
    "",
    status_code=201,
    response_model=NoticeStanding,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        opening.NoticeAlreadyOpened,
        opening.NoCandidates,
        periods.CalendarNotPublished,
        opening.NoticeNamesNobody,
        periods.OpensInThePast,
        periods.PeriodTooShort,
    ),
)
async def open_notice(body: NewNotice, act: TheAct) -> Answer:
    """公示: the city puts its candidates before consumers and operators, once a season."""
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
    return await act.carry_out(command, standing_of(notice_id), 201, f"/v1/notices/{notice_id}")


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
    command = ExtendNotice(notice_id=notice_id, closes_on=body.closes_on, reason=body.reason, today=act.today)
    return await act.carry_out(command, standing_of(notice_id))


@router.post(
    "/{notice_id}/closing",
    response_model=NoticeStanding,
    responses=refuses(
        WrongRole, OutsideJurisdiction, rules.NoSuchNotice, rules.NoticeStillOpen, rules.OpinionsUnscreened
    ),
)
async def close_notice(notice_id: str, act: TheChange) -> Answer:
    """公示结束: after the last printed day, when every opinion is screened. It also happens by itself."""
    return await act.carry_out(CloseNotice(notice_id=notice_id, today=act.today), standing_of(notice_id))


def standing_of(notice_id: str) -> Callable[[object, int], BaseModel]:
    """How the answer to a command on a notice is made."""

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

"""异议办理: an admissible objection is investigated, decided upon that, and its author is answered."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, cast

from asyncpg import Record
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, StringConstraints

from services.publication import facts
from services.publication.api.screening import city_of
from services.publication.notice.decisions import InvestigatorMissing, InvestigatorTookPart, ReasonsMissing
from services.publication.opinion import objecting as rules
from services.publication.opinion.commands import (
    AnswerObjector,
    DecideObjection,
    ExtendInvestigation,
    InvestigateObjection,
)
from services.publication.opinion.standing import NoSuchOpinion, ObjectionNotAdmissible, OpinionIsMoot
from services.publication.opinion.state import Opinion, Stage
from services.publication.queries import opinions as queries
from services.publication.vault import vault_of
from shared.access import directory
from shared.access.competence import NotAnOfficerHere, OutsideJurisdiction, Recused, WrongRole
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere, Refusal
from shared.events.publication import ObjectionOutcome, OpinionSide
from shared.web.acting import Act, Answer, TheChange
from shared.web.bodies import Body, Flag, Name, Sha256, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(tags=["objections"])


Officer = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class LongerInvestigation(Body):
    reason: Text


class NewInvestigation(Body):
    """Who looked into it, by their ids as officers, and what they found; a report is named by its hash."""

    investigators: Annotated[tuple[Officer, ...], Field(min_length=1, max_length=20)]
    findings: Text
    report_sha256: Sha256 | None = None


class NewDecision(Body):
    """What the city made of it. An objection that is upheld strikes its candidate off without being asked to."""

    outcome: ObjectionOutcome
    strikes_off: Flag = False
    reasons: Text


class NewAnswer(Body):
    """How the author was told, and in which words; these lie in the vault."""

    method: Name
    text: Text


class ObjectionStanding(BaseModel):
    """Where an objection stands after a command."""

    id: str
    notice_id: str
    application_id: str
    station_id: str
    certificate_number: str
    stage: Stage
    investigation_due_on: date | None
    extensions: int
    outcome: ObjectionOutcome | None
    strikes_off: bool
    answer_due_on: date | None
    due_is_provisional: bool
    version: int


class ObjectionInHand(BaseModel):
    """An admissible objection that is not answered yet, with the day on which the next thing is due."""

    id: str
    notice_id: str
    application_id: str
    station_id: str
    certificate_number: str
    side: OpinionSide
    received_at: datetime
    stage: Stage
    county_investigates: bool
    extensions: int
    outcome: ObjectionOutcome | None
    due_on: date
    due_is_provisional: bool
    days_left: int = Field(description="calendar days until then; below zero it is overdue")
    is_overdue: bool
    version: int


_IN_HAND = (WrongRole, OutsideJurisdiction, NoSuchOpinion, OpinionIsMoot, ObjectionNotAdmissible)
"""What may refuse every act on an objection."""


@router.post(
    "/v1/opinions/{opinion_id}/extension",
    response_model=ObjectionStanding,
    responses=refuses(
        *_IN_HAND,
        rules.AlreadyInvestigated,
        rules.InvestigationOver,
        rules.ExtensionsUsedUp,
        rules.LongerInvestigationGivesReason,
    ),
)
async def extend_investigation(opinion_id: str, body: LongerInvestigation, act: TheChange) -> Answer:
    """延长核查: the city gives an investigation more time, as often as the season allows."""
    command = ExtendInvestigation(opinion_id=opinion_id, reason=body.reason, today=act.today)
    return await act.carry_out(command, _standing(opinion_id))


@router.post(
    "/v1/opinions/{opinion_id}/investigation",
    response_model=ObjectionStanding,
    responses=refuses(
        *_IN_HAND,
        NotKnownHere,
        Recused,
        rules.AlreadyInvestigated,
        InvestigatorMissing,
        rules.InvestigatorTwice,
        rules.InvestigatorNotPosted,
        InvestigatorTookPart,
        rules.InvestigatorLinked,
        rules.InvestigationFindsSomething,
    ),
)
async def investigate_objection(opinion_id: str, body: NewInvestigation, act: TheChange) -> Answer:
    """异议核查: the city, or the county of the station where the city has told it to."""
    command = InvestigateObjection(
        opinion_id=opinion_id,
        investigators=body.investigators,
        findings=body.findings,
        report_sha256=body.report_sha256 or "",
        today=act.today,
    )
    return await act.carry_out(command, _standing(opinion_id))


@router.post(
    "/v1/opinions/{opinion_id}/decision",
    response_model=ObjectionStanding,
    responses=refuses(
        *_IN_HAND,
        NotKnownHere,
        Recused,
        rules.ObjectionNotInvestigated,
        rules.ObjectionAlreadyDecided,
        rules.DismissedStrikesNobodyOff,
        rules.NobodyToStrikeOff,
        ReasonsMissing,
    ),
)
async def decide_objection(opinion_id: str, body: NewDecision, act: TheChange) -> Answer:
    """异议决定: upheld or not; with it the candidate is released by this objection, or struck off."""
    command = DecideObjection(
        opinion_id=opinion_id,
        outcome=body.outcome,
        strikes_off=body.strikes_off,
        reasons=body.reasons,
        today=act.today,
    )
    return await act.carry_out(command, _standing(opinion_id))


@router.post(
    "/v1/opinions/{opinion_id}/answer",
    response_model=ObjectionStanding,
    responses=refuses(*_IN_HAND, rules.ObjectionNotDecided, rules.ObjectorAlreadyAnswered),
)
async def answer_objector(opinion_id: str, body: NewAnswer, act: TheChange, request: Request) -> Answer:
    """答复异议人: what the author was told. They also read it with their receipt."""
    command = AnswerObjector(opinion_id=opinion_id, method=body.method, today=act.today, answer_hmac="not kept yet")
    if request.query_params.get("dry_run") == "true":
        return await act.carry_out(command, _standing(opinion_id))
    answer_hmac = ""
    if await _may_answer(command, act):
        answer_hmac = await vault_of(act.runtime).keep_answer(opinion_id, body.text, act.effective)
    kept = AnswerObjector(opinion_id=opinion_id, method=body.method, today=act.today, answer_hmac=answer_hmac)
    return await act.carry_out(kept, _standing(opinion_id))


async def _may_answer(command: AnswerObjector, act: Act) -> bool:
    """Whether it is this bureau's to answer, and time to: the vault takes no answer in that is refused afterwards."""
    try:
        async with act.runtime.pool.acquire() as connection:
            await facts.prepare(command, act.caller, connection)
            row = await queries.opinion(connection, command.opinion_id)
    except Refusal:
        return False
    return row is not None and row["stage"] in {Stage.DECIDED, Stage.ANSWERED}


@router.get("/v1/objections", response_model=Page[ObjectionInHand], responses=refuses(WrongRole, NotAnOfficerHere))
async def list_objections(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    station_id: Annotated[str | None, Query(max_length=100)] = None,
) -> Answer:
    """待办异议: admissible objections in hand, the next day first; a county sees those that it is to investigate."""
    today = runtime.clock.today()
    async with runtime.pool.acquire() as connection:
        wanted = await _wanted(caller, station_id, connection)
        rows = await queries.objections(connection, wanted, paging.after(date, str), paging.fetch)
    return page(request, paging, rows, lambda row: (row["due_on"], row["opinion_id"]), lambda row: _line(row, today))


async def _wanted(caller: Caller, station_id: str | None, connection: Connection) -> queries.InHand:
    if caller.level is Level.COUNTY:
        await directory.acting(connection, caller)
        return queries.InHand(bureau_code=caller.bureau, station_id=station_id)
    return queries.InHand(city_code=await city_of(caller, connection), station_id=station_id)


def _line(row: Record, today: date) -> ObjectionInHand:
    told = {name: value for name, value in row.items() if name in ObjectionInHand.model_fields}
    days_left = (row["due_on"] - today).days
    return ObjectionInHand(id=row["opinion_id"], days_left=days_left, is_overdue=days_left < 0, **told)


def _standing(opinion_id: str) -> Callable[[object, int], BaseModel]:
    def show(state: object, version: int) -> ObjectionStanding:
        opinion = cast("Opinion", state)
        about, begun, decision = opinion.about, opinion.investigation, opinion.decision
        return ObjectionStanding(
            id=opinion_id,
            notice_id=about.notice_id,
            application_id=about.application_id,
            station_id=about.station_id,
            certificate_number=about.certificate_number,
            stage=opinion.stage,
            investigation_due_on=begun.due_on,
            extensions=len(begun.extensions),
            outcome=decision.outcome if decision else None,
            strikes_off=decision is not None and decision.strikes_off,
            answer_due_on=decision.answer_due_on if decision else None,
            due_is_provisional=decision.is_provisional if decision else begun.is_provisional,
            version=version,
        )

    return show

"""意见: anybody gives an opinion; only the city reads it, and says what it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Self, cast

import orjson
from asyncpg import Record
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints, model_validator

from services.publication import facts
from services.publication.notice.decisions import CandidateGone, NoSuchNotice
from services.publication.opinion import decisions as rules
from services.publication.opinion.commands import ReceiveOpinion, ScreenOpinion
from services.publication.opinion.state import Opinion, Stage
from services.publication.queries import opinions as queries
from services.publication.queries.notices import application_on_notice
from services.publication.vault import NOT_KEPT, Kept, Words, vault_of
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.roles import Level
from shared.access.scope import scope_of
from shared.errors import Refusal
from shared.events.publication import OpinionSide, Screening, Stance
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code
from shared.web.callers import TheCaller, TheRuntime, allow
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(tags=["opinions"])

READERS = (Level.CITY, Level.AUDITOR)


class NewOpinion(Body):
    """An opinion on one candidate, named by its station or its application. With a name it may become an objection."""

    station_id: Code | None = None
    application_id: Code | None = None
    side: OpinionSide
    stance: Stance
    name: Annotated[str, StringConstraints(max_length=100)] = ""
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    text: str

    @model_validator(mode="after")
    def _about_one_candidate(self) -> Self:
        if (self.station_id is None) == (self.application_id is None):
            raise ValueError("name the candidate by its station_id or by its application_id")
        return self


class NewScreening(Body):
    """What the city made of an opinion; for an objection, with its reason."""

    result: Screening
    reason: Annotated[str, Field(max_length=2_000)] = ""


class OpinionStanding(BaseModel):
    """Where an opinion stands after a command. The stored answer holds no receipt: it is added as it is sent."""

    id: str
    notice_id: str
    application_id: str
    stage: Stage
    screening: Screening | None
    version: int


class OpinionTaken(OpinionStanding):
    receipt: str | None = Field(description="Keep it: only its hash stays here. Null where it can no longer be told.")


class OpinionLine(BaseModel):
    """An opinion without its words, and without its author."""

    id: str
    notice_id: str
    application_id: str
    station_id: str
    side: OpinionSide
    stance: Stance
    is_named: bool
    received_at: datetime
    screening: Screening | None
    reason: str
    screened_on: date | None
    is_moot: bool
    moot_on: date | None
    moot_reason: str
    version: int


class OpinionShown(OpinionLine):
    text: str | None = Field(description="The words from the vault; for the city alone.")


@router.post(
    "/v1/notices/{notice_id}/opinions",
    status_code=201,
    response_model=OpinionTaken,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NoSuchNotice,
        rules.NoticeNotOpen,
        rules.CandidateNotOnNotice,
        rules.AlreadyReceived,
        rules.OpinionEmpty,
        rules.OpinionTooLong,
    ),
)
async def give_opinion(notice_id: str, body: NewOpinion, act: TheAct, request: Request) -> Answer:
    """意见: a consumer or an operator, without an account; or a clerk who takes it down for somebody."""
    act.allow(Level.PUBLIC, Level.COUNTY, Level.CITY)
    opinion_id = new_id("op", act.seed)
    command = ReceiveOpinion(
        opinion_id=opinion_id,
        notice_id=notice_id,
        application_id=await _application(act, notice_id, body),
        side=body.side,
        stance=body.stance,
        is_named=bool(body.name),
        length=len(body.text),
        received_at=act.effective,
    )
    tried = replace(command, content_hmac="not kept yet")
    if request.query_params.get("dry_run") == "true":
        return await act.carry_out(tried, _standing(opinion_id))
    kept = NOT_KEPT
    if await _would_be_taken(act, tried):
        words = Words(body.text, body.name, body.phone)
        kept = await vault_of(act.runtime).keep(opinion_id, words, act.effective)
    answer = await act.carry_out(replace(command, content_hmac=kept.content_hmac), _standing(opinion_id), 201)
    return _with_receipt(answer, kept)


async def _application(act: Act, notice_id: str, body: NewOpinion) -> str:
    """The candidate's application. A station that is not on the notice stays what was asked for, and is refused."""
    if body.application_id is not None:
        return body.application_id
    station_id = body.station_id or ""
    async with act.runtime.pool.acquire() as connection:
        return await application_on_notice(connection, notice_id, station_id) or station_id


async def _would_be_taken(act: Act, command: ReceiveOpinion) -> bool:
    """Whether the rules let it in: the vault takes nothing in that is refused afterwards."""
    try:
        async with act.runtime.pool.acquire() as connection:
            prepared = await facts.prepare(command, act.caller, connection)
        rules.OPINION.decide(cast("ReceiveOpinion", prepared.command), rules.OPINION.initial)
    except Refusal:
        return False
    return True


def _with_receipt(answer: Response, kept: Kept) -> Response:
    """The receipt is told to the author alone: the answer that is stored with the key does not hold it."""
    told = orjson.loads(answer.body) | {"receipt": kept.receipt or None}
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(orjson.dumps(told), answer.status_code, headers)


@router.post(
    "/v1/opinions/{opinion_id}/screening",
    response_model=OpinionStanding,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        rules.NoSuchOpinion,
        rules.AlreadyScreened,
        rules.OpinionIsMoot,
        rules.AnonymousIsALead,
        rules.ScreenedAsAnotherKind,
        rules.ScreeningGivesReasons,
        CandidateGone,
    ),
)
async def screen_opinion(opinion_id: str, body: NewScreening, act: TheChange) -> Answer:
    """甄别: the city says what an opinion is; an admissible objection holds its own candidate at once."""
    act.allow(Level.CITY)
    command = ScreenOpinion(opinion_id=opinion_id, result=body.result, reason=body.reason, today=act.today)
    return await act.carry_out(command, _standing(opinion_id))


@router.get("/v1/opinions", response_model=Page[OpinionLine], responses=refuses(WrongRole))
async def list_opinions(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    notice_id: Annotated[str | None, Query(max_length=100)] = None,
    application_id: Annotated[str | None, Query(max_length=100)] = None,
    screened: bool | None = None,
) -> Answer:
    """The opinions on a city's own notices, without their words."""
    allow(caller, *READERS)
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        wanted = queries.OpinionsWanted(scope.division_prefix, notice_id, application_id, screened)
        rows = await queries.opinions(connection, wanted, paging.after(int, str), paging.fetch)
    return page(request, paging, rows, lambda row: (row["received_ms"], row["opinion_id"]), _line)


@router.get(
    "/v1/opinions/{opinion_id}",
    response_model=OpinionShown,
    responses=refuses(WrongRole, OutsideJurisdiction, rules.NoSuchOpinion),
)
async def show_opinion(opinion_id: str, runtime: TheRuntime, caller: TheCaller) -> Answer:
    """One opinion; the city also reads its words. Who gave it stays in the vault."""
    allow(caller, *READERS)
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        row = await queries.opinion(connection, opinion_id)
    if row is None:
        raise rules.NoSuchOpinion(f"There is no opinion {opinion_id}.")
    if not row["city_code"].startswith(scope.division_prefix):
        raise OutsideJurisdiction(f"{opinion_id} is about another city's notice.")
    text = await vault_of(runtime).text(opinion_id) if caller.level is Level.CITY else None
    return versioned(OpinionShown(**_line(row).model_dump(), text=text), row["version"])


def _line(row: Record) -> OpinionLine:
    told = {name: value for name, value in row.items() if name not in {"opinion_id", "received_ms", "city_code"}}
    return OpinionLine(id=row["opinion_id"], **told)


def _standing(opinion_id: str) -> Callable[[object, int], BaseModel]:
    def show(state: object, version: int) -> OpinionStanding:
        opinion = cast("Opinion", state)
        return OpinionStanding(
            id=opinion_id,
            notice_id=opinion.notice_id,
            application_id=opinion.application_id,
            stage=opinion.stage,
            screening=opinion.screened_as,
            version=version,
        )

    return show

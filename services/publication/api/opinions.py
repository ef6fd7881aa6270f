"""意见: anybody gives an opinion, on a candidate while its notice is open, and on a title at any time of the year."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Self, cast

import orjson
from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.publication import facts
from services.publication.notice.decisions import NoSuchNotice
from services.publication.opinion import receiving as rules
from services.publication.opinion.commands import ReceiveOpinion, ReceiveOpinionOnTitle, Receiving
from services.publication.opinion.decisions import OPINION
from services.publication.opinion.state import Opinion, Stage
from services.publication.queries.notices import application_on_notice
from services.publication.vault import NOT_KEPT, Kept, Words, vault_of
from services.publication.work import (
    HEADER,
    OpinionWorkExpired,
    OpinionWorkMissing,
    OpinionWorkSpent,
    OpinionWorkWrong,
    challenges_of,
)
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.roles import Level
from shared.errors import Refusal
from shared.events.publication import OpinionChannel, OpinionSide, Screening, Stance
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct
from shared.web.bodies import Body, Code
from shared.web.callers import TheRuntime
from shared.web.problems import refuses
from shared.web.rates import Bucket, address_of, everybody, limited
from shared.web.rules import TooManyRequests
from shared.web.work import ChallengeGiven

router = APIRouter(tags=["opinions"])

TAKEN_IN = 202
"""The opinion is recorded; what it is, the city says later."""


class NewOpinionOnTitle(Body):
    """An opinion. With a name, and with what happened, it may become an objection that is investigated."""

    side: OpinionSide
    stance: Stance
    name: Annotated[str, StringConstraints(max_length=100)] = ""
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    text: str
    facts: str = Field(default="", description="What happened: when, where, with what paper (事实依据).")


class NewOpinion(NewOpinionOnTitle):
    """An opinion on one candidate, named by its station or its application."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "side": "consumer",
                    "stance": "objection",
                    "text": "台账登记不全",
                    "facts": "8月3日在服务台登记的纠纷，台账中没有",
                    "station_id": "st-4b7wqzq5x2k3h6ma",
                }
            ]
        }
    )

    station_id: Code | None = None
    application_id: Code | None = None

    @model_validator(mode="after")
    def _about_one_candidate(self) -> Self:
        if (self.station_id is None) == (self.application_id is None):
            raise ValueError("name the candidate by its station_id or by its application_id")
        return self


class OpinionStanding(BaseModel):
    """Where an opinion stands after a command. The stored answer holds no receipt: it is added as it is sent."""

    id: str
    notice_id: str
    application_id: str
    station_id: str
    certificate_number: str
    stage: Stage
    screening: Screening | None
    version: int


class OpinionTaken(OpinionStanding):
    receipt: str | None = Field(description="Keep it: only its hash stays here. Null where it can no longer be told.")


TheWork = Annotated[
    str, Header(alias=HEADER, max_length=2_000, description="The challenge solved, by whoever has no account.")
]

_RECEIVING = (
    TooManyRequests,
    OpinionWorkMissing,
    OpinionWorkWrong,
    OpinionWorkExpired,
    OpinionWorkSpent,
    WrongRole,
    OutsideJurisdiction,
    rules.AlreadyReceived,
    rules.OpinionEmpty,
    rules.OpinionTooLong,
)
"""What may refuse an opinion, whatever it is about."""

_LIMITED = [
    Depends(
        limited(
            Bucket("address", lambda settings: settings.opinions_by_address, address_of),
            Bucket("all", lambda settings: settings.opinions_in_all, everybody),
        )
    )
]
"""Opinions of both kinds come out of the same buckets."""


@router.get(
    "/v1/opinions/challenge", response_model=ChallengeGiven, responses={204: {"description": "No work is asked for."}}
)
async def give_challenge(runtime: TheRuntime) -> Response:
    """校验: what whoever has no account solves before they send an opinion; ALTCHA's second form."""
    challenges = challenges_of(runtime)
    if challenges is None:
        return Response(status_code=204)
    return Response(orjson.dumps(challenges.new()), media_type="application/json")


@router.post(
    "/v1/notices/{notice_id}/opinions",
    status_code=TAKEN_IN,
    response_model=OpinionTaken,
    dependencies=_LIMITED,
    responses=refuses(*_RECEIVING, NoSuchNotice, rules.NoticeNotOpen, rules.CandidateNotOnNotice),
)
async def give_opinion(notice_id: str, body: NewOpinion, act: TheAct, request: Request, work: TheWork = "") -> Answer:
    """意见: a consumer or an operator, without an account; or a clerk who takes it down for somebody."""
    command = ReceiveOpinion(
        opinion_id=new_id("op", act.seed),
        notice_id=notice_id,
        application_id=await _application(act, notice_id, body),
        side=body.side,
        stance=body.stance,
        is_named=bool(body.name),
        length=len(body.text) + len(body.facts),
        received_at=act.effective,
        channel=_channel(act),
        states_facts=bool(body.facts),
    )
    return await _take_in(command, body, act, request, work)


@router.post(
    "/v1/titles/{station_id}/opinions",
    status_code=TAKEN_IN,
    response_model=OpinionTaken,
    dependencies=_LIMITED,
    responses=refuses(*_RECEIVING, rules.NoTitleToSpeakOf),
)
async def give_opinion_on_title(
    station_id: str, body: NewOpinionOnTitle, act: TheAct, request: Request, work: TheWork = ""
) -> Answer:
    """对示范站的意见: about the title that the station bears that day, at any time of the year."""
    command = ReceiveOpinionOnTitle(
        opinion_id=new_id("op", act.seed),
        station_id=station_id,
        side=body.side,
        stance=body.stance,
        is_named=bool(body.name),
        length=len(body.text) + len(body.facts),
        received_at=act.effective,
        channel=_channel(act),
        states_facts=bool(body.facts),
    )
    return await _take_in(command, body, act, request, work)


def _channel(act: Act) -> OpinionChannel:
    """A clerk has an account, everybody else a form."""
    return OpinionChannel.FORM if act.caller.level is Level.PUBLIC else OpinionChannel.COUNTER


async def _application(act: Act, notice_id: str, body: NewOpinion) -> str:
    """The candidate's application. A station that is not on the notice stays what was asked for, and is refused."""
    if body.application_id is not None:
        return body.application_id
    station_id = body.station_id or ""
    async with act.runtime.pool.acquire() as connection:
        return await application_on_notice(connection, notice_id, station_id) or station_id


async def _take_in(command: Receiving, body: NewOpinionOnTitle, act: Act, request: Request, work: str) -> Response:
    """Who has no account works first. The words go to the vault next, and only those that the rules would let in."""
    tried = replace(command, content_hmac="not kept yet")
    show = standing(command.opinion_id)
    if request.query_params.get("dry_run") == "true":
        return await act.carry_out(tried, show)
    challenges = challenges_of(act.runtime)
    if command.channel is OpinionChannel.FORM and challenges is not None:
        await challenges.spend(work, command.opinion_id)
    kept = NOT_KEPT
    if await _would_be_taken(act, tried):
        words = Words(body.text, body.name, body.phone, body.facts)
        kept = await vault_of(act.runtime).keep(command.opinion_id, words, act.effective)
    answer = await act.carry_out(replace(command, content_hmac=kept.content_hmac), show, TAKEN_IN)
    return _with_receipt(answer, kept)


async def _would_be_taken(act: Act, command: Receiving) -> bool:
    """Whether the rules let it in: the vault takes nothing in that is refused afterwards."""
    try:
        async with act.runtime.pool.acquire() as connection:
            prepared = await facts.prepare(command, act.caller, connection)
        OPINION.decide(cast("Receiving", prepared.command), OPINION.initial)
    except Refusal:
        return False
    return True


def _with_receipt(answer: Response, kept: Kept) -> Response:
    """The receipt is told to the author alone: the answer that is stored with the key does not hold it."""
    told = orjson.loads(answer.body) | {"receipt": kept.receipt or None}
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(orjson.dumps(told), answer.status_code, headers)


def standing(opinion_id: str) -> Callable[[object, int], BaseModel]:
    """The answer of a command on an opinion."""

    def show(state: object, version: int) -> OpinionStanding:
        opinion = cast("Opinion", state)
        return OpinionStanding(
            id=opinion_id,
            notice_id=opinion.about.notice_id,
            application_id=opinion.about.application_id,
            station_id=opinion.about.station_id,
            certificate_number=opinion.about.certificate_number,
            stage=opinion.stage,
            screening=opinion.screened_as,
            version=version,
        )

    return show

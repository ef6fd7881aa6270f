"""撤牌 over HTTP: what general disapproval may rest on, the proposal, the defence, the decision and its service."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.assessment.api.answers import CHANGE, READ, TitleStanding
from services.assessment.facts.checkpoints import LogNotSigned
from services.assessment.queries import disapproval
from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import (
    HearDefence,
    ProposeRevocation,
    RevokeTitle,
    ServeDecision,
    WaiveDefence,
)
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.taking import (
    DecisionAlreadyServed,
    DefenceAlreadyHeard,
    DefenceAlreadyWaived,
    DefenceNotHeard,
    DefenceStillPossible,
    DisapprovalRestsOnNothing,
    NotKnownOfThisStation,
    RevocationAlreadyProposed,
    RevocationDocumentUsed,
    RevocationNotProposed,
    SamePersonTwice,
    TitleNotRevoked,
)
from services.assessment.views_of_revocations import DisapprovalView
from shared.access import directory
from shared.access.competence import OutsideJurisdiction, Recused
from shared.access.scope import scope_of
from shared.errors import InTheFuture
from shared.events.assessment import RevocationGround
from shared.web.acting import Answer, TheChange
from shared.web.bodies import Body, Code, Day, Flag, Name, Sha256, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/titles/{station_id}", tags=["titles"])


class ProposalBody(Body):
    """On one of the grounds, with facts, and evidence named by its hashes.

    `rests_on`: the ids of opinions about the title and of surveys. General disapproval must rest on some.
    """

    ground: RevocationGround
    facts: Text
    evidence_sha256: Annotated[tuple[Sha256, ...], Field(min_length=1, max_length=100)]
    rests_on: Annotated[tuple[Code, ...], Field(max_length=1_000)] = ()


class DefenceBody(Body):
    summary: Text
    heard_on: Day | None = None


class WaiverBody(Body):
    """The host was told on `told_on` and had `days`; 0 where it declared that it would state nothing."""

    told_on: Day
    days: Annotated[int, Field(ge=0, le=90)]
    reason: Text


class RevocationBody(Body):
    reasons: Text
    document_number: Name


class ServiceBody(Body):
    """`served_on` is today unless it is stated; `rights_told` is whether the decision told how it may be contested."""

    method: Name
    served_on: Day | None = None
    rights_told: Flag = True


@router.get("/disapproval", response_model=DisapprovalView, responses=refuses(*READ))
async def read_disapproval(station_id: str, caller: TheCaller, runtime: TheRuntime) -> BaseModel:
    """不认可: the opinions about the title, without their words, and the surveys. How many they are decides nothing."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        station = await directory.the_station(connection, station_id)
        known = await disapproval.of_station(connection, station_id)
    if not scope.covers(bureau_code=station.bureau_code, division_code=station.division_code):
        raise OutsideJurisdiction(f"{station_id} is not {caller.bureau}'s to read.")
    return known


@router.post(
    "/revocation-proposal",
    response_model=TitleStanding,
    responses=refuses(
        *CHANGE,
        Recused,
        TitleNotInForce,
        RevocationAlreadyProposed,
        DisapprovalRestsOnNothing,
        NotKnownOfThisStation,
    ),
)
async def propose_revocation(station_id: str, body: ProposalBody, act: TheChange) -> Answer:
    """撤牌建议."""
    command = ProposeRevocation(
        station_id=station_id,
        ground=body.ground,
        facts=body.facts,
        evidence_sha256=body.evidence_sha256,
        proposer=act.caller.subject,
        today=act.today,
        rests_on=body.rests_on,
    )
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/defence",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, Recused, RevocationNotProposed, DefenceAlreadyHeard, BeforeItsCause, InTheFuture),
)
async def hear_defence(station_id: str, body: DefenceBody, act: TheChange) -> Answer:
    """陈述申辩: the host is heard before the decision."""
    command = HearDefence(station_id=station_id, summary=body.summary, heard_on=act.day(body.heard_on))
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/defence-waiver",
    response_model=TitleStanding,
    responses=refuses(
        *CHANGE,
        Recused,
        RevocationNotProposed,
        DefenceAlreadyHeard,
        DefenceAlreadyWaived,
        DefenceStillPossible,
        BeforeItsCause,
        InTheFuture,
    ),
)
async def waive_defence(station_id: str, body: WaiverBody, act: TheChange) -> Answer:
    """放弃申辩: the host was told, and did not or would not state its defence."""
    told_on = act.day(body.told_on)
    command = WaiveDefence(station_id=station_id, told_on=told_on, days=body.days, reason=body.reason, today=act.today)
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/revocation",
    response_model=TitleStanding,
    responses=refuses(
        *CHANGE,
        Recused,
        TitleNotInForce,
        RevocationNotProposed,
        DefenceNotHeard,
        SamePersonTwice,
        RevocationDocumentUsed,
        LogNotSigned,
    ),
)
async def revoke_title(station_id: str, body: RevocationBody, act: TheChange) -> Answer:
    """撤销称号: by the level that gave it, and by nobody who proposed it or is linked to the host."""
    command = RevokeTitle(
        station_id=station_id,
        reasons=body.reasons,
        document_number=body.document_number,
        decider=act.caller.subject,
        today=act.today,
        checkpoint_max_age=act.runtime.settings.checkpoint_max_age,
    )
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/service",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, TitleNotRevoked, DecisionAlreadyServed, BeforeItsCause, InTheFuture),
)
async def serve_decision(station_id: str, body: ServiceBody, act: TheChange) -> Answer:
    """送达: the time for an appeal begins on the day after it."""
    command = ServeDecision(
        station_id=station_id,
        method=body.method,
        served_on=act.day(body.served_on),
        rights_told=body.rights_told,
    )
    return await act.carry_out(command, TitleStanding.of)

"""称号 over HTTP: read by everybody; the plaque, and the way in which a title is taken away or ends."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from services.assessment.api.answers import CHANGE, OVERSEERS, TitleStanding
from services.assessment.queries import titles as queries
from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import (
    DeclarePlaqueVoid,
    EndTitle,
    HandOverPlaque,
    HearDefence,
    ProposeRevocation,
    RevokeTitle,
    ServeDecision,
    TakePlaqueBack,
    WaiveDefence,
    WhyVoid,
)
from services.assessment.title.ending import (
    NoPlaqueToReturn,
    PlaqueAlreadyReturned,
    PlaqueAlreadyVoid,
    TitleNotOver,
)
from services.assessment.title.giving import PlaqueAlreadyHandedOver, ResultNotPublished, TitleNotInForce
from services.assessment.title.taking import (
    DecisionAlreadyServed,
    DefenceAlreadyHeard,
    DefenceAlreadyWaived,
    DefenceNotHeard,
    DefenceStillPossible,
    RevocationAlreadyProposed,
    RevocationNotProposed,
    SamePersonTwice,
    TitleNotRevoked,
)
from services.assessment.views import TitleCaseView, TitleView
from shared.access.competence import NotYourStation
from shared.access.roles import Level
from shared.access.scope import scope_of
from shared.errors import InTheFuture, NotKnownHere
from shared.events.assessment import EndedBy, RevocationGround
from shared.web.acting import Answer, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Day, Name, Sha256, Text
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1/titles", tags=["titles"])


class PlaqueBody(Body):
    """`handed_over_on` is today unless it is stated."""

    plaque_number: Code
    handed_over_on: Day | None = None


class ProposalBody(Body):
    """On one of the notice's four grounds, with facts, and evidence named by its hashes."""

    ground: RevocationGround
    facts: Text
    evidence_sha256: Annotated[tuple[Sha256, ...], Field(min_length=1, max_length=100)]


class DefenceBody(Body):
    summary: Text
    heard_on: Day | None = None


class WaiverBody(Body):
    """The host was told on `told_on` and had `days`; 0 where it declared that it would state nothing."""

    told_on: Day
    days: Annotated[int, Field(ge=0, le=90)]
    reason: Text


class VoidBody(Body):
    reason: WhyVoid


class RevocationBody(Body):
    reasons: Text
    document_number: Name


class ServiceBody(Body):
    method: Name
    served_on: Day | None = None


class ReturnBody(Body):
    """Nothing need be said: `returned_on` is today unless it is stated."""

    returned_on: Day | None = None


_TODAY = ReturnBody()


@router.get("", response_model=Page[TitleView], responses=refuses(CursorNotReadable))
async def list_titles(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    season_id: Annotated[str | None, Query(max_length=100)] = None,
    trade: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """The titles ever given, in the order of their numbers, for everybody."""
    (after,) = paging.after(str)
    async with runtime.pool.acquire() as connection:
        rows = await queries.titles(
            connection, season_id, trade, after if isinstance(after, str) else None, paging.fetch
        )
    return page(request, paging, rows, lambda row: (row.id,), lambda row: row)


@router.get("/{station_id}", response_model=TitleCaseView | TitleView, responses=refuses(NotKnownHere))
async def read_title(station_id: str, caller: TheCaller, runtime: TheRuntime) -> Response:
    """A station's latest title. The procedure about it is for the bureaus and the host alone."""
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        title = await queries.title(connection, station_id, runtime.clock.today())
    if title is None:
        raise NotKnownHere(f"No title of station {station_id} is known here.")
    if caller.level in OVERSEERS or scope.host_id == title.host_id:
        return versioned(title, title.version)
    return versioned(TitleView(**title.model_dump(include=set(TitleView.model_fields))), title.version)


@router.post(
    "/{station_id}/plaque",
    response_model=TitleStanding,
    responses=refuses(
        *CHANGE, TitleNotInForce, ResultNotPublished, PlaqueAlreadyHandedOver, BeforeItsCause, InTheFuture
    ),
)
async def hand_over_plaque(station_id: str, body: PlaqueBody, act: TheChange) -> Answer:
    """授牌: after the province's publication."""
    act.allow(Level.COUNTY, Level.CITY)
    command = HandOverPlaque(
        station_id=station_id, plaque_number=body.plaque_number, handed_over_on=act.day(body.handed_over_on)
    )
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/revocation-proposal",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, TitleNotInForce, RevocationAlreadyProposed),
)
async def propose_revocation(station_id: str, body: ProposalBody, act: TheChange) -> Answer:
    """撤牌建议."""
    act.allow(Level.COUNTY, Level.CITY, Level.PROVINCE)
    command = ProposeRevocation(
        station_id=station_id,
        ground=body.ground,
        facts=body.facts,
        evidence_sha256=body.evidence_sha256,
        proposer=act.caller.subject,
        today=act.today,
    )
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/defence",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, RevocationNotProposed, DefenceAlreadyHeard, BeforeItsCause, InTheFuture),
)
async def hear_defence(station_id: str, body: DefenceBody, act: TheChange) -> Answer:
    """陈述申辩: the host is heard before the decision."""
    act.allow(Level.CITY, Level.PROVINCE)
    command = HearDefence(station_id=station_id, summary=body.summary, heard_on=act.day(body.heard_on))
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/defence-waiver",
    response_model=TitleStanding,
    responses=refuses(
        *CHANGE,
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
    act.allow(Level.CITY, Level.PROVINCE)
    told_on = act.day(body.told_on)
    command = WaiveDefence(station_id=station_id, told_on=told_on, days=body.days, reason=body.reason, today=act.today)
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/revocation",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, TitleNotInForce, RevocationNotProposed, DefenceNotHeard, SamePersonTwice),
)
async def revoke_title(station_id: str, body: RevocationBody, act: TheChange) -> Answer:
    """撤销称号: by the level that gave it, and not by whoever proposed it."""
    act.allow(Level.PROVINCE)
    command = RevokeTitle(
        station_id=station_id,
        reasons=body.reasons,
        document_number=body.document_number,
        decider=act.caller.subject,
        today=act.today,
    )
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/service",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, TitleNotRevoked, DecisionAlreadyServed, BeforeItsCause, InTheFuture),
)
async def serve_decision(station_id: str, body: ServiceBody, act: TheChange) -> Answer:
    """送达."""
    act.allow(Level.COUNTY, Level.CITY, Level.PROVINCE)
    command = ServeDecision(station_id=station_id, method=body.method, served_on=act.day(body.served_on))
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/plaque-return",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, TitleNotOver, NoPlaqueToReturn, BeforeItsCause, InTheFuture),
)
async def take_plaque_back(station_id: str, act: TheChange, body: ReturnBody = _TODAY) -> Answer:
    """收回牌匾: the county has it again."""
    act.allow(Level.COUNTY)
    command = TakePlaqueBack(station_id=station_id, returned_on=act.day(body.returned_on))
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/plaque-void",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, TitleNotOver, NoPlaqueToReturn, PlaqueAlreadyReturned, PlaqueAlreadyVoid),
)
async def declare_plaque_void(station_id: str, body: VoidBody, act: TheChange) -> Answer:
    """牌匾作废: it was lost, or is not given back."""
    act.allow(Level.CITY, Level.PROVINCE)
    command = DeclarePlaqueVoid(station_id=station_id, reason=body.reason, today=act.today)
    return await act.carry_out(command, TitleStanding.of)


@router.post(
    "/{station_id}/renunciation",
    response_model=TitleStanding,
    responses=refuses(*CHANGE, NotYourStation, TitleNotInForce),
)
async def renounce_title(station_id: str, act: TheChange) -> Answer:
    """自愿放弃: the host gives the title back, of its own will; no bar follows, and the plaque is due."""
    act.allow(Level.ENTERPRISE)
    command = EndTitle(station_id=station_id, ended_by=EndedBy.REQUEST, on=act.today)
    return await act.carry_out(command, TitleStanding.of)

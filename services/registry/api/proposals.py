"""申请建站: stations that their hosts propose, and what the county says to it."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from services.registry.api.acts import on_station
from services.registry.api.answers import StationDone
from services.registry.api.bodies import PLACES, Granting, Proposal, Refusal
from services.registry.queries import proposals
from services.registry.queries.proposals import Proposal as ProposalPage
from services.registry.rules import PossibleDuplicate
from services.registry.station.commands import RefuseRegistration
from services.registry.station.decisions import NothingProposed
from shared.access.competence import NotYourCase, NotYourHost, OutsideJurisdiction, Recused, WrongRole
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.errors import InTheFuture, NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import VersionMissing, VersionStale

router = APIRouter(prefix="/v1/stations/proposals", tags=["stations"])

_DECIDING = (
    WrongRole,
    OutsideJurisdiction,
    Recused,
    NotKnownHere,
    *PLACES,
    NothingProposed,
    VersionMissing,
    VersionStale,
)


@router.post(
    "",
    status_code=201,
    response_model=StationDone,
    responses=refuses(WrongRole, NotYourHost, NotKnownHere, *PLACES, InTheFuture),
)
async def propose_station(body: Proposal, act: TheAct) -> Answer:
    """申请建站: the host asks the county that is competent for the place."""
    station_id = new_id("st", act.seed)
    command = body.proposed(station_id, act.caller.bureau, act.today)
    return await on_station(act, command, 201, f"/v1/stations/proposals/{station_id}")


@router.post(
    "/{station_id}/registration",
    response_model=StationDone,
    responses=refuses(*_DECIDING, PossibleDuplicate),
)
async def register_proposed(station_id: str, body: Granting, act: TheChange) -> Answer:
    """建站登记: the county puts the station on the register as it was proposed."""
    return await on_station(act, body.command(station_id, act.today), 200, f"/v1/stations/{station_id}")


@router.post("/{station_id}/refusal", response_model=StationDone, responses=refuses(*_DECIDING))
async def refuse_registration(station_id: str, body: Refusal, act: TheChange) -> Answer:
    """不予登记: the county says why not; the host may propose the station anew."""
    return await on_station(act, RefuseRegistration(station_id, body.reasons, act.today))


@router.get("", response_model=Page[ProposalPage], responses=refuses(NotSignedIn, WrongRole))
async def list_proposals(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    state: Annotated[Literal["proposed", "registered", "refused"] | None, Query()] = "proposed",
) -> Response:
    """What waits for the county, the oldest first; a host sees its own."""
    after = paging.after(date, str)
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        rows = await proposals.proposals(connection, scope, state=state, after=after, limit=paging.fetch)
    return page(request, paging, rows, lambda row: (row.proposed_on, row.station_id), lambda row: row)


@router.get(
    "/{station_id}",
    response_model=ProposalPage,
    responses=refuses(NotSignedIn, WrongRole, NotYourCase, OutsideJurisdiction, NotKnownHere),
)
async def read_proposal(station_id: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """A proposal, for its host and those who are competent."""
    async with runtime.pool.acquire() as connection:
        proposal = await proposals.proposal(connection, station_id)
        scope = await scope_of(connection, caller)
    if proposal is None:
        raise NotKnownHere(f"No proposal of a station {station_id} is known here.")
    scope.require(host_id=proposal.host_id, bureau_code=proposal.bureau_code, division_code=proposal.division_code)
    return versioned(proposal, proposal.version)

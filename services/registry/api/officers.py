"""任职、离任、利益申报: the officers of bureaus."""

from fastapi import APIRouter, Response

from services.registry.api.answers import Done
from services.registry.bureau.commands import DeclareInterest, LeaveOffice, PostOfficer
from services.registry.bureau.decisions import AlreadySucceeded
from services.registry.bureau.officers import LeftBeforePosted, NoInterestDeclared
from services.registry.queries import bureaus
from services.registry.queries.bureaus import OfficerPage
from shared.access import directory
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.roles import BUREAUS
from shared.errors import InTheFuture, NotKnownHere
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Code, Day, Flag, Name
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/officers", tags=["officers"])


class Posting(Body):
    officer_id: Code
    bureau_code: Code
    post: Name


class Leaving(Body):
    """`left_on` is today unless it is given."""

    left_on: Day | None = None


class Interest(Body):
    """`stands` false ends a link that was declared; `declared_on` is today unless it is given."""

    host_id: Code
    nature: Name
    stands: Flag = True
    declared_on: Day | None = None


@router.post("", status_code=201, response_model=Done, responses=refuses(WrongRole, NotKnownHere, AlreadySucceeded))
async def post_officer(body: Posting, act: TheAct) -> Answer:
    """任职: the operator posts an officer at a bureau; a new posting ends the one before."""
    command = PostOfficer(body.officer_id, body.bureau_code, body.post, act.today)
    return await act.carry_out(
        command, lambda _, version: Done(id=body.officer_id, status="posted", version=version), 201
    )


@router.post(
    "/{officer_id}/leaving",
    response_model=Done,
    responses=refuses(WrongRole, NotKnownHere, InTheFuture, LeftBeforePosted),
)
async def leave_office(officer_id: str, body: Leaving, act: TheAct) -> Answer:
    """离任: the officer acts for no bureau any more."""
    command = LeaveOffice(officer_id, body.left_on or act.today, act.today)
    return await act.carry_out(command, lambda _, version: Done(id=officer_id, status="left", version=version), 200)


@router.post(
    "/{officer_id}/interests",
    status_code=201,
    response_model=Done,
    responses=refuses(WrongRole, OutsideJurisdiction, NotKnownHere, InTheFuture, NoInterestDeclared),
)
async def declare_interest(officer_id: str, body: Interest, act: TheAct) -> Answer:
    """利益申报: an officer, or somebody of their bureau for them, declares a link to a host, or its end."""
    day = body.declared_on or act.today
    command = DeclareInterest(officer_id, body.host_id, body.nature, body.stands, day, act.today)
    status = "declared" if body.stands else "ended"
    return await act.carry_out(command, lambda _, version: Done(id=officer_id, status=status, version=version), 201)


@router.get(
    "/{officer_id}", response_model=OfficerPage, responses=refuses(WrongRole, OutsideJurisdiction, NotKnownHere)
)
async def read_officer(officer_id: str, runtime: TheRuntime, caller: TheCaller) -> Response:
    """Where an officer serves and what they have declared: for themselves, their bureau, the auditor, the operator."""
    async with runtime.pool.acquire() as connection:
        await directory.acting(connection, caller)
        found = await bureaus.officer(connection, officer_id)
    if found is None:
        raise NotKnownHere(f"Officer {officer_id} is not known here.")
    if caller.level in BUREAUS and caller.bureau != found.bureau_code:
        raise OutsideJurisdiction(f"Officer {officer_id} does not serve at {caller.bureau}.")
    return Response(found.model_dump_json().encode(), 200, media_type="application/json")

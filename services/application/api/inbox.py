"""待办 over HTTP: a bureau's open cases, and on whose desk each lies."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from services.application.api.standing import COUNTY
from services.application.desk.commands import AssignCase, ClaimCase, ReleaseCase
from services.application.desk.decisions import AlreadyOnADesk, NotAColleague, NotInYourInbox
from services.application.desk.state import Desk
from services.application.inbox import Queue
from services.application.queries import inbox as queries
from shared.access.competence import NotAnOfficerHere, Recused, WrongRole
from shared.access.scope import scope_of
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body, Code
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses
from shared.web.rules import VersionMissing, VersionStale

router = APIRouter(prefix="/v1", tags=["inbox"])

_READ = refuses(NotSignedIn, WrongRole, NotAnOfficerHere, NotKnownHere)
_DESK = tuple(rule for rule in COUNTY if rule not in {VersionMissing, VersionStale})


class Assignment(Body):
    assignee: Code


class Inbox(BaseModel):
    """`total` counts all cases that were asked for, of which `items` are the most pressing."""

    items: list[queries.CaseView]
    total: int


class OnDesks(BaseModel):
    """On whose desk the case lies: for each bureau that has it, its officer."""

    id: str
    assignees: dict[str, str]
    version: int


def _desks(application_id: str, desk: Desk, version: int) -> OnDesks:
    return OnDesks(id=application_id, assignees=dict(desk.assignees), version=version)


@router.get("/inbox", responses=_READ)
async def read_inbox(
    caller: TheCaller,
    runtime: TheRuntime,
    queue: Queue | None = None,
    mine: bool = False,
    unassigned: bool = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Inbox:
    """待办: the bureau's open cases, each in one queue; what has the least time left comes first, no deadline last.

    `mine` asks for those on the caller's own desk, `unassigned` for those on nobody's.
    """
    found = await _cases(caller, runtime)
    wanted = queries.Wanted(queue, mine, unassigned)
    items = [case for case in found if wanted.has(case, caller.subject)]
    return Inbox(items=items[:limit], total=len(items))


@router.get("/inbox/counts", response_model=list[queries.QueueCount], responses=_READ)
async def count_inbox(caller: TheCaller, runtime: TheRuntime) -> list[queries.QueueCount]:
    """待办件数: how many cases each of the bureau's queues has, and how many of them are pressing."""
    return queries.counts(await _cases(caller, runtime), caller.subject)


async def _cases(caller: TheCaller, runtime: TheRuntime) -> list[queries.CaseView]:
    async with runtime.pool.acquire() as connection:
        scope = await scope_of(connection, caller)
        return await queries.cases(connection, caller, scope, runtime.clock.today())


@router.post(
    "/applications/{application_id}/claim",
    response_model=OnDesks,
    responses=refuses(*_DESK, Recused, AlreadyOnADesk, NotInYourInbox),
)
async def claim_case(application_id: str, act: TheAct) -> Answer:
    """认领: an officer takes a case of the bureau's inbox; of two at once one has it, and the other is told who."""
    command = ClaimCase(application_id, act.caller.subject, act.caller.bureau, act.today)
    return await act.carry_out(command, lambda desk, version: _desks(application_id, desk, version))


@router.post(
    "/applications/{application_id}/assignment",
    response_model=OnDesks,
    responses=refuses(*_DESK, Recused, NotAColleague, NotInYourInbox),
)
async def assign_case(application_id: str, body: Assignment, act: TheAct) -> Answer:
    """分派: a case of the bureau's inbox is given to an officer of the bureau, who has no link to the host."""
    command = AssignCase(application_id, body.assignee, act.caller.bureau, act.today)
    return await act.carry_out(command, lambda desk, version: _desks(application_id, desk, version))


@router.post("/applications/{application_id}/release", response_model=OnDesks, responses=refuses(*_DESK))
async def release_case(application_id: str, act: TheAct) -> Answer:
    """退回待领: the case lies on nobody's desk of the bureau any more, and may be claimed."""
    command = ReleaseCase(application_id, act.caller.bureau, act.today)
    return await act.carry_out(command, lambda desk, version: _desks(application_id, desk, version))

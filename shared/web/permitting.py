"""What stands before every route: whether the caller has a part in the act, and the record of who looked at what.

An access is recorded in the log of the service that was asked, before it answers: what cannot be recorded is not shown.
A refusal is answered all the same, and a member of the public leaves no record of who they are.
"""

from contextlib import suppress
from uuid import uuid4

from fastapi import Request
from starlette.exceptions import HTTPException

from shared.access import directory
from shared.access.directory import Acting
from shared.access.matrix import Permission, require_permission
from shared.access.roles import BUREAUS, Caller, Level
from shared.database import FAILURES
from shared.errors import Refusal
from shared.events.audit import AccessKind, AccessLogged
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.committer import CommitterStopped
from shared.eventsourcing.deciding import new_event
from shared.eventsourcing.envelope import Provenance
from shared.runtime import Runtime
from shared.telemetry import correlation_id, traceparent
from shared.web.callers import PROBE, acting_caller, caller_of, permission_of, runtime_of
from shared.web.rules import MethodNotAllowed

OFFICIALS = BUREAUS | {Level.AUDITOR, Level.OPERATOR}
"""Whose reads are kept: those who look at what is others'."""

STREAM = "access-"
"""How the name of every access's own stream begins."""

_LONGEST = 500


async def permitted(request: Request) -> None:
    """Whether the caller has a part in the act; an official's access is recorded where the matrix says so.

    Raises:
        NotSignedIn, WrongRole: the matrix of acts and roles says no.
        NotKnownHere, NotAnOfficerHere: the token names a bureau, or a level, at which the officer is not posted.
        TokenNotValid, NoMandate: as `acting_caller`.
        HTTPException: 405; the address is a word that takes another method.
    """
    _require_no_word(request)
    caller, row = caller_of(request), permission_of(request)
    require_permission(await acting_caller(request), row)
    acting = await _posted(request, caller, row)
    if row.recorded and caller.level in OFFICIALS and PROBE not in request.scope:
        await _record(request, caller, AccessKind(row.recorded), acting=acting)


async def _posted(request: Request, caller: Caller, row: Permission) -> Acting | None:
    """For whom an officer acts, on every route that is not for everybody, also where the route itself never asks.

    What a token says of level and bureau is a claim, of which the registry knows whether it holds. It is not
    remembered here: whoever reads before a succession and acts after it acts under the name of that day.
    """
    if caller.level not in BUREAUS or Level.PUBLIC in row.reach:
        return None
    runtime = runtime_of(request)
    return runtime.acting.recall(caller) or await directory.acting(runtime.pool, caller)


def _require_no_word(request: Request) -> None:
    """Where an address is a route of its own, its last word is no id: the page of an id does not answer for it.

    Raises:
        HTTPException: 405; the route of the word takes other methods.
    """
    methods = request.app.state.words.get(request.scope["path"])
    if methods is not None and request.method not in methods:
        raise HTTPException(MethodNotAllowed.status)


async def denied(request: Request, refusal: Refusal) -> None:
    """Record that somebody who is signed in was refused. It does not stand in the way of the answer."""
    if PROBE in request.scope:
        return
    with suppress(Refusal, CommitterStopped, *FAILURES):
        caller = caller_of(request)
        if caller.level is not Level.PUBLIC:
            await _record(request, caller, AccessKind.DENIED, refusal.code())


async def _record(
    request: Request, caller: Caller, kind: AccessKind, rule: str = "", *, acting: Acting | None = None
) -> None:
    runtime = runtime_of(request)
    event = AccessLogged(
        kind=kind,
        act=permission_of(request).name,
        path=request.url.path[:_LONGEST],
        asked=tuple(sorted(set(request.query_params))),
        rule=rule,
    )
    stream, by = f"{STREAM}{uuid4()}", await _by(runtime, caller, acting)
    attributes = {"basis": event.clause, **by.attributes(), "source": f"/services/{runtime.service.name}"}
    attributes["partitionkey"] = stream
    new = new_event(event, stream, 1, uuid4(), attributes, runtime.clock.now())
    await runtime.committer.submit(Commit(events=(new,)))


async def _by(runtime: Runtime, caller: Caller, acting: Acting | None) -> Provenance:
    """Who it was, for whom by its name of the day; whoever is posted nowhere is recorded as they signed in."""
    acting = acting or runtime.acting.recall(caller)
    if acting is None:
        with suppress(Refusal):
            acting = await directory.acting(runtime.pool, caller)
    return Provenance(
        actor=caller.subject,
        level=str(caller.level),
        correlationid=correlation_id(),
        post=acting.post if acting else caller.post,
        bureau=caller.bureau,
        bureauname=acting.name if acting else "",
        jurisdiction=acting.division_code if acting else "",
        traceparent=traceparent(),
    )

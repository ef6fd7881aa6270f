"""Who calls, and what the service holds: what every route may ask for."""

from typing import Annotated

from fastapi import Depends, Request

from shared.access.delegation import acting_as
from shared.access.matrix import Permission
from shared.access.roles import ANONYMOUS, Caller
from shared.access.tokens import TokenNotValid
from shared.runtime import Runtime

_SCHEME = "bearer "
_CALLER = "shifan.caller"
PROBE = "shifan.probe"
"""What marks the scope of a request that only asks whether an act would be allowed."""
_ACTS_AS = "shifan.acts_as"
ON_BEHALF_OF = "On-Behalf-Of"
"""The header by which an officer acts for another bureau, whose code it holds."""


def runtime_of(request: Request) -> Runtime:
    """The running service behind a request."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def caller_of(request: Request) -> Caller:
    """Who the token says is calling; without a token, a member of the public. It is looked at once a request.

    Raises:
        TokenNotValid: there is a token, and it does not hold.
    """
    known: Caller | None = request.scope.get(_CALLER)
    if known is None:
        known = request.scope[_CALLER] = verified_anew(request)
    return known


def verified_anew(request: Request) -> Caller:
    """Who the token says is calling, looked at again: a stream outlives the moment in which it was opened.

    Raises:
        TokenNotValid: there is a token, and it does not hold, or no longer.
    """
    given = request.headers.get("authorization")
    if given is None:
        return ANONYMOUS
    if given[: len(_SCHEME)].lower() != _SCHEME:
        raise TokenNotValid("Send the token as `Authorization: Bearer`.")
    return runtime_of(request).verifier.caller(given[len(_SCHEME) :].strip())


def permission_of(request: Request) -> Permission:
    """The act that a request asks for, with who may do it."""
    return runtime_of(request).service.permission(request.scope["route"].name)


async def acting_caller(request: Request) -> Caller:
    """Who acts: the caller, or with `On-Behalf-Of` the caller as an officer of that bureau. Found once a request.

    Raises:
        TokenNotValid: as `caller_of`.
        NoMandate: no mandate of that bureau stands for this act.
        NotKnownHere, NotAnOfficerHere: the caller is no officer of their own bureau.
    """
    known: Caller | None = request.scope.get(_ACTS_AS)
    if known is None:
        known = caller_of(request)
        given = request.headers.get(ON_BEHALF_OF, "").strip()
        if given and known is not ANONYMOUS and known.bureau != given:
            runtime = runtime_of(request)
            named = request.path_params.values() if request.method == "GET" else None
            known = await acting_as(
                runtime.pool, known, permission_of(request).name, given, runtime.clock.today(), named=named
            )
        request.scope[_ACTS_AS] = known
    return known


async def _runtime(request: Request) -> Runtime:
    return runtime_of(request)


async def _caller(request: Request) -> Caller:
    return await acting_caller(request)


TheRuntime = Annotated[Runtime, Depends(_runtime)]
TheCaller = Annotated[Caller, Depends(_caller)]

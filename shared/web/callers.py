"""Who calls, and what the service holds: what every route may ask for."""

from typing import Annotated

from fastapi import Depends, Request

from shared.access.competence import WrongRole
from shared.access.roles import ANONYMOUS, Caller, Level
from shared.access.tokens import NotSignedIn, TokenNotValid
from shared.runtime import Runtime

_SCHEME = "bearer "


def runtime_of(request: Request) -> Runtime:
    """The running service behind a request."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def caller_of(request: Request) -> Caller:
    """Who the token says is calling; without a token, a member of the public.

    Raises:
        TokenNotValid: there is a token, and it does not hold.
    """
    given = request.headers.get("authorization")
    if given is None:
        return ANONYMOUS
    if given[: len(_SCHEME)].lower() != _SCHEME:
        raise TokenNotValid("Send the token as `Authorization: Bearer`.")
    return runtime_of(request).verifier.caller(given[len(_SCHEME) :].strip())


def allow(caller: Caller, *levels: Level) -> None:
    """These levels may do or see this.

    Raises:
        NotSignedIn: the caller is a member of the public, and the public is none of them.
        WrongRole: the caller is of another level.
    """
    if caller.level in levels:
        return
    if caller is ANONYMOUS:
        raise NotSignedIn("Send a token as `Authorization: Bearer`.")
    raise WrongRole(f"This is for {', '.join(levels)}; the caller is {caller.level}.")


async def _runtime(request: Request) -> Runtime:
    return runtime_of(request)


async def _caller(request: Request) -> Caller:
    return caller_of(request)


TheRuntime = Annotated[Runtime, Depends(_runtime)]
TheCaller = Annotated[Caller, Depends(_caller)]

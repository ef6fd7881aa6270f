"""Every request counts for its caller: one who asks without end leaves room for all others.

Who is signed in counts by their own name, under whatever token; everybody else by address, and so does who sends a
token that does not hold.
"""

from fastapi import Request
from limits import RateLimitItem
from starlette.types import Scope

from shared.access.roles import ANONYMOUS, Caller
from shared.access.tokens import TokenNotValid
from shared.runtime import Runtime
from shared.web.callers import caller_of
from shared.web.rates import HEADERS, address_of, item_of, windows_of
from shared.web.rules import TooManyRequests

_NONE = frozenset({"", "0"})


def count(scope: Scope, runtime: Runtime) -> None:
    """Count a request, and leave in its scope what its answer tells.

    Raises:
        TooManyRequests: the caller has asked too often; the answer's `Retry-After` says how long to wait.
    """
    settings, request = runtime.settings, Request(scope)
    if settings.requests_by_caller in _NONE and settings.requests_by_address in _NONE:
        return
    caller = _caller(request)
    if caller is ANONYMOUS:
        name, limit, whose = "address", settings.requests_by_address, address_of(request, settings)
    else:
        name, limit, whose = "caller", settings.requests_by_caller, caller.subject
    if limit not in _NONE:
        _take(scope, runtime, item_of(limit), f"requests-by-{name}", whose)


def _caller(request: Request) -> Caller:
    try:
        return caller_of(request)
    except TokenNotValid:
        return ANONYMOUS


def _take(scope: Scope, runtime: Runtime, item: RateLimitItem, name: str, whose: str) -> None:
    windows, seconds = windows_of(runtime), item.get_expiry()
    key = f"{name} {whose}"
    left = item.amount - windows.incr(key, seconds)
    wait = windows.seconds_left(key)
    told = scope[HEADERS] = [
        (b"ratelimit-policy", f'"{name}";q={item.amount};w={seconds}'.encode()),
        (b"ratelimit", f'"{name}";r={max(left, 0)};t={wait}'.encode()),
    ]
    if left < 0:
        told.append((b"retry-after", str(max(wait, 1)).encode()))
        raise TooManyRequests(f"The limit {name!r} is {item.amount} in {seconds} s.")

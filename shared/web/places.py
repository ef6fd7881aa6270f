"""Places for what stays open: so many for one caller, so many in all; who leaves makes room."""

from collections import Counter
from collections.abc import AsyncIterator

from fastapi import Request

from shared.runtime import Runtime
from shared.web.callers import caller_of, runtime_of
from shared.web.rules import TooManyStreams

_RESOURCE = "stream places"


async def a_place(request: Request) -> AsyncIterator[None]:
    """A dependency of a route whose answer goes on: it holds a place until the answer ends or the caller is gone.

    Raises:
        TooManyStreams: this caller has as many open as one may, or all together have.
    """
    runtime = runtime_of(request)
    taken = taken_in(runtime)
    subject = caller_of(request).subject
    settings = runtime.settings
    if taken[subject] >= settings.streams_by_caller:
        raise TooManyStreams(f"{settings.streams_by_caller} streams are open for this caller.")
    if taken.total() >= settings.streams_in_all:
        raise TooManyStreams(f"{settings.streams_in_all} streams are open.")
    taken[subject] += 1
    try:
        yield
    finally:
        taken[subject] -= 1
        if not taken[subject]:
            del taken[subject]


def taken_in(runtime: Runtime) -> Counter[str]:
    """How many places each caller has taken in this process."""
    taken = runtime.resources.setdefault(_RESOURCE, Counter())
    assert isinstance(taken, Counter)
    return taken

"""What is worth a second look: signals with their evidence, never a verdict."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from services.audit.moments import end_of, start_of
from services.audit.signals import reads
from services.audit.signals.reads import Key, Signal, Wanted, Whole
from shared.access.competence import WrongRole
from shared.access.tokens import NotSignedIn
from shared.web.bodies import Day
from shared.web.callers import TheRuntime
from shared.web.lists import KeyPart, Page, Paging, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(tags=["audit"])

Kind = Literal[
    "quick_score",
    "identical_words",
    "outside_hours",
    "outside_jurisdiction",
    "batch_approval",
    "back_dated",
    "dated_ahead",
    "late_recording",
    "same_person_twice",
    "missing_records",
    "parked_records",
]
Filter = Annotated[str | None, Query(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 253_370_764_800_000_000
"""The beginning of the year 9999 in microseconds: no instant of a list lies behind it."""


def _wanted(
    kind: Kind | None = None,
    person: Filter = None,
    bureau: Filter = None,
    station: Filter = None,
    since: Annotated[Day | None, Query(description="the first day, in Shanghai")] = None,
    until: Annotated[Day | None, Query(description="the last day, in Shanghai")] = None,
) -> Wanted:
    first = None if since is None else start_of(since)
    return Wanted(kind, person, bureau, station, first, None if until is None else end_of(until))


@router.get("/v1/signals", response_model=Page[Signal], responses=refuses(CursorNotReadable, NotSignedIn, WrongRole))
async def signals(
    request: Request, runtime: TheRuntime, paging: ThePaging, wanted: Annotated[Wanted, Depends(_wanted)]
) -> Response:
    """异常线索: what in the records is worth a second look, in the order of its instants, each with its evidence.

    A signal says what was seen and never why; most have a good reason. Holes in a log and messages that could not be
    read stand among them, unless somebody's or some station's signals are asked for.
    """
    whole: Whole = runtime.resources.setdefault("whole", Whole())
    after = _after(paging)
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        rows = await reads.signals(connection, wanted, after, paging.fetch, whole)
    return page(request, paging, rows, _key, lambda row: row)


def _key(signal: Signal) -> tuple[KeyPart, ...]:
    return (signal.at - _EPOCH) // timedelta(microseconds=1), signal.kind, signal.key


def _after(paging: Paging) -> Key | None:
    instant, kind, key = paging.after(int, str, str)
    if not isinstance(instant, int):
        return None
    if not 0 <= instant < _LATEST:
        raise CursorNotReadable("The cursor belongs to another list.")
    return _EPOCH + timedelta(microseconds=instant), str(kind), str(key)

"""The change feed: a service's log for those without Kafka, by pages or as a stream, as far as each caller may see.

Positions are dense, and a reader is told how far it has come even where nothing on the way was for it.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict

from shared.access.competence import NotAnOfficerHere, WrongRole
from shared.access.readers import Reader, reader_of, seen
from shared.access.tokens import NotSignedIn, TokenNotValid
from shared.database import FAILURES
from shared.errors import NotKnownHere, Refusal
from shared.eventsourcing.bell import heard
from shared.runtime import Runtime
from shared.telemetry import log_fault
from shared.web.callers import TheRuntime, caller_of, verified_anew
from shared.web.places import a_place
from shared.web.problems import refuses
from shared.web.rules import TooManyRequests, TooManyStreams

router = APIRouter(prefix="/v1/events", tags=["change feed"])

MOST = 500
PASSED = 1_000
"""A page, and a round of the stream, goes over so many positions at most before it tells how far it has come."""

_LARGEST = 2**63 - 1
_POLL_SECONDS = 1.0
_PAUSE_SECONDS = 0.05
_RETRY_MILLISECONDS = 1_000
_REFUSALS = (NotSignedIn, TokenNotValid, WrongRole, NotAnOfficerHere, NotKnownHere)

Position = Annotated[int, Query(ge=0, le=_LARGEST, description="the events behind this position")]
Limit = Annotated[int, Query(ge=1, le=MOST)]
LastEventId = Annotated[
    int | None, Header(alias="Last-Event-ID", ge=0, le=_LARGEST, description="goes before `after`: a stream goes on")
]


class FeedEvent(BaseModel):
    """An event in CloudEvents' structured mode; its attributes are texts, the same as in the headers of the topic.

    An operator gets no `data`; callers outside of the act's bureaus get its public attributes alone.
    """

    model_config = ConfigDict(extra="forbid")

    specversion: Literal["1.0"]
    id: UUID
    source: str
    type: str
    subject: str
    time: str
    effectivetime: str
    position: str
    version: str
    level: str = ""
    actor: str = ""
    post: str = ""
    bureau: str = ""
    bureauname: str = ""
    onbehalfof: str = ""
    mandate: str = ""
    jurisdiction: str = ""
    documentno: str = ""
    basis: str = ""
    settingsversion: str = ""
    correlationid: str = ""
    causationid: str = ""
    traceparent: str = ""
    imported: str = ""
    partitionkey: str = ""
    chain: str = ""
    datacontenttype: Literal["application/json"] = "application/json"
    data: dict[str, Any] | None = None


class FeedPage(BaseModel):
    """A part of the log as the caller sees it.

    `next` is the position to go on behind, also where nothing of what lies before it was for the caller; `head` is the
    last position of all. Whoever has come to the head asks again later.
    """

    items: list[FeedEvent]
    next: int
    head: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a reader sees of the log behind a position, and how far that goes."""

    items: list[Mapping[str, Any]]
    next: int
    is_last: bool


async def _reader(request: Request, runtime: TheRuntime) -> Reader:
    return await reader_of(runtime.pool, caller_of(request))


TheReader = Annotated[Reader, Depends(_reader)]


@router.get("", response_model=FeedPage, responses=refuses(*_REFUSALS))
async def read_events(runtime: TheRuntime, reader: TheReader, after: Position = 0, limit: Limit = 100) -> Response:
    """变更: the events behind a position, in the order of the log, as far as the caller may see them."""
    stretch = await _stretch(runtime, reader, after, limit)
    head = (await runtime.store.head()).position
    headers = {"Link": f'</v1/events?after={stretch.next}&limit={limit}>; rel="next"'} if stretch.next < head else {}
    body = {"items": stretch.items, "next": stretch.next, "head": head}
    return Response(orjson.dumps(body), 200, headers, "application/json")


@router.get(
    "/stream", response_class=EventSourceResponse, responses=refuses(*_REFUSALS, TooManyRequests, TooManyStreams)
)
async def follow_events(
    request: Request,
    runtime: TheRuntime,
    _reader: TheReader,
    _place: Annotated[None, Depends(a_place)],
    after: Position = 0,
    last_event_id: LastEventId = None,
) -> AsyncIterator[ServerSentEvent]:
    """变更流: the same events as they come, each with its position as its id. `data` is an item of the pages.

    An id without data tells that everything up to it was for others. The stream ends when the service stops or the
    token does; with `Last-Event-ID` it goes on exactly where it was.
    """
    yield ServerSentEvent(retry=_RETRY_MILLISECONDS)
    position = after if last_event_id is None else last_event_id
    bell = runtime.bell
    while not bell.closed:
        ring = bell.next()
        stretch = await _still_allowed(request, runtime, position)
        if stretch is None:
            return
        for item in stretch.items:
            position = int(item["position"])
            yield ServerSentEvent(id=item["position"], raw_data=orjson.dumps(item).decode())
        if stretch.next > position:
            position = stretch.next
            yield ServerSentEvent(id=str(position), comment="for others")
        if stretch.is_last:
            # Commits follow each other within a millisecond: what comes during the pause is read at once.
            await asyncio.sleep(_PAUSE_SECONDS)
            await heard(ring, _POLL_SECONDS)


async def _still_allowed(request: Request, runtime: Runtime, position: int) -> Stretch | None:
    """The next stretch for whoever the caller is now: a token runs out, and an officer leaves, in mid-stream.

    Where there is none the stream ends, and whoever comes back is told why.
    """
    try:
        return await _stretch(runtime, await reader_of(runtime.pool, verified_anew(request)), position, MOST)
    except Refusal:
        return None
    except FAILURES as error:
        log_fault("database_away", error)
        return None


async def _stretch(runtime: Runtime, reader: Reader, after: int, limit: int) -> Stretch:
    """Up to `limit` events that the reader sees, from at most `PASSED` positions."""
    items: list[Mapping[str, Any]] = []
    position, size = after, limit
    while position - after < PASSED:
        rows = await runtime.store.after(position, size)
        for row in rows:
            position = row.position
            item = seen(reader, row)
            if item is not None:
                items.append(item)
                if len(items) == limit:
                    return Stretch(items, position, is_last=False)
        if len(rows) < size:
            return Stretch(items, position, is_last=True)
        size = MOST
    return Stretch(items, position, is_last=False)

"""Messages of whoever is signed in: pages, one by one, as a stream, and what was read of them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from services.notification import queries
from services.notification.queries import DeliveryRow, MessageRow, Readable
from services.notification.templates import rendered
from shared.access.competence import NotAnOfficerHere, WrongRole
from shared.access.tokens import NotSignedIn, TokenNotValid
from shared.database import FAILURES, Connection
from shared.errors import Forbidden, NotKnownHere, Refusal
from shared.events.notification import Language
from shared.eventsourcing.bell import heard
from shared.runtime import Runtime
from shared.telemetry import log_fault
from shared.web.bodies import Body
from shared.web.callers import TheCaller, TheRuntime, verified_anew
from shared.web.lists import Page, ThePaging, page
from shared.web.places import a_place
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable, TooManyRequests, TooManyStreams

router = APIRouter(prefix="/v1/messages", tags=["messages"])

_REFUSALS = (NotSignedIn, TokenNotValid, WrongRole, NotAnOfficerHere, NotKnownHere)
_LARGEST = 2**63 - 1
_MOST = 100
_POLL_SECONDS = 1.0
_RETRY_MILLISECONDS = 1_000

InLanguage = Annotated[Language | None, Query(description="else the recipient's own")]
LastEventId = Annotated[
    int | None, Header(alias="Last-Event-ID", ge=0, le=_LARGEST, description="goes before `after`: a stream goes on")
]


class NotYourMessage(Forbidden):
    """A message is read by whom it is for: a host, its staff's too, a bureau, or the heir of a bureau."""

    title_zh = "这不是发给您的消息。"


class Message(BaseModel):
    """A message, in the language that was asked for or its recipient's own; `seq` counts as messages come."""

    id: UUID
    event_id: UUID
    recipient: str
    template: str
    template_version: int
    subject: str
    text: str
    station_id: str
    case_id: str
    effective_at: datetime
    told_on: date
    read_at: datetime | None
    seq: int
    deliveries: list[DeliveryRow]


class MessagePage(Message):
    """A message, and as a page."""

    html: str


class ReadMark(Body):
    """Which messages were read; those that are not the reader's own are passed over."""

    message_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class Read(BaseModel):
    """Which of them are now marked."""

    message_ids: list[UUID]


async def _shown(
    connection: Connection, rows: list[MessageRow], language: Language | None, kind: type[Message] = Message
) -> list[Message]:
    went_out = await queries.deliveries(connection, [row.message_id for row in rows])
    languages = {one: language or await queries.language_of(connection, one) for one in {row.recipient for row in rows}}
    return [_message(row, languages[row.recipient], went_out[row.message_id], kind) for row in rows]


def _message(row: MessageRow, language: Language, went_out: list[DeliveryRow], kind: type[Message]) -> Message:
    said = rendered(row.template, row.template_version, language, row.values)
    told = row.model_dump(include=set(Message.model_fields))
    words = {"subject": said.subject, "text": said.text, "html": said.html}
    return kind.model_validate({**told, **words, "id": row.message_id, "deliveries": went_out})


@router.get("", response_model=Page[Message], responses=refuses(*_REFUSALS, CursorNotReadable))
async def list_messages(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    unread: Annotated[bool, Query(description="only those that the caller has not read")] = False,
    language: InLanguage = None,
) -> Response:
    """站内消息: what the caller was told, the latest first, each with how it went out."""
    (before,) = paging.after(int)
    async with runtime.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        whose = await queries.readable(connection, caller)
        rows = await queries.messages(
            connection, whose, caller.subject, before=_number(before), unread=unread, limit=paging.fetch
        )
        shown = await _shown(connection, rows, language)
    return page(request, paging, shown, lambda one: (one.seq,), lambda one: one)


def _number(part: object) -> int | None:
    return part if isinstance(part, int) else None


@router.get(
    "/stream", response_class=EventSourceResponse, responses=refuses(*_REFUSALS, TooManyRequests, TooManyStreams)
)
async def follow_messages(
    request: Request,
    runtime: TheRuntime,
    _place: Annotated[None, Depends(a_place)],
    after: Annotated[int, Query(ge=0, le=_LARGEST, description="the messages that came after this `seq`")] = 0,
    last_event_id: LastEventId = None,
    language: InLanguage = None,
) -> AsyncIterator[ServerSentEvent]:
    """消息流: the caller's messages as they come, each with its `seq` as its id.

    The stream ends when the service stops or the token does; with `Last-Event-ID` it goes on where it was.
    """
    yield ServerSentEvent(retry=_RETRY_MILLISECONDS)
    seq = after if last_event_id is None else last_event_id
    while not runtime.bell.closed:
        ring = runtime.bell.next()
        new = await _since(request, runtime, seq, language)
        if new is None:
            return
        for one in new:
            seq = one.seq
            yield ServerSentEvent(id=str(seq), raw_data=one.model_dump_json())
        if len(new) < _MOST:
            await heard(ring, _POLL_SECONDS)
        await asyncio.sleep(0)


async def _since(request: Request, runtime: Runtime, seq: int, language: Language | None) -> list[Message] | None:
    """What has come since, for whoever the caller is now; None where the stream is to end."""
    try:
        caller = verified_anew(request)
        async with runtime.pool.acquire() as connection:
            whose = await queries.readable(connection, caller)
            rows = await queries.messages(connection, whose, caller.subject, after=seq, limit=_MOST)
            return await _shown(connection, rows, language)
    except Refusal:
        return None
    except FAILURES as error:
        log_fault("database_away", error)
        return None


@router.get("/{message_id}", responses=refuses(*_REFUSALS, NotYourMessage))
async def read_message(
    message_id: UUID, runtime: TheRuntime, caller: TheCaller, language: InLanguage = None
) -> MessagePage:
    """站内消息详情: one message, as text and as a page."""
    async with runtime.pool.acquire() as connection:
        row = await queries.message(connection, message_id)
        if row is None:
            raise NotKnownHere(f"Message {message_id} is not known here.")
        if not row.is_for(await queries.readable(connection, caller)):
            raise NotYourMessage(f"Message {message_id} is for somebody else.")
        (shown,) = await _shown(connection, [row], language, MessagePage)
    assert isinstance(shown, MessagePage)
    return shown


@router.post("/read", responses=refuses(*_REFUSALS))
async def mark_messages_read(body: ReadMark, runtime: TheRuntime, caller: TheCaller) -> Read:
    """标记已读: these messages were read by the caller. To say so again changes nothing."""
    async with runtime.pool.acquire() as connection:
        whose: Readable = await queries.readable(connection, caller)
        found = [await queries.message(connection, one) for one in body.message_ids]
        own = [row.message_id for row in found if row is not None and row.is_for(whose)]
        await queries.mark_read(connection, caller.subject, own, runtime.clock.now())
    return Read(message_ids=own)

"""What was told, when, and by which channel: deliveries with their attempts, dead letters, and sending again."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from asyncpg import Record
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.notification.api.asked import REFUSED, the_recipient
from services.notification.sending import endpoints
from services.notification.sending.endpoints import Wanted
from services.notification.sending.reasons import Explained
from shared.access.competence import NotYourCase
from shared.access.roles import Caller, Level
from shared.errors import Conflict, NotFound
from shared.events.notification import Channel
from shared.runtime import Runtime
from shared.web.callers import TheCaller, TheRuntime
from shared.web.lists import KeyPart, Page, ThePaging, page
from shared.web.problems import refuses
from shared.web.rules import CursorNotReadable

router = APIRouter(prefix="/v1/deliveries", tags=["deliveries"])

_SEE_ALL = frozenset({Level.OPERATOR, Level.AUDITOR})
State = Literal["waiting", "delivered", "dead", "skipped"]


class NoSuchDelivery(NotFound):
    """There is no such delivery."""

    title_zh = "没有该投递记录。"


class NothingToSend(Conflict):
    """What is read in the application is not sent."""

    title_zh = "站内信无须重发。"


class Delivery(Explained):
    """A message on its way by a channel; if `dead`, it is not tried again by itself, if `skipped`, it was not tried."""

    delivery_id: UUID
    message_id: UUID
    recipient: str
    channel: Channel
    endpoint: str
    due_at: datetime
    attempts: int
    next_attempt_at: datetime | None
    made_at: datetime
    delivered_at: datetime | None


class AttemptShown(BaseModel):
    """One attempt: when it began, the answer's status or SMTP code (0: none), and how long it took."""

    number: int
    at: datetime
    status: int
    error: str
    took_ms: int


class DeliveryWithLog(Delivery):
    """With each of its attempts."""

    log: tuple[AttemptShown, ...]


@router.get("", response_model=Page[Delivery], responses=refuses(*REFUSED, CursorNotReadable))
async def list_deliveries(
    request: Request,
    runtime: TheRuntime,
    caller: TheCaller,
    paging: ThePaging,
    state: State | None = None,
    channel: Channel | None = None,
    endpoint: Annotated[UUID | None, Query()] = None,
) -> Response:
    """投递记录: what the caller was told, when and by which channel, the latest first; those who watch see all.

    With `state=dead` they are the dead letters.
    """
    own = None if caller.level in _SEE_ALL else await the_recipient(runtime, caller)
    wanted = Wanted(own, None if endpoint is None else str(endpoint), state, channel)
    rows = await endpoints.deliveries(runtime.pool, wanted, _after(paging.after(int, str)), paging.fetch)
    return page(request, paging, rows, _key, lambda row: Delivery(**row))


@router.get("/{delivery_id}", responses=refuses(*REFUSED, NoSuchDelivery, NotYourCase))
async def read_delivery(delivery_id: UUID, runtime: TheRuntime, caller: TheCaller) -> DeliveryWithLog:
    """投递详情: a delivery with each of its attempts."""
    row = await _the_delivery(runtime, caller, delivery_id)
    log = tuple(AttemptShown(**one) for one in await endpoints.attempts(runtime.pool, delivery_id))
    return DeliveryWithLog(**row, log=log)


@router.post(
    "/{delivery_id}/resend", status_code=202, responses=refuses(*REFUSED, NoSuchDelivery, NotYourCase, NothingToSend)
)
async def resend_delivery(delivery_id: UUID, runtime: TheRuntime, caller: TheCaller) -> Delivery:
    """重新投递: it is tried again at once and from the beginning, under the same id, whatever became of it before."""
    await _the_delivery(runtime, caller, delivery_id)
    if not await endpoints.resend(runtime.pool, delivery_id):
        raise NothingToSend("It can be read at /v1/messages.")
    return Delivery(**await _the_delivery(runtime, caller, delivery_id))


async def _the_delivery(runtime: Runtime, caller: Caller, delivery_id: UUID) -> Record:
    row = await endpoints.delivery(runtime.pool, delivery_id)
    if row is None:
        raise NoSuchDelivery(f"There is no delivery {delivery_id}.")
    if caller.level not in _SEE_ALL and row["recipient"] != await the_recipient(runtime, caller):
        raise NotYourCase("The delivery is another's.")
    return row


def _key(row: Record) -> tuple[KeyPart, ...]:
    at: datetime = row["made_at"]
    return int(at.timestamp()) * 1_000_000 + at.microsecond, str(row["delivery_id"])


def _after(key: tuple[KeyPart | None, ...]) -> tuple[int | None, UUID | None]:
    at, last = key
    if at is None:
        return None, None
    try:
        return int(str(at)), UUID(str(last))
    except ValueError as error:
        raise CursorNotReadable("The cursor belongs to another list.") from error

"""Where systems of hosts and bureaus are told: endpoints, their keys, and what is sent there again."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4, uuid5

import orjson
from asyncpg import Record
from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from services.notification.api.asked import REFUSED, the_recipient
from services.notification.sending import endpoints
from services.notification.sending.guard import LONGEST_URL, TargetNotAllowed
from services.notification.sending.keys import Keys, NothingToSignWith, Scheme
from services.notification.sending.opening import guard_of
from services.notification.sending.webhooks import Attempt
from services.notification.templates import NoSuchTemplate, version_of
from shared.access.competence import NotYourCase
from shared.access.roles import Caller
from shared.clock import now
from shared.errors import Conflict, NotFound, Unacceptable
from shared.runtime import Runtime
from shared.web.acting import TheAct
from shared.web.bodies import Body, Count
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/endpoints", tags=["endpoints"])

_IDS = UUID("3f9a1a54-0a3e-5a0f-8d4f-7e1c2b6d9a10")


class NoSuchEndpoint(NotFound):
    """There is no such endpoint."""

    title_zh = "没有该回调地址。"


class TooManyEndpoints(Conflict):
    """A recipient has at most ten endpoints."""

    title_zh = "回调地址最多十个。"


class AnotherSecret(Conflict):
    """The secret that was to be replaced is not the newest one."""

    title_zh = "签名密钥已更换。"


class EndpointNotActive(Conflict):
    """To an endpoint that is disabled or gone nothing is sent; enable it first."""

    title_zh = "该回调地址已停用。"


class TooMuchAtOnce(Unacceptable):
    """At most 10,000 messages are replayed at once, from a time that ends after it begins."""

    title_zh = "一次最多重发一万条，且起始时间须早于结束时间。"


class RegisterEndpoint(Body):
    """`templates` are the messages that are wanted; without any, all of them.

    `signatures` are the schemes in which each message is signed: `v1` with a secret that both sides know, `v1a` with a
    private key whose public one the endpoint shows (Ed25519).
    """

    url: Annotated[
        str, StringConstraints(min_length=1, max_length=LONGEST_URL), Field(examples=["https://bureau.example/hook"])
    ]
    templates: tuple[Annotated[str, StringConstraints(max_length=100)], ...] = Field(default=(), max_length=200)
    signatures: tuple[Scheme, ...] = Field(default=("v1",), min_length=1, max_length=2)


class RotateSecret(Body):
    """`secret_number` is that of the secret to be replaced: whoever asks twice gets the same new one."""

    secret_number: Count


class ReplayMessages(Body):
    """Messages by when their events were recorded; the end is not included."""

    recorded_from: AwareDatetime
    recorded_until: AwareDatetime


class Endpoint(BaseModel):
    """`gone`: it has answered 410 and is told nothing more. Until `both_until` the secret before signs, too.

    `public_keys` are what signatures `v1a` are verified with now (`whpk_…`), the newest first.
    """

    endpoint_id: UUID
    recipient: str
    url: str
    templates: tuple[str, ...]
    signatures: tuple[Scheme, ...]
    public_keys: tuple[str, ...]
    state: Literal["active", "disabled", "gone"]
    secret_number: int
    both_until: datetime | None
    registered_at: datetime


class EndpointWithSecret(Endpoint):
    """With the secret by which its owner knows that a message is ours (Standard Webhooks, `whsec_…`).

    It is empty where only `v1a` signs: then there is nothing to keep secret.
    """

    secret: str


class Endpoints(BaseModel):
    """All endpoints of a recipient, in the order in which they were registered."""

    items: tuple[Endpoint, ...]


class Pinged(BaseModel):
    """What came of a test: the answer's status, 0 where there was none, and what went wrong, if anything."""

    status: int
    error: str


class Replayed(BaseModel):
    """How many messages are sent again."""

    deliveries: int


@router.post(
    "",
    status_code=201,
    responses=refuses(*REFUSED, NoSuchTemplate, NothingToSignWith, TargetNotAllowed, TooManyEndpoints),
)
async def register_endpoint(asked: RegisterEndpoint, act: TheAct) -> EndpointWithSecret:
    """登记回调地址: messages go there, too, from now on, each signed with the secret or for the key shown here."""
    runtime, recipient = act.runtime, await the_recipient(act.runtime, act.caller)
    guard_of(runtime.settings).require(asked.url)
    keys = _keys(runtime)
    for template in asked.templates:
        version_of(template)
    endpoint_id = uuid5(_IDS, act.seed)
    wanted = endpoints.Registered(asked.url, asked.templates, sorted(set(asked.signatures)))
    if not await endpoints.add(runtime.pool, endpoint_id, recipient, wanted, act.caller.subject):
        raise TooManyEndpoints(f"{recipient} has {endpoints.MOST} already.")
    return _with_secret(await _own(runtime, act.caller, endpoint_id), keys)


@router.get("", responses=refuses(*REFUSED))
async def list_endpoints(runtime: TheRuntime, caller: TheCaller) -> Endpoints:
    """回调地址列表: the caller's own endpoints."""
    rows = await endpoints.endpoints(runtime.pool, await the_recipient(runtime, caller))
    return Endpoints(items=tuple(_shown(runtime, row) for row in rows))


@router.get("/{endpoint_id}", responses=refuses(*REFUSED, NoSuchEndpoint, NotYourCase))
async def read_endpoint(endpoint_id: UUID, runtime: TheRuntime, caller: TheCaller) -> Endpoint:
    """回调地址: one of the caller's own."""
    return _shown(runtime, await _own(runtime, caller, endpoint_id))


@router.post("/{endpoint_id}/ping", responses=refuses(*REFUSED, NoSuchEndpoint, NotYourCase, NothingToSignWith))
async def ping_endpoint(endpoint_id: UUID, runtime: TheRuntime, caller: TheCaller) -> Pinged:
    """测试推送: a message of the type `ping` is sent at once, and what came of it is told."""
    row, keys = await _own(runtime, caller, endpoint_id), _keys(runtime)
    signing = keys.active(*_signed(row), both=row["both_until"] is not None)
    told = {"type": "ping", "timestamp": now().isoformat(), "data": {"endpoint_id": str(endpoint_id)}}
    attempt: Attempt = await runtime.resources["poster"].post(row["url"], signing, uuid4(), orjson.dumps(told).decode())
    return Pinged(status=attempt.status, error=attempt.error)


@router.post(
    "/{endpoint_id}/rotation",
    responses=refuses(*REFUSED, AnotherSecret, NoSuchEndpoint, NotYourCase, NothingToSignWith),
)
async def rotate_secret(
    endpoint_id: UUID, asked: RotateSecret, runtime: TheRuntime, caller: TheCaller
) -> EndpointWithSecret:
    """更换签名密钥: from now on two keys of each scheme sign, the new one and for a day the one before."""
    await _own(runtime, caller, endpoint_id)
    keys = _keys(runtime)
    await endpoints.rotate(runtime.pool, endpoint_id, asked.secret_number)
    row = await _own(runtime, caller, endpoint_id)
    if row["secret_number"] != asked.secret_number + 1:
        raise AnotherSecret(f"The newest secret has the number {row['secret_number']}.")
    return _with_secret(row, keys)


@router.post("/{endpoint_id}/disabling", responses=refuses(*REFUSED, NoSuchEndpoint, NotYourCase))
async def disable_endpoint(endpoint_id: UUID, runtime: TheRuntime, caller: TheCaller) -> Endpoint:
    """停用回调地址: nothing more is sent there; what waits goes on waiting."""
    return await _set_state(runtime, caller, endpoint_id, "disabled")


@router.post("/{endpoint_id}/enabling", responses=refuses(*REFUSED, NoSuchEndpoint, NotYourCase))
async def enable_endpoint(endpoint_id: UUID, runtime: TheRuntime, caller: TheCaller) -> Endpoint:
    """启用回调地址: messages go there again, first those that have waited."""
    return await _set_state(runtime, caller, endpoint_id, "active")


@router.post(
    "/{endpoint_id}/replay",
    status_code=202,
    responses=refuses(*REFUSED, EndpointNotActive, NoSuchEndpoint, NotYourCase, TooMuchAtOnce),
)
async def replay_messages(endpoint_id: UUID, asked: ReplayMessages, runtime: TheRuntime, caller: TheCaller) -> Replayed:
    """重发一段时间的消息: what the recipient was told goes there again, each message under the id that it has there."""
    row = await _own(runtime, caller, endpoint_id)
    if row["state"] != "active":
        raise EndpointNotActive(f"It is {row['state']}.")
    if asked.recorded_from >= asked.recorded_until:
        raise TooMuchAtOnce("The time ends before it begins.")
    during = row["recipient"], asked.recorded_from, asked.recorded_until
    if await endpoints.messages_between(runtime.pool, *during) > endpoints.REPLAYED_AT_ONCE:
        raise TooMuchAtOnce("Ask for a shorter time.")
    return Replayed(deliveries=await endpoints.replay(runtime.pool, str(endpoint_id), *during))


async def _set_state(runtime: Runtime, caller: Caller, endpoint_id: UUID, state: str) -> Endpoint:
    await _own(runtime, caller, endpoint_id)
    await endpoints.set_state(runtime.pool, endpoint_id, state)
    return _shown(runtime, await _own(runtime, caller, endpoint_id))


async def _own(runtime: Runtime, caller: Caller, endpoint_id: UUID) -> Record:
    """The endpoint, where it is the caller's own.

    Raises:
        NoSuchEndpoint: there is none.
        NotYourCase: it is another's.
    """
    recipient = await the_recipient(runtime, caller)
    row = await endpoints.endpoint(runtime.pool, endpoint_id)
    if row is None:
        raise NoSuchEndpoint(f"There is no endpoint {endpoint_id}.")
    if row["recipient"] != recipient:
        raise NotYourCase(f"The endpoint is another's, not {recipient}'s.")
    return row


def _keys(runtime: Runtime) -> Keys:
    keys: Keys | None = runtime.resources["webhook_keys"]
    if keys is None:
        raise NothingToSignWith("Ask the operator of this installation.")
    return keys


def _signed(row: Record) -> tuple[UUID, int, list[Scheme]]:
    return row["endpoint_id"], row["secret_number"], row["signatures"]


def _shown(runtime: Runtime, row: Record) -> Endpoint:
    """Without a key nothing is signed, and there is no public one to show."""
    return Endpoint(**_with_public_keys(row, runtime.resources["webhook_keys"]))


def _with_public_keys(row: Record, keys: Keys | None) -> dict[str, Any]:
    public = [] if keys is None else keys.public(*_signed(row), both=row["both_until"] is not None)
    return {**row, "public_keys": tuple(public)}


def _with_secret(row: Record, keys: Keys) -> EndpointWithSecret:
    secret = keys.secret(row["endpoint_id"], row["secret_number"]) if "v1" in row["signatures"] else ""
    return EndpointWithSecret(**_with_public_keys(row, keys), secret=secret)

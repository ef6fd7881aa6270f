"""A receiver of webhooks, messages to send, and a sender over a database of its own."""

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import orjson
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter

from services.notification import sending
from services.notification.sending.leading import send_messages
from services.notification.sending.opening import with_sending
from shared.database import Connection
from shared.runtime import Runtime, Service

SENDING = Service(
    name="notification",
    router=APIRouter(),
    listens_to=(),
    project=lambda _recorded: [],
    schema=Path(sending.__file__).parent.parent / "schema",
    around=with_sending,
    chores=send_messages,
)
"""The sender alone: what there is to send, the tests put down themselves."""

Start = Callable[..., Any]

KEY = "5a" * 32
NAMES = UUID("9c1f1a0e-3f43-5a5e-8a43-000000000009")
ENDPOINT = UUID("9c1f1a0e-3f43-5a5e-8a43-0000000000e1")
AT = datetime(2013, 9, 23, 1, 0, tzinfo=UTC)

FACTS = {"missing": ["缺少制度文本"], "due_on": "2013-09-30", "due_is_provisional": False}

_MESSAGE = """
INSERT INTO messages (message_id, event_id, recipient, owner, position, template, template_version, data, station_id,
                      case_id, effective_at, recorded_at, told_on)
VALUES ($1, $2, $3, 'application', $4, 'application_returned', 1, $5, 'st-1', 'ap-1', $6, now(), '2013-09-23')
"""
_DELIVERY = """
INSERT INTO deliveries (delivery_id, message_id, recipient, channel, endpoint, state, due_at, made_at)
VALUES ($1, $2, $3, $4, $5, 'waiting', now() + $6 * interval '1 second', now())
"""
_ENDPOINT = """
INSERT INTO endpoints (endpoint_id, recipient, url, templates, registered_by) VALUES ($1, $2, $3, '{}', 'of-1')
"""


@dataclass
class Receiver:
    """Answers webhooks as it is told, and keeps what came."""

    answer: Callable[[int], Awaitable[int] | int] = lambda _number: 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.got]

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(({name.lower(): value for name, value in request.headers.items()}, await request.read()))
        self.came.set()
        status = self.answer(len(self.got))
        return web.Response(status=status if isinstance(status, int) else await status)

    async def has(self, count: int) -> None:
        """Wait until so many have come."""
        async with asyncio.timeout(20):
            while len(self.got) < count:
                self.came.clear()
                await self.came.wait()


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[Receiver]:
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    async with TestServer(app, host="127.0.0.1") as server:
        receiver.port = server.port or 0
        yield receiver


@asynccontextmanager
async def at_work(start: Start, receiver: Receiver, **settings: Any) -> AsyncIterator[Runtime]:
    """The sender runs, with an endpoint at the receiver."""
    async with receiving(receiver), start(webhook_allow=f"127.0.0.1:{receiver.port}", **settings) as runtime:
        await with_endpoint(runtime.pool, receiver.url)
        yield runtime


async def with_endpoint(
    connection: Connection, url: str, endpoint: UUID = ENDPOINT, recipient: str = "host:ho-1"
) -> None:
    await connection.execute(_ENDPOINT, endpoint, recipient, url)


async def put(
    connection: Connection,
    number: int,
    channel: str = "webhook",
    endpoint: str = str(ENDPOINT),
    *,
    recipient: str = "host:ho-1",
    after_seconds: float = 0,
    facts: Mapping[str, object] = FACTS,
) -> UUID:
    """A message that waits to be sent; returns the id of its delivery."""
    message = uuid5(NAMES, f"message {number}")
    delivery = uuid5(NAMES, f"delivery {number} {channel} {endpoint}")
    data = orjson.dumps(facts).decode()
    await connection.execute(_MESSAGE, message, uuid5(NAMES, f"event {number}"), recipient, number, data, AT)
    await connection.execute(_DELIVERY, delivery, message, recipient, channel, endpoint, after_seconds)
    return delivery


async def settled(runtime: Runtime, delivery: UUID) -> dict[str, Any]:
    """The delivery once it does not wait any more."""
    async with asyncio.timeout(20):
        while True:
            row = await runtime.pool.fetchrow("SELECT * FROM deliveries WHERE delivery_id = $1", delivery)
            assert row is not None
            if row["state"] != "waiting":
                return dict(row)
            await asyncio.sleep(0.01)


async def attempted(runtime: Runtime, delivery: UUID, times: int) -> dict[str, Any]:
    """The delivery once it was tried so often."""
    async with asyncio.timeout(20):
        while True:
            row = await runtime.pool.fetchrow("SELECT * FROM deliveries WHERE delivery_id = $1", delivery)
            assert row is not None
            if row["attempts"] >= times:
                return dict(row)
            await asyncio.sleep(0.01)


def verifies(public_key: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether one of the signatures `v1a` is made for this key; written after the specification alone."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key.removeprefix("whpk_")))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    given = [one.removeprefix("v1a,") for one in headers["webhook-signature"].split() if one.startswith("v1a,")]
    for one in given:
        try:
            key.verify(base64.b64decode(one), signed)
        except InvalidSignature:
            continue
        return True
    return False

"""Webhooks as Standard Webhooks has them: signed, to a guarded address, with little patience and no redirects."""

import base64
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from standardwebhooks import Webhook

from services.notification.sending.guard import AddressDenied, Guard, TargetNotAllowed
from services.notification.sending.keys import PRIVATE

SECONDS = 5.0
"""How long a receiver may take, from the question for its address to the last byte of its answer."""
ANSWER_BYTES = 65_536
"""How much of an answer is read; its status counts, and the rest of it is left."""
_DENIED = "target not allowed"
_GONE = 410
_CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an attempt. `error` is empty where it was delivered; it never holds what the receiver has said.

    Attributes:
        status: the answer's status, or SMTP code; 0 where there was none.
        gone: the receiver wants nothing more, ever.
        final: trying again will not help.
        skipped: it was not tried, for this installation has nothing to try it with.
    """

    status: int = 0
    error: str = ""
    gone: bool = False
    final: bool = False
    skipped: bool = False


def signatures(keys: Sequence[str], webhook_id: str, at: datetime, body: str) -> str:
    """The header `webhook-signature`: one signature for each active key, so that any of them verifies."""
    return " ".join(_signature(key, webhook_id, at.astimezone(UTC), body) for key in keys)


def _signature(key: str, webhook_id: str, at: datetime, body: str) -> str:
    """By a shared secret as the library makes it; with a private key of ours, which the library does not know."""
    if not key.startswith(PRIVATE):
        signed: str = Webhook(key).sign(webhook_id, at, body)
        return signed
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key.removeprefix(PRIVATE)))
    made = private.sign(f"{webhook_id}.{int(at.timestamp())}.{body}".encode())
    return f"v1a,{base64.b64encode(made).decode()}"


class Poster:
    """Sends webhooks over connections whose address was judged."""

    def __init__(self, session: aiohttp.ClientSession, guard: Guard) -> None:
        self._session = session
        self._guard = guard

    async def post(self, url: str, keys: Sequence[str], delivery: UUID, body: str) -> Attempt:
        """One attempt; never raises for what is the receiver's fault."""
        now = datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": str(delivery),
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signatures(keys, str(delivery), now, body),
        }
        try:
            self._guard.require(url)
            async with self._session.post(url, data=body.encode(), headers=headers, allow_redirects=False) as answer:
                await answer.content.read(ANSWER_BYTES)
                return judged(answer.status)
        except TargetNotAllowed:
            return Attempt(error=_DENIED, final=True)
        except TimeoutError:
            return Attempt(error=f"no answer within {SECONDS:g} s")
        except aiohttp.ClientConnectorError as error:
            is_denied = isinstance(error.os_error, AddressDenied)
            return Attempt(error=_DENIED if is_denied else "no connection")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Attempt(error=type(error).__name__)


def judged(status: int) -> Attempt:
    """What a status means: 2xx is delivered, 410 is gone; a redirect is not followed, and is a failure as any other."""
    if status // 100 == 2:
        return Attempt(status)
    return Attempt(status, f"answered {status}", gone=status == _GONE)


@asynccontextmanager
async def poster_open(
    guard: Guard, trusted: ssl.SSLContext | None = None, resolver: aiohttp.abc.AbstractResolver | None = None
) -> AsyncIterator[Poster]:
    """The poster with its connections; no proxy of the environment is asked, for it would not judge addresses."""
    connector = aiohttp.TCPConnector(
        limit=_CONNECTIONS,
        use_dns_cache=False,
        resolver=resolver,
        socket_factory=guard.socket_for,
        ssl=trusted or ssl.create_default_context(),
    )
    session = aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        headers={"user-agent": "shifan-webhooks/1"},
    )
    async with session:
        yield Poster(session, guard)

"""Who sends: one process, for as long as it holds the lock of the database."""

from functools import partial
from uuid import UUID

import asyncpg
import structlog
from asyncpg import Record

from services.notification.sending.letters import letter
from services.notification.sending.mail import Post, send
from services.notification.sending.outbox import Due
from services.notification.sending.reasons import NO_KEY, NO_SERVER
from services.notification.sending.sender import Sender, Try
from services.notification.sending.webhooks import Attempt
from shared.chores import outlasting
from shared.eventsourcing.bell import heard
from shared.leading import in_charge
from shared.runtime import Runtime

log = structlog.get_logger(__name__)

_LOCK = 7_012_321
_MADE = "deliveries"
_LOOK_EVERY_SECONDS = 0.5


def ways(runtime: Runtime) -> dict[str, Try]:
    """How each channel is tried here; what there is nothing to send by is skipped, and its reader sees why."""
    settings = runtime.settings
    found: dict[str, Try] = {"webhook": partial(_skipped, NO_KEY), "email": partial(_skipped, NO_SERVER)}
    keys, poster = runtime.resources["webhook_keys"], runtime.resources["poster"]

    async def by_webhook(one: Due) -> Attempt:
        signing = keys.active(UUID(one.endpoint), one.secret_number, one.signatures, both=one.both_sign)
        attempt: Attempt = await poster.post(one.url, signing, one.delivery_id, one.body())
        return attempt

    if keys is not None:
        found["webhook"] = by_webhook
    if settings.smtp_url:
        post = Post.of(settings.smtp_url)

        async def by_letter(one: Due) -> Attempt:
            if not one.address:
                return Attempt(error="no address", final=True)
            return await send(post, settings.mail_from, letter(one), one.delivery_id)

        found["email"] = by_letter
    return found


async def _skipped(reason: str, _one: Due) -> Attempt:
    return Attempt(error=reason, skipped=True)


async def send_messages(runtime: Runtime) -> None:
    """Go on until this is cancelled; an outage is waited out."""
    known = ways(runtime)

    async def send_on() -> None:
        async with in_charge(runtime.settings.database_url, _LOCK) as connection:
            await _send(runtime, connection, known)

    await outlasting(send_on, "nothing can be sent just now; trying again")


async def _send(runtime: Runtime, connection: "asyncpg.Connection[Record]", known: dict[str, Try]) -> None:
    sender = Sender(runtime, known, runtime.settings.delivery_retries)
    await connection.add_listener(_MADE, lambda *_: sender.ring.set())
    try:
        while True:
            await sender.look()
            await heard(sender.ring, _LOOK_EVERY_SECONDS)
            # Whose connection is lost has lost the lock, and would not know it.
            await connection.execute("SELECT 1")
    finally:
        await sender.stop()

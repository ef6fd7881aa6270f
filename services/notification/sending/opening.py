"""What sending needs beside the database: the key of the webhooks, and connections whose address was judged."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from services.notification.sending.guard import Guard
from services.notification.sending.keys import keys_of
from services.notification.sending.webhooks import poster_open
from shared.runtime import Runtime
from shared.settings import Settings

log = structlog.get_logger(__name__)


def guard_of(settings: Settings) -> Guard:
    return Guard(settings.webhook_ports, settings.webhook_allow)


@asynccontextmanager
async def with_sending(runtime: Runtime) -> AsyncIterator[None]:
    """The key is there before anything else is done: the service does not start without what it must have.

    Without a mail server it starts, and says so: some installations have none.

    Raises:
        NoWebhookKey: outside the sandbox it has none.
    """
    keys = runtime.resources["webhook_keys"] = keys_of(runtime.settings)
    if keys is None:
        log.warning("SHIFAN_WEBHOOK_KEY_FILE is not set: no webhook is sent, and each is marked as skipped")
    if not runtime.settings.smtp_url:
        log.warning("SHIFAN_SMTP_URL is not set: no e-mail is sent, and each is marked as skipped")
    async with poster_open(guard_of(runtime.settings)) as poster:
        runtime.resources["poster"] = poster
        yield

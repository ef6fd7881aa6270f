"""What the service is told when it starts, where statements can read it, and what sending needs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from services.notification.sending.opening import with_sending
from shared.runtime import Runtime

_SET = """
UPDATE sending SET notify_within = $1, by_the_calendar = $2 WHERE (notify_within, by_the_calendar) <> ($1, $2)
"""


@asynccontextmanager
async def with_settings(runtime: Runtime) -> AsyncIterator[None]:
    """Write down how late a message may be and still be sent, and open what it is sent by."""
    settings = runtime.settings
    await runtime.pool.execute(_SET, timedelta(hours=settings.notify_within), not settings.sandbox)
    async with with_sending(runtime):
        yield

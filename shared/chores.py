"""What a service does beside answering and listening, for as long as it lives."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)


async def outlasting(work: Callable[[], Awaitable[object]], trouble: str, every_seconds: float = 1.0) -> None:
    """Do it again and again, so far apart, until this is cancelled; an outage is written down and waited out.

    `trouble` is the sentence under which it is written down.
    """
    while True:
        try:
            await work()
        except Exception:  # Whatever it was: a chore that ended would be missed by nobody, and come back never.
            log.exception(trouble)
        await asyncio.sleep(every_seconds)

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
        end_if_told()
        await asyncio.sleep(every_seconds)


def end_if_told() -> None:
    """End this task if it was told to and something below kept that to itself, as aiokafka does while it closes.

    Raises:
        asyncio.CancelledError: it was.
    """
    if told_to_end():
        raise asyncio.CancelledError


def told_to_end() -> bool:
    """Whether somebody has cancelled this task, and not only what it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0

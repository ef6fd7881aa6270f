"""Whether what goes on for ever ends when it is told to, also where something below keeps that to itself."""

import asyncio
from collections.abc import Coroutine


async def ends_when_told(work: Coroutine[object, object, None], begun: asyncio.Event) -> bool:
    """Tell it to end once it has begun; whether it is over within half a minute, and says that it was told to."""
    task = asyncio.create_task(work)
    await begun.wait()
    task.cancel()
    await asyncio.wait({task}, timeout=30)
    ended = task.cancelled()
    task.cancel()
    return ended

"""How many things are done at once, and how the demonstration tells where it is."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

AT_ONCE = 24


async def together(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Do all of it, a few dozen at a time; the first failure ends it."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(work: Coroutine[Any, Any, None]) -> None:
        async with gate:
            await work

    async with asyncio.TaskGroup() as group:
        for work in works:
            group.create_task(one(work))

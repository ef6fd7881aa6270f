"""Waiting for what comes about elsewhere: in a server, another process or another task, which tell nobody."""

import asyncio
from collections.abc import Callable
from inspect import isawaitable


async def until(holds: Callable[[], object], seconds: float = 30, every: float = 0.02) -> None:
    """Look until it holds; `holds` answers at once, or is awaited.

    Raises:
        TimeoutError: it did not within so many seconds.
    """
    async with asyncio.timeout(seconds):
        while not await _answer(holds):  # noqa: ASYNC110 (who could set an event is out of reach)
            await asyncio.sleep(every)


async def _answer(holds: Callable[[], object]) -> object:
    found = holds()
    return await found if isawaitable(found) else found

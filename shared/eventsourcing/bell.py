"""Wakes whoever follows the log in this process, and tells them when the process goes down."""

import asyncio
from contextlib import suppress


class Bell:
    """Rung after each commit of this process. Take `next` before reading: what comes meanwhile is then not missed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self.closed = False

    def next(self) -> asyncio.Event:
        """The ring to come."""
        return self._next

    def ring(self) -> None:
        """There is something new."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    def close(self) -> None:
        """Nothing more is followed here; it stays rung."""
        self.closed = True
        self._next.set()


async def heard(ring: asyncio.Event, seconds: float) -> None:
    """Return when it rings, or after so many seconds: others may have written in another process.

    Who is cancelled as it rings is cancelled: `asyncio.wait_for` would swallow that before Python 3.12, and whoever
    waits in a loop would never end.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await ring.wait()

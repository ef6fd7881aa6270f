"""A chore goes on over whatever happens to it, and ends when it is told to."""

import asyncio
from contextlib import suppress

from shared.chores import outlasting
from tests.shared.ending import ends_when_told


async def test_a_chore_outlasts_what_goes_wrong() -> None:
    done: list[int] = []
    enough = asyncio.Event()

    async def work() -> None:
        done.append(len(done))
        if len(done) == 3:
            enough.set()
        raise ConnectionResetError

    chore = asyncio.create_task(outlasting(work, "nothing can be done just now", 0.0))
    await enough.wait()
    chore.cancel()
    await asyncio.wait({chore}, timeout=30)
    assert chore.cancelled()


async def test_a_chore_ends_though_a_library_keeps_to_itself_that_it_was_told_to() -> None:
    asked = asyncio.Event()

    async def deaf() -> None:
        asked.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    assert await ends_when_told(outlasting(deaf, "nothing can be done just now", 0.0), asked)

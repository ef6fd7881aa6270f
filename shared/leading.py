"""Work that one process of a service does at a time: whoever holds the lock does it, the others wait to take over."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
from asyncpg import Connection, Record

_TAKE = "SELECT pg_try_advisory_lock($1)"
_LOOK_EVERY_SECONDS = 0.5


@asynccontextmanager
async def in_charge(dsn: str, lock: int) -> "AsyncIterator[Connection[Record]]":
    """Wait for the lock of this number in the database, and hold it as long as the block runs.

    It lasts as long as the connection that is given, which does nothing else: who asks it something now and then
    (`SELECT 1`) is told by an error that the lock is lost.
    """
    connection = await asyncpg.connect(dsn, timeout=5, command_timeout=30)
    try:
        while not await connection.fetchval(_TAKE, lock):  # noqa: ASYNC110 (a lock tells nobody that it is free)
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
        yield connection
    finally:
        connection.terminate()


async def keep_at_it(
    connection: "Connection[Record]", work: Callable[[], Awaitable[object]], look_every_seconds: float
) -> None:
    """Work as long as this connection holds the lock: at once again where the work says that there is more.

    Raises:
        shared.database.FAILURES: the connection, and the lock with it, is lost.
    """
    while True:
        more = await work()
        # Whose connection is lost has lost the lock, and would not know it.
        await connection.execute("SELECT 1")
        if not more:
            await asyncio.sleep(look_every_seconds)

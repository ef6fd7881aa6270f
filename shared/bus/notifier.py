"""Tells the relay that there is something to send: after the commit, on a connection of its own, coalesced.

Inside the writing transaction a NOTIFY would halve the throughput. Here many commits share one, and a lost one is
made good by the relay's slow poll.
"""

import asyncio
import logging

import asyncpg
from asyncpg import Connection, Record

from shared.database import FAILURES

CHANNEL = "events"

log = logging.getLogger(__name__)

_WAIT = 0.2


class Notifier:
    """`poke` is the committer's `woken`; `run` ends only by being cancelled."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._poked = asyncio.Event()

    def poke(self) -> None:
        self._poked.set()

    async def run(self) -> None:
        while True:
            try:
                await self._notify()
            except FAILURES as error:
                log.warning("the relay is not told of new events: %r", error)
                # Whatever it was just to be told, it is told by the next connection.
                self._poked.set()
                await asyncio.sleep(_WAIT)

    async def _notify(self) -> None:
        connection: Connection[Record] = await asyncpg.connect(
            self._dsn, timeout=5, command_timeout=5, server_settings={"synchronous_commit": "off"}
        )
        try:
            while True:
                await self._poked.wait()
                self._poked.clear()
                await connection.execute(f"NOTIFY {CHANNEL}")
        finally:
            connection.terminate()

"""Sees when another service has committed the effect of a command, without asking the services anything."""

import asyncio
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import asyncpg

from shared.bus.notifier import CHANNEL

_STANDINGS = "SELECT partition, position FROM inbox WHERE topic = $1"
_PATIENCE_SECONDS = 20


class EffectWatch:
    """Reads the inbox of a service's database each time that the service has told of a commit.

    The telling and the reading come after the commit, so a delay is over-stated by them, by about a millisecond.
    """

    def __init__(self, dsn: str, topic: str) -> None:
        self._dsn = dsn
        self._topic = topic
        self._told = asyncio.Event()
        self._seen: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._connection: asyncpg.Connection[asyncpg.Record]
        self._listener: asyncpg.Connection[asyncpg.Record]
        self._task: asyncio.Task[None]

    async def __aenter__(self) -> Self:
        self._connection = await asyncpg.connect(self._dsn)
        self._listener = await asyncpg.connect(self._dsn)
        await self._listener.add_listener(CHANNEL, lambda *_: self._told.set())
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._listener.close()
        await self._connection.close()

    async def _watch(self) -> None:
        while True:
            await self._told.wait()
            self._told.clear()
            rows = await self._connection.fetch(_STANDINGS, self._topic)
            now = time.perf_counter()
            for row in rows:
                seen = self._seen[row["partition"]]
                if not seen or seen[-1][0] < row["position"]:
                    seen.append((row["position"], now))

    async def delays(self, acknowledged: Sequence[tuple[float, str]]) -> list[float]:
        """For each (moment, `owner:partition:position`): the seconds until the inbox had it; 0 if it was sooner."""
        found: list[float] = []
        async with asyncio.timeout(_PATIENCE_SECONDS):
            for moment, token in acknowledged:
                _, partition, position = token.split(":")
                while (at := self._when(int(partition), int(position))) is None:
                    self._told.set()
                    await asyncio.sleep(0.01)
                found.append(max(0.0, at - moment))
        return found

    def _when(self, partition: int, position: int) -> float | None:
        seen = self._seen[partition]
        place = bisect_left(seen, (position, 0.0))
        return seen[place][1] if place < len(seen) else None

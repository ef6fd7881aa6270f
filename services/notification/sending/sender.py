"""The sender: takes up what is due, tries it, and writes down what came of it; one process at a time.

What is in hand is known to this process alone. Whatever kills it, the tables still say that those deliveries wait, and
the next one tries them again: so a delivery may be tried once more than it was written down, and none is lost.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from services.notification.sending.outbox import Done, Due, due, outcome
from services.notification.sending.schedule import next_after
from services.notification.sending.webhooks import SECONDS, Attempt
from shared.clock import now
from shared.eventsourcing.commits import Outcome
from shared.eventsourcing.committer import CommitterStopped
from shared.runtime import Runtime
from shared.telemetry import DELIVERIES

log = structlog.get_logger(__name__)

IN_FLIGHT = 64
"""How many deliveries are tried at a time, and so how many may be tried once more after a crash."""
A_LANE = 8
"""How many of them go to one destination."""

OUTCOMES = ("delivered", "again", "dead", "skipped")
"""What may come of an attempt, as it is counted."""

_WAIT_SECONDS = 1.0

Try = Callable[[Due], Awaitable[Attempt]]
"""Makes one attempt, and never raises for what is the receiver's fault."""


class Sender:
    """One process's turn at it. `ways` is how each channel is tried."""

    def __init__(self, runtime: Runtime, ways: dict[str, Try], retries: Sequence[int]) -> None:
        self._runtime = runtime
        self._ways = ways
        self._retries = retries
        for channel in ways:
            for came_of_it in OUTCOMES:
                # Each is told from 0 on: what appears as 1 has not grown, to Prometheus.
                DELIVERIES.labels(channel, came_of_it)
        self._in_hand: dict[UUID, tuple[Due, asyncio.Task[None]]] = {}
        self._since: set[UUID] = set()
        """What was let go of since the tables were asked: the answer may still say that it waits."""
        self.ring = asyncio.Event()
        """Rung when there may be something to send: something was made, or a place has become free."""

    async def look(self) -> int:
        """Take up what is due and for which there is a place; returns how much that was.

        A ring while it looks is not lost.
        """
        self.ring.clear()
        self._since.clear()
        free = IN_FLIGHT - len(self._in_hand)
        found = await due(self._runtime.pool, 2 * A_LANE)
        lanes = Counter((one.channel, one.endpoint) for one, _ in self._in_hand.values())
        taken = 0
        for one in found:
            lane = one.channel, one.endpoint
            is_ours = one.delivery_id in self._in_hand or one.delivery_id in self._since
            if taken < free and not is_ours and lanes[lane] < A_LANE:
                lanes[lane] += 1
                taken += 1
                self._in_hand[one.delivery_id] = one, asyncio.create_task(self._deliver(one))
        return taken

    async def stop(self) -> None:
        """Finish what is in hand, for as long as an attempt may take; the rest whoever sends next tries again."""
        tasks = [task for _, task in self._in_hand.values()]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, one: Due) -> None:
        try:
            began, at = time.monotonic(), now()
            attempt = await self._tried(one)
            await self._write_down(one, attempt, at, int((time.monotonic() - began) * 1000))
        finally:
            del self._in_hand[one.delivery_id]
            self._since.add(one.delivery_id)
            self.ring.set()

    async def _tried(self, one: Due) -> Attempt:
        """A fault of ours is an attempt that failed: it comes back later, and not at once and for ever."""
        try:
            return await self._ways[one.channel](one)
        except Exception as error:
            log.exception("a delivery could not be tried", delivery=str(one.delivery_id))
            return Attempt(error=f"{type(error).__name__} in this service")

    async def _write_down(self, one: Due, attempt: Attempt, at: datetime, took_ms: int) -> None:
        """Until it is written: what has gone out and is not written down would go out again."""
        done = Done(one, attempt, at, took_ms)
        is_last = attempt.gone or attempt.final
        wait = None if is_last else next_after(self._retries, one.delivery_id, done.number)
        while not await self._is_written(done, wait):  # noqa: ASYNC110 (a database tells nobody that it is back)
            await asyncio.sleep(_WAIT_SECONDS)

    async def _is_written(self, done: Done, wait: timedelta | None) -> bool:
        of = str(done.due.delivery_id)
        try:
            committed = await self._runtime.committer.submit(outcome(done, wait))
        except CommitterStopped:
            raise
        except Exception:
            log.exception("a delivery could not be written down; trying again", delivery=of)
            return False
        if committed.outcome is Outcome.WRITTEN:
            DELIVERIES.labels(done.due.channel, _came_of(done.attempt, wait)).inc()
        else:
            log.warning("a delivery was told of by another", delivery=of)
        return True


def _came_of(attempt: Attempt, wait: timedelta | None) -> str:
    if attempt.skipped:
        return "skipped"
    return "delivered" if not attempt.error else "dead" if wait is None else "again"

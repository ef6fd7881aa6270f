"""The group committer: one lane writes everything that waits in one transaction.

There is no timer. A batch is what arrived during the last commit, so a lonely caller waits for nobody, and many
callers share one write to the disk.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress

import asyncpg

from shared.database import OUTAGES
from shared.eventsourcing.closed import StoreClosed
from shared.eventsourcing.commits import (
    RECORD_LIMIT,
    Commit,
    Committed,
    InboxPosition,
    Key,
    NewEvent,
    Outcome,
    RecordTooLarge,
    Statement,
    check,
)
from shared.eventsourcing.line import Line, Waiting
from shared.eventsourcing.writer import Writer

__all__ = [
    "RECORD_LIMIT",
    "Commit",
    "Committed",
    "Committer",
    "CommitterStopped",
    "InboxPosition",
    "Key",
    "NewEvent",
    "Outcome",
    "RecordTooLarge",
    "Statement",
]

log = logging.getLogger(__name__)

_FIRST_WAIT = 0.05
_LONGEST_WAIT = 2.0
_CONTENDED_TRIES = 5
_STOP_SECONDS = 10

# What may pass when tried again, but may also lie in the batch itself.
_CONTENDED = (
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    TimeoutError,
)


class CommitterStopped(RuntimeError):
    """The service is going down; nothing more is written here."""


class Committer:
    """Submit a commit and wait for its outcome; `woken` is called after each transaction that wrote events."""

    def __init__(self, dsn: str, *, limit: int = 512, woken: Callable[[], None] = lambda: None) -> None:
        self._line = Line(limit)
        self._writer = Writer(dsn)
        self._woken = woken
        self._lane: asyncio.Task[None] | None = None
        self._stopping = False
        self.batches = 0
        self.commits = 0
        self.retries = 0
        self.halvings = 0

    @property
    def waiting(self) -> int:
        """How many commits stand in line."""
        return len(self._line)

    async def start(self) -> None:
        self._stopping = False
        self._lane = asyncio.create_task(self._run(), name="committer")

    async def stop(self) -> None:
        """Write what waits, then stop. Whoever still waits after ten seconds is told that it was not written."""
        self._stopping = True
        lane, self._lane = self._lane, None
        if lane is None:
            return
        self._line.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(lane, _STOP_SECONDS)
        for waiting in self._line.leave():
            _refuse(waiting, CommitterStopped("the committer has stopped"))
        await self._writer.close()

    async def submit(self, commit: Commit) -> Committed:
        """Write all of this commit or nothing. An outage is waited out; a caller may give up by being cancelled.

        Raises:
            RecordTooLarge: an event is over the limit.
            asyncpg.PostgresError: the server refuses a statement of this very commit.
            CommitterStopped: the service is going down.
            StoreClosed: the store lacks what was acknowledged once.
        """
        check(commit)
        if self._stopping or self._lane is None or self._lane.done():
            raise CommitterStopped("the committer does not run")
        waiting = Waiting(commit, asyncio.get_running_loop().create_future())
        self._line.join(waiting)
        return await waiting.done

    async def _run(self) -> None:
        while await self._line.arrival():
            batch = self._line.take()
            if not batch:
                continue
            try:
                outcomes = await self._settle([waiting.commit for waiting in batch])
            except asyncio.CancelledError:
                for waiting in batch:
                    _refuse(waiting, CommitterStopped("stopped before the outcome was known"))
                raise
            self.batches += 1
            self.commits += len(batch)
            for waiting, outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, Exception):
                    _refuse(waiting, outcome)
                elif not waiting.done.done():
                    waiting.done.set_result(outcome)
            if any(_has_new(waiting.commit, outcome) for waiting, outcome in zip(batch, outcomes, strict=True)):
                self._woken()

    async def _settle(self, batch: Sequence[Commit]) -> list[Committed | Exception]:
        """The batch's outcomes. One bad commit makes the whole batch fail: halve until it stands alone."""
        try:
            return list(await self._persist(batch))
        except StoreClosed as error:
            return [error] * len(batch)
        except Exception as error:  # noqa: BLE001 (whatever it is, it goes to the caller whose commit it is)
            if len(batch) == 1:
                return [error]
        self.halvings += 1
        middle = len(batch) // 2
        return await self._settle(batch[:middle]) + await self._settle(batch[middle:])

    async def _persist(self, batch: Sequence[Commit]) -> list[Committed]:
        """Write the batch, through outages.

        Its outcome may be unknown after one: event ids, keys and inbox positions make it safe to write it again.
        """
        wait = _FIRST_WAIT
        contended = 0
        while True:
            try:
                return await self._writer.write(batch)
            except StoreClosed:
                raise  # No outage: it may be long until somebody has put right what is missing.
            except Exception as error:
                if self._writer.lost or (isinstance(error, OUTAGES) and not isinstance(error, _CONTENDED)):
                    self._writer.drop()
                elif isinstance(error, _CONTENDED) and contended < _CONTENDED_TRIES:
                    contended += 1
                else:
                    raise
                self.retries += 1
                log.warning("a batch of %d is written again: %r", len(batch), error)
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)


def _has_new(commit: Commit, outcome: Committed | Exception) -> bool:
    return bool(commit.events) and isinstance(outcome, Committed) and outcome.outcome is Outcome.WRITTEN


def _refuse(waiting: Waiting, error: Exception) -> None:
    if not waiting.done.done():
        waiting.done.set_exception(error)

"""The keeper: every record into its owner's tile log, in order, and each log signed and told of.

One process does it, whoever holds the lock. Whatever kills it, the next one goes on from what is signed on the disk
and what is recorded of that: tiles that no checkpoint covers are written again, a checkpoint that was not recorded is.
A log whose records do not fit is not signed any more until somebody has looked and the process was started again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import structlog

from services.audit.keeping import unsigned
from services.audit.keeping.kept import KeptLog, Row
from services.audit.keeping.told import last_told, tell
from shared.events.audit import CheckpointSigned
from shared.runtime import Runtime
from shared.telemetry import LOG_NOT_SIGNED, LOG_SIGNED_SIZE
from shared.tlog.faults import TlogFault
from shared.tlog.notes import Signer

T = TypeVar("T")

log = structlog.get_logger(__name__)

BATCH = 1_000
GAP_SECONDS = 60.0
"""How long a position may be missing: partitions are worked off one beside the other, so later ones come first."""
BEATS = ("assessment",)
"""Logs that are signed again while nothing comes: whoever waits for them must see that the audit is there."""

_NEXT = """
SELECT position, record, type = $4 AS is_checkpoint FROM log
 WHERE owner = $1 AND position > $2 ORDER BY position LIMIT $3
"""


class Keeper:
    """One process's turn at it. `now` is a clock that only goes forward, in seconds."""

    def __init__(
        self, runtime: Runtime, signers: Mapping[str, Signer], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._runtime = runtime
        self._settings = runtime.settings
        self._signers = signers
        self._now = now
        self._logs: dict[str, KeptLog] = {}
        self._gaps: dict[str, tuple[int, float]] = {}
        self._said: dict[str, str] = {}
        self._stopped: set[str] = set()

    async def work(self) -> bool:
        """Look at each log once; true where more waits than was taken."""
        more = [await self._safely(owner, self._turn) for owner in self._signers]
        beats = [await self._safely(owner, self._beat) for owner in BEATS]
        if any(beats):
            await self._safely("audit", self._sign_all)
        return any(more)

    async def _safely(self, owner: str, work: Callable[[str], Awaitable[bool]]) -> bool:
        if owner in self._stopped:
            return False
        try:
            return await work(owner)
        except TlogFault as fault:
            self._stopped.add(owner)
            await self._say(owner, str(fault))
            return False

    async def _turn(self, owner: str) -> bool:
        kept = self._logs.get(owner) or await self._open(owner)
        asked = (owner, kept.size, BATCH, CheckpointSigned.type_name())
        rows = [Row(*row) for row in await self._runtime.pool.fetch(_NEXT, *asked)]
        await self._look_at_gap(owner, await _in_thread(lambda: kept.take(rows)))
        if kept.is_due(self._now(), self._settings.checkpoint_entries, self._settings.checkpoint_every):
            await self._sign(owner, kept)
        return len(rows) == BATCH

    async def _open(self, owner: str) -> KeptLog:
        told = await last_told(self._runtime.pool, owner)
        path = self._settings.tlogs / owner
        kept = await _in_thread(lambda: KeptLog(path, self._signers[owner], told))
        if kept.is_untold and kept.writer.signed:
            kept.told = await tell(self._runtime, owner, told, kept.writer.signed, heartbeat=False)
        await unsigned.no_more(self._runtime.pool, owner)
        LOG_NOT_SIGNED.labels(owner).set(0)
        LOG_SIGNED_SIZE.labels(owner).set(kept.signed_size)
        self._logs[owner] = kept
        return kept

    async def _sign(self, owner: str, kept: KeptLog) -> None:
        signed = await _in_thread(lambda: kept.sign(self._now()))
        again = (signed.checkpoint.size, signed.checkpoint.root.hex()) == (kept.told.size, kept.told.root)
        kept.told = await tell(self._runtime, owner, kept.told, signed, heartbeat=again)
        LOG_SIGNED_SIZE.labels(owner).set(signed.checkpoint.size)

    async def _beat(self, owner: str) -> bool:
        """Sign again what was not signed for a third of the time that it may be old; not a log with a hole in it."""
        kept = self._logs.get(owner)
        if kept is None or not kept.size or kept.is_behind or owner in self._said:
            return False
        if self._now() - kept.signed_at < self._settings.checkpoint_max_age / 3:
            return False
        await self._sign(owner, kept)
        return True

    async def _sign_all(self, owner: str) -> bool:
        """Sign whatever is not signed, were it only the word of earlier signatures."""
        kept = self._logs.get(owner)
        if kept is None or kept.size == kept.signed_size or kept.is_behind:
            return False
        await self._sign(owner, kept)
        return True

    async def _look_at_gap(self, owner: str, missing: int) -> None:
        position, since = self._gaps.get(owner, (0, 0.0))
        if not missing:
            self._gaps.pop(owner, None)
        elif missing != position:
            self._gaps[owner] = missing, self._now()
        elif self._now() - since >= GAP_SECONDS:
            await self._say(owner, f"position {missing} is missing, and later ones are there")
            return
        if owner in self._said:
            del self._said[owner]
            await unsigned.no_more(self._runtime.pool, owner)
            LOG_NOT_SIGNED.labels(owner).set(0)

    async def _say(self, owner: str, why: str) -> None:
        """Say why the log is not signed: in the output, in the metrics, and to whoever asks how whole it is."""
        if self._said.get(owner) != why:
            self._said[owner] = why
            log.error("log not signed", log=owner, why=why)
            LOG_NOT_SIGNED.labels(owner).set(1)
            await unsigned.because(self._runtime.pool, owner, why)


async def _in_thread(work: Callable[[], T]) -> T:
    """Off the loop, for it waits for the disk; whoever is cancelled waits until it is done, and nobody writes twice."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise

"""A reader behind 16 writers in two processes that roll back and are killed: it must skip nothing and see no hole."""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
from asyncpg import Pool, Record

import shared.eventsourcing
from benchmarks.measure import a_database, a_postgres, print_json, say
from benchmarks.tail_writers import ROLLED_BACK, WRITERS
from shared.database import create_pool, migrate
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.store import EventStore

PROCESSES = 2
ROOT = Path(__file__).parent.parent
_SCHEMA = Path(shared.eventsourcing.__file__).parent / "schema"
_PAGE = 1000
_BETWEEN_KILLS = 100
_CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND application_name = 'committer' ORDER BY random() LIMIT 1
"""
_AT_WORK = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'committer'
"""


@dataclass(slots=True)
class Tailed:
    """What the reader saw while the writers were at work, and what the log held in the end."""

    seen: int = 0
    holes: int = 0
    skipped: int = 0
    in_log: int = 0
    reads: int = 0
    killed: int = 0
    cut: int = 0
    rolled_back: int = 0
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        return self.holes == self.skipped == 0 and self.seen == self.in_log


def main(arguments: Sequence[str]) -> int:
    """Tail so many events; 1 if the reader missed one or saw a hole."""
    parser = argparse.ArgumentParser(prog="shifan bench tail", description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=300.0, help="give up after so long")
    parser.add_argument("--seed", type=int, default=2013)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    asked = parser.parse_args(arguments)
    with a_postgres() as server:
        tailed = asyncio.run(_on(server, asked.events, asked.seed, asked.seconds))
    if asked.json:
        print_json({"benchmark": "tail", "sound": tailed.sound, **asdict(tailed)})
    else:
        print(f"{tailed.seen:,} of {tailed.in_log:,} events seen in {tailed.reads:,} reads, {tailed.seconds:.1f} s")
        print(
            f"{tailed.killed} writers killed, {tailed.cut} connections cut, {tailed.rolled_back:,} commits rolled back"
        )
        print(f"holes {tailed.holes}, skipped {tailed.skipped}: {'sound' if tailed.sound else 'BROKEN'}")
    return 0 if tailed.sound and tailed.seen >= asked.events else 1


async def _on(server: str, events: int, seed: int, seconds: float) -> Tailed:
    async with a_database(server) as dsn:
        return await tail(dsn, events=events, seed=seed, seconds=seconds)


async def tail(dsn: str, *, events: int, seed: int, seconds: float) -> Tailed:
    """Read behind the writers until so many events are there, then compare with the log."""
    await migrate(dsn, _SCHEMA)
    begun = time.monotonic()
    tailed = Tailed()
    pool = await create_pool(dsn, size=4)
    await pool.execute(ROLLED_BACK)
    store = EventStore(pool, Committer(dsn))
    try:
        async with _writers(dsn, seed, tailed), asyncio.timeout(seconds):
            while tailed.seen < events:
                await _read(store, tailed)
        await _until_at_rest(pool)
        while await _read(store, tailed):
            pass
        tailed.in_log = await pool.fetchval("SELECT count(*) FROM events")
        tailed.rolled_back = await pool.fetchval("SELECT last_value FROM rolled_back")
        tailed.skipped = tailed.in_log - tailed.seen
    finally:
        await pool.close()
    tailed.seconds = round(time.monotonic() - begun, 1)
    return tailed


async def _until_at_rest(pool: "Pool[Record]") -> None:
    """The server may still be ending the transaction of a writer that was killed a moment ago."""
    while await pool.fetchval(_AT_WORK):  # noqa: ASYNC110 (it happens in the server)
        await asyncio.sleep(0.05)


async def _read(store: EventStore, tailed: Tailed) -> int:
    """One page, the way every reader reads: behind the last position, and never back."""
    rows = await store.after(tailed.seen + tailed.holes, _PAGE)
    tailed.reads += 1
    for row in rows:
        tailed.holes += row.position - (tailed.seen + tailed.holes) - 1
        tailed.seen += 1
    return len(rows)


@asynccontextmanager
async def _writers(dsn: str, seed: int, tailed: Tailed) -> AsyncIterator[None]:
    """Both processes, and somebody who kills one now and then and cuts a connection more often."""
    chance = random.Random(seed)
    processes = [await _writer(dsn, chance.random()) for _ in range(PROCESSES)]
    trouble = asyncio.create_task(_trouble(dsn, processes, chance, tailed))
    try:
        yield
    finally:
        trouble.cancel()
        await asyncio.gather(trouble, return_exceptions=True)
        for process in processes:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _trouble(
    dsn: str, processes: list[asyncio.subprocess.Process], chance: random.Random, tailed: Tailed
) -> None:
    """A hole would show only while somebody is in the middle of something, so nobody is asked to stop first."""
    connection = await asyncpg.connect(dsn)
    try:
        while True:
            stood = tailed.seen
            for _ in range(4):
                await asyncio.sleep(chance.uniform(0.05, 0.5))
                tailed.cut += len(await connection.fetch(_CUT))
            # On a busy machine a process is killed again before it has begun, and nobody would write.
            while tailed.seen < stood + _BETWEEN_KILLS:  # noqa: ASYNC110 (it is counted elsewhere)
                await asyncio.sleep(0.05)  # The reader beside this counts what it has seen, and tells nobody.
            victim = chance.randrange(len(processes))
            processes[victim].kill()
            await processes[victim].wait()
            tailed.killed += 1
            processes[victim] = await _writer(dsn, chance.random())
    finally:
        await connection.close()


async def _writer(dsn: str, seed: float) -> asyncio.subprocess.Process:
    arguments = ["-m", "benchmarks.tail_writers", dsn, str(WRITERS // PROCESSES), f"{seed}-{uuid4().hex[:8]}"]
    say(f"a process of {WRITERS // PROCESSES} writers starts")
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT)

"""The writers of `tail`: each on a committer of its own, so that all of them contend for the end of the log."""

import asyncio
import logging
import random
import sys
from datetime import datetime
from itertools import count
from uuid import uuid4

import asyncpg

from benchmarks.appenders import ATTRIBUTES, PAYLOADS, TYPE
from shared.eventsourcing.committer import Commit, Committer, NewEvent, Statement
from shared.eventsourcing.instants import CHINA
from shared.eventsourcing.writer import Writer

WRITERS = 16

# A sequence is not rolled back, so it counts what was: the statement fails after all events have been written.
ROLLED_BACK = "CREATE SEQUENCE rolled_back"
_FAIL: Statement = ("SELECT 1 / (0 * nextval('rolled_back'))", ())


async def write(dsn: str, name: str) -> None:
    """Commit after commit until the process is killed: most are written, some are refused, some are rolled back."""
    chance = random.Random(name)
    committer = Committer(dsn)
    await committer.start()
    for n in count():
        stream = f"{name}-{n}"
        commit = Commit(_events(stream, chance.randint(1, 30)))
        kind = chance.random()
        if kind < 0.05:
            commit = Commit(commit.events, statements=(_FAIL,))
        elif kind < 0.10:
            commit = Commit(commit.events, guards=((stream, 7),))
        elif kind < 0.12:
            await _give_up(dsn, commit)
            continue
        try:
            await committer.submit(commit)
        except asyncpg.DivisionByZeroError:
            continue


async def _give_up(dsn: str, commit: Commit) -> None:
    """Write on a connection that is closed before the transaction ends."""
    writer = Writer(dsn)
    task = asyncio.create_task(writer.write([Commit(commit.events, statements=(("SELECT pg_sleep(0.01)", ()),))]))
    await asyncio.sleep(0.005)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    writer.drop()


def _events(stream: str, number: int) -> tuple[NewEvent, ...]:
    now = datetime.now(CHINA)
    return tuple(
        NewEvent(stream, version, TYPE, uuid4(), PAYLOADS[version], ATTRIBUTES, now) for version in range(1, number + 1)
    )


async def _all(dsn: str, writers: int, seed: str) -> None:
    await asyncio.gather(*[write(dsn, f"{seed}-{number}") for number in range(writers)])


if __name__ == "__main__":
    logging.disable(logging.ERROR)  # Cut connections are the point; each would be reported several times.
    asyncio.run(_all(sys.argv[1], int(sys.argv[2]), sys.argv[3]))

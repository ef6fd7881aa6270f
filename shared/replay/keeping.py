"""What a service keeps of each message as it came, copied by a process of its own while the rest is projected.

It is added and never changed, and nothing that is projected reads it; so neither waits for the other.
"""

import asyncio
import gc
import multiprocessing
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from itertools import chain, islice

import asyncpg

from shared.database import FAILURES
from shared.eventsourcing.commits import Bulk, Statement
from shared.replay.entries import Happening

BATCH = 5_000
_FORK = multiprocessing.get_context("fork")  # The records that are gathered are there, and need not be sent.

Keeps = Callable[[Mapping[str, str], bytes], list[Statement]]


@asynccontextmanager
async def kept_meanwhile(
    dsn: str, schema: str, keeps: Keeps, in_bulk: Mapping[str, Bulk], heard: Iterable[Happening]
) -> AsyncIterator[None]:
    """Copy what is kept of the messages into the tables of the schema; at the end all of it is there.

    Raises:
        ChildProcessError: it could not be copied; the process has told why on standard error.
    """
    process = _FORK.Process(target=_run, args=(dsn, schema, keeps, in_bulk, heard), daemon=True)
    process.start()
    try:
        yield
        await asyncio.to_thread(process.join)
        if process.exitcode:
            raise ChildProcessError(f"what is kept of the messages could not be copied (exit code {process.exitcode})")
    finally:
        process.kill()
        process.join()
        process.close()


def _run(dsn: str, schema: str, keeps: Keeps, in_bulk: Mapping[str, Bulk], heard: Iterable[Happening]) -> None:
    try:
        with without_collector():
            asyncio.run(_copy(dsn, schema, keeps, in_bulk, heard))
    except (*FAILURES, ValueError) as error:
        raise SystemExit(f"what is kept of the messages: {error}") from error


async def _copy(dsn: str, schema: str, keeps: Keeps, in_bulk: Mapping[str, Bulk], heard: Iterable[Happening]) -> None:
    connection = await asyncpg.connect(dsn, timeout=10)
    waiting = iter(heard)
    while batch := list(islice(waiting, BATCH)):
        arguments = defaultdict(list)
        for one in batch:
            for sql, told in keeps(one.entry.attributes, one.entry.payload):
                arguments[sql].append(told)
        for sql, of_all in arguments.items():
            await copied(connection, schema, in_bulk[sql], of_all)
    await connection.close()


async def copied(
    connection: "asyncpg.Connection[asyncpg.Record]", schema: str, bulk: Bulk, arguments: Iterable[tuple[object, ...]]
) -> None:
    """Copy the rows that a statement would have added with each of these arguments."""
    rows = chain.from_iterable(map(bulk.rows, arguments))
    await connection.copy_records_to_table(bulk.table, records=rows, columns=bulk.columns, schema_name=schema)


@contextmanager
def without_collector() -> Iterator[None]:
    """Python does not look for cycles meanwhile: rows have none, and it would go over all of them again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()

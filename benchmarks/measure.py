"""What every benchmark needs: percentiles, a table for people, one JSON object for machines, and a PostgreSQL."""

import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg

from deploy.embedded.postgres import Postgres
from deploy.embedded.servers import POSTGRES_VARIABLE, with_database


@dataclass(frozen=True, slots=True)
class Timing:
    """How often something was done in a second, and how long one of it took."""

    rate: float
    p50_ms: float
    p99_ms: float

    @classmethod
    def of(cls, latencies: Sequence[float], seconds: float) -> "Timing":
        """From latencies in seconds, and the time in which they were all observed."""
        return cls(
            rate=round(len(latencies) / seconds, 1),
            p50_ms=round(percentile(latencies, 50) * 1000, 3),
            p99_ms=round(percentile(latencies, 99) * 1000, 3),
        )


@dataclass(frozen=True, slots=True)
class Aim:
    """What was promised, and what was found."""

    aim: str
    wanted: float
    found: float
    held: bool

    @classmethod
    def at_least(cls, aim: str, wanted: float, found: float) -> "Aim":
        return cls(aim, wanted, round(found, 2), held=found >= wanted)

    @classmethod
    def at_most(cls, aim: str, wanted: float, found: float) -> "Aim":
        return cls(aim, wanted, round(found, 2), held=found <= wanted)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of all do not exceed; 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table: the first column to the left, figures to the right."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = [
        "  ".join(cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(cells))
        for cells in (list(zip(row, widths, strict=True)) for row in [header, *rows])
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def print_aims(aims: Sequence[Aim]) -> None:
    for aim in aims:
        print(f"{'held  ' if aim.held else 'MISSED'}  {aim.aim}: wanted {aim.wanted:g}, found {aim.found:g}")


def print_json(result: dict[str, object]) -> None:
    """The result as one line on standard output."""
    print(json.dumps(result, default=asdict, ensure_ascii=False))


def say(line: str) -> None:
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def a_postgres() -> Iterator[str]:
    """The server that the environment names, else an embedded one for this run; fsync is on in both."""
    named = os.environ.get(POSTGRES_VARIABLE, "")
    if named:
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="shifan-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)  # The server may have to run as another user, who must be able to enter.
        server = Postgres(Path(name) / "postgres", say)
        try:
            yield server.start()
        finally:
            server.stop()


@asynccontextmanager
async def a_database(server: str) -> AsyncIterator[str]:
    """A new database, dropped afterwards. A checkpoint first, so that one run does not pay for the last one's pages."""
    name = f"bench_{uuid4().hex[:12]}"
    await execute(server, f'CREATE DATABASE "{name}"')
    await execute(server, "CHECKPOINT")
    try:
        yield with_database(server, name)
    finally:
        await execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def execute(dsn: str, sql: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()

"""The live read models of a service at one moment, and the same ones made again from its records."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg

from shared.replay.contents import Contents, Difference, Pg, contents, differences
from shared.replay.cut import Cut, cut_of
from shared.replay.rebuild import NEW, Progress, Rebuild
from shared.replay.spool import Gathered
from shared.replay.tables import Table, read_models
from shared.runtime import Service


@dataclass(frozen=True, slots=True)
class Live:
    """What the read models held when the cut was taken; as long as it is open, they can be read as they were then."""

    service: Service
    dsn: str
    connection: Pg
    cut: Cut
    tables: list[Table]
    before: dict[str, Contents]


@dataclass(frozen=True, slots=True)
class Compared:
    """A table before and after; `differing` rows are counted, and the first of them named."""

    table: str
    before: Contents
    after: Contents
    differing: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of one service. `missing` positions, by owner, were seen and are not in the source any more."""

    service: str
    tables: list[Compared]
    missing: dict[str, list[int]]
    unknown: dict[str, int]
    events: int
    seconds: float

    @property
    def same(self) -> bool:
        return all(table.same for table in self.tables)

    @property
    def rate(self) -> float:
        """Events a second, projected and written."""
        return self.events / max(self.seconds, 1e-9)


@asynccontextmanager
async def as_it_stands(service: Service, dsn: str, prefix: str) -> AsyncIterator[Live]:
    """The live read models, hashed, with how far they are: everything from one moment, while the service goes on."""
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            cut = await cut_of(connection, service, prefix)
            tables = await read_models(connection, "public", service.beside_events)
            before = {table.name: await contents(connection, "public", table) for table in tables}
            yield Live(service, dsn, connection, cut, tables, before)
    finally:
        await connection.close()


async def replay(live: Live, gathered: Gathered, progress: Progress = lambda _: None) -> Replayed:
    """Make the read models again beside the live ones, compare, and leave nothing behind."""
    connection = await asyncpg.connect(live.dsn, timeout=10)
    try:
        started = time.monotonic()
        made = Rebuild(live.service, live.dsn, connection, progress=progress)
        await made.prepare()
        await made.take(live.cut.happenings(gathered))
        seconds = time.monotonic() - started
        async with connection.transaction():
            tables = [await _compared(live, connection, table) for table in live.tables]
        await connection.execute(f"DROP SCHEMA {NEW} CASCADE")
    finally:
        await connection.close()
    return Replayed(
        service=live.service.name,
        tables=tables,
        missing=live.cut.missing(gathered),
        unknown=made.unknown,
        events=made.events,
        seconds=round(seconds, 3),
    )


async def _compared(live: Live, connection: Pg, table: Table) -> Compared:
    before, after = live.before[table.name], await contents(connection, NEW, table)
    if before == after:
        return Compared(table.name, before, after)
    count, first = await differences(live.connection, connection, NEW, table)
    return Compared(table.name, before, after, count, first)

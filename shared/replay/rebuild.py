"""A service's read models made again in a schema of their own, from nothing but what happened."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

import asyncpg

from shared.database import DIRECTORY_SCHEMA, STORE_SCHEMA
from shared.events.catalogue import UnknownEvent
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.messages import recorded_of
from shared.replay.cut import Happenings
from shared.replay.entries import Happening
from shared.replay.grouping import Group, grouped, touching
from shared.replay.keeping import BATCH, copied, kept_meanwhile, without_collector
from shared.replay.tables import names, read_models
from shared.runtime import Service

NEW = "rebuilt"
_INDEXES = """
SELECT quote_ident(i.relname), quote_ident(t.relname), pg_get_constraintdef(k.oid)
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
  LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid
 WHERE t.relnamespace = current_schema()::regnamespace AND t.relname = ANY ($1)
"""

Progress = Callable[[int], None]


def _quiet(_done: int) -> None:
    return None


@dataclass(slots=True)
class Rebuild:
    """One rebuilding. `unknown` counts events of types that this release does not know, which change nothing."""

    service: Service
    dsn: str
    connection: "asyncpg.Connection[asyncpg.Record]"
    schema: str = NEW
    progress: Progress = _quiet
    events: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    _keys: list[str] = field(default_factory=list)

    async def prepare(self) -> None:
        """Empty tables of the same shape, made by the same files as the live ones, in a schema that is made anew.

        The connection stays in that schema.
        """
        execute = self.connection.execute
        await execute("SET client_min_messages = warning")
        await execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE; CREATE SCHEMA {self.schema}")
        await execute(f"SET search_path = {self.schema}")
        for folder in (STORE_SCHEMA, DIRECTORY_SCHEMA, self.service.schema):
            for file in sorted(folder.glob("*.sql")):
                await execute(await asyncio.to_thread(file.read_text, "utf-8"))
        # A rebuilt table that a crash has emptied is made anew by the next replay, and nothing else reads it.
        for table in await read_models(self.connection, self.schema, self.service.beside_events):
            await execute(f'ALTER TABLE "{table.name}" SET UNLOGGED')
        await self._without_indexes()

    async def _without_indexes(self) -> None:
        """What is copied and never asked for needs no index but its key, and that is made quickest at the end."""
        tables = sorted({bulk.table for bulk in self.service.in_bulk.values()})
        for name, table, key in await self.connection.fetch(_INDEXES, tables):
            if key is None:
                await self.connection.execute(f"DROP INDEX {name}")
            else:
                await self.connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
                self._keys.append(f"ALTER TABLE {table} ADD {key}")

    async def take(self, happenings: Happenings) -> int:
        """Project everything, in its order, and keep what the service keeps of each message."""
        with without_collector():
            if self.service.keeps is None:
                await self._project(happenings)
            else:
                keeps, in_bulk = self.service.keeps, self.service.in_bulk
                async with kept_meanwhile(self.dsn, self.schema, keeps, in_bulk, happenings.heard()):
                    await self._project(happenings)
        while self._keys:
            await self.connection.execute(self._keys.pop())
        return self.events

    async def _project(self, happenings: Iterable[Happening]) -> None:
        """While the server works, the next batch is read and decoded."""
        touched = touching(await names(self.connection, self.schema))
        waiting = iter(happenings)

        def next_groups() -> tuple[int, list[Group]]:
            batch = list(islice(waiting, BATCH))
            return len(batch), grouped(self._statements(batch), touched)

        count, groups = await asyncio.to_thread(next_groups)
        while count:
            (ahead, following), _ = await asyncio.gather(asyncio.to_thread(next_groups), self._write(groups))
            self.events += count
            self.progress(self.events)
            count, groups = ahead, following

    def _statements(self, batch: Iterable[Happening]) -> Iterator[Statement]:
        for one in batch:
            yield from self.statements(one)

    def statements(self, one: Happening) -> list[Statement]:
        """What it changes: an own act as it was committed, a message as the worker takes it."""
        try:
            recorded = recorded_of(one.entry.attributes, one.entry.payload)
        except UnknownEvent:
            kind = one.entry.attributes["type"]
            self.unknown[kind] = self.unknown.get(kind, 0) + 1
            return []
        own: list[Statement] = []
        if one.own:
            # It is projected before it has a position, a time of recording and a chain.
            now = recorded.effective_at
            own = self.service.project(replace(recorded, position=0, recorded_at=now, chain=b""))
        heard = self.service.project(recorded) if one.heard and not one.parked else []
        return [*own, *heard]

    async def _write(self, groups: Iterable[Group]) -> None:
        async with self.connection.transaction():
            for group in groups:
                bulk = self.service.in_bulk.get(group.sql)
                if bulk is not None:
                    await copied(self.connection, self.schema, bulk, group.arguments)
                else:
                    await self.connection.executemany(group.sql, group.arguments)


async def rebuild(
    service: Service,
    dsn: str,
    happenings: Happenings,
    schema: str = NEW,
    progress: Progress = _quiet,
) -> Rebuild:
    """Make a service's read models anew, in a schema of their own in the database, from what happened."""
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        made = Rebuild(service, dsn, connection, schema, progress)
        await made.prepare()
        await made.take(happenings)
    finally:
        await connection.close()
    return made

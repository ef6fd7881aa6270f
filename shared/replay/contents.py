"""What read models contain, as hashes that do not depend on how the rows lie, and where two of them differ."""

import hashlib
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias

import asyncpg

from shared.replay.tables import Table

SHOWN = 20
"""So many differing rows of a table are named; the others are counted."""

Pg: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@dataclass(frozen=True, slots=True)
class Contents:
    """SHA-256 of a table's rows in the order of its key, in PostgreSQL's binary COPY form, and how many there are."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not the same in both: `what` is "only live", "only rebuilt" or "differs", then in `columns`."""

    table: str
    key: dict[str, str]
    what: str
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        key = ", ".join(f"{name}={value}" for name, value in self.key.items())
        return f"{self.table} ({key}): {self.what}" + (f" in {', '.join(self.columns)}" if self.columns else "")


async def contents(connection: Pg, schema: str, table: Table) -> Contents:
    """The contents of one table."""
    digest = hashlib.sha256()
    columns = ", ".join(f'"{name}"' for name in table.columns)
    sql = f'SELECT {columns} FROM {schema}."{table.name}" ORDER BY {table.order}'  # noqa: S608 (names from the catalogue)
    status = await connection.copy_from_query(sql, output=_into(digest.update), format="binary")
    return Contents(int(status.split()[-1]), digest.hexdigest())


def _into(update: Callable[[bytes], None]) -> Callable[[bytes], Coroutine[Any, Any, None]]:
    async def write(data: bytes) -> None:
        update(data)

    return write


async def differences(live: Pg, rebuilt: Pg, schema: str, table: Table) -> tuple[int, list[Difference]]:
    """How many rows differ between the live table and the one in `schema`, and the first of them by key.

    Both connections are in a transaction; they read side by side, so neither table need fit in memory.
    """
    count = 0
    found: list[Difference] = []
    left, right = _rows(live, "public", table), _rows(rebuilt, schema, table)
    one, other = await anext(left, None), await anext(right, None)
    while one is not None or other is not None:
        difference = _difference(table, one, other)
        if difference is not None:
            count += 1
            found += [difference] if count <= SHOWN else []
        behind = difference.what if difference is not None else "same"
        if behind != "only rebuilt":
            one = await anext(left, None)
        if behind != "only live":
            other = await anext(right, None)
    return count, found


_Row = tuple[tuple[str, ...], tuple[str | None, ...]]


def _difference(table: Table, one: _Row | None, other: _Row | None) -> Difference | None:
    """The difference at this place of the two tables: of two rows with different keys, the earlier one stands alone."""
    if one is not None and (other is None or one[0] < other[0]):
        return Difference(table.name, dict(zip(table.key, one[0], strict=True)), "only live")
    if other is not None and (one is None or other[0] < one[0]):
        return Difference(table.name, dict(zip(table.key, other[0], strict=True)), "only rebuilt")
    if one is None or other is None or one == other:
        return None
    pairs = zip(table.columns, one[1], other[1], strict=True)
    columns = tuple(name for name, mine, theirs in pairs if mine != theirs)
    return Difference(table.name, dict(zip(table.key, one[0], strict=True)), "differs", columns)


async def _rows(connection: Pg, schema: str, table: Table) -> AsyncIterator[_Row]:
    """Each row as text, in the order of its key as text: the one order that Python and PostgreSQL share."""
    keys = [f"coalesce(\"{name}\"::text, '')" for name in table.key]
    order = ", ".join(f'{key} COLLATE "C"' for key in keys)
    columns = ", ".join(f'"{name}"::text' for name in table.columns)
    sql = f'SELECT {", ".join(keys)}, {columns} FROM {schema}."{table.name}" ORDER BY {order}'  # noqa: S608 (names from the catalogue)
    width = len(keys)
    async for row in connection.cursor(sql, prefetch=1000):
        told = tuple(row)
        yield told[:width], told[width:]

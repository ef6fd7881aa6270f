"""The columns of a kind of table: their names in both languages, what is in them, and a row read by them."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.registry.jobs.job import RowFault
from services.registry.tables import cells
from services.registry.tables.cells import Unreadable, Value
from services.registry.tables.rules import CellMissing, ColumnsMissing, ColumnsNotKnown, ColumnsRepeated, RowNotReadable
from services.registry.tables.table import Line
from shared.errors import Refusal


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `default` stands where the cell is empty, unless it is needed."""

    key: str
    title: str
    read: Callable[[Value], Any]
    needed: bool = False
    default: Any = ""
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key, self.title, *self.also)


@dataclass(frozen=True, slots=True)
class Row:
    """A row whose cells can all be read, by the keys of their columns."""

    number: int
    values: Mapping[str, Any]


class Columns:
    """The columns that a kind of table may have."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.all = tuple(columns)
        self._by_name = {_bare(name): column for column in columns for name in column.names}
        self._places = {column.key: place for place, column in enumerate(columns, start=1)}

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.all]

    @property
    def keys(self) -> list[str]:
        return [column.key for column in self.all]

    def header(self, names: Sequence[str]) -> tuple[Column, ...]:
        """Which column each name of a header means.

        Raises:
            ColumnsNotKnown, ColumnsRepeated, ColumnsMissing: it is not one of such a table.
        """
        unknown = [name or "(empty)" for name in names if _bare(name) not in self._by_name]
        if unknown:
            raise ColumnsNotKnown(f"not known: {', '.join(unknown)[:500]}")
        found = tuple(self._by_name[_bare(name)] for name in names)
        repeated = {column.title for column in found if found.count(column) > 1}
        if repeated:
            raise ColumnsRepeated(f"twice: {', '.join(sorted(repeated))}")
        missing = [f"{column.title} ({column.key})" for column in self.all if column.needed and column not in found]
        if missing:
            raise ColumnsMissing(f"missing: {', '.join(missing)}")
        return found

    def read(self, line: Line, header: Sequence[Column] | None) -> Row | list[RowFault]:
        """The row, or everything that is wrong with it."""
        if line.fault is not None:
            return [RowFault(line.number, 0, "", line.fault.rule, line.fault.detail)]
        try:
            given = (
                self._named(line) if header is None else dict(zip((c.key for c in header), line.values, strict=True))
            )
        except Refusal as refusal:
            return [RowFault(line.number, 0, "", type(refusal), str(refusal))]
        values: dict[str, Any] = {}
        faults: list[RowFault] = []
        for place, column in enumerate(self.all, start=1):
            value = given.get(column.key)
            try:
                values[column.key] = self._cell(column, value)
            except Refusal as refusal:
                faults.append(RowFault(line.number, place, column.title, type(refusal), str(refusal)))
        return faults or Row(line.number, values)

    def fault(self, row: Row, refusal: Refusal, key: str = "") -> RowFault:
        """What a rule says of the row as a whole, or of one column of it."""
        place = self._places.get(key, 0)
        return RowFault(row.number, place, self.all[place - 1].title if place else "", type(refusal), str(refusal))

    def _named(self, line: Line) -> dict[str, Value]:
        """A line that brings its own names."""
        assert line.named is not None
        found: dict[str, Value] = {}
        for name, value in line.named.items():
            column = self._by_name.get(_bare(name))
            if column is None:
                raise ColumnsNotKnown(f"not known: {name[:100]}")
            if column.key in found:
                raise RowNotReadable(f"{column.title} stands twice")
            found[column.key] = value
        return found

    @staticmethod
    def _cell(column: Column, value: Value) -> Any:
        if isinstance(value, Unreadable):
            raise value.rule(value.detail)
        if cells.is_blank(value):
            if column.needed:
                raise CellMissing(f"fill in {column.title}")
            return column.default
        return column.read(value)


def _bare(name: str) -> str:
    """A name as it is compared: without spaces, width, case, and the star of what is needed."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold().strip("*")

"""What a reader of any form gives: column names, and rows one after the other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from services.registry.tables.cells import Unreadable, Value


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not blank. `number` is the row as a spreadsheet shows it; the header counts.

    `values` follow the table's names; `named` holds them by name where each row brings its own names.
    """

    number: int
    values: tuple[Value, ...]
    fault: Unreadable | None = None
    named: Mapping[str, Value] | None = None


@dataclass(slots=True)
class Table:
    """An open table. `names` is None where each row names its own columns.

    Attributes:
        rows: read on demand, by one reader at a time; it may be called from another thread.
        total: about how many rows there are.
        close: lets go of the file.
        notes: what was passed over or taken in though hidden, for the person who sent it.
    """

    names: tuple[str, ...] | None
    rows: Iterator[Line]
    total: int
    close: Callable[[], None]
    notes: dict[str, object] = field(default_factory=dict)

    def take(self, most: int) -> list[Line]:
        """The next rows; none at the end."""
        return list(islice(self.rows, most))

"""XLSX, row by row: values as they stand in the file, with what a reader of values alone would not see.

The library that writes our workbooks reads one too, but it hides merged cells, hidden rows and formulas where it reads
row by row, and it holds every text of the file in memory.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from services.registry.tables import cells
from services.registry.tables.cells import Unreadable, Value
from services.registry.tables.parts import (
    ARCHIVE_FAULTS,
    Book,
    Merged,
    Metered,
    SharedTexts,
    XmlFault,
    dates_of,
    elements,
    local,
    plain_text,
    scan,
    sheets_of,
)
from services.registry.tables.rules import (
    CellsMerged,
    ErrorInCell,
    FormulaInCell,
    NotATable,
    TableEmpty,
    TooManyCells,
    WorkbookTooLarge,
)
from services.registry.tables.table import Line, Table

_MOST_UNPACKED = 2 * 1024**3
_MOST_RATIO = 250
_RATIO_COUNTS_FROM = 16 * 1024**2
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's date has no zone; Shanghai's is put on when it is read.
_FIRST_DAY_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LATEST_SERIAL = 2_958_465
_LETTERS = {letter: place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", start=1)}


def open_workbook(path: Path) -> Table:
    """The first sheet that is not hidden.

    Hidden sheets are not read. Hidden rows are: a filter that somebody has left on must not lose them. Either is told
    in the table's notes.

    Raises:
        NotATable: it is no workbook.
        WorkbookTooLarge: it is packed beyond all measure.
        TableEmpty: the sheet has no header.
    """
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(ZipFile(path))
            _require_measure(archive)
            book = sheets_of(archive)
            rows, merged = scan(archive, book.sheet)
            texts = stack.enter_context(SharedTexts(archive, book.texts))
            table = _table(_Sheet(archive, book, texts, merged), rows)
        except ARCHIVE_FAULTS as error:
            raise NotATable("the workbook is damaged, or the archive is none") from error
        table.close = stack.pop_all().close
        return table


def _require_measure(archive: ZipFile) -> None:
    unpacked = sum(info.file_size for info in archive.infolist())
    packed = sum(info.compress_size for info in archive.infolist())
    if unpacked > _MOST_UNPACKED or (unpacked > _RATIO_COUNTS_FROM and unpacked > packed * _MOST_RATIO):
        raise WorkbookTooLarge(f"{packed} bytes would become {unpacked}")
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise BadZipFile("a part has a password")


def _table(sheet: "_Sheet", rows: int) -> Table:
    lines = sheet.rows()
    for number, hidden, found in lines:
        if all(cells.is_blank(value) for value in found.values()):
            continue
        width = max(place for place, value in found.items() if not cells.is_blank(value))
        names = tuple(cells.text(found.get(place), 200) for place in range(1, width + 1))
        notes: dict[str, object] = {"sheet": sheet.book.name}
        if sheet.book.not_read:
            notes["sheets_not_read"] = list(sheet.book.not_read)
        table = Table(names, iter(()), max(0, rows - number), close=lambda: None, notes=notes)
        if hidden:
            _count_hidden(notes)
        table.rows = _lines(sheet, lines, width, notes)
        return table
    raise TableEmpty("the first sheet that is not hidden has no header")


def _count_hidden(notes: dict[str, object]) -> None:
    before = notes.get("hidden_rows_read", 0)
    assert isinstance(before, int)
    notes["hidden_rows_read"] = before + 1


def _lines(
    sheet: "_Sheet", rows: Iterator[tuple[int, bool, Mapping[int, Value]]], width: int, notes: dict[str, object]
) -> Iterator[Line]:
    try:
        for number, hidden, found in rows:
            blank = all(cells.is_blank(value) for value in found.values())
            if sheet.merged.touches(number):
                yield Line(number, (), fault=Unreadable(CellsMerged, "the row has merged cells"))
                continue
            if blank:
                continue
            if hidden:
                _count_hidden(notes)
            if any(place > width and not cells.is_blank(value) for place, value in found.items()):
                yield Line(number, (), fault=Unreadable(TooManyCells, f"there is a cell right of column {width}"))
            else:
                yield Line(number, tuple(found.get(place) for place in range(1, width + 1)))
    except ARCHIVE_FAULTS as error:
        raise NotATable("the workbook is damaged") from error


class _Sheet:
    """The rows of one sheet."""

    def __init__(self, archive: ZipFile, book: Book, texts: SharedTexts, merged: Merged) -> None:
        self.book = book
        self.merged = merged
        self._archive = archive
        self._texts = texts
        self._dates = dates_of(archive, book.styles)
        self._first_day = _FIRST_DAY_1904 if book.from_1904 else _FIRST_DAY

    def rows(self) -> Iterator[tuple[int, bool, Mapping[int, Value]]]:
        """Number, whether it is hidden, and its cells by column."""
        number = 0
        with self._archive.open(self.book.sheet) as file:
            for row in elements(Metered(file), "row"):
                number = int(row.get("r") or number + 1)
                found: dict[int, Value] = {}
                place = 0
                for cell in row:
                    place = _column(cell.get("r"), place + 1)
                    found[place] = self._value(cell)
                yield number, row.get("hidden") in {"1", "true"}, found

    def _value(self, cell: object) -> Value:
        kind, style, written, has_formula = _cell_of(cell)
        if has_formula:
            return Unreadable(FormulaInCell, "paste the value instead")
        if kind == "inlineStr":
            return cells.plain(plain_text(cell))
        return self._written(kind, style, written) if written else None

    def _written(self, kind: str, style: str, written: str) -> Value:
        match kind:
            case "s":
                return cells.plain(self._texts[int(written)])
            case "e":
                return Unreadable(ErrorInCell, written[:40])
            case "b":
                return written == "1"
            case "str" | "d":
                return cells.plain(written)
            case _:
                return self._number(written, is_date=style in self._dates)

    def _number(self, written: str, *, is_date: bool) -> Value:
        try:
            found = cells.number_of(written)
        except InvalidOperation as error:
            raise XmlFault("a number is none") from error
        if not found.is_finite():
            raise XmlFault("a number is none")
        return self._date(found) if is_date and 1 <= found <= _LATEST_SERIAL else found

    def _date(self, serial: Decimal) -> datetime:
        """Days since the workbook's first day; to the second, for the fraction is not exact."""
        seconds = int((serial * 86_400).to_integral_value())
        return self._first_day + timedelta(seconds=seconds)


def _cell_of(cell: object) -> tuple[str, str, str | None, bool]:
    """Type, style, what is written, and whether it is a formula's result."""
    get = cell.get  # type: ignore[attr-defined]
    written, has_formula = None, False
    for part in cell:  # type: ignore[attr-defined]
        name = local(part.tag)
        if name == "v":
            written = part.text
        elif name == "f":
            has_formula = True
    return get("t") or "n", get("s") or "0", written, has_formula


def _column(reference: str | None, following: int) -> int:
    """AB12 is column 28; a cell without a reference follows the one before."""
    if not reference:
        return following
    column = 0
    for letter in reference:
        place = _LETTERS.get(letter)
        if place is None:
            break
        column = column * 26 + place
    return column or following

"""A table into a file: XLSX, CSV or NDJSON. No cell of it is a formula, whatever text stands in it."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from services.registry.tables.cells import neutral

Cell: TypeAlias = str | int | Decimal | date | datetime | None


class Format(StrEnum):
    """The forms of a table."""

    XLSX = "xlsx"
    CSV = "csv"
    NDJSON = "ndjson"


class Encoding(StrEnum):
    """The encodings of a CSV file; a workbook and NDJSON have none to choose."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    Format.NDJSON: "application/x-ndjson",
}


# What XML cannot hold or would change, and what would be read as such an escape.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Writer(Protocol):
    """Takes rows; the file is whole once it was closed."""

    def add(self, rows: Sequence[Sequence[Cell]]) -> None: ...

    def close(self) -> None: ...


def open_writer(path: Path, form: Format, encoding: Encoding, names: Sequence[str], keys: Sequence[str]) -> Writer:
    """A new file with this header. NDJSON takes the `keys` in its place."""
    match form:
        case Format.XLSX:
            return _Xlsx(path, names)
        case Format.CSV:
            return _Csv(path, encoding, names)
        case Format.NDJSON:
            return _Ndjson(path, keys)


class _Csv:
    def __init__(self, path: Path, encoding: Encoding, names: Sequence[str]) -> None:
        # Spreadsheets take UTF-8 for what it is only where the mark stands at the beginning.
        name = "utf-8-sig" if encoding is Encoding.UTF_8 else "gb18030"
        self._file = path.open("w", encoding=name, newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow(names)

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._writer.writerows([[_shown(cell) for cell in row] for row in rows])

    def close(self) -> None:
        self._file.close()


class _Xlsx:
    def __init__(self, path: Path, names: Sequence[str]) -> None:
        self._path = path
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Sheet1")
        self._sheet.append([self._text(name) for name in names])

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            self._sheet.append([self._cell(cell) for cell in row])

    def _cell(self, cell: Cell) -> object:
        if isinstance(cell, str):
            # A long number is an identifier: as a number it would lose digits.
            return self._text(neutral(cell)) if cell else None
        return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell

    def _text(self, text: str) -> object:
        cell = WriteOnlyCell(self._sheet)
        cell.value = _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
        cell.data_type = "s"
        return cell

    def close(self) -> None:
        self._book.save(self._path)
        self._book.close()


class _Ndjson:
    def __init__(self, path: Path, keys: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._keys = tuple(keys)

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            named = {key: _json(cell) for key, cell in zip(self._keys, row, strict=True) if cell not in {None, ""}}
            self._file.write(json.dumps(named, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()


def _json(cell: Cell) -> object:
    return cell if isinstance(cell, int) else _written(cell)


def _shown(cell: Cell) -> str:
    return neutral(cell) if isinstance(cell, str) else _written(cell)


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)

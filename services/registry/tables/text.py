"""CSV and NDJSON, row by row."""

import codecs
import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from services.registry.tables.cells import Unreadable, Value, number_of, plain
from services.registry.tables.rules import (
    ColumnsRepeated,
    NotATable,
    NulInText,
    RowNotReadable,
    TableEmpty,
    TooManyCells,
)
from services.registry.tables.table import Line, Table

_CHUNK = 1024 * 1024
_LONGEST_CELL = 64 * 1024
_LONGEST_LINE = 1024 * 1024
_DELIMITERS = ",;\t，"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Text:
    """How a text file is to be read, and about how many rows it has."""

    encoding: str
    lines: int
    is_json: bool


def look_at(path: Path) -> Text:
    """Tell the encoding from all of the bytes, and the form from the first character.

    Raises:
        NotATable: it is text in neither encoding.
        TableEmpty: there is nothing in it.
    """
    head = _head(path)
    if head[:2] in _WIDE:
        raise NotATable("the text is UTF-16: save it as CSV UTF-8")
    for encoding in ("utf-8-sig", "gb18030"):
        found = _decoded(path, encoding)
        if found is not None:
            lines, first = found
            if not first:
                raise TableEmpty("the file has no text")
            return Text(encoding, lines, is_json=first == "{")
    raise NotATable("the text is neither UTF-8 nor GB18030")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _decoded(path: Path, encoding: str) -> tuple[int, str] | None:
    """The number of lines and the first character that is no space, or None where the bytes are of another encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, first, last = 0, "", ""
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                lines += chunk.count(b"\n")
                text = decoder.decode(chunk)
                first = first or text.lstrip()[:1]
                last = text[-1:] or last
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
    return lines + (last not in {"", "\n"}), first


def open_csv(path: Path, text: Text) -> Table:
    """The table of a CSV file whose cells are parted by a comma, a semicolon or a tabulator.

    Raises:
        TableEmpty: it has no header.
    """
    file = path.open(encoding=text.encoding, newline="")
    csv.field_size_limit(_LONGEST_CELL)
    records = _records(file, _delimiter(path, text.encoding))
    for number, record in records:
        if isinstance(record, Unreadable):
            raise NotATable(f"the header in row {number} is not readable: {record.detail}")
        if any(cell.strip() for cell in record):
            names = tuple(cell.strip() for cell in record)
            while names and not names[-1]:
                names = names[:-1]
            return Table(names, _lines(records, len(names)), max(0, text.lines - number), close=file.close)
    raise TableEmpty("the file has no header")


def _delimiter(path: Path, encoding: str) -> str:
    """That of the first line with something in it; what stands in quotes does not count."""
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(1_000):
            line = file.readline(_LONGEST_CELL)
            bare = "".join(line.split('"')[::2])
            if line.strip() or not line:
                counted = Counter(mark for mark in bare if mark in _DELIMITERS)
                return max(_DELIMITERS[:3], key=lambda mark: counted[mark])
    return ","


def _records(file: TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str] | Unreadable]]:
    """Every record with its number, blank ones as well: people count rows as their spreadsheet shows them."""
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, Unreadable(RowNotReadable, str(error))


def _lines(records: Iterator[tuple[int, list[str] | Unreadable]], width: int) -> Iterator[Line]:
    for number, record in records:
        if isinstance(record, Unreadable):
            yield Line(number, (), fault=record)
        elif any(cell.strip() for cell in record):
            if any(cell.strip() for cell in record[width:]):
                yield Line(number, (), fault=Unreadable(TooManyCells, f"{len(record)} cells under {width} columns"))
            else:
                yield Line(number, tuple(_cell(cell) for cell in record[:width]))


def _cell(given: str) -> Value:
    found = plain(given)
    return Unreadable(NulInText, "take the character out") if "\0" in found else found


def open_ndjson(path: Path, text: Text) -> Table:
    """The table of an NDJSON file: the names are those of its first object, every object may leave some out."""
    file = path.open(encoding=text.encoding, newline="\n")
    objects = _objects(file)
    number, first = next(objects)
    if isinstance(first, Unreadable):
        raise NotATable(f"line {number}: {first.detail}")
    return Table(None, _mapped(number, first, objects), text.lines, close=file.close)


def _objects(file: TextIOWrapper) -> Iterator[tuple[int, dict[str, Value] | Unreadable]]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if not line.strip():
            continue
        try:
            yield number, _object(line)
        except (ValueError, RecursionError) as error:
            # The library's message ends in the place, and holds nothing of the line.
            yield number, Unreadable(RowNotReadable, str(error)[:200])


def _object(line: str) -> dict[str, Value] | Unreadable:
    found: Any = json.loads(line, parse_float=number_of, parse_int=_whole, object_pairs_hook=_once)
    if isinstance(found, Unreadable):
        return found
    if not isinstance(found, dict):
        return Unreadable(RowNotReadable, "a line is an object")
    for name, value in found.items():
        if isinstance(value, list | dict | Unreadable):
            return Unreadable(RowNotReadable, f"{name[:40]!r} is no single value")
        if isinstance(value, str) and "\0" in value:
            found[name] = Unreadable(NulInText, "take the character out")
    return found


def _whole(written: str) -> Value:
    """All digits of a number stand in the file: none is lost."""
    return written if len(written) > len("320402000012345") else Decimal(written)


def _once(pairs: list[tuple[str, Any]]) -> Any:
    if len({name for name, _ in pairs}) < len(pairs):
        return Unreadable(ColumnsRepeated, "a name stands twice in the line")
    return dict(pairs)


def _mapped(
    number: int, first: dict[str, Value], objects: Iterator[tuple[int, dict[str, Value] | Unreadable]]
) -> Iterator[Line]:
    yield Line(number, (), named=first)
    for place, found in objects:
        if isinstance(found, Unreadable):
            yield Line(place, (), fault=found)
        else:
            yield Line(place, (), named=found)

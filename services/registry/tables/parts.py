"""The parts of a workbook's archive: which sheet is read, its texts, which styles are dates, and what is merged."""

import re
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from services.registry.tables.rules import NotATable, WorkbookTooLarge

_CHUNK = 256 * 1024
_LONGEST_ELEMENT = 8 * 1024**2
_MOST_MERGES = 100_000
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]{0,200}?ref=[\"']([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?"
)
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_OVERLAP = 300
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NO_DATE_PART = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class XmlFault(ValueError):
    """A part of the archive does not hold what such a part holds."""


ARCHIVE_FAULTS = (
    BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    XmlFault,
    KeyError,
    IndexError,
    EOFError,
    NotImplementedError,
    UnicodeDecodeError,
    RuntimeError,
    ValueError,
)
"""What reading a file that is no workbook, or a damaged one, may end in."""


@dataclass(frozen=True, slots=True)
class Book:
    """Where the parts lie; `not_read` are the names of the other sheets."""

    name: str
    sheet: str
    not_read: tuple[str, ...]
    texts: str
    styles: str
    from_1904: bool


class Metered:
    """A file of which no single element may be endless: whoever has finished one says so."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._since = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(_CHUNK if size < 0 else size)
        self._since += len(chunk)
        if self._since > _LONGEST_ELEMENT:
            raise WorkbookTooLarge("a row or a text of it has no end")
        return chunk

    def begin_again(self) -> None:
        self._since = 0


def local(tag: str) -> str:
    """The name without its namespace."""
    return tag.rpartition("}")[2]


def elements(file: Metered, wanted: str) -> Iterator[Element]:
    """Every element of that name, whole, and gone when the next one is asked for."""
    above: list[Element] = []
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if local(element.tag) == wanted:
            yield element
            file.begin_again()
            if above:
                above[-1].clear()
        elif len(above) == 1:
            file.begin_again()
            element.clear()


def sheets_of(archive: ZipFile) -> Book:
    """Read the workbook's own list of its sheets.

    Raises:
        NotATable: every sheet is hidden.
    """
    with archive.open("_rels/.rels") as file:
        book = next((_target("", it) for it in _all(file, "Relationship") if _is(it, "officeDocument")), "")
    folder = book.rpartition("/")[0]
    with archive.open(join(folder, "_rels", book.rpartition("/")[2] + ".rels")) as file:
        relations = {it.get("Id", ""): (it.get("Type", ""), _target(folder, it)) for it in _all(file, "Relationship")}
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = False
    with archive.open(book) as file:
        for element in _all(file, "sheet", "workbookPr"):
            if local(element.tag) == "workbookPr":
                from_1904 = element.get("date1904") in {"1", "true"}
            elif relations[element.get(_RELATION, "")][0].endswith("/worksheet"):
                target = relations[element.get(_RELATION, "")][1]
                sheets.append((element.get("name", ""), target, element.get("state", "visible") == "visible"))
    shown = next((sheet for sheet in sheets if sheet[2]), None)
    if shown is None:
        raise NotATable("every sheet of the workbook is hidden")
    by_kind = {kind.rpartition("/")[2]: target for kind, target in relations.values()}
    others = tuple(name for name, target, _ in sheets if target != shown[1])
    return Book(
        shown[0], shown[1], others, by_kind.get("sharedStrings", ""), by_kind.get("styles", ""), from_1904=from_1904
    )


def _is(relation: Element, kind: str) -> bool:
    return relation.get("Type", "").endswith(f"/{kind}")


def _target(folder: str, relation: Element) -> str:
    target = relation.get("Target", "")
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))


def _all(file: IO[bytes], *wanted: str) -> list[Element]:
    """Copies of the elements of a small part."""
    found: list[Element] = []
    for _, element in iterparse(Metered(file), events=("end",), forbid_dtd=True):
        if local(element.tag) in wanted:
            found.append(element)
    return found


class Merged:
    """Which rows have merged cells."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._first: list[int] = []
        self._last: list[int] = []
        for first, last in sorted(ranges):
            if self._last and first <= self._last[-1] + 1:
                self._last[-1] = max(self._last[-1], last)
            else:
                self._first.append(first)
                self._last.append(last)

    def touches(self, row: int) -> bool:
        place = bisect_right(self._first, row) - 1
        return place >= 0 and row <= self._last[place]


def scan(archive: ZipFile, sheet: str) -> tuple[int, Merged]:
    """How many rows the sheet has, and its merged cells, which it names behind all of its rows."""
    rows, ranges, rest = 0, [], b""
    with archive.open(sheet) as file:
        while chunk := file.read(_CHUNK):
            text = rest + chunk
            # What begins near the end is left to the next piece, so that nothing is counted twice.
            end = max(len(text) - _OVERLAP, 0)
            rows += sum(1 for match in _ROW.finditer(text) if match.start() < end)
            ranges += [_rows(match) for match in _MERGE.finditer(text) if match.start() < end]
            rest = text[end:]
        rows += sum(1 for _ in _ROW.finditer(rest))
        ranges += [_rows(match) for match in _MERGE.finditer(rest)]
    if len(ranges) > _MOST_MERGES:
        raise WorkbookTooLarge(f"{len(ranges)} merged ranges")
    return rows, Merged(ranges)


def _rows(merge: "re.Match[bytes]") -> tuple[int, int]:
    return int(merge[2]), int(merge[4] or merge[2])


def dates_of(archive: ZipFile, styles: str) -> frozenset[str]:
    """The styles that show a number as a date."""
    if not styles:
        return frozenset()
    custom: set[int] = set()
    found: set[str] = set()
    with archive.open(styles) as file:
        for element in _all(file, "numFmt", "cellXfs"):
            if local(element.tag) == "numFmt":
                shown = _NO_DATE_PART.sub("", element.get("formatCode", "")).lower()
                if any(letter in shown for letter in "ymdhs年月日"):
                    custom.add(int(element.get("numFmtId", "0")))
            else:
                numbers = [int(style.get("numFmtId", "0")) for style in element]
                found |= {str(n) for n, number in enumerate(numbers) if number in _DATE_FORMATS or number in custom}
    return frozenset(found)


def plain_text(element: Any) -> str:
    """The text of a cell or a shared text: its runs joined, without the reading aids of Japanese and Chinese."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(_runs(element)))


def _runs(element: Any) -> Iterator[str]:
    for part in element:
        name = local(part.tag)
        if name == "t":
            yield part.text or ""
        elif name in {"r", "is"}:
            yield from _runs(part)


class SharedTexts:
    """The texts that cells share, kept in a file on disk: a workbook may have more of them than memory should hold."""

    def __init__(self, archive: ZipFile, part: str) -> None:
        self._ends = array("Q", [0])
        self._file = TemporaryFile()  # noqa: SIM115 (closed by the block that holds this)
        if part:
            with archive.open(part) as file:
                for element in elements(Metered(file), "si"):
                    written = plain_text(element).encode("utf-8", "surrogatepass")
                    self._file.write(written)
                    self._ends.append(self._ends[-1] + len(written))
        self._file.flush()

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise XmlFault("a cell names a text that is not there")
        begin, end = self._ends[number], self._ends[number + 1]
        self._file.seek(begin)
        return self._file.read(end - begin).decode("utf-8", "replace")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

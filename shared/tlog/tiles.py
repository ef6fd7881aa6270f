"""Names and contents of the files of a tiled log, after c2sp.org/tlog-tiles."""

import re
from collections.abc import Iterable, Iterator

from shared.tlog.faults import EntryTooLong, Malformed

TILE_WIDTH = 256
LONGEST_ENTRY = 0xFFFF
"""Bytes; more cannot be said in the two bytes before an entry."""

_LENGTH_BYTES = 2
_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
_HIGHEST_LEVEL = 63


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Where a tile of hashes lies, relative to its log."""
    return f"tile/{level}/{_numbered(index, width)}"


def entries_path(index: int, width: int = TILE_WIDTH) -> str:
    """Where a bundle of entries lies, relative to its log."""
    return f"tile/entries/{_numbered(index, width)}"


def named(path: str) -> tuple[int | None, int, int] | None:
    """Level, index and width of the tile at this path; no level for a bundle of entries; nothing for another file."""
    found = _PATH.fullmatch(path)
    if not found:
        return None
    level = None if found[1] == "entries" else int(found[1])
    index, width = int(found[2].replace("/", "").replace("x", "")), int(found[3] or TILE_WIDTH)
    again = entries_path(index, width) if level is None else tile_path(level, index, width)
    return (level, index, width) if again == path and (level or 0) <= _HIGHEST_LEVEL else None


def _numbered(index: int, width: int) -> str:
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03d}")
    return "/".join(reversed(groups)) + ("" if width == TILE_WIDTH else f".p/{width}")


def width_at(level: int, index: int, size: int) -> int:
    """How many hashes the tile has in a tree of that size: 0 where it has not begun."""
    return max(0, min(TILE_WIDTH, (size >> 8 * level) - index * TILE_WIDTH))


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Level, index and width of every tile of hashes of a tree of that size, from the leaves upwards."""
    level = 0
    while hashes := size >> 8 * level:
        for index in range(-(-hashes // TILE_WIDTH)):
            yield level, index, width_at(level, index, size)
        level += 1


def bundle(entries: Iterable[bytes]) -> bytes:
    """The entries, each with its length before it.

    Raises:
        EntryTooLong: one has more than 65,535 bytes.
    """
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise EntryTooLong(f"an entry has {len(entry)} bytes, and a bundle holds none of more than {LONGEST_ENTRY}")
        parts += (len(entry).to_bytes(_LENGTH_BYTES, "big"), entry)
    return b"".join(parts)


def unbundled(content: bytes) -> list[bytes]:
    """The entries of a bundle.

    Raises:
        Malformed: it ends inside an entry.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(content):
        begin = at + _LENGTH_BYTES
        at = begin + int.from_bytes(content[at:begin], "big")
        entries.append(content[begin:at])
    if at > len(content):
        raise Malformed(f"the bundle ends inside its entry {len(entries) - 1}")
    return entries

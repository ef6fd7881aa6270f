"""The tiles of a log against what its entries make of them."""

import re
from collections.abc import Iterable
from pathlib import Path

from deploy.auditing.verifying.findings import Findings
from shared.tlog.folder import LogFolder
from shared.tlog.hashing import HASH_BYTES, leaf_hashes
from shared.tlog.tiles import TILE_WIDTH, tile_path, unbundled, width_at
from shared.tlog.tree import Tile

_PARTIAL = re.compile(r"tile/(entries|[0-7])/((?:x[0-9]{3}/)*[0-9]{3})\.p/([1-9][0-9]{0,2})")


def compare_tiles(folder: LogFolder, log: str, tiles: Iterable[Tile], findings: Findings) -> None:
    """The stored tiles are those that the entries make; what differs is named by the first entry under it."""
    for tile in tiles:
        name, first = tile_path(tile.level, tile.index, tile.width), tile.index * TILE_WIDTH << 8 * tile.level
        with findings.about(log, first, "tile"):
            stored = folder.tile(tile.level, tile.index, tile.width)
            if stored != tile.hashes:
                entry = first + (_first_difference(stored, tile.hashes) << 8 * tile.level)
                findings.tampered(log, entry, "tile", f"与记录不符：{name}", f"not what the entries make: {name}")


def compare_partials(folder: LogFolder, log: str, size: int, findings: Findings) -> None:
    """A partial tile, or bundle, that was left lying is the beginning of the later one."""
    for path in sorted(folder.path.glob("tile/**/*.p/*")):
        name = path.relative_to(folder.path).as_posix()
        parsed = _PARTIAL.fullmatch(name)
        if parsed is None:
            continue  # No name of a tile: nobody reads it.
        entries = parsed[1] == "entries"
        level, index = 0 if entries else int(parsed[1]), int(re.sub("[x/]", "", parsed[2]))
        first = index * TILE_WIDTH << 8 * level
        with findings.about(log, first, "tile"):
            held = _hashes(path, entries=entries)
            if len(held) != int(parsed[3]) * HASH_BYTES:
                raise ValueError(f"{name} has not as many as its name says")
            width = width_at(level, index, size)
            stored = folder.tile(level, index, width) if width else b""
            common = min(len(stored), len(held))
            if held[:common] != stored[:common]:
                entry = first + (_first_difference(held, stored) << 8 * level)
                findings.tampered(log, entry, "tile", f"与后来的不符：{name}", f"not as the later one: {name}")


def _hashes(path: Path, *, entries: bool) -> bytes:
    content = path.read_bytes()
    return b"".join(leaf_hashes(unbundled(content))) if entries else content


def _first_difference(one: bytes, other: bytes) -> int:
    """Which hash is the first that differs."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), 0) // HASH_BYTES

"""Clears a log's folder of what no signed checkpoint covers, and of partial tiles that have become full."""

import os
from pathlib import Path

from shared.tlog.files import TEMPORARY
from shared.tlog.tiles import TILE_WIDTH, named, width_at


def cut(path: Path, size: int) -> None:
    """Leave of the log in this folder what a tree of `size` entries consists of; files of other names stay."""
    for folder, _, names in os.walk(path, topdown=False):
        for name in names:
            file = Path(folder, name)
            if name.endswith(TEMPORARY) or _is_over(path, file, size):
                file.unlink()
        if folder.endswith(".p") and not any(Path(folder).iterdir()):
            Path(folder).rmdir()


def _is_over(path: Path, file: Path, size: int) -> bool:
    place = named(file.relative_to(path).as_posix())
    if place is None:
        return False
    level, index, width = place
    there = width_at(level or 0, index, size)
    superseded = there == TILE_WIDTH and width < there and _full(file).is_file()
    return width > there or superseded


def _full(partial: Path) -> Path:
    folder = partial.parent
    return folder.with_name(folder.name.removesuffix(".p"))

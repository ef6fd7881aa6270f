"""Writing that is still there after the power failed: file first, then the folders that name it."""

import os
from collections.abc import Iterable
from pathlib import Path

TEMPORARY = ".new"
"""What the name of a file ends in that is not whole yet."""


def synced(paths: Iterable[Path]) -> None:
    """Wait until these files or folders are on the disk."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def folders_made(path: Path, made: set[Path]) -> None:
    """Make a folder with those above it, and note every folder in which something new stands."""
    missing = []
    while not path.is_dir():
        missing.append(path)
        path = path.parent
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        made |= {folder, folder.parent}


def replaced(path: Path, content: bytes) -> None:
    """Put a file in the place of another: whoever reads it sees the old one or the new one, whole."""
    new = path.with_name(f".{path.name}{TEMPORARY}")
    new.write_bytes(content)
    synced([new])
    new.replace(path)
    synced([path.parent])

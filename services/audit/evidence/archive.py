"""A zip that is the same bytes for the same members: no times, no owners, one order."""

import shutil
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PRIVATE = 0o100600 << 16


class Archive:
    """Writes members one after another into a file; none is ever whole in memory but the small ones."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True, compresslevel=6)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, name: str, content: bytes) -> None:
        self._zip.writestr(_member(name), content)

    def add_file(self, name: str, path: Path) -> None:
        """A member from a file on disk, piece by piece."""
        with path.open("rb") as source, self._zip.open(_member(name), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _NO_TIME)
    member.compress_type = ZIP_DEFLATED
    member.create_system = 3  # Unix, wherever it is made.
    member.external_attr = _PRIVATE
    return member

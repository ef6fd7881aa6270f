"""A disk that loses power: what was not waited for is gone, and the process that wrote it with it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest


class PowerLost(BaseException):
    """Nothing that catches errors may go on after it."""


class Disk:
    """Counts what is done to the disk, loses the power before the act of that number, and forgets what was not synced.

    A file that was cut off in the middle, a name that no folder kept, a file that did not take the other's place: the
    worst of each.
    """

    def __init__(self, patch: pytest.MonkeyPatch, root: Path) -> None:
        self._root = root
        self._left: int | None = None
        self._torn: set[Path] = set()
        self._unnamed: set[Path] = set()
        self._replaced: dict[Path, bytes | None] = {}
        self._write, self._mkdir, self._replace = Path.write_bytes, Path.mkdir, Path.replace
        patch.setattr(os, "fsync", self._synced)
        for name, act in (("write_bytes", self._written), ("mkdir", self._made), ("replace", self._moved)):
            patch.setattr(Path, name, _of_a_path(act))

    def lose_power_after(self, acts: int | None) -> None:
        self._left = acts

    def forget(self) -> None:
        """What is on the disk when the power comes back."""
        for path in self._torn:
            if path.is_file():
                content = path.read_bytes()
                self._write(path, content[: len(content) // 2])
        for path, before in self._replaced.items():
            path.unlink()
            if before is not None:
                self._write(path, before)
        for path in sorted(self._unnamed, reverse=True):
            if path.is_dir():
                for below in sorted(path.rglob("*"), reverse=True):
                    below.rmdir() if below.is_dir() else below.unlink()
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        for lost in (self._torn, self._unnamed, self._replaced):
            lost.clear()

    def _acts(self) -> None:
        if self._left is not None:
            if self._left == 0:
                raise PowerLost
            self._left -= 1

    def _written(self, path: Path, content: bytes) -> int:
        if self._root in path.parents:
            self._acts()
            self._torn.add(path)
            if not path.exists():
                self._unnamed.add(path)
        return self._write(path, content)

    def _made(self, path: Path, **named: bool) -> None:
        if self._root in path.parents:
            self._acts()
            self._unnamed.add(path)
        self._mkdir(path, **named)

    def _moved(self, path: Path, target: Path) -> Path:
        if self._root in path.parents:
            self._acts()
            self._replaced.setdefault(target, target.read_bytes() if target.exists() else None)
            self._unnamed.discard(path)
            if path in self._torn:
                self._torn.discard(path)
                self._torn.add(target)
        return self._replace(path, target)

    def _synced(self, descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        if self._root in (path, *path.parents):
            self._acts()
            self._torn.discard(path)
            self._unnamed = {other for other in self._unnamed if other.parent != path}
            self._replaced = {other: before for other, before in self._replaced.items() if other.parent != path}


def _of_a_path(act: Callable[..., object]) -> Callable[..., object]:
    """The act as a method of paths: a function, for only that is given the path."""

    def done(path: Path, *args: object, **named: object) -> object:
        return act(path, *args, **named)

    return done

"""A log on the disk, as anybody reads it: a checkpoint, tiles of hashes, bundles of entries.

Whoever reads while the log grows takes a checkpoint first: everything up to its size is there, and stays.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from shared.tlog.checkpoints import Checkpoint, number, parsed, signed_checkpoint
from shared.tlog.faults import Malformed, Missing
from shared.tlog.hashing import HASH_BYTES, subtree_root
from shared.tlog.notes import Verifier
from shared.tlog.proofs import HashAt, consistency_proof, inclusion_proof, root_at
from shared.tlog.tiles import TILE_WIDTH, entries_path, tile_path, unbundled, width_at
from shared.tlog.tree import Frontier

CHECKPOINT = "checkpoint"
CHECKPOINTS = "checkpoints"

_CACHED_TILES = 256
_ABSENT = (FileNotFoundError, NotADirectoryError, IsADirectoryError)


class LogFolder:
    """The log in this folder; with `verifier`, its checkpoints are believed only if that key signed them."""

    def __init__(self, path: Path, verifier: Verifier | None = None) -> None:
        self.path = path
        self._verifier = verifier
        self._full_tile = lru_cache(_CACHED_TILES)(self._read_full_tile)

    def note(self) -> str:
        """The last signed checkpoint, as it was signed.

        Raises:
            Missing: there is none.
            Malformed: it is no text.
        """
        return _text(self.path, CHECKPOINT)

    def checkpoint(self) -> Checkpoint:
        """What the last signed checkpoint says.

        Raises:
            Missing: there is none.
            Malformed: it is no signed checkpoint.
            Unsigned: the key that was given did not sign it.
        """
        return self.read(self.note())

    def read(self, note: str) -> Checkpoint:
        """What a checkpoint of this log says. Without a verifier, the signature is not looked at.

        Raises:
            Malformed: it is no signed checkpoint.
            Unsigned: the key that was given did not sign it.
        """
        if self._verifier is not None:
            return signed_checkpoint(note, [self._verifier])
        text, gap, _ = note.rpartition("\n\n")
        if not gap:
            raise Malformed(f"{self.path / CHECKPOINT} is no signed note")
        return parsed(text + "\n")

    @property
    def size(self) -> int:
        """How many entries the last checkpoint covers."""
        return self.checkpoint().size

    def sizes(self) -> list[int]:
        """The sizes of all checkpoints that were ever signed, the smallest first.

        Raises:
            Malformed: a file among them is named otherwise.
        """
        folder = self.path / CHECKPOINTS
        names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
        return sorted(number(name) for name in names if not name.startswith("."))

    def note_at(self, size: int) -> str:
        """The checkpoint of that size, as it was signed.

        Raises:
            Missing: none was signed at that size.
        """
        return _text(self.path, f"{CHECKPOINTS}/{size}")

    def tile(self, level: int, index: int, width: int = TILE_WIDTH) -> bytes:
        """The first `width` hashes of a tile, from the full one once that took the place of the partial one.

        Raises:
            Missing: it is not there.
            Malformed: it has not as many hashes as its name says.
        """
        content = self._either(tile_path(level, index, width), tile_path(level, index))
        if len(content) not in {width * HASH_BYTES, TILE_WIDTH * HASH_BYTES}:
            raise Malformed(f"{tile_path(level, index, width)} has {len(content)} bytes")
        return content[: width * HASH_BYTES]

    def bundle(self, index: int, width: int = TILE_WIDTH) -> list[bytes]:
        """The first `width` entries of a bundle, from the full one once that took the place of the partial one.

        Raises:
            Missing: it is not there.
            Malformed: it has not as many entries as its name says.
        """
        content = self._either(entries_path(index, width), entries_path(index))
        try:
            entries = unbundled(content)
        except Malformed as broken:
            raise Malformed(f"{entries_path(index, width)}: {broken}") from broken
        if len(entries) not in {width, TILE_WIDTH}:
            raise Malformed(f"{entries_path(index, width)} has {len(entries)} entries")
        return entries[:width]

    def bundles(self, first: int, stop: int) -> Iterator[tuple[int, list[bytes]]]:
        """The bundles of a tree of `stop` entries, each with its index, from the one on that holds entry `first`.

        Its partial bundle must have been written: it was if a checkpoint of that size was signed.
        """
        for index in range(first // TILE_WIDTH, -(-stop // TILE_WIDTH)):
            yield index, self.bundle(index, width_at(0, index, stop))

    def entries(self, first: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The entries from `first` until before `stop`; without it, all that the last checkpoint covers."""
        size = self.size
        stop = size if stop is None else min(stop, size)
        for index in range(first // TILE_WIDTH, -(-stop // TILE_WIDTH)):
            at = index * TILE_WIDTH
            entries = self.bundle(index, width_at(0, index, size))
            yield from entries[max(first - at, 0) : stop - at]

    def entry(self, index: int) -> bytes:
        """One entry.

        Raises:
            Missing: the log has no such entry.
        """
        for entry in self.entries(index, index + 1):
            return entry
        raise Missing(f"the log in {self.path} has no entry {index}")

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that an entry is in the log, at its size now or at an earlier one.

        Raises:
            Unproven: a log of that size has no such entry.
            Missing: a tile that it needs is not there.
        """
        whole = self.size
        return inclusion_proof(index, whole if size is None else size, _Hashes(self, whole).at)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof that the log of size `new`, or of its size now, continues the log of size `old`.

        Raises:
            Unproven: the new one is smaller.
            Missing: a tile that it needs is not there.
        """
        whole = self.size
        return consistency_proof(old, whole if new is None else new, _Hashes(self, whole).at)

    def hash_at(self, size: int) -> HashAt:
        """The roots of the whole subtrees of the log at a signed size; for many proofs they may be remembered."""
        return _Hashes(self, size).at

    def root_at(self, size: int) -> bytes:
        """The root of the log's first `size` entries, computed from its tiles.

        Raises:
            Missing: the log is smaller.
        """
        return root_at(size, _Hashes(self, self.size).at)

    def frontier(self, size: int) -> Frontier:
        """The right edge at a size for which a checkpoint was signed, read from the tiles.

        Raises:
            Missing: one of them is not there.
        """
        edges: list[bytes] = []
        while size >> 8 * len(edges):
            level = len(edges)
            index = size >> 8 * (level + 1)
            width = width_at(level, index, size)
            edges.append(self.tile(level, index, width) if width else b"")
        return Frontier(edges)

    def hashes(self, level: int, index: int, size: int) -> bytes:
        """The hashes of a tile as far as a tree of that size has them; full tiles are remembered."""
        width = width_at(level, index, size)
        if not width:
            raise Missing(f"a log of {size} has no tile {tile_path(level, index)}")
        return self._full_tile(level, index) if width == TILE_WIDTH else self.tile(level, index, width)

    def _read_full_tile(self, level: int, index: int) -> bytes:
        return self.tile(level, index)

    def _either(self, partial: str, full: str) -> bytes:
        """The partial file as long as it is there: until then the full one may be half written."""
        for name in (partial, full):
            try:
                return (self.path / name).read_bytes()
            except _ABSENT:
                continue
        raise Missing(f"{partial} is not there")


class _Hashes:
    """The hashes of all whole subtrees of a log of one size."""

    def __init__(self, folder: LogFolder, size: int) -> None:
        self._folder = folder
        self._size = size

    def at(self, height: int, index: int) -> bytes:
        level, within = divmod(height, 8)
        first, count = index << within, 1 << within
        hashes = self._folder.hashes(level, first // TILE_WIDTH, self._size)
        begin = first % TILE_WIDTH * HASH_BYTES
        found = hashes[begin : begin + count * HASH_BYTES]
        if len(found) != count * HASH_BYTES:
            raise Missing(f"a log of {self._size} has no subtree {index} of height {height}")
        return subtree_root(found)


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_bytes().decode()
    except _ABSENT as absent:
        raise Missing(f"{name} is not there") from absent
    except UnicodeDecodeError as broken:
        raise Malformed(f"{name} is no text") from broken

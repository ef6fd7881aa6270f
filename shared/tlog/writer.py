"""Lets a log on the disk grow, and signs it: never what it has not read back, never what breaks with what was signed.

Whatever no checkpoint covers is nobody's business yet: it is cut off when the log is opened, and written again.
"""

from collections.abc import Iterable
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

from shared.tlog.checkpoints import Checkpoint
from shared.tlog.cutting import cut
from shared.tlog.faults import EntryTooLong, Inconsistent, Missing
from shared.tlog.files import folders_made, replaced, synced
from shared.tlog.folder import CHECKPOINT, CHECKPOINTS, LogFolder
from shared.tlog.hashing import HASH_BYTES, leaf_hashes
from shared.tlog.notes import Signer
from shared.tlog.tiles import LONGEST_ENTRY, TILE_WIDTH, bundle, entries_path, tile_path
from shared.tlog.tree import Tile


class Signed(NamedTuple):
    """A checkpoint, and the note as which it was signed."""

    checkpoint: Checkpoint
    note: str


class LogWriter:
    """The one writer of the log in this folder; the signer's name is the log's origin.

    A writer that refused something is of no more use: open the log again.

    Raises:
        Unsigned: the last checkpoint in the folder is not of this signer.
        Inconsistent: the tiles do not give the root that was signed.
        Missing: a tile is not there that was signed.
        Malformed: a file that was signed is not in its format.
    """

    def __init__(self, path: Path, signer: Signer) -> None:
        self.path = path
        self.origin = signer.name
        self._signer = signer
        self._folder = LogFolder(path, signer.verifier)
        self._new: set[Path] = set()
        self._touched: set[Path] = set()
        self._superseded: set[Path] = set()
        folders_made(path / CHECKPOINTS, self._touched)
        self.signed = self._recovered()
        size = self.signed.checkpoint.size if self.signed else 0
        cut(path, size)
        self._frontier = self._folder.frontier(size)
        if self.signed and self._frontier.root() != self.signed.checkpoint.root:
            raise Inconsistent(f"the tiles in {path} do not give the root that was signed at {size}")
        self._covered = self._frontier.copy()
        width = size % TILE_WIDTH
        self._open = self._folder.bundle(size // TILE_WIDTH, width) if width else []
        if b"".join(leaf_hashes(self._open)) != self._frontier.edge(0):
            raise Inconsistent(f"{entries_path(size // TILE_WIDTH, width)} in {path} is not what was signed")

    @property
    def size(self) -> int:
        """How many entries it has, with those that are not signed yet."""
        return self._frontier.size

    def root(self) -> bytes:
        """The root over all entries, with those that are not signed yet."""
        return self._frontier.root()

    def append(self, records: Iterable[bytes]) -> int:
        """Add entries, and give the log's size after them. They are on the disk for good once they are signed.

        Raises:
            EntryTooLong: one has more than 65,535 bytes; none was added.
            Inconsistent: somebody else signed in the folder; none was added.
        """
        entries = list(records)
        for at, entry in enumerate(entries):
            if len(entry) > LONGEST_ENTRY:
                index = self.size + at
                raise EntryTooLong(f"entry {index} has {len(entry)} bytes, and a log takes {LONGEST_ENTRY}")
        self._alone()
        waiting = self._open + entries
        for tile in self._frontier.extend(leaf_hashes(entries)):
            self._write_tile(tile)
            if not tile.level:
                self._write(entries_path(tile.index), bundle(waiting[:TILE_WIDTH]))
                waiting = waiting[TILE_WIDTH:]
        self._open = waiting
        return self.size

    def sign(self) -> Signed:
        """Bring what was added to the disk, read it back, and sign it; asked again, it gives the same note.

        Raises:
            Inconsistent: what lies on the disk does not continue what was signed last; nothing was signed.
            Missing: a file is gone that was written just now.
            Malformed: it is not in its format any more.
        """
        signed = self.signed
        if signed and signed.checkpoint.size == self.size:
            return signed
        self._alone()
        covered = self._covered.partial_tiles()
        for tile in self._frontier.partial_tiles():
            if tile not in covered:  # What was signed is never written again, for that may be interrupted.
                self._write_tile(tile)
        if self._open:
            self._write(entries_path(self.size // TILE_WIDTH, len(self._open)), bundle(self._open))
        synced(sorted(self._new))
        synced(sorted(self._touched))
        self._read_back()
        self._alone()
        checkpoint = Checkpoint(self.origin, self.size, self.root())
        self.signed = self._published(Signed(checkpoint, self._signer.sign(checkpoint.text())))
        return self.signed

    def _recovered(self) -> Signed | None:
        """What was signed last. The writer may have died after it signed and before it showed the checkpoint."""
        shown = self._shown()
        sizes = self._folder.sizes()
        if not sizes or (shown and shown.checkpoint.size >= sizes[-1]):
            return shown
        note = self._folder.note_at(sizes[-1])
        signed = Signed(self._folder.read(note), note)
        if signed.checkpoint.size != sizes[-1]:
            raise Inconsistent(f"the checkpoint {sizes[-1]} in {self.path} is of another size")
        replaced(self.path / CHECKPOINT, note.encode())
        return signed

    def _shown(self) -> Signed | None:
        try:
            note = self._folder.note()
        except Missing:
            return None
        return Signed(self._folder.read(note), note)

    def _read_back(self) -> None:
        """Compute the root from what lies on the disk, starting from the edge of the tree that was signed last.

        So the same root means both that the files are what was added, and that they continue what was signed.
        """
        again = self._covered.copy()
        for index, entries in self._folder.bundles(again.size, self.size):
            leaves = leaf_hashes(entries)
            covered = again.edge(0)
            begin = len(covered) // HASH_BYTES
            if b"".join(leaves[:begin]) != covered:
                raise Inconsistent(f"{entries_path(index)} in {self.path} is not what was signed")
            self._compare(again.extend(leaves[begin:]))
        self._compare(again.partial_tiles())
        if again.root() != self.root():
            raise Inconsistent(f"what lies in {self.path} up to {self.size} is not what was added")

    def _alone(self) -> None:
        """Touch nothing that another writer signed: there should be none, but who knows."""
        if self._shown() != self.signed:
            raise Inconsistent(f"somebody else signed in {self.path}")

    def _compare(self, tiles: Iterable[Tile]) -> None:
        for tile in tiles:
            if self._folder.tile(tile.level, tile.index, tile.width) != tile.hashes:
                name = tile_path(tile.level, tile.index, tile.width)
                raise Inconsistent(f"{name} in {self.path} is not what its entries give")

    def _published(self, signed: Signed) -> Signed:
        """Remember the checkpoint, show it, and clear away what it made superfluous."""
        content = signed.note.encode()
        replaced(self.path / CHECKPOINTS / str(signed.checkpoint.size), content)
        replaced(self.path / CHECKPOINT, content)
        self._covered = self._frontier.copy()
        for folder in self._superseded:
            rmtree(folder)
        for paths in (self._new, self._touched, self._superseded):
            paths.clear()
        return signed

    def _write_tile(self, tile: Tile) -> None:
        self._write(tile_path(tile.level, tile.index, tile.width), tile.hashes)

    def _write(self, name: str, content: bytes) -> None:
        file = self.path / name
        folders_made(file.parent, self._touched)
        file.write_bytes(content)
        self._new.add(file)
        self._touched.add(file.parent)
        partial = file.with_name(f"{file.name}.p")
        if partial.is_dir():
            self._superseded.add(partial)

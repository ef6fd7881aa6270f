"""An owner's tile log as its one keeper sees it: what is appended, when it is to be signed. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from services.audit.entries import parts
from services.audit.integrity import Verified, advance
from services.audit.keeping.told import Told
from shared.tlog.faults import Inconsistent, TlogFault
from shared.tlog.folder import LogFolder
from shared.tlog.notes import Signer
from shared.tlog.writer import LogWriter, Signed


class ChainBroken(TlogFault):
    """A record that came is not the one that its owner has chained."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it lies in the audit's tables. `is_checkpoint`: it only tells that something was signed."""

    position: int
    record: bytes
    is_checkpoint: bool


class KeptLog:
    """The tile log in a folder, with how far its owner's chain holds and what was told of it last.

    Raises:
        TlogFault: the folder is not what was signed, or not what was told.
    """

    def __init__(self, path: Path, signer: Signer, told: Told) -> None:
        self.writer = LogWriter(path, signer)
        self.told = told
        self.signed_at = -inf
        self.has_news = False
        """Whether something is not signed yet that is more than the word of an earlier signature."""
        self._folder = LogFolder(path, signer.verifier)
        self._verified = self._so_far()
        if told.size <= self.signed_size:
            self._require_told(self._folder.root_at(told.size) if told.size else b"")

    @property
    def size(self) -> int:
        return self.writer.size

    @property
    def signed_size(self) -> int:
        return self.writer.signed.checkpoint.size if self.writer.signed else 0

    @property
    def is_behind(self) -> bool:
        """Whether it has not grown again to what was told of it: before it has, it is not signed."""
        return self.size < self.told.size

    @property
    def is_untold(self) -> bool:
        """Whether a checkpoint was signed and, after a crash, never recorded."""
        return self.signed_size > self.told.size

    def take(self, rows: Sequence[Row]) -> int:
        """Append those that follow and whose chain holds; return the position that is missing, 0 where none is.

        Raises:
            ChainBroken: a record is not what its owner has chained; nothing of these rows is in the log.
            Inconsistent: the log grew again after its folder was lost, and is not the one that was told of.
        """
        reached, _ = advance(self._verified, [(row.position, row.record) for row in rows])
        if reached.broken_at is not None:
            raise ChainBroken(f"the chain is broken at position {reached.broken_at}")
        new = rows[: reached.position - self._verified.position]
        self._append([row.record for row in new])
        self._verified = reached
        self.has_news = self.has_news or any(not row.is_checkpoint for row in new)
        return reached.position + 1 if len(new) < len(rows) else 0

    def is_due(self, now: float, entries: int, every: float) -> bool:
        """Whether what is not signed yet waits long enough, or is enough. A log without a checkpoint gets its first."""
        if self.is_behind or self.size == self.signed_size or (self.signed_size and not self.has_news):
            return False
        return self.size - self.signed_size >= entries or now - self.signed_at >= every

    def sign(self, now: float) -> Signed:
        """Sign what there is, after it was read back from the disk.

        Raises:
            TlogFault: what lies on the disk is not what was appended, or does not continue what was signed.
        """
        signed = self.writer.sign()
        self.signed_at, self.has_news = now, False
        return signed

    def _append(self, records: list[bytes]) -> None:
        upto = self.told.size - self.size
        if 0 < upto <= len(records):
            self.writer.append(records[:upto])
            self._require_told(self.writer.root())
            records = records[upto:]
        self.writer.append(records)

    def _require_told(self, root: bytes) -> None:
        if root.hex() != self.told.root:
            raise Inconsistent(f"the first {self.told.size} entries are not those that were signed and told of")

    def _so_far(self) -> Verified:
        if not self.size:
            return Verified()
        attributes, _ = parts(self._folder.entry(self.size - 1))
        return Verified(self.size, bytes.fromhex(attributes["chain"]))

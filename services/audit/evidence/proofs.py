"""Records with their proofs, from the tile logs that the audit keeps."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from shared.errors import NotYet, Refusal
from shared.runtime import Runtime
from shared.tlog import hashing, proof_files, proofs
from shared.tlog.checkpoints import Checkpoint
from shared.tlog.faults import Missing, TlogFault
from shared.tlog.folder import LogFolder
from shared.tlog.proofs import HashAt

PATIENCE_SECONDS = 6.0
"""A checkpoint is signed every few seconds: so long it is waited for."""
_LOOK_AGAIN_SECONDS = 0.25
_REMEMBERED = 1 << 14


class CheckpointBehind(NotYet):
    """Evidence is given once a signed checkpoint covers all of its records; send the same request again."""

    title_zh = "签名检查点尚未覆盖全部所需记录，请稍后重试。"


class RecordNotInItsLog(Refusal):
    """Evidence is given of records that the signed log proves, or not at all."""

    status: ClassVar[int] = 500
    title_zh = "记录与签名日志不一致，不予出具证据。"


def where_logs(runtime: Runtime) -> Path:
    """The folder of the tile logs."""
    return runtime.settings.tlogs


@dataclass(frozen=True, slots=True)
class Proved:
    """An owner's log as of one signed checkpoint.

    `note` is the checkpoint as it was signed. `hash_at` remembers: neighbours share most of their way up.
    """

    note: str
    checkpoint: Checkpoint
    hash_at: HashAt

    def proof(self, index: int, record: bytes) -> str:
        """The proof file of a record, checked before it is given away.

        Raises:
            RecordNotInItsLog: the log holds something else at this index, or its tiles do not lead to its root.
        """
        size, leaf = self.checkpoint.size, hashing.leaf_hash(record)
        try:
            path = proofs.inclusion_proof(index, size, self.hash_at)
            root = proofs.root_of_inclusion(index, size, leaf, path)
        except TlogFault as fault:
            raise RecordNotInItsLog(f"{self.checkpoint.origin}: index {index} is not proved: {fault}.") from fault
        if root != self.checkpoint.root:
            raise RecordNotInItsLog(f"{self.checkpoint.origin}: the record is not the one at index {index}.")
        return proof_files.written(index, path, self.note)


async def proved(logs: Path, wanted: Mapping[str, int], patience: float) -> dict[str, Proved]:
    """The logs of these owners, each as of a checkpoint of at least so many entries, which are waited for.

    Raises:
        CheckpointBehind: there is none yet.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + patience
    found: dict[str, Proved] = {}
    while True:
        for owner, size in wanted.items():
            if owner not in found:
                one = await asyncio.to_thread(_newest, logs / owner)
                if one is not None and one.checkpoint.size >= size:
                    found[owner] = one
                elif loop.time() >= until:
                    reached = one.checkpoint.size if one is not None else 0
                    raise CheckpointBehind(f"The last checkpoint of {owner} covers {reached} of {size} entries.")
        if len(found) == len(wanted):
            return {owner: found[owner] for owner in wanted}
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def _newest(path: Path) -> Proved | None:
    """The log as its last checkpoint tells it; nothing where none was signed yet."""
    folder = LogFolder(path)
    try:
        note = folder.note()
    except Missing:
        return None
    checkpoint = folder.read(note)
    return Proved(note, checkpoint, lru_cache(_REMEMBERED)(folder.hash_at(checkpoint.size)))

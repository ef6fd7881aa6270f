"""A folder of logs: every entry hashed again, every tile and checkpoint recomputed, all logs against one another."""

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import orjson

from deploy.auditing.verifying.chunks import BUNDLES, Chunk, Work, chunk
from deploy.auditing.verifying.findings import Findings
from deploy.auditing.verifying.order import Neighbours, Streams
from deploy.auditing.verifying.records import CHECKPOINT_SIGNED
from deploy.auditing.verifying.tiles import compare_partials, compare_tiles
from shared.tlog.checkpoints import Checkpoint, signed_checkpoint
from shared.tlog.faults import TlogFault
from shared.tlog.folder import CHECKPOINTS, LogFolder
from shared.tlog.policies import Policy
from shared.tlog.tiles import TILE_WIDTH
from shared.tlog.tree import Frontier

POLICY = "policy"
_SMALL = 4 * BUNDLES * TILE_WIDTH
"""Entries; below it no processes are started, for that would take longer than the work."""


@dataclass(slots=True)
class VerifiedLog:
    """One log, and what came of it. `whole`: its tree could be computed up to its last checkpoint."""

    name: str
    origin: str
    folder: LogFolder
    checkpoint: Checkpoint | None = None
    whole: bool = False
    read: int = 0
    streams: int = 0
    signed: list[tuple[int, Checkpoint]] = field(default_factory=list)
    """The checkpoints that its records tell of, with their indexes."""

    @property
    def size(self) -> int:
        """How many entries the last checkpoint covers."""
        return self.checkpoint.size if self.checkpoint else 0

    def check(self, told: Checkpoint, findings: Findings, by: str) -> None:
        """An earlier checkpoint must be one of this log: at its size the log has its root still."""
        if not self.whole:
            return  # What is wrong with the log itself has been said.
        index = told.size - 1
        if told.size > self.size:
            said = f"{told.size} → {self.size}"
            findings.tampered(
                self.name, index, "checkpoint", f"日志被回退（{by}）：{said}", f"rolled back ({by}): {said}"
            )
            return
        try:
            root = self.folder.root_at(told.size)
        except TlogFault:
            return  # A tile that is gone, or is none, was named.
        if root != told.root:
            zh, en = f"根不符：日志分叉或被改写（{by}）", f"another root: forked or rewritten ({by})"
            findings.tampered(self.name, index, "checkpoint", zh, en)


def verify_log(
    path: Path,
    origin: str,
    policy: Policy,
    findings: Findings,
    pool: Executor | None = None,
    *,
    records: bool = True,
) -> VerifiedLog:
    """Verify the log in this folder; with a pool, its entries are hashed in the pool's processes.

    Without `records`, nothing but the bytes is looked at, and what checkpoints the audit's records tell of.
    """
    name = origin.rpartition("/")[2]
    log = VerifiedLog(name, origin, LogFolder(path))
    log.checkpoint = _head(log, policy, findings)
    frontier, neighbours, streams = Frontier(), Neighbours.of_log(name, findings), Streams(name, findings)
    for made in _chunks(Work(path, name, log.size, records, BUNDLES), pool):
        findings.found += made.findings.found
        for index, entry in made.signed:
            _told(log, index, entry, policy, findings)
        if made.begin and made.end:
            neighbours.take(*made.begin)
            neighbours.at, _, neighbours.chain, neighbours.time = made.end
        streams.take(made.indexes(), made.events(), made.streams(), made.versions)
        if made.first != frontier.size:
            break  # A hole: nothing after it can be put into the tree.
        compare_tiles(log.folder, name, frontier.extend((bytes(made.roots),), 1), findings)
        frontier.extend((made.edge,))
    log.read, log.streams = frontier.size, len(streams.versions)
    compare_tiles(log.folder, name, frontier.partial_tiles(), findings)
    if log.checkpoint is not None and frontier.size == log.size:
        log.whole = True
        if frontier.root() != log.checkpoint.root:
            findings.tampered(name, log.size - 1, "checkpoint", "根不符", "the entries give another root")
    compare_partials(log.folder, name, log.read, findings)
    _earlier(log, policy, findings)
    return log


def verify_folder(
    path: Path, policy: Policy, findings: Findings, pool: Executor | None = None, *, records: bool = True
) -> list[VerifiedLog]:
    """Verify every log that the policy names, and hold all against the checkpoints that the audit's log tells of."""
    origins = {verifier.name.rpartition("/")[2]: verifier.name for verifier in policy.logs}
    for strange in sorted(one.name for one in path.iterdir() if one.is_dir() and one.name not in origins):
        findings.tampered(strange, "-", "policy", "没有该日志的公钥", "the policy has no key for this log")
    logs = {
        name: verify_log(path / name, origin, policy, findings, pool, records=records)
        for name, origin in origins.items()
    }
    for index, told in logs["audit"].signed if "audit" in logs else ():
        logs[told.origin.rpartition("/")[2]].check(told, findings, f"audit [{index}]")
    return list(logs.values())


def _head(log: VerifiedLog, policy: Policy, findings: Findings) -> Checkpoint | None:
    with findings.about(log.name, "-", "checkpoint"):
        return _of_log(log.origin, log.folder.note(), policy)
    return None


def _of_log(origin: str, note: str, policy: Policy) -> Checkpoint:
    checkpoint = signed_checkpoint(note, [policy.verifier(origin)])
    if checkpoint.origin != origin:
        raise ValueError(f"it is a checkpoint of {checkpoint.origin}")
    return checkpoint


def _chunks(work: Work, pool: Executor | None) -> Iterator[Chunk]:
    """The log's chunks in their order; in a pool, a few are worked on ahead, and no more are held."""
    firsts = iter(range(0, -(-work.size // TILE_WIDTH), work.bundles))
    if pool is None or work.size < _SMALL:
        yield from (chunk(work, first) for first in firsts)
        return
    ahead: list[Future[Chunk]] = [pool.submit(chunk, work, first) for first in islice(firsts, 6)]
    while ahead:
        done = ahead.pop(0).result()
        ahead += [pool.submit(chunk, work, first) for first in islice(firsts, 1)]
        yield done


def large(path: Path) -> bool:
    """Whether these logs are worth several processes."""
    return sum(1 for _ in islice(path.glob("*/tile/entries/**/*"), 4 * BUNDLES)) >= 4 * BUNDLES


def _earlier(log: VerifiedLog, policy: Policy, findings: Findings) -> None:
    """Every checkpoint that is kept is one of this log, and named by its size."""
    sizes: list[int] = []
    with findings.about(log.name, CHECKPOINTS, "checkpoint"):
        sizes = log.folder.sizes()
    for size in sizes:
        with findings.about(log.name, size - 1, "checkpoint"):
            told = _of_log(log.origin, log.folder.note_at(size), policy)
            if told.size != size:
                raise ValueError(f"{CHECKPOINTS}/{size} is of size {told.size}")
            log.check(told, findings, f"{CHECKPOINTS}/{size}")


def _told(log: VerifiedLog, index: int, entry: bytes, policy: Policy, findings: Findings) -> None:
    """A checkpoint that a record of the audit's tells of is what its note says, and one of the log that it names."""
    head, _, payload = entry.partition(b"\n")
    with findings.about(log.name, index, "CheckpointSigned"):
        if orjson.loads(head)["type"] != CHECKPOINT_SIGNED:
            return
        said = orjson.loads(payload)
        told = Checkpoint(said["origin"], said["size"], bytes.fromhex(said["root"]))
        other = told.origin.rpartition("/")[2] != said["log"]
        if other or _of_log(told.origin, said["note"], policy) != told:
            raise ValueError("the note says otherwise than the record")
        log.signed.append((index, told))

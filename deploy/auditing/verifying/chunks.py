"""Some bundles of a log hashed and read in a process of its own: what remains is to be done one after another."""

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from deploy.auditing.verifying.canonical import read
from deploy.auditing.verifying.findings import WRONG, Findings
from deploy.auditing.verifying.order import Neighbours
from deploy.auditing.verifying.records import CHECKPOINT_SIGNED, EVENT_BYTES, Told, told
from shared.tlog.folder import LogFolder
from shared.tlog.hashing import HASH_BYTES, leaf_hashes, subtree_root
from shared.tlog.tiles import TILE_WIDTH, width_at

BUNDLES = 16
"""How many bundles are a chunk: enough that handing it over costs little."""

_FULL = TILE_WIDTH * HASH_BYTES
_MARK = CHECKPOINT_SIGNED.encode()


class Work(NamedTuple):
    """What is to be done: the folder of a log, its name, and how many entries it has.

    `records`: what they say is read, too; otherwise nothing but the bytes is hashed. `bundles` are a chunk.
    """

    path: Path
    log: str
    size: int
    records: bool = True
    bundles: int = BUNDLES


class Link(NamedTuple):
    """A record at the edge of a chunk, to be held against its neighbour in the next one."""

    at: int
    content: bytes
    chain: bytes
    time: int


@dataclass(slots=True)
class Chunk:
    """Consecutive entries: the tree above them, and what their records say, in columns that are handed over fast.

    `roots` are those over the full bundles, `edge` the hashes of the entries in the one that is not full. The columns
    go without what cannot be read, whose indexes are the `gaps`; within the chunk, neighbours were compared.
    """

    first: int
    roots: bytearray = field(default_factory=bytearray)
    edge: bytes = b""
    entries: int = 0
    ids: bytes = b""
    names: bytes = b""
    versions: "array[int]" = field(default_factory=lambda: array("i"))
    gaps: set[int] = field(default_factory=set)
    begin: Link | None = None
    end: Link | None = None
    findings: Findings = field(default_factory=Findings)
    signed: list[tuple[int, bytes]] = field(default_factory=list)
    """The records that may tell of a checkpoint, with their indexes."""

    def indexes(self) -> Sequence[int]:
        """The index of each record in the columns."""
        all_of_them = range(self.first, self.first + self.entries)
        return [index for index in all_of_them if index not in self.gaps] if self.gaps else all_of_them

    def events(self) -> list[bytes]:
        """The id of each."""
        return list(struct.unpack(f"{EVENT_BYTES}s" * len(self.versions), self.ids))

    def streams(self) -> list[bytes]:
        """The name of the stream of each."""
        return self.names.split(b"\n") if self.versions else []


def chunk(work: Work, first_bundle: int) -> Chunk:
    """Read the bundles from this one on. Where an entry is not what its tile says, the tree goes by the tile."""
    folder = LogFolder(work.path)
    made = Chunk(first_bundle * TILE_WIDTH)
    records: list[Told] = []
    for index in range(first_bundle, min(first_bundle + work.bundles, -(-work.size // TILE_WIDTH))):
        entries = _hashed(folder, work, index, made)
        if entries is None:
            break  # A hole: the tree cannot go on.
        if work.log == "audit":
            first = index * TILE_WIDTH
            made.signed += [(first + at, entry) for at, entry in enumerate(entries) if _MARK in entry]
        if work.records:
            _read(work, index * TILE_WIDTH, entries, made, records)
            made.entries += width_at(0, index, work.size)
            made.gaps.update(range(index * TILE_WIDTH + len(entries), made.first + made.entries))
    if records:
        _compared(work.log, records, made)
    return made


def _hashed(folder: LogFolder, work: Work, index: int, made: Chunk) -> list[bytes] | None:
    """The entries of a bundle, which were compared with their tile; nothing if both are gone."""
    width, first = width_at(0, index, work.size), index * TILE_WIDTH
    stored, entries = b"", list[bytes]()
    with made.findings.about(work.log, first, "tile"):
        stored = folder.tile(0, index, width)
    with made.findings.about(work.log, first, "bundle"):
        entries = folder.bundle(index, width)
    computed = b"".join(leaf_hashes(entries))
    hashes = stored or computed
    if not hashes:
        return None
    if entries and hashes != computed:
        for at in range(0, len(computed), HASH_BYTES):
            if stored[at : at + HASH_BYTES] != computed[at : at + HASH_BYTES]:
                zh, en = "记录与其哈希不符", "not what was hashed into the log"
                made.findings.tampered(work.log, first + at // HASH_BYTES, "entry", zh, en)
    if len(hashes) == _FULL:
        made.roots += subtree_root(hashes)
    else:
        made.edge = hashes
    return entries


def _read(work: Work, first: int, entries: list[bytes], made: Chunk, records: list[Told]) -> None:
    log = work.log
    for index, entry in enumerate(entries, first):
        record = read(log, index, entry) or _parsed(log, index, entry, made)
        if record:
            records.append(record)
        else:
            made.gaps.add(index)


def _parsed(log: str, index: int, entry: bytes, made: Chunk) -> Told | None:
    try:
        record, faults = told(log, index, entry)
    except WRONG as error:
        made.findings.failed(log, index, "record", error)
        return None
    for fault in faults:
        made.findings.tampered(log, index, *fault)
    return record


def _compared(log: str, records: list[Told], made: Chunk) -> None:
    """Hold the records against one another, and lay them out in columns."""
    ids, names, versions, times, contents, chains = (list(column) for column in zip(*records, strict=True))
    made.ids, made.names, made.versions = b"".join(ids), b"\n".join(names), array("i", versions)
    indexes = made.indexes()
    made.begin = Link(indexes[0], contents[0], chains[0], times[0])
    made.end = Link(indexes[-1], contents[-1], chains[-1], times[-1])
    linked = [sha256(before + content).digest() for before, content in zip(chains, contents[1:], strict=False)]
    if made.gaps or linked != chains[1:] or times != sorted(times):
        neighbours = Neighbours(log, made.findings)
        for link in zip(indexes, contents, chains, times, strict=True):
            neighbours.take(*link)

"""Records on their way from Kafka or a store into read models: each log in a file, found again by position."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from shared.eventsourcing.record import record
from shared.replay.entries import Entry, entry_in


class Kept(NamedTuple):
    """Where a record lies in its file, its SHA-256, and the offset that Kafka had it at; -1 where it was elsewhere."""

    start: int
    length: int
    digest: bytes
    offset: int = -1


class Spool:
    """The records of one owner. The first record of a position stands; `strange` counts what was no record."""

    def __init__(self, owner: str, folder: Path) -> None:
        self.owner = owner
        self.kept: dict[int, Kept] = {}
        self.twice: set[int] = set()
        """Positions that came again with other bytes."""
        self.strange = 0
        file = folder / f"{owner}.records"
        self._out = file.open("wb")
        self._in = file.open("rb")
        self._end = 0

    def add(self, entry: Entry, offset: int = -1) -> bool:
        """Keep it, unless its position was there before."""
        data = record(entry.attributes, entry.payload)
        digest = hashlib.sha256(data).digest()
        before = self.kept.get(entry.position)
        if before is not None:
            if before.digest != digest:
                self.twice.add(entry.position)
            return False
        self._out.write(data)
        self.kept[entry.position] = Kept(self._end, len(data), digest, offset)
        self._end += len(data)
        return True

    def _entry(self, position: int) -> Entry:
        at = self.kept[position]
        return entry_in(self.owner, os.pread(self._in.fileno(), at.length, at.start))  # Two processes read at once.

    def flush(self) -> None:
        """Leave nothing in memory of what was added: whoever else has the file then finds all of it there."""
        self._out.flush()

    def entries(self) -> Iterator[Entry]:
        """In the order of their positions, whatever order they came in."""
        self.flush()
        return (self._entry(position) for position in sorted(self.kept))

    def close(self) -> None:
        self._out.close()
        self._in.close()


class Gathered:
    """The logs of several owners as one source has them, and where each event stands in them."""

    def __init__(self, owners: Iterable[str], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.spools = {owner: Spool(owner, folder) for owner in owners}
        self._places: dict[str, tuple[str, int]] = {}
        self.messages = 0
        self.seconds = 0.0

    def add(self, entry: Entry, offset: int = -1) -> None:
        """Keep a record; of one that came before, only its coming again with other bytes is noted."""
        if self.spools[entry.owner].add(entry, offset):
            self._places.setdefault(entry.event_id, (entry.owner, entry.position))

    def place_of(self, event_id: str) -> tuple[str, int] | None:
        return self._places.get(event_id)

    @property
    def strange(self) -> int:
        return sum(spool.strange for spool in self.spools.values())

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.messages / max(self.seconds, 1e-9)

    def close(self) -> None:
        for spool in self.spools.values():
            spool.close()

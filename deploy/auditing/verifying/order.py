"""One record after another of one log: what must hold between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from deploy.auditing.verifying.findings import Findings
from deploy.auditing.verifying.records import Told
from shared.eventsourcing.record import GENESIS

_NEVER = -(1 << 63)
_UNKNOWN = -2


@dataclass(slots=True)
class Neighbours:
    """The chain and the clock: each record against the one before it. It may begin anywhere in a log.

    `at` is the index of the last record, `chain` and `time` what it said.
    """

    log: str
    findings: Findings
    at: int = _UNKNOWN
    chain: bytes = b""
    time: int = _NEVER

    @classmethod
    def of_log(cls, log: str, findings: Findings) -> "Neighbours":
        """Before the first record of the log."""
        return cls(log, findings, -1, GENESIS)

    def take(self, index: int, content: bytes, chain: bytes, time: int) -> None:
        """After a record that could not be read, the chain goes on with what the next one says."""
        if index == self.at + 1 and sha256(self.chain + content).digest() != chain:
            self.findings.tampered(self.log, index, "chain", "链值不符", "the chain does not hold")
        if time < self.time:
            self.findings.tampered(self.log, index, "time", "时间倒退", "recorded before the record before it")
        self.at, self.chain, self.time = index, chain, time


@dataclass(slots=True)
class Streams:
    """No event is twice in a log, and the versions of every stream go up: by one where the log is `whole`."""

    log: str
    findings: Findings
    whole: bool = True
    ids: set[bytes] = field(default_factory=set)
    versions: dict[bytes, int] = field(default_factory=dict)

    def take(self, indexes: Iterable[int], events: list[bytes], names: list[bytes], versions: Iterable[int]) -> None:
        """Records in their order, in columns."""
        indexes, own = list(indexes), set(events)
        if len(own) != len(events) or not self.ids.isdisjoint(own):
            self._twice(indexes, events)
        self.ids |= own
        last = self.versions
        for at, (name, version) in enumerate(zip(names, versions, strict=True)):
            before = last.get(name, 0)
            if version != before + 1 and (self.whole or version <= before):
                said = f"{version} after {before}"
                zh, en = f"版本不连续：{said}", f"versions are not dense: {said}"
                self.findings.tampered(self.log, indexes[at], "stream", zh, en)
            last[name] = version

    def _twice(self, indexes: list[int], events: list[bytes]) -> None:
        own: set[bytes] = set()
        for index, event in zip(indexes, events, strict=True):
            if event in self.ids or event in own:
                self.findings.tampered(self.log, index, "id", f"事件重复：{event.hex()}", f"event twice: {event.hex()}")
            own.add(event)


class Sequence:
    """Some records of a log, in their order: those of a bundle."""

    def __init__(self, log: str, findings: Findings) -> None:
        self._neighbours = Neighbours.of_log(log, findings)
        self._streams = Streams(log, findings, whole=False)
        self.counts: dict[bytes, int] = {}

    @property
    def versions(self) -> dict[bytes, int]:
        """The last version of each stream."""
        return self._streams.versions

    def take(self, index: int, record: Told) -> None:
        """Check it against what came before."""
        event, stream, version, time, content, chain = record
        self._neighbours.take(index, content, chain, time)
        self._streams.take([index], [event], [stream], [version])
        self.counts[stream] = self.counts.get(stream, 0) + 1

"""How much of which log the live read models hold at one moment, and what of it a replay takes up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from shared.bus.topics import topic_of
from shared.database import Connection
from shared.replay.entries import Entry, Happening
from shared.replay.merging import merged
from shared.replay.spool import Gathered
from shared.runtime import Service

_HEARD = "SELECT topic, partition, position FROM inbox WHERE consumer = $1"
_PARKED = "SELECT topic, position FROM parked WHERE consumer = $1 AND position IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Cut:
    """What the read models of a service were made of: its own log up to `head`, of others what its inbox has seen."""

    service: str
    head: int
    heard: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    parked: frozenset[tuple[str, int]] = frozenset()

    @property
    def wanted(self) -> dict[str, int]:
        """By owner, the last position that is needed of its log."""
        wanted = {owner: max(at.values(), default=0) for owner, at in self.heard.items()}
        wanted[self.service] = max(wanted.get(self.service, 0), self.head)
        return wanted

    def missing(self, gathered: Gathered) -> dict[str, list[int]]:
        """By owner, the positions that were seen and are not there. A relay sends a log in order and without holes."""
        holes = {
            owner: [position for position in range(1, last + 1) if position not in gathered.spools[owner].kept]
            for owner, last in self.wanted.items()
        }
        return {owner: positions for owner, positions in holes.items() if positions}

    def lowered(self, gathered: Gathered) -> "Cut":
        """The cut of whoever has heard, of each log, nothing behind the first hole that the source has in it."""
        holes = {owner: positions[0] for owner, positions in self.missing(gathered).items()}
        heard = {
            owner: _up_to(gathered, owner, holes[owner]) if owner in holes else at for owner, at in self.heard.items()
        }
        return replace(self, heard=heard)

    def happenings(self, gathered: Gathered, since: "Cut | None" = None) -> "Happenings":
        """Everything up to the cut, and after the one before it."""
        return Happenings(self, gathered, since or Cut(self.service, 0))

    def of(self, owner: str, gathered: Gathered, before: "Cut") -> Iterator[Happening]:
        """What happened in the log of one owner, in its order."""
        for entry in gathered.spools[owner].entries():
            met = self._met(entry, before)
            if met.own or met.heard:
                yield met

    def _met(self, entry: Entry, before: "Cut") -> Happening:
        return Happening(
            entry=entry,
            own=self.did(entry) and not before.did(entry),
            heard=self.has_heard(entry) and not before.has_heard(entry),
            parked=(entry.owner, entry.position) in self.parked,
        )

    def did(self, entry: Entry) -> bool:
        """Whether it is an act of the service's own."""
        return entry.owner == self.service and entry.position <= self.head

    def has_heard(self, entry: Entry) -> bool:
        """Whether the worker has taken its message."""
        seen = self.heard.get(entry.owner)
        return seen is not None and entry.position <= seen.get(entry.partition, 0)


@dataclass(frozen=True, slots=True)
class Happenings:
    """What happened between two cuts, in an order in which it may have happened; it can be gone through repeatedly."""

    cut: Cut
    gathered: Gathered
    before: Cut

    def __iter__(self) -> Iterator[Happening]:
        logs = {owner: self.cut.of(owner, self.gathered, self.before) for owner in self.cut.wanted}
        return merged(logs, self.gathered.place_of)

    def heard(self) -> Iterator[Happening]:
        """What came as a message, one owner's log after the other; another process, too, may go through it."""
        for spool in self.gathered.spools.values():
            spool.flush()
        logs = (self.cut.of(owner, self.gathered, self.before) for owner in self.cut.heard)
        return (one for log in logs for one in log if one.heard)


def _up_to(gathered: Gathered, owner: str, hole: int) -> dict[int, int]:
    """By partition, the last position before a hole."""
    reached: dict[int, int] = {}
    for entry in gathered.spools[owner].entries():
        if entry.position >= hole:
            break
        reached[entry.partition] = entry.position
    return reached


async def cut_of(connection: Connection, service: Service, prefix: str) -> Cut:
    """Where a service stands, in the transaction of the connection."""
    head = await connection.fetchval("SELECT position FROM head")
    owners = {topic_of(owner, prefix): owner for owner in service.listens_to}
    heard: dict[str, dict[int, int]] = {owner: {} for owner in service.listens_to}
    for topic, partition, position in await connection.fetch(_HEARD, service.name):
        if topic in owners:
            heard[owners[topic]][partition] = position
    parked = await connection.fetch(_PARKED, service.name)
    return Cut(
        service=service.name,
        head=head,
        heard=heard,
        parked=frozenset((owners[topic], position) for topic, position in parked if topic in owners),
    )

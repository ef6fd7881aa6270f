"""Whether two sources hold the same records: what one has and the other has not, and where their bytes differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.replay.spool import Gathered


@dataclass(frozen=True, slots=True)
class Log:
    """An owner's log in Kafka and in its store: positions that one alone has, and those with other bytes.

    `twice` are positions that Kafka has more than once with different bytes; the first of them was taken up.
    """

    owner: str
    only_store: list[int]
    only_kafka: list[int]
    differs: list[int]
    twice: list[int]

    @property
    def same(self) -> bool:
        return not (self.only_store or self.only_kafka or self.differs or self.twice)


def compared(kafka: Gathered, stores: Gathered, wanted: Mapping[str, int]) -> list[Log]:
    """Each owner's log. Kafka must have all that is `wanted`, and nothing that the store, read after it, has not."""
    return [
        _log(owner, kafka, stores, wanted.get(owner, 0)) for owner in sorted(kafka.spools.keys() & stores.spools.keys())
    ]


def _log(owner: str, kafka: Gathered, stores: Gathered, last: int) -> Log:
    sent, stored = kafka.spools[owner].kept, stores.spools[owner].kept
    return Log(
        owner=owner,
        only_store=sorted(position for position in stored if position <= last and position not in sent),
        only_kafka=sorted(sent.keys() - stored.keys()),
        differs=sorted(at for at in sent.keys() & stored.keys() if sent[at].digest != stored[at].digest),
        twice=sorted(kafka.spools[owner].twice),
    )

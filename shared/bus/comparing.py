"""What a topic has and its store has not: a store that was put back from an older backup, or lost its last writes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from asyncpg import Connection, Record

from shared.bus.beginning import assigned
from shared.bus.topics import PARTITIONS
from shared.eventsourcing.instants import milliseconds
from shared.eventsourcing.record import attributes_of_headers, record

_LAST = "SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1"
_HEAD = "SELECT position FROM head"
_CHAINS = "SELECT position, chain FROM events WHERE position = ANY($1::bigint[])"
_POLL_MILLISECONDS = 500
_QUIET_SECONDS = 10.0
_NAMED = 20


class TopicSilent(OSError):
    """A topic says that it has more, and gives nothing."""


class Told(NamedTuple):
    """What a message says of its event; `record` is all of it."""

    type: str
    stream: str
    chain: str
    record: bytes = b""


Sent = Mapping[int, Told]
"""The end of a log as somebody else has it, by position."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What the log has and the store, whose last position is `head`, has not.

    Attributes:
        positions: those that are missing, in order.
        types: how often each type of event is among them, as far as that is known.
        streams: theirs, in the order in which they were first written to.
        forked_at: the first position that was found to say another thing in the store than in the log.
    """

    head: int
    positions: list[int]
    types: Mapping[str, int]
    streams: list[str]
    forked_at: int | None = None

    @property
    def count(self) -> int:
        """How many events; a fork counts as one."""
        return len(self.positions) + (self.forked_at is not None)

    @property
    def named(self) -> list[str]:
        """The first twenty streams."""
        return self.streams[:_NAMED]

    @property
    def unnamed(self) -> int:
        """How many streams there are beside them."""
        return len(self.streams[_NAMED:])

    def sentence(self) -> str:
        """All of it in words."""
        said = [f"Its last event is {self.head}."]
        if self.forked_at is not None:
            said.append(f"At {self.forked_at} the log has another event than the store.")
        if self.positions:
            parts = [ranges(self.positions), ", ".join(f"{count} {name}" for name, count in sorted(self.types.items()))]
            if self.streams:
                parts.append(f"on {', '.join(self.named)}" + (f" and {self.unnamed} others" if self.unnamed else ""))
            said.append(f"The log has {len(self.positions)} more: {'; '.join(filter(None, parts))}.")
        return " ".join(said)


def missing_of(sent: Sent, head: int, chains: Mapping[int, str], last: int = 0) -> Missing | None:
    """What is missing in a store with this head, of which these chain values are known; nothing where all is there.

    `last` is the last position that anybody knows to have been recorded, also where nobody has its event.
    """
    beyond = sorted({*(position for position in sent if position > head), *range(head + 1, last + 1)})
    forked = min((at for at, chain in chains.items() if at in sent and sent[at].chain != chain), default=None)
    if not beyond and forked is None:
        return None
    known = [sent[position] for position in beyond if position in sent]
    return Missing(
        head=head,
        positions=beyond,
        types=Counter(told.type for told in known),
        streams=list(dict.fromkeys(told.stream for told in known)),
        forked_at=forked,
    )


def told_by(attributes: Mapping[str, str], payload: bytes) -> tuple[int, Told] | None:
    """The position and what is said there; what is no event of ours tells nothing about the log."""
    if not {"position", "type", "subject", "chain"} <= attributes.keys() or not attributes["position"].isdecimal():
        return None
    told = Told(attributes["type"], attributes["subject"], attributes["chain"], record(attributes, payload))
    return int(attributes["position"]), told


async def sent_since(broker: str, topic: str, since: datetime | None) -> dict[int, Told]:
    """What a topic has from an instant on, all of it without one, and the last event of each partition.

    Raises:
        KafkaError: Kafka does not answer.
        TopicSilent: it does not give what it has.
    """
    sent: dict[int, Told] = {}
    async for headers, value in _end_of(broker, topic, milliseconds(since) if since is not None else None):
        if (told := told_by(attributes_of_headers(headers), value)) is not None:
            sent[told[0]] = told[1]
    return sent


async def missing_in(connection: "Connection[Record]", broker: str, topic: str) -> Missing | None:
    """Compare a store with its topic, from the store's last instant on and with the last of each partition.

    The store is asked after the topic, so what is being written and sent meanwhile is not taken as missing.

    Raises:
        KafkaError: Kafka does not answer.
        TopicSilent: it does not give what it has.
    """
    sent = await sent_since(broker, topic, await connection.fetchval(_LAST))
    rows = await connection.fetch(_CHAINS, list(sent))
    chains = {row["position"]: row["chain"].hex() for row in rows}
    return missing_of(sent, await connection.fetchval(_HEAD), chains)


async def _end_of(
    broker: str, topic: str, since: int | None
) -> AsyncIterator[tuple[tuple[tuple[str, bytes], ...], bytes]]:
    """Headers and value of what was recorded from this instant on, and of the last message of each partition."""
    places = [TopicPartition(topic, number) for number in range(PARTITIONS)]
    async with assigned(broker, places) as consumer:
        begins, ends = await consumer.beginning_offsets(places), await consumer.end_offsets(places)
        found = await consumer.offsets_for_times(dict.fromkeys(places, since)) if since is not None else {}
        left = {place for place in places if ends[place] > begins[place]}
        for place in left:
            last = ends[place] - 1
            first = begins[place] if since is None else found[place].offset if found.get(place) else last
            consumer.seek(place, min(first, last))
        consumer.pause(*(place for place in places if place not in left))
        while left:
            try:
                async with asyncio.timeout(_QUIET_SECONDS):
                    got = await _some(consumer)
            except TimeoutError as error:
                raise TopicSilent(f"{topic} gives nothing, although it has more") from error
            for messages in got.values():
                for message in messages:
                    yield message.headers, message.value or b""
            left = {place for place in left if await consumer.position(place) < ends[place]}


async def _some(consumer: AIOKafkaConsumer) -> "Mapping[TopicPartition, list[ConsumerRecord]]":
    got: Mapping[TopicPartition, list[ConsumerRecord]] = {}
    while not got:
        got = await consumer.getmany(timeout_ms=_POLL_MILLISECONDS)
    return got


def ranges(positions: Iterable[int], to: str = " to ", comma: str = ", ") -> str:
    """Positions in words, as `4 to 9, 12`."""
    runs = groupby(enumerate(positions), key=lambda at: at[1] - at[0])
    each = [list(map(itemgetter(1), run)) for _, run in runs]
    return comma.join(str(run[0]) if len(run) == 1 else f"{run[0]}{to}{run[-1]}" for run in each)

"""Many commands at once: their streams are read with one query, each is decided alone, and all are written together.

What is decided is the same, by the same rules, as if each command had come by itself.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from shared.errors import Refusal, StreamMoved
from shared.events.event import Event
from shared.eventsourcing.asking import Asked, Prepared
from shared.eventsourcing.commits import Outcome
from shared.eventsourcing.deciding import Decided, decide_stream
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.ids import event_id
from shared.eventsourcing.store import EventStore

_TRIES = 8


@dataclass(frozen=True, slots=True)
class Step:
    """A command with its facts, and the id by which its repetition is recognised."""

    prepared: Prepared
    command_id: UUID


@dataclass(frozen=True, slots=True)
class Order:
    """Commands that are carried out together or not at all, each on the state that those before it lead to."""

    steps: tuple[Step, ...]

    @property
    def streams(self) -> set[str]:
        return {step.prepared.stream for step in self.steps}


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of an order: the events that it has led to, or the rule that said no. Neither: it was done before."""

    events: tuple[Event, ...] = ()
    refused: Refusal | None = None


class Ahead(Protocol):
    """What would have been written by now, where orders are only tried."""

    def events(self, stream: str) -> Sequence[Event]:
        """The events that orders before this one would have added to the stream."""

    def add(self, stream: str, events: Sequence[Event]) -> None:
        """Remember what an order would add."""


@dataclass(slots=True)
class _Streams:
    """What is recorded of some streams, and what the orders before would add."""

    recorded: Mapping[str, list[Recorded[Event]]]
    ahead: Ahead | None = None
    _standings: dict[str, tuple[Any, int]] = field(default_factory=dict)

    def standing(self, one: Prepared) -> tuple[Any, int]:
        known = self._standings.get(one.stream)
        if known is None:
            history = [recorded.event for recorded in self.recorded.get(one.stream, ())]
            history += self.ahead.events(one.stream) if self.ahead is not None else ()
            known = self._standings[one.stream] = (one.decider.state(history), len(history))
        return known

    def is_done(self, step: Step) -> bool:
        history = self.recorded.get(step.prepared.stream)
        if not history:
            return False
        done = event_id(step.command_id, 0)
        return any(recorded.event_id == done for recorded in history)

    def forget(self, streams: set[str]) -> None:
        for stream in streams:
            self._standings.pop(stream, None)


async def try_out(store: EventStore, orders: Sequence[Order], asked: Asked, ahead: Ahead) -> list[Carried]:
    """Decide the orders one after the other, as if those before had been carried out; nothing is recorded."""
    streams = _Streams(await _load(store, orders), ahead)
    carried: list[Carried] = []
    for order in orders:
        decided = _decide(order, streams, asked)
        if isinstance(decided, Refusal):
            carried.append(Carried(refused=decided))
            continue
        by_stream: dict[str, list[Event]] = {}
        for new, event in zip(decided.new, decided.events, strict=True):
            by_stream.setdefault(new.stream, []).append(event)
        for stream, events in by_stream.items():
            ahead.add(stream, events)
        streams.forget(set(by_stream))
        carried.append(Carried(tuple(decided.events)))
    return carried


async def carry_out_all(store: EventStore, orders: Sequence[Order], asked: Asked) -> list[Carried]:
    """Carry the orders out, each in a commit of its own; `asked.command_id` is not used.

    An order that reads what one before it writes waits until that is written. One that a stream has moved under is
    decided again.
    """
    carried = [Carried()] * len(orders)
    left = list(range(len(orders)))
    tries: dict[int, int] = {}
    while left:
        streams = _Streams(await _load(store, [orders[place] for place in left]))
        now, later = _wave(orders, left, streams, asked, carried)
        # Neighbours that ask for the same statements share a round trip for each of them.
        now.sort(key=lambda one: [event.type for event in one[1].new])
        outcomes = await asyncio.gather(*(store.committer.submit(decided.commit(asked, None)) for _, decided in now))
        for (place, decided), committed in zip(now, outcomes, strict=True):
            for stream in orders[place].streams:
                store.memory.forget(stream)
            if committed.outcome is Outcome.MOVED:
                tries[place] = tries.get(place, 0) + 1
                if tries[place] >= _TRIES:
                    carried[place] = Carried(refused=StreamMoved("The record is being changed by somebody else."))
                else:
                    later.append(place)
            else:
                carried[place] = Carried(tuple(decided.events))
        left = sorted(later)
    return carried


def _wave(
    orders: Sequence[Order], places: Sequence[int], streams: _Streams, asked: Asked, carried: list[Carried]
) -> tuple[list[tuple[int, Decided]], list[int]]:
    """What can be written now, and what must wait for it. Whatever is refused or was done before is settled."""
    written: set[str] = set()
    now: list[tuple[int, Decided]] = []
    later: list[int] = []
    for place in places:
        if not written.isdisjoint(orders[place].streams):
            later.append(place)
            continue
        decided = _decide(orders[place], streams, asked)
        if isinstance(decided, Refusal):
            carried[place] = Carried(refused=decided)
        elif decided.new:
            now.append((place, decided))
            written |= {new.stream for new in decided.new}
    return now, later


def _decide(order: Order, streams: _Streams, asked: Asked) -> Decided | Refusal:
    """All steps of an order, each on the state that those before it lead to."""
    whole = Decided()
    standings: dict[str, tuple[Any, int]] = {}
    try:
        for step in order.steps:
            part = Decided()
            one = step.prepared
            state, version = standings.get(one.stream) or streams.standing(one)
            done = streams.is_done(step)
            decide_stream(part, one, state, version, asked, command_id=step.command_id, repeated=done)
            standings[one.stream] = part.standings[0]
            whole.new += part.new
            whole.events += part.events
            whole.statements += part.statements
            whole.guards += part.guards
    except Refusal as refusal:
        return refusal
    return whole


async def _load(store: EventStore, orders: Sequence[Order]) -> dict[str, list[Recorded[Event]]]:
    return await store.load_many({stream for order in orders for stream in order.streams})

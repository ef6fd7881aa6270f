"""Many commands at once: the same decisions as one by one, each alone, and none of them twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from shared.database import create_pool
from shared.errors import Conflict
from shared.events.event import Event
from shared.events.registry import GuidanceGiven
from shared.eventsourcing import committer as committing
from shared.eventsourcing.asking import Asked, Prepared
from shared.eventsourcing.bulk import Order, Step, carry_out_all, try_out
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import handle
from shared.eventsourcing.store import EventStore
from tests.servers import MakeDatabase

STORE_SCHEMA = Path(committing.__file__).parent / "schema"
IDS = UUID("00000000-0000-5000-8000-000000000001")


class Full(Conflict):
    """Three notes are enough."""


@dataclass(frozen=True, slots=True)
class Note:
    """`after` is what must have been noted before."""

    text: str
    after: str = ""


def decide(command: Note, notes: tuple[str, ...]) -> list[Event]:
    if command.text in notes:
        return []
    if len(notes) == 3 or (command.after and command.after not in notes):
        raise Full(f"no room for {command.text}")
    day = date(2013, 5, 16)
    return [GuidanceGiven(guidance_id=command.text, station_id="st", topic="t", summary="s", given_on=day)]


def evolve(notes: tuple[str, ...], event: Event) -> tuple[str, ...]:
    assert isinstance(event, GuidanceGiven)
    return (*notes, event.guidance_id)


NOTES: Decider[Note, tuple[str, ...], Event] = Decider((), decide, evolve)


def step(stream: str, text: str, after: str = "") -> Step:
    return Step(Prepared(decider=NOTES, stream=stream, command=Note(text, after)), uuid5(IDS, f"{stream} {text}"))


def order(stream: str, *texts: str) -> Order:
    return Order(tuple(step(stream, text) for text in texts))


def asked(command_id: UUID = IDS) -> Asked:
    by = Provenance(actor="of-1", level="county", correlationid="c", imported="jb-1")
    return Asked(by, datetime(2013, 5, 16, tzinfo=UTC), command_id, lambda _: [], "/services/test")


@pytest.fixture
async def store(database: MakeDatabase) -> AsyncIterator[EventStore]:
    dsn = await database(STORE_SCHEMA)
    pool, committer = await create_pool(dsn), Committer(dsn)
    await committer.start()
    yield EventStore(pool, committer)
    await committer.stop()
    await pool.close()


async def notes(store: EventStore, *streams: str) -> dict[str, tuple[str, ...]]:
    loaded = await store.load_many(streams)
    return {stream: NOTES.state(recorded.event for recorded in history) for stream, history in loaded.items()}


class InMemory:
    def __init__(self) -> None:
        self.added: dict[str, list[Event]] = {}

    def events(self, stream: str) -> Sequence[Event]:
        return self.added.get(stream, [])

    def add(self, stream: str, events: Sequence[Event]) -> None:
        self.added.setdefault(stream, []).extend(events)


ORDERS = [
    order("a", "1", "2"),
    order("b", "1"),
    order("a", "3"),
    order("a", "4"),
    order("c", "1", "2", "3", "4"),
    Order((step("d", "1"), step("e", "1"), step("d", "2", after="1"))),
    Order((step("d", "3", after="2"), step("f", "1", after="none"))),
    order("b", "1"),
    Order(()),
]
EXPECTED = [2, 1, 1, "full", "full", 3, "full", 0, 0]
STANDING = {"a": ("1", "2", "3"), "b": ("1",), "d": ("1", "2"), "e": ("1",)}


async def test_each_order_is_carried_out_whole_or_not_at_all_and_none_twice(store: EventStore) -> None:
    for expected in (EXPECTED, [0, 0, 0, "full", "full", 0, "full", 0, 0]):
        carried = await carry_out_all(store, ORDERS, asked())
        assert [one.refused.code() if one.refused else len(one.events) for one in carried] == expected
        assert await notes(store, *"abcdef") == STANDING
    [row, *_] = await store.after(0, 1)
    assert b'"imported":"jb-1"' in row.attributes


async def test_what_is_tried_comes_to_the_same_and_records_nothing(store: EventStore) -> None:
    ahead = InMemory()
    carried = [one for each in ORDERS for one in await try_out(store, [each], asked(), ahead)]
    assert [one.refused.code() if one.refused else len(one.events) for one in carried] == EXPECTED
    assert {stream: NOTES.state(events) for stream, events in ahead.added.items()} == STANDING
    assert (await store.head()).position == 0
    together = await try_out(store, ORDERS, asked(), InMemory())
    assert [one.refused.code() if one.refused else len(one.events) for one in together] == EXPECTED


async def test_an_order_is_decided_again_when_its_stream_has_moved(store: EventStore) -> None:
    async def prepare() -> Prepared:
        return Prepared(decider=NOTES, stream="a", command=Note("0"))

    alone = handle(store, prepare, asked(uuid5(IDS, "alone")))
    many = carry_out_all(store, [order("a", "1"), order("a", "2"), order("a", "3")], asked())
    _, carried = await asyncio.gather(alone, many)
    found = (await notes(store, "a"))["a"]
    assert len(found) == 3
    assert "0" in found
    assert [one.refused.code() if one.refused else "" for one in carried] == ["", "", "full"]

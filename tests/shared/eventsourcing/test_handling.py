"""Carrying a command out on what its caller had read: only the first stream must still be there."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

import pytest

from shared.database import create_pool
from shared.errors import Conflict, StreamMoved
from shared.events.event import Event
from shared.events.registry import DayBegan
from shared.eventsourcing.asking import Asked, Prepared
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import handle
from shared.eventsourcing.store import EventStore
from tests.servers import MakeDatabase
from tests.shared.eventsourcing.making import NOON, SCHEMA, running
from tests.shared.eventsourcing.test_store import day


class Full(Conflict):
    """At most two days are counted."""


def count(most: int, days: int) -> list[Event]:
    if days >= most:
        raise Full
    return [DayBegan(day=date(2013, 9, days + 1))]


COUNTER: Decider[int, int, Event] = Decider(0, count, lambda days, _event: days + 1)


@pytest.fixture
async def store(database: MakeDatabase) -> AsyncIterator[EventStore]:
    dsn = await database(SCHEMA)
    async with running(dsn) as committer:
        pool = await create_pool(dsn, size=2)
        yield EventStore(pool, committer)
        await pool.close()


@dataclass
class Looks:
    """Facts that are read from the stream `beside`; something happens to other streams after each of the looks."""

    store: EventStore
    most: int
    meanwhile: list[Callable[[], Awaitable[object]]] = field(default_factory=list)
    looked: int = 0

    async def __call__(self) -> Prepared:
        self.looked += 1
        seen = len((await self.store.load("beside")).history)
        if self.meanwhile:
            await self.meanwhile.pop()()
        beside = Prepared(decider=COUNTER, stream="beside", command=self.most)
        return Prepared(decider=COUNTER, stream="case", command=9, guards=(("beside", seen),), also=(beside,))


def asked(expected: int) -> Asked:
    by = Provenance(actor="of-1", level="county", correlationid="c-1")
    return Asked(by, NOON, uuid4(), lambda _recorded: [], "/services/registry", expected_version=expected)


async def test_what_moves_beside_the_case_is_decided_upon_anew(store: EventStore) -> None:
    look = Looks(store, 2, [lambda: store.committer.submit(day("beside", 1))])
    handled = await handle(store, look, asked(0))
    assert (handled.version, look.looked) == (1, 2)
    assert len((await store.load("beside")).history) == 2


async def test_a_rule_says_no_on_what_has_moved_and_the_caller_is_told_the_rule(store: EventStore) -> None:
    look = Looks(store, 1, [lambda: store.committer.submit(day("beside", 1))])
    with pytest.raises(Full):
        await handle(store, look, asked(0))
    assert look.looked == 2
    assert (await store.load("case")).history == []


async def test_what_the_caller_had_read_must_still_be_so(store: EventStore) -> None:
    look = Looks(store, 2, [lambda: store.committer.submit(day("case", 1))])
    with pytest.raises(StreamMoved):
        await handle(store, look, asked(0))
    assert (await store.load("beside")).history == []


async def test_what_is_read_and_not_written_is_decided_upon_anew_as_well(store: EventStore) -> None:
    moved: list[Commit] = [day("season", 1)]

    async def look() -> Prepared:
        seen = len((await store.load("season")).history)
        for commit in moved:
            await store.committer.submit(commit)
        moved.clear()
        return Prepared(decider=COUNTER, stream="case", command=2, guards=(("season", seen),))

    assert (await handle(store, look, asked(0))).version == 1

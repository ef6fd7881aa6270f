"""A store that was put back from an older backup takes no writes, sends nothing, and says what it lacks."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from deploy.topics import describe_topics
from shared.bus.comparing import Missing, Told, missing_in, missing_of, ranges
from shared.bus.relay import Relay
from shared.eventsourcing.closed import WRITES, StoreClosed, say_compared
from shared.eventsourcing.committer import Commit, Committed, Committer, Outcome
from tests.servers import MakeDatabase, copied_database
from tests.shared.bus.test_relay import relaying
from tests.shared.eventsourcing.making import SCHEMA, connected, new, running
from tests.waiting import until

Copy = Callable[[str], Awaitable[str]]


@pytest.fixture
async def put_back(postgres: str) -> AsyncIterator[Copy]:
    """Makes another database of what one holds just now, as a backup that is put back does."""
    async with AsyncExitStack() as stack:

        async def copy(dsn: str) -> str:
            return await stack.enter_async_context(copied_database(postgres, dsn.rpartition("/")[2].partition("?")[0]))

        yield copy


async def write(committer: Committer, first: int, last: int) -> Committed:
    """Events of streams of their own, so that they spread over the partitions."""
    *_, told = [await committer.submit(Commit((new(f"st-{number}", 1),))) for number in range(first, last + 1)]
    return told


async def send(dsn: str, kafka: str, topic: str, first: int, last: int) -> None:
    async with running(dsn) as committer, relaying(Relay(dsn, kafka, topic)) as relay:
        await until(lambda: relay.leader)
        await write(committer, first, last)
        await until(lambda: relay.position == last)


async def records(kafka: str, topic: str) -> int:
    return (await describe_topics(kafka, [topic]))[0].records


# Whoever may still write is sent away after that was said, so the word alone is too early.
_FOUND = """
SELECT missing > 0 AND NOT EXISTS (
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1
) FROM compared
"""


async def found_missing(dsn: str) -> None:
    """Wait until the relay has compared the store with its topic, said that events are missing, and nobody writes."""
    async with connected(dsn) as connection:
        await until(lambda: connection.fetchval(_FOUND, WRITES), 60)


async def compared(dsn: str, kafka: str, topic: str) -> Missing | None:
    async with connected(dsn) as connection:
        return await missing_in(connection, kafka, topic)


async def test_an_older_store_takes_nothing_sends_nothing_and_names_what_it_lacks(
    dsn: str, kafka: str, topic: str, put_back: Copy
) -> None:
    await send(dsn, kafka, topic, 1, 10)
    older = await put_back(dsn)
    await send(dsn, kafka, topic, 11, 15)

    async with running(older) as committer:
        with pytest.raises(StoreClosed, match="not been compared"):
            await write(committer, 16, 16)
        relay = Relay(older, kafka, topic)
        async with relaying(relay):
            await found_missing(older)
        with pytest.raises(StoreClosed, match=r"5 more: 11 to 15; 5 shifan\.registry\.StationRegistered\.v1; on st-11"):
            await write(committer, 16, 16)
        assert not relay.sent
    assert await records(kafka, topic) == 15
    missing = await compared(older, kafka, topic)
    assert missing is not None
    assert (missing.head, missing.positions, missing.forked_at) == (10, [11, 12, 13, 14, 15], None)
    assert missing.streams == [f"st-{number}" for number in range(11, 16)]


async def test_the_newest_store_goes_on_once_it_was_compared(dsn: str, kafka: str, topic: str, put_back: Copy) -> None:
    await send(dsn, kafka, topic, 1, 15)
    newest = await put_back(dsn)

    async with running(newest) as committer:
        with pytest.raises(StoreClosed, match="not been compared"):
            await write(committer, 16, 16)
        async with relaying(Relay(newest, kafka, topic)) as relay:
            await until(lambda: relay.leader)
            assert (await write(committer, 16, 16)).position == 16
            await until(lambda: relay.position == 16)
    assert await records(kafka, topic) == 16
    # It is known now, also while Kafka is away.
    async with running(newest) as committer:
        assert (await write(committer, 17, 17)).outcome is Outcome.WRITTEN


async def test_a_store_that_has_gone_another_way_is_found_and_who_writes_is_sent_away(
    dsn: str, kafka: str, topic: str, put_back: Copy
) -> None:
    await send(dsn, kafka, topic, 1, 10)
    older = await put_back(dsn)
    await send(dsn, kafka, topic, 11, 40)
    async with connected(older) as connection:
        await say_compared(connection, 0, "")

    async with running(older) as committer:
        await write(committer, 111, 150)
        relay = Relay(older, kafka, topic)
        async with relaying(relay):
            await found_missing(older)
        with pytest.raises(StoreClosed, match="has another event than the store"):
            await write(committer, 151, 151)
    assert await records(kafka, topic) == 40


async def test_an_empty_store_is_open_until_its_topic_shows_that_it_had_a_past(
    dsn: str, kafka: str, topic: str, database: MakeDatabase
) -> None:
    await send(dsn, kafka, topic, 1, 3)
    empty = await database(SCHEMA)
    async with running(empty) as committer:
        await committer.submit(Commit())
        relay = Relay(empty, kafka, topic)
        async with relaying(relay):
            await found_missing(empty)
        with pytest.raises(StoreClosed, match="3 more: 1 to 3"):
            await write(committer, 1, 1)


async def test_an_empty_topic_lacks_nothing(dsn: str, kafka: str, topic: str) -> None:
    async with running(dsn) as committer:
        await write(committer, 1, 3)
    assert await compared(dsn, kafka, topic) is None


def test_positions_are_told_in_ranges() -> None:
    assert ranges([]) == ""
    assert ranges([4, 5, 6, 9, 11, 12]) == "4 to 6, 9, 11 to 12"


def test_streams_up_to_the_twentieth_are_named() -> None:
    sent = {position: Told("t.v1", f"s-{position}", "aa") for position in range(3, 26)}
    missing = missing_of(sent, 2, {})
    assert missing is not None
    said = missing.sentence()
    assert said.startswith("Its last event is 2. The log has 23 more: 3 to 25; 23 t.v1; on s-3, s-4,")
    assert said.endswith("s-22 and 3 others.")


def test_what_both_have_alike_is_no_difference() -> None:
    sent = {1: Told("t", "s", "aa"), 2: Told("t", "s", "bb")}
    assert missing_of(sent, 2, {1: "aa", 2: "bb"}) is None
    forked = missing_of(sent, 2, {1: "aa", 2: "cc"})
    assert forked is not None
    assert (forked.forked_at, forked.positions, forked.count) == (2, [], 1)


def test_what_only_others_have_seen_is_missing_too() -> None:
    missing = missing_of({3: Told("t.v1", "s", "cc")}, 2, {}, last=5)
    assert missing is not None
    assert missing.sentence() == "Its last event is 2. The log has 3 more: 3 to 5; 1 t.v1; on s."

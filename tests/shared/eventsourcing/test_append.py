"""What becomes of a commit: every outcome, by the lonely path and by the batch."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.eventsourcing.committer import (
    RECORD_LIMIT,
    Commit,
    Committer,
    InboxPosition,
    Key,
    Outcome,
    RecordTooLarge,
)
from shared.eventsourcing.writer import Writer
from tests.servers import MakeDatabase
from tests.shared.eventsourcing.making import SCHEMA, connected, log_of, new, running

RAN = "INSERT INTO ran (name) VALUES ($1)"


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    dsn = await database(SCHEMA)
    async with connected(dsn) as connection:
        await connection.execute("CREATE TABLE ran (name text)")
    return dsn


@pytest.fixture
async def committer(dsn: str) -> AsyncIterator[Committer]:
    async with running(dsn) as committer:
        yield committer


@pytest.fixture(params=["lonely", "guarded"])
def guards(request: pytest.FixtureRequest) -> tuple[tuple[str, int], ...]:
    """A guard that always holds sends the same commit down the path of the batches."""
    return () if request.param == "lonely" else (("nobody's", 0),)


async def ran(dsn: str) -> list[str]:
    async with connected(dsn) as connection:
        return [row["name"] for row in await connection.fetch("SELECT name FROM ran")]


def at(previous: int, position: int) -> InboxPosition:
    return InboxPosition("application", "events.registry", 7, previous, position, position * 10)


async def test_the_first_event_of_a_stream_is_written(
    committer: Committer, guards: tuple[tuple[str, int], ...]
) -> None:
    committed = await committer.submit(Commit((new("a", 1),), guards))

    assert (committed.outcome, committed.position, committed.seen) == (Outcome.WRITTEN, 1, None)


@pytest.mark.parametrize("version", [1, 3])
async def test_another_version_than_the_next_has_moved(
    committer: Committer, guards: tuple[tuple[str, int], ...], version: int
) -> None:
    await committer.submit(Commit((new("a", 1),)))

    committed = await committer.submit(Commit((new("a", version),), guards))

    assert (committed.outcome, committed.position) == (Outcome.MOVED, None)


async def test_the_same_events_again_are_recognised(
    dsn: str, committer: Committer, guards: tuple[tuple[str, int], ...]
) -> None:
    event = new("a", 1)
    await committer.submit(Commit((new("b", 1),)))
    await committer.submit(Commit((event,), statements=((RAN, ("first",)),)))
    await committer.submit(Commit((new("a", 2),)))

    committed = await committer.submit(Commit((event,), guards, ((RAN, ("again",)),)))

    assert (committed.outcome, committed.position) == (Outcome.AGAIN, 2)
    assert await ran(dsn) == ["first"]


async def test_one_event_that_differs_is_not_the_same_commit_again(committer: Committer) -> None:
    first, second = new("a", 1), new("b", 1)
    await committer.submit(Commit((first, second)))

    committed = await committer.submit(Commit((first, new("b", 1))))

    assert committed.outcome is Outcome.MOVED


async def test_a_used_key_gives_the_stored_answer(
    dsn: str, committer: Committer, guards: tuple[tuple[str, int], ...]
) -> None:
    key = Key("k-1", b"asked", 201, b'{"id":"st-1"}')
    await committer.submit(Commit((new("a", 1),), guards, key=key))

    other = Commit((new("a", 2),), guards, ((RAN, ("seen",)),), key=Key("k-1", b"other", 500, b"{}"))
    committed = await committer.submit(other)

    assert (committed.outcome, committed.position, committed.seen) == (Outcome.SEEN, None, key)
    assert await ran(dsn) == []
    assert len(await log_of(dsn)) == 1


async def test_the_inbox_tells_the_next_a_duplicate_and_a_gap_apart(
    dsn: str, committer: Committer, guards: tuple[tuple[str, int], ...]
) -> None:
    told = [
        await committer.submit(Commit((new(f"s-{n}", 1),), guards, inbox=inbox))
        for n, inbox in enumerate([at(0, 5), at(5, 9), at(5, 9), at(0, 5), at(10, 12), at(9, 12)])
    ]

    written, duplicate, gap = Outcome.WRITTEN, Outcome.DUPLICATE, Outcome.GAP
    assert [committed.outcome for committed in told] == [written, written, duplicate, duplicate, gap, written]
    async with connected(dsn) as connection:
        assert tuple(await connection.fetchrow('SELECT position, "offset" FROM inbox') or ()) == (12, 120)


async def test_a_reaction_whose_events_are_there_still_moves_the_inbox_and_runs_its_statements(
    dsn: str, committer: Committer, guards: tuple[tuple[str, int], ...]
) -> None:
    event = new("a", 1)
    await committer.submit(Commit((event,)))

    committed = await committer.submit(Commit((event,), guards, ((RAN, ("ran",)),), inbox=at(0, 5)))

    assert (committed.outcome, committed.position) == (Outcome.AGAIN, 1)
    assert await ran(dsn) == ["ran"]
    assert (await committer.submit(Commit(inbox=at(0, 5)))).outcome is Outcome.DUPLICATE


async def test_a_moved_reaction_leaves_the_inbox_where_it_is(
    committer: Committer, guards: tuple[tuple[str, int], ...]
) -> None:
    await committer.submit(Commit((new("a", 1),)))

    assert (await committer.submit(Commit((new("a", 1),), guards, inbox=at(0, 5)))).outcome is Outcome.MOVED
    assert (await committer.submit(Commit((new("a", 2),), guards, inbox=at(0, 5)))).outcome is Outcome.WRITTEN


async def test_a_commit_without_events_runs_its_statements_and_moves_the_inbox(dsn: str, committer: Committer) -> None:
    committed = await committer.submit(Commit(statements=((RAN, ("ran",)),), inbox=at(0, 5)))

    assert (committed.outcome, committed.position) == (Outcome.WRITTEN, None)
    assert await ran(dsn) == ["ran"]


async def test_a_guard_holds_a_stream_that_is_only_read(dsn: str, committer: Committer) -> None:
    await committer.submit(Commit((new("season", 1),)))

    stale = await committer.submit(Commit((new("a", 1),), guards=(("season", 0),)))
    fresh = await committer.submit(Commit((new("a", 1),), guards=(("season", 1),)))

    assert (stale.outcome, fresh.outcome) == (Outcome.MOVED, Outcome.WRITTEN)
    assert len(await log_of(dsn)) == 2


async def test_several_streams_are_written_together_or_not_at_all(dsn: str, committer: Committer) -> None:
    await committer.submit(Commit((new("b", 1),)))

    torn = await committer.submit(Commit((new("a", 1), new("a", 2), new("b", 1))))
    whole = await committer.submit(Commit((new("a", 1), new("b", 2), new("a", 2))))

    assert (torn.outcome, whole.outcome, whole.position) == (Outcome.MOVED, Outcome.WRITTEN, 4)
    assert [(row.stream_id, row.version) for row in await log_of(dsn)] == [("b", 1), ("a", 1), ("b", 2), ("a", 2)]


async def test_a_record_over_the_limit_is_refused_before_it_waits(dsn: str, committer: Committer) -> None:
    with pytest.raises(RecordTooLarge, match="65535"):
        await committer.submit(Commit((new("a", 1, payload=b" " * RECORD_LIMIT),)))

    assert await log_of(dsn) == []


async def test_the_table_itself_names_the_limit(dsn: str) -> None:
    writer = Writer(dsn)

    with pytest.raises(asyncpg.CheckViolationError, match="record_is_at_most_65535_bytes"):
        await writer.write([Commit((new("a", 1, payload=b" " * RECORD_LIMIT),))])

    await writer.close()


async def test_versions_of_a_stream_follow_each_other(committer: Committer) -> None:
    with pytest.raises(ValueError, match="does not follow"):
        await committer.submit(Commit((new("a", 1), new("a", 3))))
    with pytest.raises(ValueError, match="first version"):
        await committer.submit(Commit((new("a", 0),)))

"""One lane for all: neighbours of a bad commit, outages, callers who give up, and the end of the service."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.eventsourcing.commits import Committed, InboxPosition, Key, Statement
from shared.eventsourcing.committer import Commit, Committer, CommitterStopped, Outcome
from shared.eventsourcing.writer import Writer, in_runs
from tests.servers import MakeDatabase
from tests.shared.eventsourcing.making import SCHEMA, connected, log_of, new, running

RAN = "INSERT INTO ran (name) VALUES ($1)"


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    dsn = await database(SCHEMA)
    async with connected(dsn) as connection:
        await connection.execute("CREATE TABLE ran (name text PRIMARY KEY CHECK (name <> 'bad'))")
    return dsn


@pytest.fixture
async def committer(dsn: str) -> AsyncIterator[Committer]:
    async with running(dsn) as committer:
        yield committer


def named(name: str) -> Commit:
    return Commit((new(name, 1),), statements=((RAN, (name,)),))


async def names(dsn: str) -> list[str]:
    async with connected(dsn) as connection:
        return sorted(row["name"] for row in await connection.fetch("SELECT name FROM ran"))


async def test_what_arrives_together_is_written_together(dsn: str, committer: Committer) -> None:
    await asyncio.gather(*[committer.submit(named(f"s-{n}")) for n in range(100)])

    assert committer.batches == 1
    assert len(await log_of(dsn)) == len(await names(dsn)) == 100


async def test_a_bad_commit_is_told_alone_and_its_neighbours_are_written(dsn: str, committer: Committer) -> None:
    commits = [named(f"s-{n}") for n in range(20)]
    commits[13] = Commit((new("s-13", 1),), statements=((RAN, ("bad",)),))

    told = await asyncio.gather(*[committer.submit(commit) for commit in commits], return_exceptions=True)

    assert [n for n, one in enumerate(told) if isinstance(one, asyncpg.CheckViolationError)] == [13]
    assert len(await log_of(dsn)) == len(await names(dsn)) == 19
    assert "s-13" not in await names(dsn)


@pytest.mark.parametrize(
    "statement",
    [
        ("INSERT INTO ran (name) VALUES ($1)", (13,)),
        ("INSERT INTO ran (name) VALUES ($1)", ("one", "too many")),
        ("INSERT INTO nowhere (name) VALUES ($1)", ("x",)),
        ("nonsense", ()),
    ],
)
async def test_a_statement_that_can_never_run_is_no_outage(
    dsn: str, committer: Committer, statement: Statement
) -> None:
    bad = Commit((new("bad", 1),), statements=(statement,))

    told = await asyncio.gather(committer.submit(bad), committer.submit(named("good")), return_exceptions=True)

    assert isinstance(told[0], Exception)
    assert told[1] == Committed(Outcome.WRITTEN, 1)
    assert committer.retries == 0


async def test_a_cut_connection_is_made_anew_and_nothing_is_written_twice(dsn: str, committer: Committer) -> None:
    await committer.submit(named("first"))
    for n in range(5):
        async with connected(dsn) as connection:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'committer'"
            )
        # Cut after the commit and before the answer, it is found to be there already.
        assert (await committer.submit(named(f"s-{n}"))).outcome in {Outcome.WRITTEN, Outcome.AGAIN}

    assert len(await log_of(dsn)) == len(await names(dsn)) == 6


async def test_an_outcome_lost_with_the_connection_is_found_again(
    dsn: str, committer: Committer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Writer.write
    lost = 0

    async def lose_the_first_answer(writer: Writer, batch: list[Commit]) -> list[Committed]:
        nonlocal lost
        committed = await write(writer, batch)
        if not lost:
            lost += 1
            writer.drop()
            raise ConnectionResetError
        return committed

    monkeypatch.setattr(Writer, "write", lose_the_first_answer)

    assert await committer.submit(named("a")) == Committed(Outcome.AGAIN, 1)
    assert len(await log_of(dsn)) == 1
    assert await names(dsn) == ["a"]


async def test_a_caller_who_gives_up_does_not_disturb_the_others(dsn: str, committer: Committer) -> None:
    callers = [asyncio.create_task(committer.submit(named(f"s-{n}"))) for n in range(10)]
    await asyncio.sleep(0)
    callers[3].cancel()

    told = await asyncio.gather(*callers, return_exceptions=True)

    assert [n for n, one in enumerate(told) if isinstance(one, asyncio.CancelledError)] == [3]
    assert len(await log_of(dsn)) == len(await names(dsn))


async def test_it_writes_what_waits_before_it_stops(dsn: str) -> None:
    async with running(dsn, limit=3) as committer:
        callers = [asyncio.create_task(committer.submit(named(f"s-{n}"))) for n in range(10)]
        await asyncio.sleep(0)

    assert {told.outcome for told in await asyncio.gather(*callers)} == {Outcome.WRITTEN}
    with pytest.raises(CommitterStopped):
        await committer.submit(named("late"))


async def test_it_says_so_after_each_transaction_that_wrote_events(dsn: str) -> None:
    woken = 0

    def wake() -> None:
        nonlocal woken
        woken += 1

    committer = Committer(dsn, woken=wake)
    await committer.start()
    await committer.submit(named("a"))
    await committer.submit(named("b"))
    await committer.submit(Commit(statements=(("SELECT 1", ()),)))
    await committer.submit(named("a"))
    await committer.stop()

    assert woken == 2


async def test_a_lonely_event_and_its_one_row_are_written_together(dsn: str, committer: Committer) -> None:
    assert await committer.submit(named("a")) == Committed(Outcome.WRITTEN, 1)
    assert await names(dsn) == ["a"]


async def test_what_a_lonely_event_projects_is_left_undone_when_it_is_not_written(
    dsn: str, committer: Committer
) -> None:
    key = Key("k", b"f", 201, b"answer")
    first = Commit((new("a", 1),), statements=((RAN, ("a",)),), key=key)
    assert (await committer.submit(first)).outcome is Outcome.WRITTEN

    moved = await committer.submit(Commit((new("a", 1),), statements=((RAN, ("b",)),)))
    seen = await committer.submit(Commit((new("b", 1),), statements=((RAN, ("c",)),), key=key))

    assert moved.outcome is Outcome.MOVED
    assert seen == Committed(Outcome.SEEN, None, key)
    assert await names(dsn) == ["a"]
    assert len(await log_of(dsn)) == 1


async def test_a_lonely_event_that_is_there_already_moves_the_inbox_and_projects(
    dsn: str, committer: Committer
) -> None:
    event = new("a", 1)
    await committer.submit(Commit((event,)))
    again = Commit((event,), statements=((RAN, ("a",)),), inbox=InboxPosition("me", "t", 0, 0, 1, 0))

    assert (await committer.submit(again)).outcome is Outcome.AGAIN
    assert (await committer.submit(again)).outcome is Outcome.DUPLICATE
    assert await names(dsn) == ["a"]


async def test_a_lonely_event_whose_row_is_refused_is_not_written(dsn: str, committer: Committer) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await committer.submit(Commit((new("a", 1),), statements=((RAN, ("bad",)),)))
    assert await log_of(dsn) == []


async def test_two_committers_share_one_store(dsn: str) -> None:
    async with running(dsn) as one, running(dsn) as other:
        told = await asyncio.gather(
            *[committer.submit(Commit((new(f"s-{n}", 1),))) for n in range(200) for committer in (one, other)]
        )

    assert sorted(committed.outcome for committed in told) == [Outcome.WRITTEN] * 200 + [Outcome.MOVED] * 200
    assert len(await log_of(dsn)) == 200


def test_neighbours_that_ask_for_the_same_run_column_by_column_and_order_is_kept() -> None:
    batch = [
        Commit(statements=(("a", (1,)), ("b", (2,)))),
        Commit(statements=(("a", (3,)), ("b", (4,)))),
        Commit(statements=(("a", (5,)),)),
        Commit(),
        Commit(statements=(("a", (6,)), ("b", (7,)))),
        Commit(statements=(("b", (8,)), ("a", (9,)))),
    ]
    committed = [Committed(Outcome.WRITTEN)] * 2 + [Committed(Outcome.MOVED)] + [Committed(Outcome.WRITTEN)] * 3

    assert list(in_runs(batch, committed)) == [
        ("a", [(1,), (3,), (6,)]),
        ("b", [(2,), (4,), (7,)]),
        ("b", [(8,)]),
        ("a", [(9,)]),
    ]

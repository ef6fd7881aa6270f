"""Who goes together in one batch."""

import asyncio

from shared.eventsourcing.commits import Commit, InboxPosition, Key
from shared.eventsourcing.line import Line, Waiting
from tests.shared.eventsourcing.making import new


def line_of(*commits: Commit, limit: int = 512) -> Line:
    line = Line(limit)
    for commit in commits:
        line.join(Waiting(commit, asyncio.get_running_loop().create_future()))
    return line


def batches(line: Line) -> list[list[Commit]]:
    taken = []
    while len(line):
        taken.append([waiting.commit for waiting in line.take()])
    return taken


def key(name: str) -> Key:
    return Key(name, b"", 200, b"")


def inbox(partition: int) -> InboxPosition:
    return InboxPosition("me", "topic", partition, 0, 1, 0)


async def test_a_second_commit_for_a_stream_a_key_or_an_inbox_row_waits_for_the_next_batch() -> None:
    a, b = Commit((new("a", 1),)), Commit((new("b", 1), new("a", 2)))
    k, again = Commit(key=key("k")), Commit(key=key("k"))
    i, later = Commit(inbox=inbox(1)), Commit(inbox=inbox(1))

    assert batches(line_of(a, b, k, again, i, later)) == [[a, k, i], [b, again, later]]


async def test_nobody_passes_a_commit_of_the_same_stream_that_waits() -> None:
    first, second, third = Commit((new("a", 1),)), Commit((new("a", 2), new("b", 1))), Commit((new("b", 2),))

    assert batches(line_of(first, second, third)) == [[first], [second], [third]]


async def test_guards_are_shared_unless_the_guarded_stream_is_written() -> None:
    one, two = Commit((new("a", 1),), guards=(("season", 3),)), Commit((new("b", 1),), guards=(("season", 3),))
    closing = Commit((new("season", 4),))

    assert batches(line_of(one, two, closing)) == [[one, two], [closing]]
    assert batches(line_of(closing, one, two)) == [[closing], [one, two]]


async def test_a_batch_has_a_limit_and_order_is_kept() -> None:
    commits = [Commit((new(f"s-{n}", 1),)) for n in range(7)]

    assert batches(line_of(*commits, limit=3)) == [commits[:3], commits[3:6], commits[6:]]


async def test_whoever_has_given_up_leaves_the_line() -> None:
    gone, here = Commit((new("a", 1),)), Commit((new("a", 1),))
    line = Line(512)
    waiting = [Waiting(commit, asyncio.get_running_loop().create_future()) for commit in (gone, here)]
    for one in waiting:
        line.join(one)
    waiting[0].done.cancel()

    assert batches(line) == [[here]]


async def test_a_closed_line_lets_those_in_it_be_taken_first() -> None:
    line = line_of(Commit((new("a", 1),)))
    line.close()

    assert await line.arrival()
    line.take()
    assert not await line.arrival()

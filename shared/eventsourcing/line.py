"""The line in which commits wait: who may go together in one batch, and who must wait for the next."""

import asyncio
from dataclasses import dataclass

from shared.eventsourcing.commits import Commit, Committed

Name = str | tuple[str | int, ...]


@dataclass(slots=True, eq=False)
class Waiting:
    """A commit in line, and the caller's promise."""

    commit: Commit
    done: asyncio.Future[Committed]


class Line:
    """First come, first served, but for one rule: a batch has at most one commit for a stream, a key or an inbox row.

    All commits of a batch are judged by what stood before it. A second commit on a stream would be told that the
    stream has moved, so it waits for the next batch, and everybody behind it for that stream waits, too. Guards
    may be shared, unless somebody of the batch writes the guarded stream.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._waiting: list[Waiting] = []
        self._arrived = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    def join(self, waiting: Waiting) -> None:
        self._waiting.append(waiting)
        self._arrived.set()

    def close(self) -> None:
        """Nobody will join any more."""
        self._closed = True
        self._arrived.set()

    async def arrival(self) -> bool:
        """True as soon as somebody waits; false when the line is closed and empty."""
        await self._arrived.wait()
        return bool(self._waiting)

    def take(self) -> list[Waiting]:
        """The next batch. Whoever has given up waiting leaves the line unheard."""
        batch: list[Waiting] = []
        left: list[Waiting] = []
        written: set[Name] = set()
        guarded: set[Name] = set()
        for place, waiting in enumerate(self._waiting):
            if len(batch) == self._limit:
                left += self._waiting[place:]
                break
            if waiting.done.done():
                continue
            writes = _written(waiting.commit)
            guards = [stream for stream, _ in waiting.commit.guards]
            if written.isdisjoint(writes) and guarded.isdisjoint(writes) and written.isdisjoint(guards):
                batch.append(waiting)
            else:
                left.append(waiting)
            written.update(writes)
            guarded.update(guards)
        self._waiting = left
        if not left and not self._closed:
            self._arrived.clear()
        return batch

    def leave(self) -> list[Waiting]:
        """Everybody who still waits, when there will be no more batches."""
        left, self._waiting = self._waiting, []
        return left


def _written(commit: Commit) -> list[Name]:
    names: list[Name] = [event.stream for event in commit.events]
    if commit.key is not None:
        names.append(("key", commit.key.key))
    if commit.inbox is not None:
        names.append(("inbox", commit.inbox.consumer, commit.inbox.topic, commit.inbox.partition))
    return names

"""Writes a batch of commits in one transaction, on a connection of its own."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

import asyncpg
from asyncpg import Connection, Record
from asyncpg.prepared_stmt import PreparedStatement

from shared.database import FAILURES
from shared.eventsourcing.closed import WRITES, must_be_open
from shared.eventsourcing.commits import (
    Commit,
    Committed,
    InboxPosition,
    Key,
    NewEvent,
    Outcome,
    Statement,
    expectations,
)
from shared.eventsourcing.instants import milliseconds

T = TypeVar("T")

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 30

_APPEND = "SELECT * FROM append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22)"
_APPEND_ONE = "SELECT * FROM append_one($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)"
_STORED = attrgetter("stream", "version", "type", "event_id", "payload", "attributes")
_FUSED = """
WITH written AS MATERIALIZED (
    SELECT append_one_or_fail($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17) AS position
), projected AS ({projection})
SELECT position FROM written
"""
_FUSED_PARAMETERS = 17
_NOT_WRITTEN = "ZS001"
_PARAMETER = re.compile(r"\$(\d+)")
_WRITTEN = Committed(Outcome.WRITTEN)


class Writer:
    """One connection, made anew whenever it was lost. It keeps no other state, so any batch may be tried again."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: Connection[Record] | None = None
        self._append: PreparedStatement[Record]
        self._append_one: PreparedStatement[Record]

    @property
    def lost(self) -> bool:
        return self._connection is None or self._connection.is_closed()

    def drop(self) -> None:
        """Give the connection up; the next batch makes a new one."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        if self._connection is not None and not self._connection.is_closed():
            # A connection that is lost at this very moment is closed as well.
            with suppress(*FAILURES):
                await self._connection.close(timeout=CONNECT_SECONDS)
        self.drop()

    async def write(self, batch: Sequence[Commit]) -> list[Committed]:
        """All of the batch and its statements, or, with an exception, nothing of it.

        Raises:
            StoreClosed: the store lacks what was acknowledged, or it is not known yet whether it does.
        """
        connection = await self._connected()
        if not any(commit.statements for commit in batch):
            return await self._judge(batch)
        if len(batch) == 1 and (fused := _fused(batch[0])) is not None:
            try:
                told = (*_of_one(batch[0]), *batch[0].statements[0][1])
                return [Committed(Outcome.WRITTEN, await connection.fetchval(fused, *told))]
            except asyncpg.PostgresError as error:
                if error.sqlstate != _NOT_WRITTEN:
                    raise
                # What became of it instead, the ordinary way finds out.
        async with connection.transaction():
            committed = await self._judge(batch)
            for sql, arguments in in_runs(batch, committed):
                if len(arguments) == 1:
                    await connection.execute(sql, *arguments[0])
                else:
                    await connection.executemany(sql, arguments)
        return committed

    async def _connected(self) -> "Connection[Record]":
        if self._connection is None or self._connection.is_closed():
            self._connection = None
            connection = await asyncpg.connect(
                self._dsn,
                timeout=CONNECT_SECONDS,
                command_timeout=STATEMENT_SECONDS,
                server_settings={"application_name": WRITES, "jit": "off"},
            )
            try:
                await must_be_open(connection)
                self._append = await connection.prepare(_APPEND)
                self._append_one = await connection.prepare(_APPEND_ONE)
            except BaseException:
                connection.terminate()
                raise
            self._connection = connection
        return self._connection

    async def _judge(self, batch: Sequence[Commit]) -> list[Committed]:
        if len(batch) == 1 and len(batch[0].events) == 1 and not batch[0].guards:
            return [await self._one(batch[0])]
        return await self._many(batch)

    async def _one(self, commit: Commit) -> Committed:
        """A queue of one event: the batch call would cost it twice as much."""
        row = await self._append_one.fetchrow(*_of_one(commit))
        assert row is not None
        outcome, last, fingerprint, status, answer = row
        seen = Key(commit.key.key, fingerprint, status, answer) if outcome == Outcome.SEEN and commit.key else None
        return Committed(Outcome(outcome), last, seen)

    async def _many(self, batch: Sequence[Commit]) -> list[Committed]:
        items: list[int] = []
        events: list[NewEvent] = []
        probes: list[tuple[int, str, int]] = []
        for item, commit in enumerate(batch, 1):
            events += commit.events
            items += [item] * len(commit.events)
            probes += [(item, stream, version) for stream, version in expectations(commit)]
        row = await self._append.fetchrow(
            len(batch),
            items,
            *(zip(*map(_STORED, events), strict=True) if events else ((),) * 6),
            [milliseconds(event.effective_at) for event in events],
            *(zip(*probes, strict=True) if probes else ((),) * 3),
            *_columns([commit.key for commit in batch], _key),
            *_columns([commit.inbox for commit in batch], _inbox),
        )
        assert row is not None
        return _told(batch, row)


def _of_one(commit: Commit) -> tuple[object, ...]:
    """What `append_one` is told of a commit of one event."""
    event = commit.events[0]
    return (*_STORED(event), milliseconds(event.effective_at), *_key(commit.key), *_inbox(commit.inbox))


def _fused(commit: Commit) -> str | None:
    """One statement that appends the lonely event and projects it, where a commit has one of each and nothing else.

    It saves the three round trips of a transaction in parts. Either both are done or, with an exception, neither.
    """
    if len(commit.events) != 1 or commit.guards or len(commit.statements) != 1:
        return None
    return _with_append(commit.statements[0][0])


@lru_cache(maxsize=256)
def _with_append(projection: str) -> str | None:
    """The projection's parameters move behind those of the event; what is no plain change of rows is left alone."""
    if projection.split(maxsplit=1)[0].upper() not in {"INSERT", "UPDATE", "DELETE"}:
        return None
    moved = _PARAMETER.sub(lambda found: f"${int(found[1]) + _FUSED_PARAMETERS}", projection.strip().rstrip(";"))
    return _FUSED.format(projection=moved)


def _key(key: Key | None) -> tuple[object, ...]:
    return (None,) * 4 if key is None else (key.key, key.fingerprint, key.status, key.answer)


def _inbox(at: InboxPosition | None) -> tuple[object, ...]:
    if at is None:
        return (None,) * 6
    return (at.consumer, at.topic, at.partition, at.previous, at.position, at.offset)


def _columns(values: Sequence[T | None], parts: Callable[[T | None], tuple[object, ...]]) -> Sequence[object]:
    """One array for each part; NULL for each where no commit has any, so that the server need not look."""
    if not any(values):
        return parts(None)
    return [list(column) for column in zip(*map(parts, values), strict=True)]


def _told(batch: Sequence[Commit], row: Record) -> list[Committed]:
    """The answers. Positions are dense, so those of the written commits follow from the position before the batch."""
    before, outcomes, found_at, fingerprints, statuses, answers = row
    committed: list[Committed] = []
    for index, (commit, outcome) in enumerate(zip(batch, outcomes, strict=True)):
        if outcome == Outcome.WRITTEN:
            before += len(commit.events)
            committed.append(Committed(Outcome.WRITTEN, before) if commit.events else _WRITTEN)
        elif outcome == Outcome.AGAIN:
            committed.append(Committed(Outcome.AGAIN, found_at[index]))
        elif outcome == Outcome.SEEN and commit.key is not None:
            seen = Key(commit.key.key, fingerprints[index], statuses[index], answers[index])
            committed.append(Committed(Outcome.SEEN, seen=seen))
        else:
            committed.append(Committed(Outcome(outcome)))
    return committed


def in_runs(batch: Sequence[Commit], committed: Sequence[Committed]) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """The statements to run; one run for each round trip.

    Neighbouring commits that ask for the same statements, in the same order, run them column by column: all their
    first ones, then all their second ones. Each statement still sees its own commit's earlier ones, and equal
    statements run in the order of the log. Only a commit's second statement may come after its neighbour's first,
    which is another entity's. Any other neighbours run one after the other. A reaction that is AGAIN runs its
    statements, too: its earlier try wrote the events without them.
    """
    alike: list[tuple[Statement, ...]] = []
    for commit, told in zip(batch, committed, strict=True):
        statements = _to_run(commit, told.outcome)
        if not statements:
            continue
        if alike and [sql for sql, _ in alike[0]] != [sql for sql, _ in statements]:
            yield from _by_column(alike)
            alike = []
        alike.append(statements)
    yield from _by_column(alike)


def _by_column(alike: Sequence[tuple[Statement, ...]]) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    for column in zip(*alike, strict=True):
        yield column[0][0], [arguments for _, arguments in column]


def _to_run(commit: Commit, outcome: Outcome) -> tuple[Statement, ...]:
    reached = outcome is Outcome.WRITTEN or (outcome is Outcome.AGAIN and commit.inbox is not None)
    return commit.statements if reached else ()

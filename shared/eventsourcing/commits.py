"""What a caller asks the committer to write, and what it is told: plain data, checked before it waits in line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from shared.errors import Unacceptable

Statement = tuple[str, tuple[object, ...]]
"""One SQL statement with its arguments."""


def _one_row(arguments: tuple[object, ...]) -> tuple[tuple[object, ...], ...]:
    return (arguments,)


@dataclass(frozen=True, slots=True)
class Bulk:
    """How the rows that a statement adds are copied into their table; `rows` makes them of its arguments."""

    table: str
    columns: tuple[str, ...]
    rows: Callable[[tuple[Any, ...]], Iterable[tuple[object, ...]]] = _one_row


RECORD_LIMIT = 65_535
"""The longest record in bytes, attributes included: the log that proves records counts their length in 16 bits."""

COLUMNS_ALLOWANCE = 512
"""What the columns take of a record at most, besides the names of the stream and the type."""


class RecordTooLarge(Unacceptable):
    """A record has at most 65,535 bytes: documents and photographs are stored apart and named by their hash."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be written. `attributes` is canonical JSON of the attributes that are no columns."""

    stream: str
    version: int
    type: str
    event_id: UUID
    payload: bytes
    attributes: bytes
    effective_at: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """A request's idempotency key, the fingerprint of what was asked, and the answer that was given."""

    key: str
    fingerprint: bytes
    status: int
    answer: bytes


@dataclass(frozen=True, slots=True)
class InboxPosition:
    """Which message a reaction works off: its position, the one before it in its partition, and its offset."""

    consumer: str
    topic: str
    partition: int
    previous: int
    position: int
    offset: int


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything of one command or one reaction. It is written in one transaction or not at all.

    `guards` are streams that are read but not written, with the version that they must still have. The statements
    run in order; they must be idempotent, for a commit whose outcome was lost with the connection is tried again.
    A commit without events is legal: a reaction that only projects.
    """

    events: tuple[NewEvent, ...] = ()
    guards: tuple[tuple[str, int], ...] = ()
    statements: tuple[Statement, ...] = ()
    key: Key | None = None
    inbox: InboxPosition | None = None


class Outcome(IntEnum):
    """What became of a commit: the first that fits, in the order SEEN, DUPLICATE, GAP, AGAIN, MOVED, WRITTEN."""

    WRITTEN = 0
    MOVED = 1
    AGAIN = 2
    SEEN = 3
    DUPLICATE = 4
    GAP = 5


@dataclass(frozen=True, slots=True)
class Committed:
    """The outcome; the position of the commit's last event, if it has one; the stored key, if it was seen."""

    outcome: Outcome
    position: int | None = None
    seen: Key | None = None


def expectations(commit: Commit) -> Iterable[tuple[str, int]]:
    """Each stream that the commit writes or guards, with the version that it expects there."""
    if len(commit.events) == 1:
        return ((commit.events[0].stream, commit.events[0].version - 1), *commit.guards)
    first: dict[str, int] = {}
    for event in commit.events:
        first.setdefault(event.stream, event.version - 1)
    return (*first.items(), *commit.guards)


def check(commit: Commit) -> None:
    """Refuse what could never be written, before anybody else has to wait for it.

    Raises:
        RecordTooLarge: an event would make a record over the limit.
        ValueError: the versions of a stream do not follow each other, or an instant has no zone.
    """
    following: dict[str, int] = {}
    for event in commit.events:
        size = len(event.payload) + len(event.attributes) + len(event.stream.encode()) + len(event.type.encode())
        if size + COLUMNS_ALLOWANCE > RECORD_LIMIT:
            raise RecordTooLarge(
                f"The record of {event.type} on {event.stream} would have up to {size + COLUMNS_ALLOWANCE} bytes;"
                f" at most {RECORD_LIMIT} are kept."
            )
        if event.version != following.get(event.stream, event.version):
            raise ValueError(f"version {event.version} of {event.stream} does not follow the event before it")
        if event.version < 1:
            raise ValueError(f"the first version of {event.stream} is 1, not {event.version}")
        if event.effective_at.tzinfo is None:
            raise ValueError(f"the effective instant of {event.type} on {event.stream} has no zone")
        following[event.stream] = event.version + 1

"""The carrying out of a command: look up facts, read the streams, decide, and commit everything in one transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from shared.errors import Refusal, StreamMoved
from shared.events.event import Event
from shared.eventsourcing.commits import Commit, InboxPosition, Key, NewEvent, Outcome, Statement
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.envelope import Provenance, Recorded
from shared.eventsourcing.ids import event_id
from shared.eventsourcing.store import EventStore

Project = Callable[[Recorded[Event]], list[Statement]]
"""What an event changes in the service's own tables: pure, idempotent, run by the committer."""

_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A command with all that its decision needs.

    Attributes:
        partition_key: the station's id for a stream about one station; empty means the stream's own id.
        bureau: in an automatic act, the bureau in whose name it is done, with `bureauname`, its name of the day.
        attributes: what the act adds to the envelope: `jurisdiction`, `onbehalfof`, `mandate`, `documentno`, …
        guards: streams that the facts were read from, with the version that they must still have.
        also: further streams that are decided and written in the same transaction.
    """

    decider: Decider[Any, Any, Any]
    stream: str
    command: object
    partition_key: str = ""
    bureau: str = ""
    bureauname: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    guards: tuple[tuple[str, int], ...] = ()
    also: tuple["Prepared", ...] = ()


@dataclass(frozen=True, slots=True)
class PendingKey:
    """An idempotency key whose answer is not known yet."""

    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a command. `state` and `version` are those of the first stream; `position` of the last event.

    `seen` is the stored key and answer where the command had been carried out before. `partition_key` is that of
    the last event.
    """

    state: Any
    version: int
    events: tuple[Event, ...] = ()
    position: int | None = None
    partition_key: str = ""
    outcome: Outcome = Outcome.WRITTEN
    status: int = 0
    answer: bytes = b""
    seen: Key | None = None


Answer = Callable[[Any, int], tuple[int, bytes]]
"""The HTTP status and body that the state and version lead to; stored with the key."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything about a command except the command: who asks, when, and how a repetition is recognised.

    `expected_version` is what the caller had read (`If-Match`); where it is given nothing is decided anew. `inbox` and
    `statements` belong to a reaction: the message that it works off, and what that message changes here.
    `effective_of` gives an event an instant of its own, where one command records what happened at several.
    """

    by: Provenance
    effective: datetime
    command_id: UUID
    project: Project
    source: str
    expected_version: int | None = None
    key: PendingKey | None = None
    answer: Answer | None = None
    inbox: InboxPosition | None = None
    statements: tuple[Statement, ...] = ()
    effective_of: Callable[[Event], datetime] | None = None


@dataclass(slots=True)
class _Decided:
    new: list[NewEvent] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    guards: list[tuple[str, int]] = field(default_factory=list)
    standings: list[tuple[Any, int]] = field(default_factory=list)
    last_key: str = ""
    seen: Key | None = None


async def handle(store: EventStore, prepare: Callable[[], Awaitable[Prepared]], asked: Asked) -> Handled:
    """Carry the command out, and decide again if somebody was first.

    Raises:
        Refusal: a rule says no; nothing was recorded.
        StreamMoved: the stream is not at the version that the caller had read, or moves too often.
    """
    for _ in range(_TRIES):
        decided = await _decide(store, prepare, asked)
        if decided.seen is not None:
            return Handled(None, 0, seen=decided.seen, outcome=Outcome.SEEN)
        handled = await _commit(store, decided, asked)
        if handled.outcome is not Outcome.MOVED:
            return handled
        if asked.expected_version is not None:
            break
    raise StreamMoved("The case was changed while this was being decided: read it again, then repeat the command.")


async def _decide(store: EventStore, prepare: Callable[[], Awaitable[Prepared]], asked: Asked) -> _Decided:
    decided = _Decided()
    key = asked.key.key if asked.key else None
    try:
        prepared = await prepare()
    except Refusal:
        # What was granted once is answered the same way again, whatever has become of the facts since.
        decided.seen = (await store.load("", key)).seen if key else None
        if decided.seen is None:
            raise
        return decided
    for index, one in enumerate((prepared, *prepared.also)):
        loaded = await store.load(one.stream, key if index == 0 else None)
        if loaded.seen is not None:
            decided.seen = loaded.seen
            return decided
        if index == 0 and asked.expected_version not in {None, len(loaded.history)}:
            raise StreamMoved(f"The case is at version {len(loaded.history)}, not {asked.expected_version}.")
        _take(decided, one, loaded.history, asked)
    return decided


def _take(decided: _Decided, one: Prepared, history: Sequence[Recorded[Event]], asked: Asked) -> None:
    """Decide one stream and add what follows from it."""
    before = one.decider.state(recorded.event for recorded in history)
    done = event_id(asked.command_id, len(decided.new))
    repeated = any(recorded.event_id == done for recorded in history)
    events: list[Event] = [] if repeated else one.decider.decide(one.command, before)
    version = len(history)
    state = before
    partition_key = one.partition_key or one.stream
    for event in events:
        version += 1
        state = one.decider.evolve(state, event)
        _append(decided, one, event, version, partition_key, asked)
    if not decided.last_key or events:
        decided.last_key = partition_key
    decided.standings.append((state, version))
    decided.guards += one.guards
    if not events:
        # What was decided upon must still hold when the rest is written.
        decided.guards.append((one.stream, version))


def _append(decided: _Decided, one: Prepared, event: Event, version: int, key: str, asked: Asked) -> None:
    by = replace(asked.by, bureau=one.bureau, bureauname=one.bureauname) if one.bureau else asked.by
    attributes = (
        {"basis": event.clause} | by.attributes() | dict(one.attributes) | {"source": asked.source, "partitionkey": key}
    )
    attributes = {name: value for name, value in attributes.items() if value}
    effective = asked.effective_of(event) if asked.effective_of else asked.effective
    new = NewEvent(
        stream=one.stream,
        version=version,
        type=event.type_name(),
        event_id=event_id(asked.command_id, len(decided.new)),
        payload=event.payload(),
        attributes=orjson.dumps(attributes, option=orjson.OPT_SORT_KEYS),
        effective_at=effective,
    )
    decided.new.append(new)
    decided.events.append(event)
    decided.statements += asked.project(
        Recorded(
            event=event,
            event_id=new.event_id,
            type=new.type,
            stream=one.stream,
            version=version,
            position=0,
            recorded_at=effective,
            effective_at=effective,
            attributes=attributes,
            chain=b"",
        )
    )


async def _commit(store: EventStore, decided: _Decided, asked: Asked) -> Handled:
    state, version = decided.standings[0]
    status, body = asked.answer(state, version) if asked.answer else (0, b"")
    key = Key(asked.key.key, asked.key.fingerprint, status, body) if asked.key else None
    written = {event.stream for event in decided.new}
    commit = Commit(
        events=tuple(decided.new),
        guards=tuple(dict.fromkeys(guard for guard in decided.guards if guard[0] not in written)),
        statements=(*asked.statements, *decided.statements),
        key=key,
        inbox=asked.inbox,
    )
    if not (commit.events or commit.statements or commit.key or commit.inbox):
        return Handled(state, version, partition_key=decided.last_key)
    committed = await store.committer.submit(commit)
    return Handled(
        state=state,
        version=version,
        events=tuple(decided.events),
        position=committed.position,
        partition_key=decided.last_key,
        outcome=committed.outcome,
        status=status,
        answer=body,
        seen=committed.seen,
    )

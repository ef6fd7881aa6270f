"""The carrying out of a command: look up facts, decide, and commit everything in one transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Refusal, StreamMoved
from shared.events.event import Event
from shared.eventsourcing.asking import Answer, Asked, PendingKey, Prepared, Project
from shared.eventsourcing.commits import Key, Outcome
from shared.eventsourcing.deciding import Decided, decide_on_history, decide_on_memory
from shared.eventsourcing.store import EventStore

__all__ = ["Answer", "Asked", "Handled", "PendingKey", "Prepared", "Project", "handle"]

_TRIES = 8


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a command. `state` and `version` are those of the first stream; `position` of the last event.

    `seen` is the stored key and answer where the command had been carried out before. `positions` gives the last
    position for each partition key.
    """

    state: Any
    version: int
    events: tuple[Event, ...] = ()
    position: int | None = None
    positions: Mapping[str, int] = field(default_factory=dict)
    outcome: Outcome = Outcome.WRITTEN
    status: int = 0
    answer: bytes = b""
    seen: Key | None = None


async def handle(store: EventStore, prepare: Callable[[], Awaitable[Prepared]], asked: Asked) -> Handled:
    """Carry the command out, and decide again if somebody was first.

    The first decision is made on what this process remembers of the streams, the others on their history. Where the
    caller had read a version, the first stream must still have it; what moved beside it is decided upon anew.

    Raises:
        Refusal: a rule says no; nothing was recorded.
        StreamMoved: the stream is not at the version that the caller had read, or moves too often.
    """
    trusts_memory = True
    for _ in range(_TRIES):
        prepared = await _prepared(store, prepare, asked)
        if isinstance(prepared, Key):
            return _seen(prepared)
        guess = decide_on_memory(store.memory, prepared, asked) if trusts_memory else None
        if guess is not None and not _is_checked(guess, asked):
            guess = None
        trusts_memory = False
        decided = guess or await decide_on_history(store, prepared, asked)
        if decided is None:
            continue
        if isinstance(decided, Key):
            return _seen(decided)
        handled = await _commit(store, prepared, decided, asked)
        if handled.outcome is not Outcome.MOVED:
            return handled
    raise StreamMoved("The case was changed while this was being decided: read it again, then repeat the command.")


async def _prepared(store: EventStore, prepare: Callable[[], Awaitable[Prepared]], asked: Asked) -> Prepared | Key:
    """The command with its facts; what was granted once is answered the same way again, whatever became of them."""
    try:
        return await prepare()
    except Refusal:
        seen = (await store.load("", asked.key.key)).seen if asked.key else None
        if seen is None:
            raise
        return seen


def _is_checked(guess: Decided, asked: Asked) -> bool:
    """Whether there is anything to commit; a guess that commits nothing would never be checked."""
    return bool(guess.new or asked.key or asked.inbox)


def _seen(key: Key) -> Handled:
    return Handled(None, 0, seen=key, outcome=Outcome.SEEN)


async def _commit(store: EventStore, prepared: Prepared, decided: Decided, asked: Asked) -> Handled:
    state, version = decided.standings[0]
    status, body = asked.answer(state, version) if asked.answer else (0, b"")
    key = Key(asked.key.key, asked.key.fingerprint, status, body) if asked.key else None
    commit = decided.commit(asked, key)
    if not (commit.events or commit.statements or commit.key or commit.inbox):
        return Handled(state, version)
    committed = await store.committer.submit(commit)
    for one, standing in zip((prepared, *prepared.also), decided.standings, strict=True):
        if committed.outcome is Outcome.WRITTEN:
            store.memory.remember(one.stream, one.decider, *standing)
        else:
            store.memory.forget(one.stream)
    return Handled(
        state=state,
        version=version,
        events=tuple(decided.events),
        position=committed.position,
        positions=_positions(decided.keys, committed.position),
        outcome=committed.outcome,
        status=status,
        answer=body,
        seen=committed.seen,
    )


def _positions(keys: Sequence[str], last: int | None) -> dict[str, int]:
    """The positions of a commit are dense, so those of all its events follow from the last one."""
    if last is None:
        return {}
    return {key: last - len(keys) + place for place, key in enumerate(keys, start=1)}

"""What a command leads to: decided on each of its streams, not written yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from shared.errors import Refusal, StreamMoved
from shared.events.event import Event
from shared.eventsourcing.asking import Asked, Prepared
from shared.eventsourcing.commits import Commit, Key, NewEvent, Statement
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.ids import event_id
from shared.eventsourcing.memory import StateMemory
from shared.eventsourcing.store import EventStore


@dataclass(slots=True)
class Decided:
    """New events with the statements that they project, and where each stream stands afterwards."""

    new: list[NewEvent] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    guards: list[tuple[str, int]] = field(default_factory=list)
    standings: list[tuple[Any, int]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def commit(self, asked: Asked, key: Key | None) -> Commit:
        """Everything of the command in one transaction."""
        written = {event.stream for event in self.new}
        return Commit(
            events=tuple(self.new),
            guards=tuple(dict.fromkeys(guard for guard in self.guards if guard[0] not in written)),
            statements=(*asked.statements, *self.statements),
            key=key,
            inbox=asked.inbox,
        )


def decide_on_memory(memory: StateMemory, prepared: Prepared, asked: Asked) -> Decided | None:
    """Decide on the states that are remembered; a stream that is not is taken to be new.

    The commit is only written if every stream is where it was taken to be, so a wrong guess costs time and nothing
    else. Nothing is said no to on a guess: then, and where the caller has read another version, there is no decision.
    """
    decided = Decided()
    try:
        for place, one in enumerate((prepared, *prepared.also)):
            state, version = memory.recall(one.stream, one.decider)
            if place == 0 and asked.expected_version not in {None, version}:
                return None
            if not _as_read(prepared, one.stream, version):
                return None
            decide_stream(decided, one, state, version, asked)
    except Refusal:
        return None
    return decided


async def decide_on_history(store: EventStore, prepared: Prepared, asked: Asked) -> Decided | Key | None:
    """Decide on what is recorded; or the idempotency key with its answer, if it has been used.

    None where a stream that is to be written has moved since the facts were read from it: they are looked up again.

    Raises:
        Refusal: a rule says no.
        StreamMoved: the stream is not at the version that the caller had read.
    """
    decided = Decided()
    for place, one in enumerate((prepared, *prepared.also)):
        loaded = await store.load(one.stream, asked.key.key if asked.key and place == 0 else None)
        if loaded.seen is not None:
            return loaded.seen
        version = len(loaded.history)
        if place == 0 and asked.expected_version not in {None, version}:
            raise StreamMoved(f"The case is at version {version}, not {asked.expected_version}.")
        if not _as_read(prepared, one.stream, version):
            return None
        state = one.decider.state(recorded.event for recorded in loaded.history)
        done = event_id(asked.command_id, len(decided.new))
        repeated = any(recorded.event_id == done for recorded in loaded.history)
        decide_stream(decided, one, state, version, asked, repeated=repeated)
    return decided


def _as_read(prepared: Prepared, stream: str, version: int) -> bool:
    """Whether the facts that were read from this stream, if any were, are those of this version."""
    guards = (guard for one in (prepared, *prepared.also) for guard in one.guards)
    return all(at == version for guarded, at in guards if guarded == stream)


def decide_stream(
    decided: Decided,
    one: Prepared,
    state: Any,
    version: int,
    asked: Asked,
    *,
    command_id: UUID | None = None,
    repeated: bool = False,
) -> None:
    """Decide one stream and add what follows from it; a command that is in the history already adds nothing.

    `command_id` is the command's own where one act asks for several.
    """
    events: Sequence[Event] = () if repeated else one.decider.decide(one.command, state)
    for event in events:
        version += 1
        state = one.decider.evolve(state, event)
        _append(decided, one, event, version, asked, command_id or asked.command_id)
    decided.standings.append((state, version))
    decided.guards += one.guards
    if not events:
        # What was decided upon must still hold when the rest is written.
        decided.guards.append((one.stream, version))


def new_event(
    event: Event, stream: str, version: int, event_id: UUID, attributes: Mapping[str, str], effective: datetime
) -> NewEvent:
    """The event as it is written.

    Raises:
        NotSealed: a personal field of it is plain.
    """
    event.require_sealed()
    return NewEvent(
        stream=stream,
        version=version,
        type=event.type_name(),
        event_id=event_id,
        payload=event.payload(),
        attributes=orjson.dumps(attributes, option=orjson.OPT_SORT_KEYS),
        effective_at=effective,
    )


def _append(decided: Decided, one: Prepared, event: Event, version: int, asked: Asked, command_id: UUID) -> None:
    by = replace(asked.by, bureau=one.bureau, bureauname=one.bureauname) if one.bureau else asked.by
    key = one.partition_key or one.stream
    told = {name: value for name, value in one.attributes.items() if value}
    attributes = {"basis": event.clause, **by.attributes(), **told}
    attributes["source"], attributes["partitionkey"] = asked.source, key
    effective = asked.effective_of(event) if asked.effective_of else asked.effective
    new = new_event(event, one.stream, version, event_id(command_id, len(decided.new)), attributes, effective)
    decided.new.append(new)
    decided.events.append(event)
    decided.keys.append(key)
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

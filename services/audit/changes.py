"""Before and after: what each event changed in its stream, field by field, as far as somebody may read it. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.audit.history import Fact


@dataclass(frozen=True, slots=True)
class Change:
    """A field that an event gave another value; `before` is nothing where the stream had not yet told of it."""

    field: str
    before: Any
    after: Any


Stream = tuple[str, str]
"""An owner, and the name of one of its streams."""
Reading = Callable[[Fact], Any]
"""An event's payload as somebody reads it; nothing where they do not learn of the event."""
_UNTOLD = object()


def changes(facts: Iterable[Fact], reading: Reading) -> dict[UUID, tuple[Change, ...]]:
    """What each event changed, by its id: each stream is folded in its order, the last value of a field stands.

    What is compared is what may be read, before and after: a masked value says neither what it was nor that it changed.
    """
    streams: dict[Stream, list[Fact]] = defaultdict(list)
    for one in facts:
        streams[one.owner, one.stream].append(one)
    found: dict[UUID, tuple[Change, ...]] = {}
    for stream in streams.values():
        state: dict[str, Any] = {}
        for one in sorted(stream, key=lambda one: one.version):
            found[one.event_id] = tuple(_said(state, reading(one)))
    return found


def _said(state: dict[str, Any], told: Any) -> Iterable[Change]:
    """The changes of one event; `state` is taken along."""
    for name, value in told.items() if isinstance(told, Mapping) else ():
        before = state.get(name, _UNTOLD)
        if before is _UNTOLD or before != value:
            yield Change(name, None if before is _UNTOLD else before, value)
            state[name] = value


def incomplete(facts: Sequence[Fact]) -> dict[Stream, int]:
    """The streams of which not every event up to the last of these is among them, with that one's position."""
    versions: dict[Stream, set[int]] = defaultdict(set)
    last: dict[Stream, Fact] = {}
    for one in facts:
        stream = one.owner, one.stream
        versions[stream].add(one.version)
        if stream not in last or last[stream].version < one.version:
            last[stream] = one
    return {stream: last[stream].position for stream, seen in versions.items() if len(seen) < max(seen)}

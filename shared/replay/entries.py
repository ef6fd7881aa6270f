"""A record as replay takes it up: what its place in the order hangs on, and what it says."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import orjson

from shared.bus.outgoing import key_of
from shared.bus.topics import partition_of
from shared.eventsourcing.record import attributes_of_row
from shared.eventsourcing.rows import Row


class NotARecord(ValueError):
    """These bytes are no record of an event: an attribute that every event has is missing or wrong."""


class Entry(NamedTuple):
    """An event of an owner's log. `recorded` has a fixed width, so it sorts as the instants do."""

    owner: str
    position: int
    event_id: str
    cause: str
    recorded: str
    attributes: Mapping[str, str]
    payload: bytes

    @property
    def partition(self) -> int:
        """Where the relay sends it, which follows from its key alone."""
        return _partition(key_of(self.attributes))


_partition = lru_cache(maxsize=1 << 16)(partition_of)


class Happening(NamedTuple):
    """An entry, and the way in which a service met it: as its own act, as a message, or as both.

    A `parked` message moved the inbox and was not understood.
    """

    entry: Entry
    own: bool
    heard: bool
    parked: bool = False


def entry_of(owner: str, attributes: Mapping[str, str], payload: bytes) -> Entry:
    """The entry with these attributes.

    Raises:
        NotARecord: one is missing or wrong.
    """
    try:
        position, event_id = int(attributes["position"]), attributes["id"]
        UUID(event_id)
        told = attributes["subject"], attributes["type"], attributes["time"]
    except (KeyError, ValueError) as error:
        raise NotARecord(f"no record of an event: {error!r}") from error
    if position < 1:
        raise NotARecord(f"position {position} is before the first")
    return Entry(owner, position, event_id, attributes.get("causationid", ""), told[2], attributes, payload)


def entry_of_row(owner: str, row: Row) -> Entry:
    """The entry of a stored event: the store has seen to it that nothing is missing."""
    told = attributes_of_row(row)
    return Entry(owner, row.position, told["id"], told.get("causationid", ""), told["time"], told, row.payload)


def entry_in(owner: str, kept: bytes) -> Entry:
    """The entry that this record was made of."""
    attributes, _, payload = kept.partition(b"\n")
    told: dict[str, str] = orjson.loads(attributes)
    cause = told.get("causationid", "")
    return Entry(owner, int(told["position"]), told["id"], cause, told["time"], told, payload)

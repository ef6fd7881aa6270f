"""A record of a log by itself: what it says, and what must hold of it."""

import struct
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

import orjson

from shared.eventsourcing.instants import milliseconds
from shared.eventsourcing.record import GENESIS

_COLUMNS = frozenset({"specversion", "id", "type", "subject", "time", "effectivetime", "position", "version", "chain"})
_FIRST = -(1 << 63)
VERSIONS = 1 << 31
"""No version is as high as this: the store keeps them in four bytes."""

EVENT_BYTES = 16
CHECKPOINT_SIGNED = "shifan.audit.CheckpointSigned.v1"

Told = tuple[bytes, bytes, int, int, bytes, bytes]
"""What a record says of itself, as far as its neighbours are asked about it.

The event's id, the stream's name, the version, when it was recorded in milliseconds, the hash over its columns, which
the chain goes on with, and the chain value. (A plain tuple: a million are made.)
"""


class Faulty(NamedTuple):
    """What is wrong with a record taken by itself."""

    what: str
    zh: str
    en: str


def told(log: str, index: int, kept: bytes) -> tuple[Told, list[Faulty]]:
    """What the record at this index says, and what is wrong with it by itself.

    Raises:
        ValueError: it is no record.
        KeyError: an attribute is missing that every record has.
        TypeError: an attribute is no text.
    """
    head, _, payload = kept.partition(b"\n")
    attributes: dict[str, str] = orjson.loads(head)
    faults = []
    if orjson.dumps(attributes, option=orjson.OPT_SORT_KEYS) != head:
        faults.append(Faulty("record", "属性不是规范形式", "the attributes are not canonical"))
    if attributes["position"] != str(index + 1):
        position = attributes["position"]
        faults.append(Faulty("position", f"序号不符：{position}", f"it says position {position}"))
    if attributes["source"] != f"/services/{log}":
        source = attributes["source"]
        faults.append(Faulty("source", f"来源不符：{source}", f"it is of {source}"))
    event, version = _bytes_of_id(attributes["id"]), int(attributes["version"])
    time, stream = _instant(attributes["time"]), attributes["subject"].encode()
    chain = bytes.fromhex(attributes["chain"])
    if len(chain) != len(GENESIS) or str(version) != attributes["version"] or not 0 < version < VERSIONS:
        raise ValueError("the chain or the version is not written as it should be")
    if b"\n" in stream:
        raise ValueError("no stream has a name of several lines")
    return (event, stream, version, time, _content(attributes, payload, event, version, time), chain), faults


def _bytes_of_id(text: str) -> bytes:
    """The bytes of a UUID that is written as the store writes it."""
    found = bytes.fromhex(text.replace("-", ""))
    if len(found) != EVENT_BYTES or text[8] + text[13] + text[18] + text[23] != "----":
        raise ValueError(f"{text!r} is no id of an event")
    return found


def _instant(text: str) -> int:
    """Milliseconds since 1970."""
    return milliseconds(datetime.fromisoformat(text))


def _content(attributes: dict[str, str], payload: bytes, event: bytes, version: int, time: int) -> bytes:
    """What `shared.eventsourcing.record.link` hashes of an event before the chain; it takes the columns out."""
    name, kind = attributes["subject"].encode(), attributes["type"].encode()
    effective = _instant(attributes["effectivetime"])
    position = int(attributes["position"])
    for column in _COLUMNS:
        attributes.pop(column, None)
    stored = orjson.dumps(attributes, option=orjson.OPT_SORT_KEYS)
    try:
        parts = (
            struct.pack(">qi", position, len(name)),
            name,
            struct.pack(">ii", version, len(kind)),
            kind,
            event,
            struct.pack(">qqi", time, effective, len(payload)),
            payload,
            struct.pack(">i", len(stored)),
            stored,
        )
    except struct.error as error:
        raise ValueError(str(error)) from error
    return sha256(b"".join(parts)).digest()

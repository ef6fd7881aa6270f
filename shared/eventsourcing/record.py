"""The record of an event: one pure function makes the same bytes from a row of the store and from a Kafka message.

An archive record shows maker, act, time and the whole chain. Ours is the canonical JSON of all CloudEvents
attributes, a newline, and the payload's bytes as they were written. It is what the audit log proves to outsiders.
"""

import hashlib
import struct
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import orjson

from shared.eventsourcing.instants import milliseconds, written
from shared.eventsourcing.rows import Row

GENESIS = bytes(32)
"""The chain value before the first event."""

PREFIX = "ce_"
"""What marks a CloudEvents attribute among the headers of a Kafka message."""


def attributes_of_row(row: Row) -> dict[str, str]:
    """All CloudEvents attributes of a stored event. A column wins over a stored attribute of the same name."""
    stored: dict[str, str] = orjson.loads(row.attributes)
    return stored | {
        "specversion": "1.0",
        "id": str(row.event_id),
        "type": row.type,
        "subject": row.stream_id,
        "time": written(row.recorded_at),
        "effectivetime": written(row.effective_at),
        "position": str(row.position),
        "version": str(row.version),
        "chain": row.chain.hex(),
    }


def attributes_of_headers(headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """All CloudEvents attributes of a message. `previous` and `content-type` belong to the journey, not the record."""
    return {name.removeprefix(PREFIX): value.decode() for name, value in headers if name.startswith(PREFIX)}


def record(attributes: Mapping[str, str], payload: bytes) -> bytes:
    """The record itself."""
    return orjson.dumps(dict(attributes), option=orjson.OPT_SORT_KEYS) + b"\n" + payload


def link(
    previous_chain: bytes,
    position: int,
    stream: str,
    version: int,
    type: str,  # noqa: A002 (CloudEvents' own word)
    event_id: UUID,
    payload: bytes,
    attributes: bytes,
    recorded_at: datetime,
    effective_at: datetime,
) -> bytes:
    """An event's chain value, the same as the SQL of `append` gives it.

    Every column goes in with its length or with a fixed width, so no two events can give the same bytes.
    """
    name, kind = stream.encode(), type.encode()
    digest = hashlib.sha256(
        b"".join(
            (
                struct.pack(">qi", position, len(name)),
                name,
                struct.pack(">ii", version, len(kind)),
                kind,
                event_id.bytes,
                struct.pack(">qqi", milliseconds(recorded_at), milliseconds(effective_at), len(payload)),
                payload,
                struct.pack(">i", len(attributes)),
                attributes,
            )
        )
    ).digest()
    return hashlib.sha256(previous_chain + digest).digest()


def link_of_row(previous_chain: bytes, row: Row) -> bytes:
    """The chain value that a stored event must have after `previous_chain`."""
    return link(
        previous_chain,
        row.position,
        row.stream_id,
        row.version,
        row.type,
        row.event_id,
        row.payload,
        row.attributes,
        row.recorded_at,
        row.effective_at,
    )

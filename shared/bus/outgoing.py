"""A row of the log as a Kafka message: CloudEvents in Kafka's binary mode."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.bus.topics import partition_of
from shared.eventsourcing.instants import milliseconds
from shared.eventsourcing.messages import PREVIOUS
from shared.eventsourcing.record import PREFIX, attributes_of_row
from shared.eventsourcing.rows import Row

CONTENT_TYPE = ("content-type", b"application/json")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent. `value` is the payload, untouched; `timestamp` is when it was recorded, also when sent again."""

    partition: int
    position: int
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]
    timestamp: int


def key_of(attributes: Mapping[str, str]) -> str:
    """The Kafka key, a property of the stream: the station for streams about one, else the stream itself."""
    return attributes.get("partitionkey") or attributes["subject"]


def message_of(row: Row, sent: dict[int, int]) -> Outgoing:
    """The message of a row; `sent` holds the last position of each partition and is moved on."""
    attributes = attributes_of_row(row)
    key = key_of(attributes)
    partition = partition_of(key)
    headers = [(f"{PREFIX}{name}", value.encode()) for name, value in attributes.items()]
    previous = sent.get(partition, 0)
    sent[partition] = row.position
    return Outgoing(
        partition=partition,
        position=row.position,
        key=key.encode(),
        value=row.payload,
        headers=[*headers, (PREVIOUS, b"%d" % previous), CONTENT_TYPE],
        timestamp=milliseconds(row.recorded_at),
    )

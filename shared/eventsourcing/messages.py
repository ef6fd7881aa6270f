"""A message as it came from Kafka, and the recorded event in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.events.catalogue import decode
from shared.events.event import Event
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.record import PREFIX, attributes_of_headers

PREVIOUS = "previous"
"""The header with the position of the message before this one in its partition; no part of the record."""

COLUMN_ATTRIBUTES = {
    "specversion",
    "id",
    "type",
    "subject",
    "time",
    "effectivetime",
    "position",
    "version",
    "chain",
}


class NotAnEvent(ValueError):
    """The message lacks what every event of ours carries: it was not sent by a relay."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a worker gets. A message without a key has the key `b""`."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]

    def place(self) -> tuple[int, int]:
        """The position before it in its partition, and its own.

        Raises:
            NotAnEvent: it does not say.
        """
        headers = dict(self.headers)
        try:
            previous, position = int(headers[PREVIOUS]), int(headers[f"{PREFIX}position"])
        except (KeyError, ValueError) as error:
            raise NotAnEvent(f"no event of ours: its headers do not tell its place in a log ({error})") from error
        if not 0 <= previous < position:
            raise NotAnEvent(f"position {position} cannot follow {previous}")
        return previous, position

    def recorded(self) -> Recorded[Event]:
        """The event with its envelope.

        Raises:
            UnknownEvent: this release does not know its type.
            NotAnEvent: an attribute is missing.
            ValueError: an attribute, or the value, cannot be read.
        """
        return recorded_of(attributes_of_headers(self.headers), self.value)


def recorded_of(attributes: Mapping[str, str], payload: bytes) -> Recorded[Event]:
    """The event of a record, with its envelope.

    Raises:
        UnknownEvent: this release does not know its type.
        NotAnEvent: an attribute is missing.
        ValueError: an attribute, or the payload, cannot be read.
    """
    try:
        return Recorded(
            event=decode(attributes["type"], payload),
            event_id=UUID(attributes["id"]),
            type=attributes["type"],
            stream=attributes["subject"],
            version=int(attributes["version"]),
            position=int(attributes["position"]),
            recorded_at=datetime.fromisoformat(attributes["time"]),
            effective_at=datetime.fromisoformat(attributes["effectivetime"]),
            attributes={name: value for name, value in attributes.items() if name not in COLUMN_ATTRIBUTES},
            chain=bytes.fromhex(attributes["chain"]),
        )
    except KeyError as error:
        raise NotAnEvent(f"the attribute {error} is missing") from error

"""An entry of the log: the record of a message, and what is taken from it so that it can be asked for. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from shared.eventsourcing.record import record

_SOURCE = "/services/"


class NotARecord(ValueError):
    """These attributes and bytes are no event of a service: something that every event has is missing or wrong."""


class LogRow(NamedTuple):
    """A row of the table `log`, in the order of its columns."""

    owner: str
    position: int
    record: bytes
    event_id: UUID
    type: str
    stream: str
    effective_at: datetime
    recorded_at: datetime
    cause: UUID | None
    correlation: str


class Mention(NamedTuple):
    """A row of the table `mentions`, in the order of its columns."""

    station_id: str
    owner: str
    position: int
    how: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one message adds to the read models."""

    row: LogRow
    mentions: tuple[Mention, ...]


def entry(attributes: Mapping[str, str], payload: bytes) -> Entry:
    """The entry of a message, whether or not this release knows the type of its event.

    Raises:
        NotARecord: the message is no event of a service.
    """
    try:
        row = LogRow(
            owner=_owner(attributes["source"]),
            position=int(attributes["position"]),
            record=record(attributes, payload),
            event_id=UUID(attributes["id"]),
            type=attributes["type"],
            stream=attributes["subject"],
            effective_at=datetime.fromisoformat(attributes["effectivetime"]),
            recorded_at=datetime.fromisoformat(attributes["time"]),
            cause=_uuid_or_none(attributes.get("causationid", "")),
            correlation=attributes.get("correlationid", ""),
        )
    except (KeyError, ValueError) as error:
        raise NotARecord(f"no event of a service: {error!r}") from error
    stations = dict.fromkeys(_named(_parsed(payload)), "payload")
    key = attributes.get("partitionkey", row.stream)
    if key != row.stream:  # A stream about one station is keyed by it, every other by itself.
        stations[key] = "key"
    mentions = (Mention(station, row.owner, row.position, how) for station, how in sorted(stations.items()))
    return Entry(row, tuple(mentions))


def parts(of: bytes) -> tuple[dict[str, str], bytes]:
    """The attributes and the payload that a record was made of."""
    attributes, _, payload = of.partition(b"\n")
    return orjson.loads(attributes), payload


def _owner(source: str) -> str:
    if not source.startswith(_SOURCE):
        raise ValueError(f"{source!r} is no source of ours")
    return source.removeprefix(_SOURCE)


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _parsed(payload: bytes) -> Any:
    try:
        return orjson.loads(payload)
    except ValueError:
        return None  # Kept as it came; it names nobody.


def _named(value: Any) -> Iterator[str]:
    """Every station that is named in a payload, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from _named(item)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "station_id" and isinstance(inner, str):
                yield from filter(None, (inner,))
            elif name == "station_ids" and isinstance(inner, list):
                yield from (station for station in inner if isinstance(station, str) and station)
            else:
                yield from _named(inner)

"""An entry of the log: the record of a message, and what is taken from it so that it can be asked for. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from services.audit import subjects
from services.audit.subjects import How, Kind, Subject
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
    subjects: tuple[Subject, ...]


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
            cause=_uuid_or_none(cause) if (cause := attributes.get("causationid")) else None,
            correlation=attributes.get("correlationid", ""),
        )
    except (KeyError, ValueError) as error:
        raise NotARecord(f"no event of a service: {error!r}") from error
    named = dict.fromkeys(subjects.named(_parsed(payload)))
    key = attributes.get("partitionkey", row.stream)
    return Entry(row, _mentions(row, named, key), _subjects(row, named, attributes, key))


def _mentions(row: LogRow, named: Iterable[tuple[Kind, str]], key: str) -> tuple[Mention, ...]:
    stations = {one: "payload" for kind, one in named if kind is Kind.STATION}
    if key != row.stream:  # A stream about one station is keyed by it, every other by itself.
        stations[key] = "key"
    owner, position = row.owner, row.position
    return tuple([Mention(station, owner, position, how) for station, how in sorted(stations.items())])


def _subjects(
    row: LogRow, named: Iterable[tuple[Kind, str]], attributes: Mapping[str, str], key: str
) -> tuple[Subject, ...]:
    """Everybody else of whom the event speaks; their own act goes before being named in it."""
    how = How.NAMED if key == row.stream else How.CASE
    found = {one: how for one in named if one[0] is not Kind.STATION}
    for kind, one, way in reversed(subjects.acting(attributes)):
        found[kind, one] = way
    at, owner, position = row.recorded_at, row.owner, row.position
    return tuple([Subject(kind, one, at, owner, position, way) for (kind, one), way in sorted(found.items())])


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

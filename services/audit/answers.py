"""What audit answers: the models of its responses, and how they are made of facts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.audit import history
from services.audit.history import Fact
from shared.access import masking
from shared.eventsourcing.instants import CHINA


class Answer(BaseModel):
    """An answer: frozen, and complete as it is declared."""

    model_config = ConfigDict(frozen=True)


class Place(Answer):
    """A place in an owner's log."""

    owner: str
    position: int


class Act(Answer):
    """The act in both languages: the field's own term, and a sentence."""

    zh: str
    en: str


class HistoryEntry(Answer):
    """One event in a station's history. `context` marks one that does not speak of it but led to one that does."""

    owner: str
    position: int
    event: str
    stream: str
    version: int
    effective_at: datetime
    recorded_at: datetime
    day: date
    actor: str
    level: str
    post: str
    bureau: str
    bureauname: str
    onbehalfof: str
    mandate: str
    act: Act
    basis: str
    reason: str
    cause: Place | None
    context: bool
    data: Any


class TitleStanding(Answer):
    """Where the title stands: `none`, `in_force`, `suspended`, `revoked`, `lapsed` or `ended`."""

    status: str
    certificate_number: str | None
    since: date | None


class History(Answer):
    """A station's history across services and levels: no entry stands before its cause."""

    station_id: str
    as_of: date | None
    as_of_position: Place | None
    title: TitleStanding
    total: int
    items: tuple[HistoryEntry, ...]


class Gap(Answer):
    """Positions that are missing, from the first to the last."""

    first: int
    last: int


class Integrity(Answer):
    """How whole an owner's log is. `broken_at` is the first entry for which the chain does not hold."""

    owner: str
    entries: int
    head: int
    contiguous_up_to: int
    missing: tuple[Gap, ...]
    chain_verified_up_to: int
    broken_at: int | None


class IntegrityReport(Answer):
    """Every owner's log."""

    items: tuple[Integrity, ...]


class LogEntry(Answer):
    """An entry of a log; `record` is the record itself in base64, where it was asked for."""

    owner: str
    position: int
    id: UUID
    type: str
    stream: str
    effective_at: datetime
    recorded_at: datetime
    attributes: dict[str, str]
    data: Any
    record: str | None = None


class LogEntries(Answer):
    """A part of a log, and the position to ask behind for the next part."""

    items: tuple[LogEntry, ...]
    next: int | None


def entries(facts: Sequence[Fact], station_id: str, names: Mapping[str, str], *, narrow: bool) -> list[HistoryEntry]:
    """The entries of facts in causal order; `narrow` leaves out what their lists say of other stations."""
    places = {one.event_id: Place(owner=one.owner, position=one.position) for one in facts}
    return [_entry(one, station_id, names, places, narrow=narrow) for one in facts]


def _entry(
    one: Fact, station_id: str, names: Mapping[str, str], places: Mapping[UUID, Place], *, narrow: bool
) -> HistoryEntry:
    bureau, bureauname = history.bureau(one, names)
    data = masking.masked(one.type, one.payload)
    return HistoryEntry(
        owner=one.owner,
        position=one.position,
        event=name_of(one.type),
        stream=one.stream,
        version=one.version,
        effective_at=one.effective_at.astimezone(CHINA),
        recorded_at=one.recorded_at.astimezone(CHINA),
        day=one.day,
        actor=one.attributes.get("actor", ""),
        level=one.attributes.get("level", ""),
        post=one.attributes.get("post", ""),
        bureau=bureau,
        bureauname=bureauname,
        onbehalfof=one.attributes.get("onbehalfof", ""),
        mandate=one.attributes.get("mandate", ""),
        act=Act(**history.act(one.type)),
        basis=history.basis(one),
        reason=history.reason(one),
        cause=places.get(one.cause) if one.cause else None,
        context=one.context,
        data=masking.about({station_id}, data) if narrow else data,
    )


def name_of(type_name: str) -> str:
    """The event's name in a type as `shifan.registry.StationRegistered.v1`."""
    pieces = type_name.split(".")
    return pieces[-2] if len(pieces) > 1 else type_name

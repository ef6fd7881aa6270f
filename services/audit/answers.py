"""What audit answers: the models of its responses, and how they are made of facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.audit import history
from services.audit.changes import Change
from services.audit.history import Fact
from shared.access import masking
from shared.eventsourcing.instants import CHINA

EFFECTS = 100
"""How many effects of an event an entry names at most."""
_SAID = ("actor", "level", "post", "onbehalfof", "mandate", "documentno", "settingsversion")
"""What an entry says in the words of the envelope."""


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


class Changed(Answer):
    """A field to which an event gave another value; `before` is null where its stream had not yet told of it."""

    field: str
    before: Any
    after: Any


class HistoryEntry(Answer):
    """One event in a history. `context` marks one that does not speak of its subject but led to one that does.

    `effects` are the first hundred; `changes` tell what the event changed in its stream, as far as the reader may read
    it, and are null where they were not asked for and in context.
    """

    owner: str
    position: int
    id: UUID
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
    documentno: str
    settingsversion: str
    correlationid: str
    cause: Place | None
    effects: tuple[Place, ...]
    context: bool
    changes: tuple[Changed, ...] | None
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
    next: str | None


class SubjectHistory(Answer):
    """What happened to a host, an application or a season: no entry stands before its cause."""

    kind: str
    id: str
    as_of: date | None
    as_of_position: Place | None
    total: int
    items: tuple[HistoryEntry, ...]
    next: str | None


class Gap(Answer):
    """Positions that are missing, from the first to the last."""

    first: int
    last: int


class TileLog(Answer):
    """The tile log of an owner as it was last signed. `not_signed_because` says why it is not signed now."""

    size: int
    root: str
    signed_at: datetime | None
    not_signed_because: str


class CheckpointShown(Answer):
    """A checkpoint that was signed. `note` is the signed note itself; with `heartbeat` nothing had come since."""

    size: int
    root: str
    signed_at: datetime
    heartbeat: bool
    note: str


class Checkpoints(Answer):
    """The last checkpoints of a log, the latest first."""

    items: tuple[CheckpointShown, ...]


class Integrity(Answer):
    """How whole an owner's log is. `broken_at` is the first entry for which the chain does not hold."""

    owner: str
    entries: int
    head: int
    contiguous_up_to: int
    missing: tuple[Gap, ...]
    chain_verified_up_to: int
    broken_at: int | None
    tile_log: TileLog


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


@dataclass(frozen=True, slots=True)
class Links:
    """Where the causes and the effects of events stand."""

    causes: Mapping[UUID, Place]
    effects: Mapping[UUID, Sequence[Place]]

    @classmethod
    def among(cls, facts: Iterable[Fact]) -> "Links":
        """The links from one of these events to another."""
        causes: dict[UUID, Place] = {}
        effects: dict[UUID, list[Place]] = defaultdict(list)
        for one in facts:
            place = Place(owner=one.owner, position=one.position)
            causes[one.event_id] = place
            if one.cause is not None:
                effects[one.cause].append(place)
        return cls(causes, effects)


def entries(
    facts: Sequence[Fact],
    station_id: str,
    names: Mapping[str, str],
    *,
    narrow: bool,
    links: Links | None = None,
    changes: Mapping[UUID, Sequence[Change]] | None = None,
) -> list[HistoryEntry]:
    """The entries of facts, in their order; `narrow` leaves out what their lists say of other stations.

    Without `links` the causes and effects are those among these facts.
    """
    among = links or Links.among(facts)
    return [_entry(one, station_id, names, among, changes or {}, narrow=narrow) for one in facts]


def _entry(
    one: Fact,
    station_id: str,
    names: Mapping[str, str],
    links: Links,
    changes: Mapping[UUID, Sequence[Change]],
    *,
    narrow: bool,
) -> HistoryEntry:
    bureau, bureauname = history.bureau(one, names)
    data = masking.masked(one.type, one.payload)
    changed = changes.get(one.event_id)
    said: dict[str, Any] = {name: one.attributes.get(name, "") for name in _SAID}
    return HistoryEntry(
        owner=one.owner,
        position=one.position,
        id=one.event_id,
        event=name_of(one.type),
        stream=one.stream,
        version=one.version,
        effective_at=one.effective_at.astimezone(CHINA),
        recorded_at=one.recorded_at.astimezone(CHINA),
        day=one.day,
        bureau=bureau,
        bureauname=bureauname,
        act=Act(**history.act(one.type)),
        basis=history.basis(one),
        reason=history.reason(one),
        correlationid="" if narrow else one.attributes.get("correlationid", ""),
        cause=links.causes.get(one.cause) if one.cause else None,
        effects=tuple(links.effects.get(one.event_id, ())[:EFFECTS]),
        **said,
        context=one.context,
        changes=None if changed is None else tuple(map(_changed, changed)),
        data=masking.about({station_id}, data) if narrow else data,
    )


def _changed(of: Change) -> Changed:
    return Changed(field=of.field, before=of.before, after=of.after)


def name_of(type_name: str) -> str:
    """The event's name in a type as `shifan.registry.StationRegistered.v1`."""
    pieces = type_name.split(".")
    return pieces[-2] if len(pieces) > 1 else type_name

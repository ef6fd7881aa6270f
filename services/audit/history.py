"""A station's history: entries of all owners in causal order, as of a day or a position. Pure."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import orjson

from services.audit.entries import parts
from shared.events.catalogue import CATALOGUE
from shared.eventsourcing.instants import CHINA

_REASONS = ("reason", "reasons", "opinion", "remarks", "findings", "facts", "deeds", "summary", "note")
_SET_ASIDE = "shifan.assessment.RevocationSetAside.v1"
_STATUS = {
    "shifan.assessment.Certified.v1": "in_force",
    "shifan.assessment.TitleSuspended.v1": "suspended",
    "shifan.assessment.TitleResumed.v1": "in_force",
    "shifan.assessment.Revoked.v1": "revoked",
    _SET_ASIDE: "in_force",
    "shifan.assessment.TitleLapsed.v1": "lapsed",
    "shifan.assessment.TitleEnded.v1": "ended",
}
"""What each of these events makes of a title."""
_NOBODYS = {
    "service": "示范 Shifan (automatic)",
    "operator": "示范 Shifan (operator)",
    "public": "公众 (the public)",
}
"""Whose act it is where no bureau and no host acts."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry of the log as a history needs it; `context` says that it does not itself speak of the station."""

    owner: str
    position: int
    event_id: UUID
    cause: UUID | None
    type: str
    stream: str
    effective_at: datetime
    recorded_at: datetime
    context: bool
    attributes: Mapping[str, str]
    payload: Any

    @property
    def version(self) -> int:
        return int(self.attributes["version"])

    @property
    def day(self) -> date:
        return self.effective_at.astimezone(CHINA).date()


def fact(row: Mapping[str, Any]) -> Fact:
    """A fact from a row of the log, which keeps the record and a few columns taken from it."""
    attributes, payload = parts(row["record"])
    return Fact(
        owner=row["owner"],
        position=row["position"],
        event_id=row["event_id"],
        cause=row["cause"],
        type=row["type"],
        stream=row["stream"],
        effective_at=row["effective_at"],
        recorded_at=row["recorded_at"],
        context=row["context"],
        attributes=attributes,
        payload=read(payload),
    )


def read(payload: bytes) -> Any:
    """The payload as plain values; nothing where it is no JSON."""
    try:
        return orjson.loads(payload)
    except ValueError:
        return None


def in_causal_order(facts: Iterable[Fact]) -> list[Fact]:
    """A cause before its effect, a stream in its own order; else by effective time, recorded time, owner, position."""
    by_id = {one.event_id: one for one in facts}
    streams: dict[str, list[Fact]] = defaultdict(list)
    for one in by_id.values():
        streams[one.stream].append(one)
    waits: dict[UUID, int] = dict.fromkeys(by_id, 0)
    after: dict[UUID, list[Fact]] = defaultdict(list)
    for one in by_id.values():
        if one.cause is not None and one.cause in by_id:
            after[one.cause].append(one)
            waits[one.event_id] += 1
    for stream in streams.values():
        stream.sort(key=lambda one: one.version)
        for earlier, later in pairwise(stream):
            after[earlier.event_id].append(later)
            waits[later.event_id] += 1
    ready = [(*_moment(one), one.event_id) for one in by_id.values() if not waits[one.event_id]]
    heapq.heapify(ready)
    ordered: list[Fact] = []
    while ready:
        one = by_id[heapq.heappop(ready)[-1]]
        ordered.append(one)
        for effect in after[one.event_id]:
            waits[effect.event_id] -= 1
            if not waits[effect.event_id]:
                heapq.heappush(ready, (*_moment(effect), effect.event_id))
    return ordered


def _moment(one: Fact) -> tuple[datetime, datetime, str, int]:
    return one.effective_at, one.recorded_at, one.owner, one.position


def as_of_day(facts: Iterable[Fact], day: date) -> list[Fact]:
    """What had taken effect by the end of a day in Asia/Shanghai."""
    return [one for one in facts if one.day <= day]


def as_of_position(facts: Sequence[Fact], owner: str, position: int, recorded_at: datetime) -> list[Fact]:
    """What was on record when the entry at this position of this owner's log was written, and nothing without cause."""
    seen = [one for one in facts if _on_record(one, owner, position, recorded_at)]
    known = {one.event_id for one in facts}
    kept: set[UUID] = set()
    for one in in_causal_order(seen):
        if one.cause is None or one.cause in kept or one.cause not in known:
            kept.add(one.event_id)
    return [one for one in seen if one.event_id in kept]


def _on_record(one: Fact, owner: str, position: int, recorded_at: datetime) -> bool:
    return one.position <= position if one.owner == owner else one.recorded_at <= recorded_at


def without_idle_context(facts: Iterable[Fact]) -> list[Fact]:
    """Context is there for what it led to: without its effect it says nothing of the station."""
    kept = {one.event_id: one for one in facts}
    wanted = {one.event_id for one in kept.values() if not one.context}
    open_ = list(wanted)
    while open_:
        cause = kept[open_.pop()].cause
        if cause is not None and cause in kept and cause not in wanted:
            wanted.add(cause)
            open_.append(cause)
    return [one for one in kept.values() if one.event_id in wanted]


@dataclass(frozen=True, slots=True)
class Title:
    """Where the station's title stands, and since when.

    One of `none`, `in_force`, `suspended`, `revoked`, `lapsed` and `ended`.
    """

    status: str
    certificate_number: str | None
    since: date | None


def title(station_id: str, facts: Iterable[Fact]) -> Title:
    """The standing of the title after these facts, which are in causal order."""
    standing, before = Title("none", None, None), "in_force"
    for one in facts:
        if isinstance(one.payload, dict) and one.payload.get("station_id") == station_id:
            status = _STATUS.get(one.type)
            if status is None:
                continue
            if status in {"in_force", "suspended"} and one.type != _SET_ASIDE:
                before = status
            # What is restored is what there was: a title that had been suspended is suspended again.
            standing = Title(
                before if one.type == _SET_ASIDE else status, one.payload.get("certificate_number"), one.day
            )
    return standing


def act(type_name: str) -> dict[str, str]:
    """The act's name: the term and the sentence that stand at its event."""
    event = CATALOGUE.get(type_name)
    if event is None:
        return {"zh": "", "en": type_name}
    term, _, sentence = (event.__doc__ or event.__name__).strip().splitlines()[0].partition(": ")
    return {"zh": term, "en": sentence}


def basis(one: Fact) -> str:
    """The clause or law that the act names, else that of its event."""
    event = CATALOGUE.get(one.type)
    return one.attributes.get("basis") or (event.clause if event else "")


def reason(one: Fact) -> str:
    """Why, in the words of whoever did it; where they gave none, what the act rests on."""
    payload = one.payload if isinstance(one.payload, dict) else {}
    for name in _REASONS:
        said = payload.get(name)
        if isinstance(said, list) and said and all(isinstance(part, str) for part in said):
            return "；".join(said)
        if isinstance(said, str) and said:
            return said
    return basis(one)


def bureau(one: Fact, names: Mapping[str, str]) -> tuple[str, str]:
    """The bureau or host in whose name it was done, with its name of the day.

    What the programme does by itself, as the beginning of a day, or a member of the public says, has none.
    """
    code = one.attributes.get("bureau", "")
    name = one.attributes.get("bureauname") or names.get(code, "")
    if code:
        return code, name or code
    actor = one.attributes.get("actor", "")
    return actor, _NOBODYS.get(one.attributes.get("level", ""), actor)

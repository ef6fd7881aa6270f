"""What a history tells to whom: which of its entries they see, and what each of them changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.audit import answers, queries
from services.audit.answers import HistoryEntry, Links, Place
from services.audit.changes import Change, Reading, changes, incomplete
from services.audit.history import Fact, in_causal_order, without_idle_context
from services.audit.moments import NOW, Moment
from shared.access import masking
from shared.access.readers import kept_from
from shared.access.roles import Level
from shared.database import Connection

_SEE_ALL = frozenset({Level.AUDITOR, Level.OPERATOR})


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads; a host reads of lists only the lines about `station_id`."""

    level: Level
    station_id: str = ""

    @property
    def narrow(self) -> bool:
        return self.level is Level.ENTERPRISE

    def sees(self, one: Fact) -> bool:
        """Whether they learn that the event has been."""
        return one.type not in {event.type_name() for event in kept_from(self.level)}

    def reading(self, own: Collection[UUID]) -> Reading:
        """Payloads as they read them; of what is not in their history and none of theirs to read, masks alone."""
        kept = {event.type_name() for event in kept_from(self.level)}

        def read(one: Fact) -> Any:
            if one.type in kept:
                return None
            data = masking.masked(one.type, one.payload)
            if isinstance(data, dict) and self.level not in _SEE_ALL and one.event_id not in own:
                return dict.fromkeys(data, masking.MASK)
            return masking.about({self.station_id}, data) if self.narrow else data

        return read


@dataclass(frozen=True, slots=True)
class Told:
    """A history in causal order: all of it, and what of it the reader sees."""

    ordered: list[Fact]
    shown: list[Fact]


def told(facts: Sequence[Fact], moment: Moment, reader: Reader, types: Collection[str] | None = None) -> Told:
    """The history as of a moment; with `types`, only the events of these are shown."""
    ordered = in_causal_order(without_idle_context(moment.seen(facts)))
    shown = [one for one in ordered if reader.sees(one) and (types is None or one.type in types)]
    return Told(ordered, shown)


async def changed(
    connection: Connection, page: Sequence[Fact], known: Sequence[Fact], moment: Moment, reader: Reader
) -> dict[UUID, tuple[Change, ...]]:
    """What each entry of a page changed, but those that are context.

    `known` are the entries that the reader may read; what else was said before in the same streams is read for it.
    """
    concerned = [one for one in page if not one.context]
    streams = {(one.owner, one.stream) for one in concerned}
    at_hand = [one for one in known if (one.owner, one.stream) in streams]
    earlier = await queries.streams(connection, incomplete(at_hand))
    there = {one.event_id: one for one in [*moment.seen(earlier), *at_hand]}
    found = changes(there.values(), reader.reading({one.event_id for one in known}))
    return {one.event_id: found[one.event_id] for one in concerned}


async def pages(
    connection: Connection, page: Sequence[Fact], moment: Moment, reader: Reader, *, with_changes: bool
) -> list[HistoryEntry]:
    """The entries of a page of single acts, whose causes and effects stand elsewhere in the logs."""
    links = await _links(connection, page, moment)
    hosts = {one.attributes.get("bureau", "") for one in page if one.attributes.get("level") == Level.ENTERPRISE}
    names = await queries.names(connection, *hosts)
    found = await changed(connection, page, page, moment, reader) if with_changes else None
    return answers.entries(page, reader.station_id, names, narrow=reader.narrow, links=links, changes=found)


async def _links(connection: Connection, page: Sequence[Fact], moment: Moment = NOW) -> Links:
    causes = await queries.causes(connection, {one.cause for one in page if one.cause is not None})
    effects = await queries.effects(connection, {one.event_id for one in page}, answers.EFFECTS)
    of: dict[UUID, list[Place]] = {}
    for row in effects:
        if _was_there(moment, row):
            of.setdefault(row["cause"], []).append(_place(row))
    return Links({row["event_id"]: _place(row) for row in causes if _was_there(moment, row)}, of)


def _was_there(moment: Moment, row: Any) -> bool:
    return moment.holds(row["owner"], row["position"], row["effective_at"], row["recorded_at"])


def _place(row: Any) -> Place:
    return Place(owner=row["owner"], position=row["position"])

"""Searching the logs: what is asked for becomes one query, whose pages follow the moment of recording. Pure."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.audit.moments import NOW, Moment, end_of, start_of
from services.audit.queries import COLUMNS
from services.audit.subjects import How, Kind
from shared.events.catalogue import CATALOGUE

_FROM_LOG = "log l"
# The limit in the lateral keeps the order of the subject's index, in which a page is read and no more than it.
_OF_A_SUBJECT = """subjects s
 CROSS JOIN LATERAL (SELECT * FROM log WHERE owner = s.owner AND position = s.position LIMIT 1) l"""
_OF_A_STATION = """mentions s
 CROSS JOIN LATERAL (SELECT * FROM log WHERE owner = s.owner AND position = s.position LIMIT 1) l"""
_ALSO = """EXISTS (SELECT FROM subjects x
  WHERE x.kind = {} AND x.id = {} AND x.how LIKE {}
    AND x.recorded_at = l.recorded_at AND x.owner = l.owner AND x.position = l.position)"""
_ALSO_THE_STATION = """EXISTS (SELECT FROM mentions x
  WHERE x.station_id = {} AND x.owner = l.owner AND x.position = l.position)"""

Key = tuple[datetime, str, int]
"""Where a page begins: behind the entry recorded then, of that owner, at that position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is searched for; whatever says nothing leaves everything in. Days are of Asia/Shanghai, both included.

    `actor` is the person who did it; with `own` the others, too, must have done it themselves.
    """

    actor: str = ""
    person: str = ""
    bureau: str = ""
    host: str = ""
    application: str = ""
    season: str = ""
    station: str = ""
    types: tuple[str, ...] | None = None
    owner: str = ""
    stream: str = ""
    correlation: str = ""
    recorded_from: date | None = None
    recorded_until: date | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    own: bool = False
    moment: Moment = NOW

    def subjects(self) -> Iterator[tuple[Kind, str, bool]]:
        """Of whom an entry must speak, and whether it must be their own act."""
        named = (
            (Kind.PERSON, self.actor, True),
            (Kind.APPLICATION, self.application, self.own),
            (Kind.PERSON, self.person, self.own),
            (Kind.HOST, self.host, self.own),
            (Kind.SEASON, self.season, self.own),
            (Kind.BUREAU, self.bureau, self.own),
        )
        yield from (one for one in named if one[1])


class Question:
    """A query in the making: conditions, and the arguments that their places stand for."""

    def __init__(self) -> None:
        self.arguments: list[Any] = []
        self.conditions: list[str] = []

    def add(self, condition: str, *values: Any) -> None:
        """A condition with `{}` in the place of each value."""
        places = [f"${len(self.arguments) + number}" for number in range(1, len(values) + 1)]
        self.arguments += values
        self.conditions.append(condition.format(*places))


def question(wanted: Wanted, after: Key | None, limit: int) -> tuple[str, list[Any]]:
    """The query for a page behind a key, with its arguments."""
    asked = Question()
    source, key = _source(asked, wanted)
    _narrow(asked, wanted)
    _as_of(asked, wanted.moment)
    if after is not None:
        asked.add(f"{key} > ({{}}::timestamptz, {{}}::text, {{}}::bigint)", *after)
    where = " AND ".join(asked.conditions) or "true"
    order = key.strip("()")
    sql = f"SELECT {COLUMNS}, false AS context FROM {source} WHERE {where} ORDER BY {order} LIMIT {int(limit)}"  # noqa: S608 (constants of ours; what was asked for stands in the arguments)
    return sql, asked.arguments


def _source(asked: Question, wanted: Wanted) -> tuple[str, str]:
    """What is read, and the columns that order it. Of several subjects the first is read, the others are looked up."""
    subjects = list(wanted.subjects())
    for kind, subject, acts in subjects[1:]:
        asked.add(_ALSO, kind, subject, How.ACTS if acts else "%")
    if subjects:
        kind, subject, acts = subjects[0]
        asked.add("s.kind = {} AND s.id = {}", kind, subject)
        if acts:
            asked.add("s.how = {}", How.ACTS)
        if wanted.station:
            asked.add(_ALSO_THE_STATION, wanted.station)
        return _OF_A_SUBJECT, "(s.recorded_at, s.owner, s.position)"
    if wanted.station:
        asked.add("s.station_id = {}", wanted.station)
        return _OF_A_STATION, "(l.recorded_at, l.owner, l.position)"
    return _FROM_LOG, "(l.recorded_at, l.owner, l.position)"


def _narrow(asked: Question, wanted: Wanted) -> None:
    if wanted.types is not None:
        types = wanted.types
        asked.add("l.type = {}", *types) if len(types) == 1 else asked.add("l.type = ANY ({}::text[])", list(types))
    for column, value in (("owner", wanted.owner), ("stream", wanted.stream), ("correlation", wanted.correlation)):
        if value:
            asked.add(f"l.{column} = {{}}", value)
    for column, first, last in (
        ("recorded_at", wanted.recorded_from, wanted.recorded_until),
        ("effective_at", wanted.effective_from, wanted.effective_until),
    ):
        if first is not None:
            asked.add(f"l.{column} >= {{}}", start_of(first))
        if last is not None:
            asked.add(f"l.{column} < {{}}", end_of(last))


def _as_of(asked: Question, moment: Moment) -> None:
    if moment.day is not None:
        asked.add("l.effective_at < {}", end_of(moment.day))
    elif moment.recorded_at is not None:
        asked.add(
            "CASE WHEN l.owner = {} THEN l.position <= {} ELSE l.recorded_at <= {} END",
            moment.owner,
            moment.position,
            moment.recorded_at,
        )


def types_of(names: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """The types of the events of these names, in every version; and the names that no event bears.

    A type itself, as `shifan.registry.StationRegistered.v1`, is taken as it is: the log keeps also what this release
    does not know.
    """
    by_name: dict[str, list[str]] = {}
    for type_name, event in CATALOGUE.items():
        by_name.setdefault(event.__name__, []).append(type_name)
    found: list[str] = []
    unknown: list[str] = []
    for name in names:
        if name.startswith("shifan."):
            found.append(name)
        elif name in by_name:
            found += by_name[name]
        else:
            unknown.append(name)
    return tuple(dict.fromkeys(found)), unknown


def nearby(name: str) -> list[str]:
    """The names of events that are written much like this one, the nearest first."""
    lower = {event.__name__.lower(): event.__name__ for event in CATALOGUE.values()}
    return [lower[near] for near in difflib.get_close_matches(name.lower(), lower, n=5, cutoff=0.5)]

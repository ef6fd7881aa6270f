"""How a history is asked for: as of when, which page of it, and which events."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from services.audit import queries, searching
from services.audit.answers import Place
from services.audit.history import Fact
from services.audit.moments import Moment
from shared.access import directory
from shared.access.competence import OutsideJurisdiction
from shared.access.roles import Caller
from shared.access.scope import scope_of
from shared.database import Connection
from shared.errors import NotFound, Unacceptable
from shared.web.bodies import Day

_DIGITS = 18
"""So many fit into a position."""


class NoSuchEntry(NotFound):
    """There is no such entry in that owner's log."""

    title_zh = "该日志中没有这一条记录。"


class OneAsOf(Unacceptable):
    """A history is as of a day or as of a position, not both; a position is written as `owner:number`."""

    title_zh = "只能按日期或按位置查询历史，位置的写法为“服务:序号”。"


class NoSuchEvent(Unacceptable):
    """What is searched for bears the name of an event that there is."""

    title_zh = "没有这种事件。"


class AsOf(BaseModel):
    """As of which day (effective time, in Shanghai) or position (as `owner:number`) a history is asked for."""

    model_config = ConfigDict(extra="forbid")

    as_of: Day | None = None
    as_of_position: str = Field(default="", max_length=40)


class Asked(AsOf):
    """Which part of a history: the entries behind `after` (as `owner:number`), of the named events alone.

    Without `changes` nothing is said of what was before and after.
    """

    after: str = Field(default="", max_length=40)
    limit: int = Field(default=1_000, ge=1, le=5_000)
    event: list[str] = Field(default=[], max_length=50)
    changes: bool = True


async def may_read(connection: Connection, caller: Caller, station_id: str) -> str:
    """The station's host, if the caller may read its history: its own host, a bureau of its area, auditor, operator.

    Raises:
        NotKnownHere: there is no such station here.
        OutsideJurisdiction: it is none of the caller's.
    """
    station = await directory.the_station(connection, station_id)
    scope = await scope_of(connection, caller)
    if not scope.covers(host_id=station.host_id, bureau_code=station.bureau_code, division_code=station.division_code):
        raise OutsideJurisdiction(f"Station {station_id} is not in your area.")
    return station.host_id


async def moment_of(connection: Connection, asked: AsOf) -> Moment:
    """As of when.

    Raises:
        OneAsOf: a day and a position, or what is no position.
        NoSuchEntry: nothing stands at that position.
    """
    if asked.as_of is not None and asked.as_of_position:
        raise OneAsOf("Ask for a day or for a position.")
    if not asked.as_of_position:
        return Moment(day=asked.as_of)
    place = place_of(asked.as_of_position)
    recorded_at = await queries.recorded_at(connection, place.owner, place.position)
    if recorded_at is None:
        raise NoSuchEntry(f"Position {place.position} of {place.owner} is not in the log.")
    return Moment(owner=place.owner, position=place.position, recorded_at=recorded_at)


def place_of(text: str) -> Place:
    """The place in a log that is written as `owner:number`.

    Raises:
        OneAsOf: it is none.
    """
    owner, _, number = text.partition(":")
    if not number.isascii() or not number.isdigit():
        raise OneAsOf(f"{text!r} is no position: assessment:120 is the form.")
    return Place(owner=owner, position=int(number[:_DIGITS]))


def place_at(moment: Moment) -> Place | None:
    """The place in a log that a moment is named by, if it is."""
    return Place(owner=moment.owner, position=moment.position) if moment.owner else None


def types_of(names: Sequence[str]) -> tuple[str, ...] | None:
    """The types of the events of these names; nothing where none is named.

    Raises:
        NoSuchEvent: one is called otherwise.
    """
    found, unknown = searching.types_of(names)
    if unknown:
        near = searching.nearby(unknown[0])
        hint = f" Near it: {', '.join(near)}." if near else " docs/events.md lists them."
        raise NoSuchEvent(f"{unknown[0]!r} is no event.{hint}")
    return found if names else None


def page_of(shown: Sequence[Fact], after: str, limit: int) -> tuple[Sequence[Fact], str | None]:
    """The entries behind a place, and where the page behind them begins, if there is one.

    Raises:
        OneAsOf: `after` is no place.
        NoSuchEntry: the history has no entry there.
    """
    start = 0
    if after:
        wanted = place_of(after)
        places = [Place(owner=one.owner, position=one.position) for one in shown]
        if wanted not in places:
            raise NoSuchEntry(f"{after} is no entry of this history.")
        start = places.index(wanted) + 1
    page = shown[start : start + limit]
    more = start + limit < len(shown)
    return page, f"{page[-1].owner}:{page[-1].position}" if more else None


def link_to(request: Request, following: str) -> str:
    """The header that leads to the page behind a place."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    return f'<{request.url.path}?{urlencode([*query, ("after", following)])}>; rel="next"'

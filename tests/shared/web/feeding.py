"""What the tests of the change feed share: who reads, what is recorded, and a reader of event streams."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
import orjson

from shared.access.roles import Caller, Level
from shared.events.event import SEALED, Event, Sealed
from shared.events.publication import CandidateResult, NoticeResult, PublicNoticeClosed
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    HostRegistered,
    JurisdictionResolved,
    OfficerPosted,
    Size,
    StaffAppointed,
    StationKind,
    StationRegistered,
    StationSuspended,
)
from shared.eventsourcing.committer import Commit, Committer, NewEvent

DAY = date(2013, 5, 1)
NOON = datetime(2013, 9, 23, 4, 0, 0, tzinfo=UTC)

AUDITOR = Caller("auditor-1", Level.AUDITOR)
OPERATOR = Caller("operator-1", Level.OPERATOR)
JIANGSU = Caller("of-320000", Level.PROVINCE, "B-320000", "clerk")
CHANGZHOU = Caller("of-320400", Level.CITY, "B-320400", "clerk")
SUZHOU = Caller("of-320500", Level.CITY, "B-320500", "clerk")
TIANNING = Caller("of-320402", Level.COUNTY, "B-320402", "clerk")
ZHONGLOU = Caller("of-320404", Level.COUNTY, "B-320404", "clerk")
DIRECTLY = Caller("of-320499", Level.COUNTY, "B-320499", "clerk")
"""Of a county's level, but put in charge of the whole city's division."""
OFFICE = Caller("of-3204021", Level.OFFICE, "B-3204021", "clerk")
HOST = Caller("clerk of ho-1", Level.ENTERPRISE, "ho-1")
OTHER_HOST = Caller("clerk of ho-2", Level.ENTERPRISE, "ho-2")

_BUREAUS = (
    ("B-320000", BureauLevel.PROVINCE, "320000"),
    ("B-320400", BureauLevel.CITY, "320400"),
    ("B-320500", BureauLevel.CITY, "320500"),
    ("B-320402", BureauLevel.COUNTY, "320402"),
    ("B-320404", BureauLevel.COUNTY, "320404"),
    ("B-320499", BureauLevel.COUNTY, "320400"),
    ("B-3204021", BureauLevel.OFFICE, "320402"),
)


def bureau(code: str, level: BureauLevel, division_code: str) -> BureauEstablished:
    return BureauEstablished(
        bureau_code=code,
        name=f"{code}局",
        name_is_sourced=False,
        level=level,
        division_code=division_code,
        established_on=DAY,
    )


def station(station_id: str, host_id: str) -> StationRegistered:
    return StationRegistered(
        station_id=station_id,
        host_id=host_id,
        name=f"{station_id}服务站",
        kind=StationKind.MALL,
        trade="百货",
        size=Size(),
        division_code="320402",
        town="",
        operating_since=DAY,
        registered_on=DAY,
    )


def whereabouts(station_id: str) -> JurisdictionResolved:
    return JurisdictionResolved(
        station_id=station_id, bureau_code="B-320402", division_code="320402", town="", since=DAY
    )


def host(host_id: str) -> HostRegistered:
    return HostRegistered(
        host_id=host_id, name=host_id, registration_number=host_id, division_code="320402", registered_on=DAY
    )


def known() -> list[Event]:
    """What the directory knows: bureaus, an officer at each, two hosts with a station each."""
    posted = [
        OfficerPosted(officer_id=code.replace("B", "of"), bureau_code=code, post="clerk", posted_on=DAY)
        for code, _, _ in _BUREAUS
    ]
    return [
        *(bureau(*one) for one in _BUREAUS),
        *posted,
        host("ho-1"),
        host("ho-2"),
        station("st-1", "ho-1"),
        station("st-2", "ho-2"),
        whereabouts("st-1"),
        whereabouts("st-2"),
    ]


def suspended(reason: str, station_id: str = "st-9") -> StationSuspended:
    return StationSuspended(station_id=station_id, reason=reason, suspended_on=DAY)


def appointed(name: str) -> StaffAppointed:
    return StaffAppointed(
        staff_id="sf-1", station_id="st-1", host_id="ho-1", name=Sealed(SEALED + name), posts=(), appointed_on=DAY
    )


def closed(*stations: str) -> PublicNoticeClosed:
    return PublicNoticeClosed(
        notice_id="no-1",
        season_id="se-1",
        results=tuple(
            CandidateResult(application_id=f"ap-{one}", station_id=one, result=NoticeResult.KEPT) for one in stations
        ),
        closed_on=DAY,
    )


_streams = count()


def new(event: Event, jurisdiction: str, actor: str = "of-secret") -> NewEvent:
    attributes = {
        "actor": actor,
        "level": "county",
        "correlationid": "c-1",
        "source": f"/services/{event.owner()}",
        "partitionkey": "k",
    }
    attributes |= {"jurisdiction": jurisdiction} if jurisdiction else {}
    return NewEvent(
        stream=f"s-{next(_streams)}",
        version=1,
        type=event.type_name(),
        event_id=uuid4(),
        payload=event.payload(),
        attributes=orjson.dumps(attributes, option=orjson.OPT_SORT_KEYS),
        effective_at=NOON,
    )


async def record(committer: Committer, *events: tuple[Event, str]) -> int:
    """Record events with their jurisdictions, and give the last one's position."""
    committed = await committer.submit(Commit(events=tuple(new(*one) for one in events)))
    assert committed.position is not None
    return committed.position


@dataclass(frozen=True, slots=True)
class Told:
    """One block of an event stream."""

    id: str = ""
    data: Any = None
    comments: tuple[str, ...] = ()
    retry: str = ""


@dataclass(slots=True)
class _Block:
    fields: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        name, _, value = line.partition(":")
        if name:
            self.fields[name] = value.removeprefix(" ")
        else:
            self.comments.append(value.strip())

    def told(self) -> Told:
        data = orjson.loads(self.fields["data"]) if "data" in self.fields else None
        return Told(self.fields.get("id", ""), data, tuple(self.comments), self.fields.get("retry", ""))


async def blocks(response: httpx.Response) -> AsyncIterator[Told]:
    """The blocks of a stream until it ends."""
    block = _Block()
    async for line in response.aiter_lines():
        if line:
            block.take(line)
        elif block.fields or block.comments:
            yield block.told()
            block = _Block()


@asynccontextmanager
async def following(
    url: str, headers: Mapping[str, str], last: int | None = None, after: int = 0
) -> AsyncIterator[AsyncIterator[Told]]:
    """A connection to the stream; at the end of the block it is cut."""
    resumed = {} if last is None else {"Last-Event-ID": str(last)}
    async with (
        httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client,
        client.stream("GET", f"/v1/events/stream?after={after}", headers={**headers, **resumed}) as response,
    ):
        assert response.status_code == httpx.codes.OK, await response.aread()
        assert response.headers["content-type"].startswith("text/event-stream")
        yield blocks(response)


async def first(stream: AsyncIterator[Told], many: int) -> list[Told]:
    """The first events of a stream that have data; it fails if the stream ends before."""
    found: list[Told] = []
    async for told in stream:
        if told.data is not None:
            found.append(told)
        if len(found) == many:
            return found
    raise AssertionError(f"the stream ended after {len(found)} of {many} events")

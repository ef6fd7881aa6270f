"""A running service and the people and events around it: what a test says, does and hears."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx
from asyncpg import Record

from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, mint
from shared.bus.outgoing import message_of
from shared.bus.reactor import Reactor
from shared.bus.topics import topic_of
from shared.clock import SHANGHAI
from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    DayBegan,
    HostRegistered,
    JurisdictionResolved,
    OfficerPosted,
    Size,
    StationKind,
    StationRegistered,
)
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.messages import Message
from shared.eventsourcing.record import GENESIS
from shared.eventsourcing.rows import Row
from shared.runtime import Runtime

ISSUER = "shifan-test"
LONG_AGO = date(2012, 1, 4)

PROVINCE = Caller("of-p", Level.PROVINCE, "B-320000", "clerk")
CITY = Caller("of-c", Level.CITY, "B-320400", "clerk")
OTHER_PROVINCE = Caller("of-z", Level.PROVINCE, "B-330000", "clerk")
CLERK = Caller("of-1", Level.COUNTY, "B-320402", "clerk")
NEIGHBOUR = Caller("of-3", Level.COUNTY, "B-320404", "clerk")
HOST = Caller("hm-a", Level.ENTERPRISE, "ho-a")
OTHER_HOST = Caller("hm-b", Level.ENTERPRISE, "ho-b")
AUDITOR = Caller("auditor-1", Level.AUDITOR)


def bureau(code: str, name: str, level: BureauLevel) -> BureauEstablished:
    return BureauEstablished(
        bureau_code=f"B-{code}",
        name=name,
        name_is_sourced=False,
        level=level,
        division_code=code,
        established_on=LONG_AGO,
    )


def officer(officer_id: str, bureau_code: str) -> OfficerPosted:
    return OfficerPosted(officer_id=officer_id, bureau_code=bureau_code, post="clerk", posted_on=LONG_AGO)


def host(host_id: str, name: str) -> HostRegistered:
    return HostRegistered(
        host_id=host_id,
        name=name,
        registration_number="320400000000001",
        division_code="320402",
        registered_on=LONG_AGO,
    )


def station(station_id: str, host_id: str, name: str, division_code: str = "320402") -> tuple[Event, ...]:
    return (
        StationRegistered(
            station_id=station_id,
            host_id=host_id,
            name=name,
            kind=StationKind.MALL,
            trade="百货",
            size=Size(),
            division_code=division_code,
            town="",
            operating_since=date(2012, 3, 1),
            registered_on=date(2013, 5, 16),
        ),
        JurisdictionResolved(
            station_id=station_id,
            bureau_code=f"B-{division_code}",
            division_code=division_code,
            town="",
            since=date(2013, 5, 16),
        ),
    )


BEGINNING: tuple[Event, ...] = (
    bureau("320000", "省局", BureauLevel.PROVINCE),
    bureau("330000", "邻省省局", BureauLevel.PROVINCE),
    bureau("320400", "市局", BureauLevel.CITY),
    bureau("320402", "天宁分局", BureauLevel.COUNTY),
    bureau("320404", "钟楼分局", BureauLevel.COUNTY),
    officer("of-p", "B-320000"),
    officer("of-z", "B-330000"),
    officer("of-c", "B-320400"),
    officer("of-1", "B-320402"),
    officer("of-2", "B-320402"),
    officer("of-3", "B-320404"),
    host("ho-a", "甲百货"),
    host("ho-b", "乙超市"),
    *station("st-a", "ho-a", "甲百货站"),
    *station("st-b", "ho-b", "乙超市站", "320404"),
)


@dataclass
class World:
    """`hears` is what the bus brings; `does` is what a person sends; the clock is the sandbox's."""

    runtime: Runtime
    client: httpx.AsyncClient
    keys: KeyFiles
    reactor: Reactor
    _positions: dict[str, int] = field(default_factory=dict)
    _sent: dict[str, dict[int, int]] = field(default_factory=dict)
    _keys: "count[int]" = field(default_factory=count)

    async def knows(self, *events: Event) -> None:
        """These were heard long ago; in one transaction, for every test begins with them."""
        statements = [statement for event in events for statement in self.runtime.service.project(recorded(event))]
        await self.runtime.committer.submit(Commit(statements=tuple(statements)))

    async def hears(self, *events: Event) -> None:
        """Each event comes in its owner's topic, in this order."""
        for event in events:
            await self.reactor.take(self._message(event))

    async def hears_at(self, recorded_at: datetime, event: Event) -> None:
        """As `hears`, of an event whose recording another clock has stamped than that of the programme."""
        await self.reactor.take(self._message(event, recorded_at))

    async def day(self, day: date) -> None:
        """This day begins; if the clock still shows an earlier one, it goes to its morning."""
        if self.runtime.clock.today() < day:
            await self.clock(day, 0, 0)
        await self.hears(DayBegan(day=day))

    async def clock(self, day: date, hour: int = 9, minute: int = 0, second: int = 0) -> None:
        instant = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)
        await self.runtime.clock.move(self.runtime.pool, instant)

    async def does(
        self,
        who: Caller | None,
        path: str,
        body: object = None,
        *,
        version: int | None = None,
        key: str = "",
        acting_for: str = "",
    ) -> httpx.Response:
        headers = self.signed_in(who) | {"Idempotency-Key": key or f"key-{next(self._keys)}"}
        if version is not None:
            headers["If-Match"] = f'"v{version}"'
        if acting_for:
            headers["On-Behalf-Of"] = acting_for
        return await self.client.post(path, json=body, headers=headers)

    async def uploads(self, who: Caller | None, file: bytes) -> httpx.Response:
        return await self.client.post("/v1/evidence", content=file, headers=self.signed_in(who))

    async def reads(self, who: Caller | None, path: str, *, acting_for: str = "") -> httpx.Response:
        headers = self.signed_in(who) | ({"On-Behalf-Of": acting_for} if acting_for else {})
        return await self.client.get(path, headers=headers)

    def signed_in(self, who: Caller | None) -> dict[str, str]:
        if who is None:
            return {}
        return {"Authorization": f"Bearer {mint(self.keys.private, who, issuer=ISSUER, ttl_seconds=300)}"}

    async def rows(self, sql: str, *arguments: object) -> Sequence[Record]:
        return await self.runtime.pool.fetch(sql, *arguments)

    def _message(self, event: Event, recorded_at: datetime | None = None) -> Message:
        owner = event.owner()
        position = self._positions[owner] = self._positions.get(owner, 0) + 1
        fields: dict[str, Any] = event.model_dump()
        stream = str(fields.get("station_id") or fields.get("notice_id") or fields.get("season_id") or "calendar")
        at = self.runtime.clock.now() - timedelta(seconds=1)
        attributes = b'{"correlationid":"c-1","source":"/services/%s"}' % owner.encode()
        row = Row(
            position=position,
            stream_id=stream,
            version=1,
            type=event.type_name(),
            event_id=uuid5(NAMESPACE_URL, f"{owner} {position}"),
            payload=event.payload(),
            attributes=attributes,
            recorded_at=recorded_at or at,
            effective_at=at,
            chain=GENESIS,
        )
        sent = message_of(row, self._sent.setdefault(owner, {}))
        return Message(topic_of(owner, ""), sent.partition, position, sent.key, sent.value, tuple(sent.headers))


def recorded(event: Event) -> Recorded[Event]:
    """The event as a projection meets it."""
    at = datetime(2013, 9, 1, tzinfo=SHANGHAI)
    return Recorded(event, uuid5(NAMESPACE_URL, "one"), event.type_name(), "s", 1, 1, at, at, {}, GENESIS)

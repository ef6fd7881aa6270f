"""Events that are told, as notification hears of them: the golden samples of the contracts, and some made by hand."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from deploy.docs.samples import SAMPLES
from services.notification.projections import project
from shared.database import Connection
from shared.events.application import ApplicationReturned, SeasonDrafted, SeasonOpened, SeasonSettings
from shared.events.assessment import RectificationOrdered
from shared.events.catalogue import CATALOGUE, decode
from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    HostRegistered,
    JurisdictionResolved,
    OfficerPosted,
    Size,
    StationKind,
    StationRegistered,
    StationTransferred,
)
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.envelope import Recorded

NOON = datetime(2013, 5, 20, 4, 0, tzinfo=UTC)
DAY = date(2013, 5, 20)
SEASON = "S-2013-320400"
_IDS = UUID("0f6f8f3e-0000-4000-8000-000000000001")


def sample(event: type[Event]) -> Event:
    """The event's golden sample."""
    return decode(event.type_name(), (SAMPLES / f"{event.__name__}.json").read_bytes())


def samples() -> Iterable[Event]:
    """One of each event there is."""
    return map(sample, CATALOGUE.values())


def heard(event: Event, position: int, *, days: int = 0, recorded_at: datetime | None = None) -> Recorded[Event]:
    """The event as it comes out of its topic: so many days after the first ones."""
    instant = NOON + timedelta(days=days, milliseconds=position)
    owner = event.owner()
    event_id = uuid5(_IDS, f"{owner}{position}")
    return Recorded(
        event=event,
        event_id=event_id,
        type=event.type_name(),
        stream="s",
        version=1,
        position=position,
        effective_at=instant,
        recorded_at=recorded_at or datetime.now(UTC),
        attributes={},
        chain=b"",
    )


async def hear(writer: Committer, recorded: Iterable[Recorded[Event]]) -> None:
    """Project them, one transaction each, as the worker does."""
    for one in recorded:
        await writer.submit(Commit(statements=tuple(project(one))))


async def messages(connection: Connection) -> set[tuple[Any, ...]]:
    """Every message as far as it follows from what happened."""
    rows = await connection.fetch(
        "SELECT message_id, event_id, recipient, template, data, station_id, case_id, told_on FROM messages"
    )
    return {tuple(row) for row in rows}


async def recipients(connection: Connection, template: str) -> list[str]:
    """To whom messages of a template go."""
    rows = await connection.fetch("SELECT recipient FROM messages WHERE template = $1 ORDER BY recipient", template)
    return [row[0] for row in rows]


def bureau(code: str, level: BureauLevel, division: str) -> BureauEstablished:
    return BureauEstablished(
        bureau_code=code,
        name=f"机关{code}",
        name_is_sourced=False,
        level=level,
        division_code=division,
        established_on=DAY,
    )


def host(host_id: str) -> HostRegistered:
    return HostRegistered(
        host_id=host_id, name="莱蒙", registration_number="3" * 15, division_code="320402", registered_on=DAY
    )


def station(station_id: str, host_id: str) -> StationRegistered:
    return StationRegistered(
        station_id=station_id,
        host_id=host_id,
        name="莱蒙站",
        kind=StationKind.MALL,
        trade="百货",
        size=Size(),
        division_code="320402",
        town="",
        operating_since=date(2011, 3, 15),
        registered_on=DAY,
    )


def jurisdiction(station_id: str, code: str = "B-320402", division: str = "320402") -> JurisdictionResolved:
    return JurisdictionResolved(station_id=station_id, bureau_code=code, division_code=division, town="", since=DAY)


def posted(code: str) -> OfficerPosted:
    return OfficerPosted(officer_id=f"of-{code}", bureau_code=code, post="科员", posted_on=DAY)


def transferred(station_id: str, host_id: str) -> StationTransferred:
    return StationTransferred(station_id=station_id, host_id=host_id, former_host_id="ho-1", transferred_on=DAY)


def returned(station_id: str, due_on: date = date(2013, 7, 10)) -> ApplicationReturned:
    return ApplicationReturned(
        application_id=f"A-2013-{station_id}",
        station_id=station_id,
        missing=("营业执照",),
        due_on=due_on,
        due_is_provisional=False,
        returned_on=DAY,
    )


def rectification(due_on: date) -> RectificationOrdered:
    return RectificationOrdered(
        station_id="st-1",
        certificate_number="苏示站2013-0001",
        order_id="or-1",
        findings="台账无人登记",
        due_on=due_on,
        due_is_provisional=False,
        ordered_on=DAY,
    )


def season() -> SeasonDrafted:
    return SeasonDrafted(
        season_id=SEASON,
        year=2013,
        province_code="320000",
        city_code="320400",
        settings=SeasonSettings(
            applications_close_on=date(2013, 8, 30),
            recommendations_due_on=date(2013, 9, 13),
            submission_due_on=date(2013, 10, 31),
            rubric_id="R-JS-2013",
        ),
    )


def opened() -> SeasonOpened:
    return SeasonOpened(season_id=SEASON, opened_on=DAY)


def a_place() -> list[Event]:
    """Who is who, and one station of each of two hosts."""
    return [
        bureau("B-320402", BureauLevel.COUNTY, "320402"),
        bureau("B-320400", BureauLevel.CITY, "320400"),
        bureau("B-320000", BureauLevel.PROVINCE, "320000"),
        *map(posted, ("B-320402", "B-320400", "B-320000")),
        host("ho-1"),
        host("ho-2"),
        station("st-1", "ho-1"),
        jurisdiction("st-1"),
        station("st-2", "ho-2"),
        jurisdiction("st-2"),
    ]


def a_story() -> list[Recorded[Event]]:
    """A season is opened over the place; an application is returned; the station is transferred, and told again."""
    place = [heard(event, position) for position, event in enumerate(a_place(), 1)]
    return [
        *place,
        heard(season(), 1, days=5),
        heard(opened(), 2, days=6),
        heard(returned("st-1"), 3, days=40),
        heard(transferred("st-1", "ho-2"), 50, days=50),
        heard(rectification(date(2014, 5, 13)), 1, days=60),
    ]

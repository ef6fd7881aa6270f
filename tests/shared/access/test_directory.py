"""The directory: what every service knows of the registry, in whatever order it hears of it."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from itertools import permutations
from uuid import UUID

import asyncpg
import pytest

from shared.access import directory
from shared.access.competence import NotAnOfficerHere
from shared.access.directory import Acting
from shared.access.roles import ANONYMOUS, Caller, Level, service_caller
from shared.access.scope import NOTHING, Scope, scope_of
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    CalendarPublished,
    DayBegan,
    HostRegistered,
    JurisdictionResolved,
    OfficerPosted,
    Size,
    StationKind,
    StationRegistered,
)
from shared.eventsourcing.envelope import Recorded
from tests.servers import MakeDatabase

DAY = date(2013, 5, 1)

BUREAU = BureauEstablished(
    bureau_code="B-320402",
    name="常州市天宁工商行政管理局",
    name_is_sourced=False,
    level=BureauLevel.COUNTY,
    division_code="320402",
    established_on=DAY,
)
CITY = BureauEstablished(
    bureau_code="B-320400",
    name="江苏省常州工商行政管理局",
    name_is_sourced=True,
    level=BureauLevel.CITY,
    division_code="320400",
    established_on=DAY,
)
OFFICER = OfficerPosted(officer_id="of-1", bureau_code="B-320402", post="clerk", posted_on=DAY)
HOST = HostRegistered(host_id="ho-1", name="某商场", registration_number="1", division_code="320402", registered_on=DAY)
STATION = StationRegistered(
    station_id="st-1",
    host_id="ho-1",
    name="某服务站",
    kind=StationKind.MALL,
    trade="百货",
    size=Size(),
    division_code="320402",
    town="某街道",
    operating_since=DAY,
    registered_on=DAY,
)
JURISDICTION = JurisdictionResolved(
    station_id="st-1", bureau_code="B-320402", division_code="320402", town="某街道", since=DAY
)
CALENDAR = CalendarPublished(
    year=2013, weekday_holidays=(date(2013, 10, 1),), weekend_workdays=(date(2013, 9, 29),), source="国办发明电"
)
CLERK = Caller("of-1", Level.COUNTY, "B-320402", "said by the token")


def recorded(event: Event) -> Recorded[Event]:
    at = datetime(2013, 5, 1, tzinfo=UTC)
    return Recorded(event, UUID(int=1), event.type_name(), "s", 1, 0, at, at, {}, b"")


async def put(connection: Connection, *events: Event) -> None:
    for event in events:
        for sql, arguments in directory.project(recorded(event)):
            await connection.execute(sql, *arguments)


@pytest.fixture
async def connection(database: MakeDatabase) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(await database(directory.SCHEMA))
    yield connection
    await connection.close()


async def dump(connection: Connection) -> list[list[asyncpg.Record]]:
    tables = ("bureaus", "officers", "hosts", "stations", "calendar_years", "calendar_days")
    return [await connection.fetch(f"SELECT * FROM {table} ORDER BY 1") for table in tables]  # noqa: S608 - names of ours.


async def test_the_order_and_repetition_of_events_change_nothing(connection: Connection) -> None:
    orders: list[Sequence[Event]] = list(permutations([STATION, JURISDICTION, HOST, BUREAU, OFFICER]))
    dumps = []
    for order in orders[::7]:
        await connection.execute("TRUNCATE bureaus, officers, hosts, stations")
        await put(connection, *order, *order[:2])
        dumps.append(await dump(connection))
    assert all(each == dumps[0] for each in dumps)
    assert len(dumps[0][3]) == 1


async def test_a_station_is_known_once_its_bureau_is(connection: Connection) -> None:
    for events in ([STATION], [JURISDICTION]):
        await connection.execute("TRUNCATE stations")
        await put(connection, *events)
        assert await directory.station(connection, "st-1") is None
        with pytest.raises(NotKnownHere):
            await directory.the_station(connection, "st-1")
    await put(connection, STATION)
    station = await directory.the_station(connection, "st-1")
    assert (station.bureau_code, station.kind, station.host_id) == ("B-320402", StationKind.MALL, "ho-1")
    assert station.operating_since == DAY
    assert set(await directory.stations(connection, ["st-1", "st-2"])) == {"st-1"}


async def test_hosts_and_bureaus_are_found_by_their_codes(connection: Connection) -> None:
    await put(connection, HOST, BUREAU, CITY, DayBegan(day=DAY))
    assert (await directory.the_host(connection, "ho-1")).name == "某商场"
    assert (await directory.the_bureau(connection, "B-320400")).level is BureauLevel.CITY
    of_division = await directory.bureau_of_division(connection, "320402")
    assert of_division is not None
    assert of_division.code == "B-320402"
    assert await directory.bureau(connection, "B-1") is None
    assert await directory.host(connection, "ho-2") is None
    for missing in (directory.the_bureau(connection, "B-1"), directory.the_host(connection, "ho-2")):
        with pytest.raises(NotKnownHere):
            await missing


async def test_an_officer_acts_for_the_bureau_where_they_are_posted(connection: Connection) -> None:
    with pytest.raises(NotKnownHere):
        await directory.acting(connection, CLERK)
    await put(connection, BUREAU, CITY)
    with pytest.raises(NotKnownHere):
        await directory.acting(connection, CLERK)
    await put(connection, OFFICER)
    assert await directory.acting(connection, CLERK) == Acting(BUREAU.name, "320402", Level.COUNTY, "clerk")
    for caller in (Caller("of-1", Level.CITY, "B-320400"), Caller("of-1", Level.CITY, "B-320402")):
        with pytest.raises(NotAnOfficerHere):
            await directory.acting(connection, caller)


async def test_a_later_posting_holds_and_an_earlier_one_no_more(connection: Connection) -> None:
    moved = OfficerPosted(officer_id="of-1", bureau_code="B-320400", post="head", posted_on=date(2013, 6, 1))
    await put(connection, BUREAU, CITY, moved, OFFICER)
    with pytest.raises(NotAnOfficerHere):
        await directory.acting(connection, CLERK)
    assert (await directory.acting(connection, Caller("of-1", Level.CITY, "B-320400"))).post == "head"


async def test_an_enterprise_acts_for_its_host_and_others_for_nobody(connection: Connection) -> None:
    enterprise = Caller("u-1", Level.ENTERPRISE, "ho-1", "manager")
    with pytest.raises(NotKnownHere):
        await directory.acting(connection, enterprise)
    await put(connection, HOST)
    assert await directory.acting(connection, enterprise) == Acting("某商场", "320402", Level.ENTERPRISE, "manager")
    for caller in (ANONYMOUS, Caller("a", Level.AUDITOR), Caller("o", Level.OPERATOR), service_caller("audit")):
        assert await directory.acting(connection, caller) == Acting("", "", caller.level)


async def test_a_calendar_published_again_replaces_the_year(connection: Connection) -> None:
    await put(connection, CALENDAR)
    calendar = await directory.calendar(connection)
    assert not calendar.is_working(date(2013, 10, 1))
    assert calendar.is_working(date(2013, 9, 29))
    assert calendar.is_provisional(date(2014, 1, 1))
    await put(connection, CALENDAR.model_copy(update={"weekday_holidays": (date(2013, 10, 2),)}))
    calendar = await directory.calendar(connection)
    assert calendar.is_working(date(2013, 10, 1))
    assert not calendar.is_working(date(2013, 10, 2))


async def test_each_level_sees_its_own(connection: Connection) -> None:
    await put(connection, BUREAU, CITY, OFFICER, HOST)
    await put(connection, OfficerPosted(officer_id="of-2", bureau_code="B-320400", post="p", posted_on=DAY))
    own = {"host_id": "ho-1", "bureau_code": "B-320402", "division_code": "320402"}
    neighbour = {"host_id": "ho-2", "bureau_code": "B-320404", "division_code": "320404"}
    abroad = {"host_id": "ho-3", "bureau_code": "B-330100", "division_code": "330100"}
    things = [own, neighbour, abroad]

    async def seen(caller: Caller) -> list[bool]:
        scope = await scope_of(connection, caller)
        return [scope.covers(**thing) for thing in things]

    assert await seen(CLERK) == [True, False, False]
    assert await seen(Caller("of-2", Level.CITY, "B-320400")) == [True, True, False]
    assert await seen(Caller("u", Level.ENTERPRISE, "ho-1")) == [True, False, False]
    assert await seen(Caller("a", Level.AUDITOR)) == [True, True, True]
    assert await seen(ANONYMOUS) == [False, False, False]
    assert await scope_of(connection, Caller("u", Level.ENTERPRISE, "")) == NOTHING
    with pytest.raises(NotAnOfficerHere):
        await seen(Caller("of-1", Level.CITY, "B-320400"))


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(), {"st-1", "st-2"}),
        (Scope(host_id="ho-1"), {"st-1"}),
        (Scope(bureau_code="B-320402"), {"st-1"}),
        (Scope(division_prefix="3204"), {"st-1", "st-2"}),
        (Scope(division_prefix="33"), set()),
        (NOTHING, set()),
    ],
)
async def test_a_scope_is_the_same_in_sql(connection: Connection, scope: Scope, found: set[str]) -> None:
    other = STATION.model_copy(update={"station_id": "st-2", "host_id": "ho-2", "division_code": "320404"})
    elsewhere = JURISDICTION.model_copy(update={"station_id": "st-2", "bureau_code": "B-320404"})
    await put(connection, STATION, JURISDICTION, other, elsewhere)
    rows = await connection.fetch(
        "SELECT station_id, host_id, bureau_code, division_code FROM stations"
        " WHERE host_id = coalesce($1, host_id) AND bureau_code = coalesce($2, bureau_code)"
        " AND division_code LIKE $3 || '%'",
        *scope.arguments(),
    )
    assert {row["station_id"] for row in rows} == found
    for row in await connection.fetch("SELECT station_id, host_id, bureau_code, division_code FROM stations"):
        thing = {name: row[name] for name in ("host_id", "bureau_code", "division_code")}
        assert scope.covers(**thing) == (row["station_id"] in found)

"""The bureaus, officers, stations and the calendar around publication, and the people who call it."""

import hashlib
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from shared.access.roles import ANONYMOUS, Caller, Level
from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    CalendarPublished,
    JurisdictionResolved,
    OfficerPosted,
    Size,
    StationKind,
    StationRegistered,
)
from shared.eventsourcing.envelope import Recorded

_IDS = UUID(int=12315)

CITY = Caller("of-qian", Level.CITY, "B-320400")
OTHER_CITY = Caller("of-zhou", Level.CITY, "B-320500")
COUNTY = Caller("of-zhao", Level.COUNTY, "B-320402")
OTHER_COUNTY = Caller("of-yang", Level.COUNTY, "B-320404")
INVESTIGATOR = Caller("of-sun", Level.CITY, "B-320400")
COUNTY_INVESTIGATOR = Caller("of-wu", Level.COUNTY, "B-320402")
PROVINCE = Caller("of-feng", Level.PROVINCE, "B-320000")
OTHER_PROVINCE = Caller("of-chu", Level.PROVINCE, "B-330000")
AUDITOR = Caller("auditor-1", Level.AUDITOR)
PUBLIC = ANONYMOUS

_BUREAUS = {
    "320000": BureauLevel.PROVINCE,
    "330000": BureauLevel.PROVINCE,
    "320400": BureauLevel.CITY,
    "320500": BureauLevel.CITY,
    "320402": BureauLevel.COUNTY,
    "320404": BureauLevel.COUNTY,
}


def recorded(event: Event, version: int = 1) -> Recorded[Event]:
    """The event as a worker meets it: its id follows from what it says."""
    at = datetime(2013, 9, 1, tzinfo=UTC)
    digest = hashlib.sha256(event.payload()).hexdigest()
    return Recorded(event, uuid5(_IDS, digest), event.type_name(), "s", version, 1, at, at, {}, b"")


def world_events() -> list[Event]:
    began = date(2013, 1, 1)
    world: list[Event] = [
        BureauEstablished(
            bureau_code=f"B-{code}",
            name=f"{code}局",
            name_is_sourced=False,
            level=level,
            division_code=code,
            established_on=began,
        )
        for code, level in _BUREAUS.items()
    ]
    officers = (CITY, OTHER_CITY, COUNTY, PROVINCE, OTHER_PROVINCE, OTHER_COUNTY, INVESTIGATOR, COUNTY_INVESTIGATOR)
    world += [
        OfficerPosted(officer_id=officer.subject, bureau_code=officer.bureau, post="科员", posted_on=began)
        for officer in officers
    ]
    world.append(
        CalendarPublished(
            year=2013,
            weekday_holidays=(date(2013, 9, 19), date(2013, 9, 20), *(date(2013, 10, day) for day in (1, 2, 3, 4, 7))),
            weekend_workdays=(date(2013, 9, 22), date(2013, 9, 29), date(2013, 10, 12)),
            source="国务院办公厅",
        )
    )
    for name in ("jia", "yi"):
        world += _station(name)
    return world


def _station(name: str) -> list[Event]:
    station_id, day = f"st-{name}", date(2013, 1, 5)
    registered = StationRegistered(
        station_id=station_id,
        host_id=f"ho-{name}",
        name=f"{name}消费维权服务站",
        kind=StationKind.MALL,
        trade="百货",
        size=Size(),
        division_code="320402",
        town="雕庄",
        operating_since=date(2011, 3, 15),
        registered_on=day,
    )
    resolved = JurisdictionResolved(
        station_id=station_id, bureau_code="B-320402", division_code="320402", town="雕庄", since=day
    )
    return [registered, resolved]

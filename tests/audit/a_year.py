"""A station's year made by hand, for the lists of its days."""

from datetime import date, timedelta

from shared.events.application import SeasonOpened
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    HostRegistered,
    HostRenamed,
    OfficerPosted,
    StationClosed,
    StationRenamed,
)
from tests.audit.facts import MONDAY, Book, filed, inspected, recommended, resolved, succeeded
from tests.audit.made import certified, revoked, set_aside, station_registered, suspended

DAY = MONDAY.date()


def days(number: int) -> timedelta:
    return timedelta(days=number)


def _bureau(code: str, level: str, division: str) -> BureauEstablished:
    return BureauEstablished(
        bureau_code=code,
        name=f"机关{code}",
        name_is_sourced=False,
        level=BureauLevel(level),
        division_code=division,
        established_on=date(2000, 1, 1),
    )


def a_year() -> Book:
    """A station that is renamed, applies, is certified, moves, is revoked and restored; its bureau is succeeded."""
    book = Book()
    for code, level, division in (
        ("B-320402", "county", "320402"),
        ("B-320499", "county", "320402"),
        ("B-320404", "county", "320404"),
        ("B-320400", "city", "320400"),
    ):
        book.add(_bureau(code, level, division), MONDAY - days(400), level="operator")
        officer = OfficerPosted(officer_id=f"of-{code}", bureau_code=code, post="科员", posted_on=date(2001, 1, 1))
        book.add(officer, MONDAY - days(399), level="operator")
    host = HostRegistered(
        host_id="ho-1", name="莱蒙", registration_number="3" * 15, division_code="320402", registered_on=DAY
    )
    book.add(host, MONDAY - days(200))
    for number in (1, 2):
        book.add(station_registered(f"st-{number}"), MONDAY - days(200))
        book.add(resolved(number, "B-320402"), MONDAY - days(200))
    renamed = StationRenamed(station_id="st-1", name="莱蒙新站", former_name="莱蒙站", renamed_on=DAY)
    book.add(renamed, MONDAY - days(50))
    book.add(HostRenamed(host_id="ho-1", name="莱蒙集团", former_name="莱蒙", renamed_on=DAY), MONDAY - days(40))
    book.add(SeasonOpened(season_id="S-2013-320400", opened_on=DAY), MONDAY - days(30))
    book.add(filed(1), MONDAY - days(10), level="enterprise", bureau="ho-1")
    book.add(inspected(1), MONDAY - days(5))
    book.add(recommended(1), MONDAY)
    book.add(certified("st-1"), MONDAY + days(60), level="province", bureau="B-320000")
    book.add(StationClosed(station_id="st-2", reason="停业", closed_on=DAY), MONDAY + days(70))
    book.add(succeeded("B-320402", "B-320499"), MONDAY + days(80), level="operator")
    for number, event in enumerate((suspended("st-1"), revoked("st-1"), set_aside("st-1"))):
        book.add(event, MONDAY + days(100 + 10 * number), level="province", bureau="B-320000")
    return book

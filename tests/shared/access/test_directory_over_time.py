"""The directory through the years: bureaus are succeeded, some serve single towns, officers leave and are recused."""

from datetime import date
from itertools import permutations

import pytest

from shared.access import directory
from shared.access.competence import NotAnOfficerHere, Recused
from shared.access.delegation import NoMandate, acting_as
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.errors import NotKnownHere
from shared.events.event import Event
from shared.events.registry import (
    BureauLevel,
    BureauSucceeded,
    CompetenceDelegated,
    InterestDeclared,
    OfficerLeft,
    OfficerPosted,
)
from tests.shared.access.test_directory import (
    BUREAU,
    CITY,
    CLERK,
    DAY,
    HOST,
    JURISDICTION,
    OFFICER,
    STATION,
    connection,
    dump,
    put,
)

__all__ = ["connection"]

SUCCESSOR = BUREAU.model_copy(update={"bureau_code": "M-320402", "name": "常州市天宁区市场监督管理局"})
LAST = BUREAU.model_copy(update={"bureau_code": "N-320402", "name": "第三局"})


def succession(old: str, new: str) -> BureauSucceeded:
    return BureauSucceeded(bureau_code=old, successor_code=new, document_number="编办1号", succeeded_on=DAY)


# Each row is one stream, whose events come in their order; those of different streams come in any.
CHAIN: list[list[Event]] = [
    [BUREAU, succession("B-320402", "M-320402")],
    [SUCCESSOR, succession("M-320402", "N-320402")],
    [LAST],
    [OFFICER],
    [STATION, JURISDICTION],
]


async def test_powers_go_down_a_chain_in_whatever_order_it_is_heard_of(connection: Connection) -> None:
    holder = Caller("of-1", Level.COUNTY, "N-320402")
    for order in list(permutations(range(len(CHAIN))))[::7]:
        await connection.execute("TRUNCATE bureaus, officers, hosts, stations")
        await put(connection, *(event for place in order for event in CHAIN[place]))
        assert (await directory.the_station(connection, "st-1")).bureau_code == "N-320402", order
        assert (await directory.acting(connection, holder)).name == "第三局"
        for before in ("B-320402", "M-320402"):
            with pytest.raises(NotAnOfficerHere):
                await directory.acting(connection, Caller("of-1", Level.COUNTY, before))
            assert (await directory.the_bureau(connection, before)).heir == "N-320402"
        competent = await directory.bureau_of_division(connection, "320402")
        assert competent is not None
        assert competent.code == "N-320402"


async def test_interleaved_streams_come_to_the_same(connection: Connection) -> None:
    first, second = CHAIN[0], CHAIN[1]
    orders: list[list[Event]] = [
        [first[0], second[0], first[1], OFFICER, LAST, second[1], STATION, JURISDICTION],
        [OFFICER, STATION, first[0], JURISDICTION, second[0], second[1], first[1], LAST],
    ]
    dumps = []
    for order in orders:
        await connection.execute("TRUNCATE bureaus, officers, hosts, stations")
        await put(connection, *order, *order[-2:])
        dumps.append(await dump(connection))
    assert dumps[0] == dumps[1]


async def test_a_mandate_goes_to_the_heirs_in_whatever_order_it_is_heard_of(connection: Connection) -> None:
    given = CompetenceDelegated(
        mandate_id="md-1",
        bureau_code="B-320402",
        delegate_code="B-320404",
        acts=(),
        division_code="",
        station_id="",
        document_number="1号",
        document_sha256="9f" * 32,
        since=DAY,
        until=DAY,
    )
    neighbour = BUREAU.model_copy(update={"bureau_code": "B-320404", "division_code": "320404"})
    merged = BUREAU.model_copy(update={"bureau_code": "M-320404", "division_code": "320404"})
    streams: list[list[Event]] = [
        [BUREAU, succession("B-320402", "M-320402")],
        [neighbour, succession("B-320404", "M-320404")],
        [SUCCESSOR, merged],
        [given],
        [OFFICER.model_copy(update={"bureau_code": "B-320404"})],
    ]
    caller = Caller("of-1", Level.COUNTY, "M-320404")
    for order in list(permutations(range(len(streams))))[::5]:
        await connection.execute("TRUNCATE bureaus, officers, mandates")
        await put(connection, *(event for place in order for event in streams[place]))
        acting = await acting_as(connection, caller, "application.accept_application", "M-320402", DAY)
        assert (acting.subject, acting.bureau, acting.serves_at) == ("of-1", "M-320402", "M-320404"), order
        with pytest.raises(NoMandate):
            await acting_as(connection, caller, "application.accept_application", "B-320402", DAY)


async def test_a_newcomer_for_the_same_land_does_not_go_before_the_heir(connection: Connection) -> None:
    later = {"established_on": date(2016, 2, 1)}
    heir = SUCCESSOR.model_copy(update=later)
    alike = BUREAU.model_copy(update=later | {"bureau_code": "A-320402", "name": BUREAU.name + "分局"})
    await put(connection, BUREAU, heir, alike, OFFICER, STATION, JURISDICTION)
    assert await competent(connection, "320402", "") == "B-320402"
    await put(connection, succession("B-320402", "M-320402"))
    assert await competent(connection, "320402", "") == "M-320402"
    assert (await directory.the_station(connection, "st-1")).bureau_code == "M-320402"
    with pytest.raises(NotAnOfficerHere):
        await directory.acting(connection, Caller("of-1", Level.COUNTY, "A-320402"))


async def competent(connection: Connection, division_code: str, town: str) -> str:
    found = await directory.bureau_of_division(connection, division_code, town)
    return "" if found is None else found.code


async def test_a_bureau_of_single_towns_goes_before_the_one_of_the_division(connection: Connection) -> None:
    zone = BUREAU.model_copy(update={"bureau_code": "Z", "towns": ("遥观镇", "丁堰街道")})
    office = BUREAU.model_copy(update={"bureau_code": "A", "level": BureauLevel.OFFICE, "towns": ("湖塘镇",)})
    await put(connection, BUREAU, zone, office)
    for town, code in [
        ("遥观", "Z"),
        ("丁 堰街道", "Z"),
        ("湖塘镇", "B-320402"),
        ("", "B-320402"),
        ("丁堰镇", "B-320402"),
    ]:
        assert await competent(connection, "320402", town) == code, town
    assert await competent(connection, "320404", "遥观镇") == ""
    await put(connection, BureauSucceeded(**dict(succession("Z", "B-320402"))))
    assert await competent(connection, "320402", "遥观镇") == "B-320402"


async def test_an_officer_who_has_left_acts_for_nobody(connection: Connection) -> None:
    left = OfficerLeft(officer_id="of-1", bureau_code="B-320402", left_on=DAY)
    await put(connection, BUREAU, CITY, OFFICER, left)
    for caller in (CLERK, Caller("of-1", Level.COUNTY, "")):
        with pytest.raises((NotAnOfficerHere, NotKnownHere)):
            await directory.acting(connection, caller)
    await put(connection, OfficerPosted(officer_id="of-1", bureau_code="B-320400", post="head", posted_on=DAY))
    assert (await directory.acting(connection, Caller("of-1", Level.CITY, "B-320400"))).post == "head"


async def test_nobody_handles_a_host_to_whom_they_are_linked(connection: Connection) -> None:
    link = InterestDeclared(officer_id="of-1", host_id="ho-1", nature="配偶任职", stands=True, declared_on=DAY)
    await put(connection, BUREAU, OFFICER, HOST, link)
    with pytest.raises(Recused):
        await directory.require_disinterested(connection, CLERK, "ho-1")
    await directory.require_disinterested(connection, CLERK, "ho-2")
    await directory.require_disinterested(connection, Caller("of-1", Level.ENTERPRISE, "ho-1"), "ho-1")
    await put(connection, link.model_copy(update={"stands": False}))
    await directory.require_disinterested(connection, CLERK, "ho-1")

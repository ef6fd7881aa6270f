"""名册: who counts on a day, with the names, places and bureaus of that day; a past day's page never changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from asyncpg import Pool, Record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.publication.printing.register import register_1
from services.publication.projections import project
from services.publication.queries.register import RegisterWanted, register
from shared.clock import SHANGHAI
from shared.events.assessment import EndedBy, RevocationSetAside, TitleEnded, TitleResumed, TitleSuspended
from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    BureauSucceeded,
    HostRegistered,
    HostRenamed,
    JurisdictionResolved,
    Size,
    StationDetailsCorrected,
    StationKind,
    StationMoved,
    StationRenamed,
    StationTransferred,
)
from tests.publication.conftest import World
from tests.publication.examples import certified, revoked
from tests.publication.hearing import InOrder
from tests.publication.people import recorded

NUMBER = certified.certificate_number


def host(name: str, called: str) -> HostRegistered:
    return HostRegistered(
        host_id=f"ho-{name}",
        name=called,
        registration_number=f"32040200000{name}",
        division_code="320402",
        registered_on=date(2013, 1, 5),
    )


def bureau(code: str, name: str, on: date) -> BureauEstablished:
    return BureauEstablished(
        bureau_code=code,
        name=name,
        name_is_sourced=True,
        level=BureauLevel.COUNTY,
        division_code="320402",
        established_on=on,
    )


def resolved(bureau_code: str, division_code: str, since: date, town: str = "雕庄") -> JurisdictionResolved:
    return JurisdictionResolved(
        station_id="st-jia", bureau_code=bureau_code, division_code=division_code, town=town, since=since
    )


async def items(world: World, **asked: Any) -> list[dict[str, Any]]:
    answer = await world.get("/v1/register", **asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def a_decade(world: World) -> None:
    """Names change in 2014, the bureau is succeeded in 2015, the land is another division's later in that year."""
    hear = InOrder(world)
    await hear.on("2013-12-20", host("jia", "jia有限公司"), certified)
    changed = date(2014, 8, 1)
    await hear.on(
        "2014-08-01",
        HostRenamed(host_id="ho-jia", name="新名有限公司", former_name="jia有限公司", renamed_on=changed),
        StationRenamed(station_id="st-jia", name="新名服务站", former_name="jia消费维权服务站", renamed_on=changed),
    )
    await hear.on(
        "2015-03-01",
        bureau("B-T", "天宁区市场监督管理局", date(2015, 3, 1)),
        BureauSucceeded(
            bureau_code="B-320402", successor_code="B-T", document_number="1号", succeeded_on=date(2015, 3, 1)
        ),
    )
    await hear.on("2015-05-12", resolved("B-320404", "320404", date(2015, 5, 12)))
    await world.is_now("2016-01-04T09:00")


@pytest.mark.parametrize(
    ("day", "name", "host_name", "bureau_name", "division"),
    [
        ("2013-12-20", "jia消费维权服务站", "jia有限公司", "320402局", "320402"),
        ("2014-07-31", "jia消费维权服务站", "jia有限公司", "320402局", "320402"),
        ("2014-08-01", "新名服务站", "新名有限公司", "320402局", "320402"),
        ("2015-03-01", "新名服务站", "新名有限公司", "天宁区市场监督管理局", "320402"),
        ("2015-05-12", "新名服务站", "新名有限公司", "320404局", "320404"),
    ],
)
async def test_everything_is_as_it_was_called_on_the_day(
    world: World, day: str, name: str, host_name: str, bureau_name: str, division: str
) -> None:
    await a_decade(world)
    (line,) = await items(world, as_of=day)
    assert (line["station_name"], line["host_name"]) == (name, host_name)
    assert (line["bureau_name"], line["division_code"]) == (bureau_name, division)
    assert line["certified_on"] == "2013-12-20"


async def test_it_is_asked_by_city_trade_and_the_division_of_the_day(world: World) -> None:
    await a_decade(world)
    assert len(await items(world, city="320400", trade="百货")) == 1
    assert await items(world, city="320500") == []
    assert await items(world, trade="餐饮") == []
    assert await items(world, division="320402") == []
    assert len(await items(world, division="320402", as_of="2015-05-11")) == 1
    assert len(await items(world, division="320404")) == 1


async def test_only_titles_that_count_on_the_day_are_on_it(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", certified)
    await hear.on("2014-06-20", revoked)
    assert await items(world, as_of="2013-12-19") == []
    assert [line["certificate_number"] for line in await items(world, as_of="2014-06-19")] == [NUMBER]
    assert await items(world) == []


async def test_it_is_read_a_page_at_a_time_in_the_order_of_the_certificates(world: World) -> None:
    hear = InOrder(world)
    other = {"station_id": "st-yi", "certificate_number": "苏示站2013-0002"}
    await hear.on("2013-12-20", certified.model_copy(update=other), certified)
    first = (await world.get("/v1/register", limit=1)).json()
    second = (await world.get("/v1/register", limit=1, cursor=first["next"])).json()
    numbers = [line["certificate_number"] for page in (first, second) for line in page["items"]]
    assert numbers == [NUMBER, "苏示站2013-0002"]
    assert second["next"] is None


async def test_nobody_knows_the_register_of_tomorrow(world: World) -> None:
    for path in ("/v1/register", "/v1/register/printed"):
        answer = await world.get(path, as_of="2013-09-24")
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/in-the-future")


async def test_the_page_of_a_past_day_stays_the_same(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", host("jia", "jia有限公司"), certified)
    await world.is_now("2014-06-01T09:00")
    first = await world.get("/v1/register/printed", as_of="2014-05-31")
    assert first.headers["content-security-policy"].startswith("default-src 'none';")
    assert "截至2014年5月31日" in first.text
    # Recorded in June with a day in May: the page of May is not rewritten.
    backdated = HostRenamed(
        host_id="ho-jia", name="新名有限公司", former_name="jia有限公司", renamed_on=date(2014, 5, 1)
    )
    await hear.on("2014-06-02", backdated)
    again = await world.get("/v1/register/printed", as_of="2014-05-31")
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    assert "新名有限公司" in (await world.get("/v1/register/printed")).text


async def test_successions_that_run_in_a_circle_end(world: World) -> None:
    hear = InOrder(world)
    day = date(2014, 1, 2)
    pairs = (("B-320402", "B-X"), ("B-X", "B-320402"))
    circle = [
        BureauSucceeded(bureau_code=one, successor_code=other, document_number="1号", succeeded_on=day)
        for one, other in pairs
    ]
    await hear.on("2013-12-20", certified)
    await hear.on("2014-01-02", *circle)
    (line,) = await items(world)
    assert line["bureau_code"] == "B-320402"


NAMES = st.sampled_from(["甲", "乙", "丙"])
BUREAUS = st.sampled_from(["B-320402", "B-320404", "B-320500"])
DIVISIONS = st.sampled_from(["320402", "320404", "320412"])
DETAILS = StationDetailsCorrected(
    station_id="st-jia",
    kind=StationKind.MALL,
    trade="百货",
    size=Size(),
    operating_since=date(2011, 3, 15),
    reason="笔误",
    corrected_on=date(2013, 12, 20),
)


def _happens(name: str, bureau: str, other: str, division: str, on: date) -> Sequence[Event]:
    """Everything that changes a line of the register, each stating that day."""
    station, number = "st-jia", NUMBER
    return (
        StationRenamed(station_id=station, name=f"{name}服务站", former_name="", renamed_on=on),
        HostRenamed(host_id="ho-jia", name=f"{name}公司", former_name="", renamed_on=on),
        StationMoved(
            station_id=station,
            division_code=division,
            town=name,
            former_division_code="",
            former_town="",
            moved_on=on,
        ),
        resolved(bureau, division, on, town=name),
        BureauSucceeded(bureau_code=bureau, successor_code=other, document_number="1号", succeeded_on=on),
        StationTransferred(station_id=station, host_id=f"ho-{name}", former_host_id="ho-jia", transferred_on=on),
        DETAILS.model_copy(update={"trade": name, "corrected_on": on}),
        TitleSuspended(station_id=station, certificate_number=number, reason="迁址", suspended_on=on),
        TitleResumed(station_id=station, certificate_number=number, findings="符合", resumed_on=on),
        revoked.model_copy(update={"decided_on": on}),
        RevocationSetAside(
            station_id=station,
            certificate_number=number,
            station_name="甲",
            appeal_id="ap-1",
            document_number="1号",
            set_aside_on=on,
        ),
        TitleEnded(
            station_id=station, certificate_number=number, station_name="甲", ended_by=EndedBy.REQUEST, ended_on=on
        ),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[date, Event]]:
    """What is recorded on which day; an event may state an earlier day, or a day to come."""
    day = certified.certified_on
    history: list[tuple[date, Event]] = [(day, certified)]
    for _ in range(draw(st.integers(1, 10))):
        day += timedelta(days=draw(st.integers(0, 2)))
        stated = day + timedelta(days=draw(st.integers(-4, 2)))
        about = _happens(draw(NAMES), draw(BUREAUS), draw(BUREAUS), draw(DIVISIONS), stated)
        history.append((day, draw(st.sampled_from(about))))
    return history


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
async def test_a_register_is_the_same_on_its_day_and_ever_after(
    pool: "Pool[Record]", history: list[tuple[date, Event]]
) -> None:
    first, last = history[0][0], history[-1][0]
    days = [first + timedelta(days=offset) for offset in range(-1, (last - first).days + 4)]
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        told: dict[date, bytes] = {}
        for day in days:
            for version, (on, event) in enumerate(history, 10):
                if on == day:
                    at = datetime(on.year, on.month, on.day, 10, tzinfo=SHANGHAI)
                    for sql, arguments in project(replace(recorded(event, version), effective_at=at)):
                        await connection.execute(sql, *arguments)
            told[day] = register_1(day, await register(connection, RegisterWanted(day)))
        assert told == {day: register_1(day, await register(connection, RegisterWanted(day))) for day in days}
        await transaction.rollback()

"""The counties' way in: hosts and stations are put on the register, by whoever is competent and nobody else."""

import asyncio

from shared.access.roles import Caller, Level
from tests.registry.desk import CHANGZHOU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import HOST, STAFF, SURVEY, a_host, a_station, station_of


async def test_a_host_and_its_station_are_registered_by_their_county(desk: Desk) -> None:
    host = await desk.send("/v1/hosts", TIANNING, HOST)
    assert (host.status_code, host.headers["etag"]) == (201, '"v1"')
    host_id = host.json()["id"]
    assert host.json() == {"id": host_id, "status": "registered", "version": 1}
    assert host.headers["location"] == f"/v1/hosts/{host_id}"
    assert host.headers["shifan-position"].startswith("registry:")

    station = await desk.send("/v1/stations", TIANNING, station_of(host_id))
    station_id = station.json()["id"]
    assert station.status_code == 201
    assert station.json() == {
        "id": station_id,
        "station_id": station_id,
        "bureau_code": "B-320402",
        "stage": "active",
        "version": 2,
    }
    assert (await desk.events())[-3:] == ["HostRegistered", "StationRegistered", "JurisdictionResolved"]


async def test_the_same_request_is_answered_the_same_way(desk: Desk) -> None:
    wish = station_of(await a_host(desk))
    first = await desk.send("/v1/stations", TIANNING, wish, key="one")
    again = await desk.send("/v1/stations", TIANNING, wish, key="one")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    other = await desk.send("/v1/stations", TIANNING, wish | {"name": "乙"}, key="one")
    assert other.json()["type"] == "/problems/key-reused"


async def test_an_event_says_who_acted_for_which_bureau_and_where(desk: Desk) -> None:
    station_id = await a_station(desk)
    registered = (await desk.runtime.store.load(f"station-{station_id}")).history[0]
    told = {name: registered.attributes[name] for name in ("actor", "bureau", "bureauname", "jurisdiction", "post")}
    assert told == {
        "actor": "of-tianning",
        "bureau": "B-320402",
        "bureauname": "常州市天宁工商行政管理局",
        "jurisdiction": "320402",
        "post": "科员",
    }
    assert registered.attributes["partitionkey"] == station_id


async def test_a_registration_number_belongs_to_one_host(desk: Desk) -> None:
    host_id = await a_host(desk)
    assert (await desk.done("/v1/hosts", TIANNING, HOST))["id"] == host_id
    await desk.refused("duplicate-registration-number", "/v1/hosts", TIANNING, HOST | {"name": "乙超市"})
    elsewhere = HOST | {"division_code": "320404"}
    await desk.refused("duplicate-registration-number", "/v1/hosts", ZHONGLOU, elsewhere)


async def test_two_clerks_who_register_a_number_at_once_register_one_host(desk: Desk) -> None:
    wishes = [desk.send("/v1/hosts", TIANNING, HOST | {"name": name}) for name in "甲乙丙丁"]
    answers = await asyncio.gather(*wishes)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert (await desk.events()).count("HostRegistered") == 1


async def test_a_registration_number_is_well_formed(desk: Desk) -> None:
    await desk.refused("registration-number-malformed", "/v1/hosts", TIANNING, HOST | {"registration_number": "12"})


async def test_another_county_registers_nothing_here(desk: Desk) -> None:
    await desk.refused("outside-jurisdiction", "/v1/hosts", ZHONGLOU, HOST)
    host_id = await a_host(desk)
    await desk.refused("outside-jurisdiction", "/v1/stations", ZHONGLOU, station_of(host_id))
    await desk.refused("outside-jurisdiction", "/v1/stations", TIANNING, station_of(host_id, division_code="320404"))
    await desk.refused("no-competent-bureau", "/v1/stations", TIANNING, station_of(host_id, division_code="320405"))
    await desk.refused("division-not-in-force", "/v1/stations", TIANNING, station_of(host_id, division_code="320499"))


async def test_a_host_may_have_a_station_in_another_county(desk: Desk) -> None:
    assert await a_station(desk, ZHONGLOU, division_code="320404")


async def test_only_a_county_registers(desk: Desk) -> None:
    host_id = await a_host(desk)
    host = Caller("boss", Level.ENTERPRISE, host_id)
    for caller in (CHANGZHOU, OPERATOR, host):
        await desk.refused("wrong-role", "/v1/hosts", caller, HOST)
        await desk.refused("wrong-role", "/v1/stations", caller, station_of(host_id))
    await desk.refused("not-signed-in", "/v1/stations", None, station_of(host_id))


async def test_an_officer_of_another_bureau_is_none_of_this_one(desk: Desk) -> None:
    liar = Caller(ZHONGLOU.subject, Level.COUNTY, "B-320402", "科员")
    await desk.refused("not-an-officer-here", "/v1/hosts", liar, HOST)
    await desk.refused("not-known-here", "/v1/hosts", Caller("of-nobody", Level.COUNTY, "B-320402"), HOST)


async def test_a_station_of_an_unknown_host_waits(desk: Desk) -> None:
    answer = await desk.send("/v1/stations", TIANNING, station_of("ho-none"))
    assert (answer.status_code, answer.headers["retry-after"]) == (404, "1")
    assert answer.json()["type"] == "/problems/not-known-here"


async def test_a_station_does_not_run_since_tomorrow(desk: Desk) -> None:
    wish = station_of(await a_host(desk), operating_since="2013-05-17")
    await desk.refused("in-the-future", "/v1/stations", TIANNING, wish)


MALFORMED: list[dict[str, object]] = [
    {"kind": "shop"},
    {"name": ""},
    {"name": "\ud800"},
    {"name": "\0"},
    {"trade": None},
    {"division_code": "3204"},
    {"operating_since": "15 March"},
    {"operating_since": 1_330_000_000},
    {"size": {"area_m2": -1}},
    {"size": {"area_m2": 10**30}},
    {"size": {"stars": 6}},
    {"size": {"floors": 3}},
    {"unknown": True},
]


async def test_a_malformed_registration_is_refused(desk: Desk) -> None:
    for other in MALFORMED:
        await desk.refused("request-not-valid", "/v1/stations", TIANNING, station_of("ho-1", **other))


async def test_staff_is_engaged_by_the_county_of_the_station(desk: Desk) -> None:
    station_id = await a_station(desk)
    path = f"/v1/stations/{station_id}/staff"
    appointed = await desk.done(path, TIANNING, STAFF)
    assert appointed["id"].startswith("sf-")
    told = {name: appointed[name] for name in ("station_id", "stage", "version")}
    assert told == {"station_id": station_id, "stage": "serving", "version": 1}
    await desk.refused("outside-jurisdiction", path, ZHONGLOU, STAFF)
    await desk.refused("wrong-role", path, CHANGZHOU, STAFF)
    await desk.refused("no-post", path, TIANNING, STAFF | {"posts": []})
    await desk.refused("request-not-valid", path, TIANNING, STAFF | {"posts": ["boss"]})
    await desk.refused("not-known-here", "/v1/stations/st-none/staff", TIANNING, STAFF)


async def test_the_same_guidance_is_recorded_once_and_goes_with_its_station(desk: Desk) -> None:
    station_id = await a_station(desk)
    path, guidance = f"/v1/stations/{station_id}/guidance", {"topic": "台账", "summary": "示范"}
    first = await desk.send(path, TIANNING, guidance, key="one")
    again = await desk.send(path, TIANNING, guidance, key="one")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    history = (await desk.runtime.store.load(f"care-{station_id}")).history
    told = [(recorded.attributes["partitionkey"], recorded.attributes["jurisdiction"]) for recorded in history]
    assert told == [(station_id, "320402")]


async def test_a_station_is_looked_after_by_its_county(desk: Desk) -> None:
    station_id = await a_station(desk)
    path = f"/v1/stations/{station_id}"
    surveyed = await desk.done(f"{path}/survey", TIANNING, SURVEY)
    assert (surveyed["id"], surveyed["station_id"], surveyed["version"]) == (station_id, station_id, 1)
    assert await desk.done(f"{path}/survey", TIANNING, SURVEY | {"remarks": "again"}) == surveyed
    assert (await desk.done(f"{path}/cultivation", TIANNING, {"measures": ["上门辅导"]}))["version"] == 2
    guidance = await desk.done(f"{path}/guidance", TIANNING, {"topic": "台账", "summary": "示范"})
    assert (guidance["id"][:3], guidance["station_id"], guidance["version"]) == ("gu-", station_id, 3)
    for act, body in (
        ("survey", SURVEY),
        ("cultivation", {"measures": ["x"]}),
        ("guidance", {"topic": "x", "summary": "x"}),
    ):
        await desk.refused("outside-jurisdiction", f"{path}/{act}", ZHONGLOU, body)
        await desk.refused("wrong-role", f"{path}/{act}", CHANGZHOU, body)
        await desk.refused("not-known-here", f"/v1/stations/st-none/{act}", TIANNING, body)
        await desk.refused("request-not-valid", f"{path}/{act}", TIANNING, body | {"more": 1})
    await desk.refused(
        "in-the-future", f"{path}/survey", TIANNING, SURVEY | {"year": 2014, "surveyed_on": "2014-05-01"}
    )
    await desk.refused("request-not-valid", f"{path}/survey", TIANNING, SURVEY | {"hardware_ready": "yes"})

"""A station from its proposal to its closing, by those who are competent, found by every name that it has borne."""

from datetime import date
from typing import Any

from shared.access.roles import Caller, Level
from tests.registry.desk import AUDITOR, CHANGZHOU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import a_host, a_station, number_of, on_the_day, station_of

SIZE = {"area_m2": 9_000}


def proposal_of(**other: object) -> dict[str, Any]:
    return {name: value for name, value in station_of("", **other).items() if name != "host_id"}


async def listed(desk: Desk, path: str, caller: Caller | None = None, /, **query: Any) -> list[dict[str, Any]]:
    answer = await desk.read(path, caller, **query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_host_proposes_and_its_county_registers(desk: Desk) -> None:
    host_id = await a_host(desk)
    host, stranger = Caller("boss", Level.ENTERPRISE, host_id), Caller("other", Level.ENTERPRISE, "ho-other")
    answer = await desk.send("/v1/stations/proposals", host, proposal_of())
    proposed = answer.json()
    station_id, path = proposed["id"], f"/v1/stations/proposals/{proposed['id']}"
    assert (answer.status_code, answer.headers["location"], proposed["stage"]) == (201, path, "proposed")
    assert (await desk.read(f"/v1/stations/{station_id}")).status_code == 404

    for reader in (host, TIANNING, CHANGZHOU, AUDITOR, OPERATOR):
        assert [each["station_id"] for each in await listed(desk, "/v1/stations/proposals", reader)] == [station_id]
        assert (await desk.read(path, reader)).headers["etag"] == '"v1"'
    assert await listed(desk, "/v1/stations/proposals", ZHONGLOU) == []
    assert (await desk.read(path, ZHONGLOU)).json()["type"] == "/problems/outside-jurisdiction"
    assert (await desk.read(path, None)).json()["type"] == "/problems/not-signed-in"
    assert await listed(desk, "/v1/stations/proposals", stranger) == []
    assert (await desk.read(path, stranger)).json()["type"] == "/problems/not-your-case"

    await desk.refused("outside-jurisdiction", f"{path}/registration", ZHONGLOU, {}, version=1)
    await desk.refused("wrong-role", f"{path}/registration", host, {}, version=1)
    await desk.refused("version-missing", f"{path}/registration", TIANNING, {})
    await desk.refused("not-known-here", "/v1/stations/proposals/st-none/registration", TIANNING, {}, version=1)
    registered = await desk.done(f"{path}/registration", TIANNING, {}, version=1)
    assert registered == {
        "id": station_id,
        "station_id": station_id,
        "bureau_code": "B-320402",
        "stage": "active",
        "version": 3,
    }
    assert (await desk.read(f"/v1/stations/{station_id}")).json()["name"] == proposal_of()["name"]
    assert await listed(desk, "/v1/stations/proposals", host) == []
    assert len(await listed(desk, "/v1/stations/proposals", host, state="registered")) == 1
    await desk.refused("nothing-proposed", f"{path}/refusal", TIANNING, {"reasons": "x"}, version=3)


async def test_a_county_refuses_a_proposal(desk: Desk) -> None:
    host = Caller("boss", Level.ENTERPRISE, await a_host(desk))
    for other, rule in (
        ({"operating_since": "2013-05-17"}, "in-the-future"),
        ({"division_code": "320405"}, "no-competent-bureau"),
        ({"kind": "shop"}, "request-not-valid"),
        ({"host_id": "ho-2"}, "request-not-valid"),
    ):
        await desk.refused(rule, "/v1/stations/proposals", host, proposal_of() | other)
    await desk.refused("wrong-role", "/v1/stations/proposals", TIANNING, proposal_of())
    proposed = await desk.done("/v1/stations/proposals", host, proposal_of())
    path = f"/v1/stations/proposals/{proposed['id']}"
    await desk.refused("request-not-valid", f"{path}/refusal", TIANNING, {"reasons": ""}, version=1)
    await desk.refused("outside-jurisdiction", f"{path}/refusal", ZHONGLOU, {"reasons": "x"}, version=1)
    refused = await desk.done(f"{path}/refusal", TIANNING, {"reasons": "没有接待场所"}, version=1)
    assert (refused["stage"], refused["version"]) == ("refused", 2)
    told = (await desk.read(path, host)).json()
    assert (told["state"], told["reasons"], told["decided_on"]) == ("refused", "没有接待场所", "2013-05-16")
    await desk.refused("nothing-proposed", f"{path}/registration", TIANNING, {}, version=2)


async def others_are_refused(desk: Desk, path: str, body: dict[str, Any], version: int) -> None:
    """An act of the competent county, on the version that it has read; a move is its neighbour's as well."""
    await desk.refused("version-missing", path, TIANNING, body)
    await desk.refused("version-stale", path, TIANNING, body, version=1)
    await desk.refused("wrong-role", path, CHANGZHOU, body, version=version)
    await desk.refused("request-not-valid", path, TIANNING, body | {"more": 1}, version=version)
    if not path.endswith("/move"):
        await desk.refused("outside-jurisdiction", path, ZHONGLOU, body, version=version)


async def test_what_a_county_changes_stands_on_the_page(desk: Desk) -> None:
    station_id = await a_station(desk)
    second = await a_host(desk, name="丙商业有限公司", registration_number=number_of(2))
    path = f"/v1/stations/{station_id}"
    await on_the_day(desk, date(2014, 3, 3))
    details = {"kind": "market", "trade": "农副产品", "size": SIZE, "operating_since": "2011-01-01", "reason": "误录"}
    acts: list[tuple[str, dict[str, Any]]] = [
        ("details-correction", details),
        ("renaming", {"name": "兰陵消费维权服务站", "renamed_on": "2014-01-02"}),
        ("transfer", {"host_id": second, "transferred_on": "2014-02-03"}),
        ("suspension", {"reason": "装修"}),
        ("resumption", {}),
        ("move", {"division_code": "320404", "town": "五星街道", "moved_on": "2014-03-01"}),
    ]
    version = 2
    for act, body in acts:
        await others_are_refused(desk, f"{path}/{act}", body, version)
        version = (await desk.done(f"{path}/{act}", TIANNING, body, version=version))["version"]
    page = (await desk.read(path)).json()
    told = [page[name] for name in ("kind", "trade", "status", "town", "bureau_code", "host_id", "version")]
    assert told == ["market", "农副产品", "active", "五星街道", "B-320404", second, 9]
    assert page["size"]["area_m2"] == SIZE["area_m2"]
    assert [(each["name"], each["since"]) for each in page["names"]] == [
        ("甲百货消费维权服务站", "2013-05-16"),
        ("兰陵消费维权服务站", "2014-01-02"),
    ]
    assert [(each["name"], each["since"]) for each in page["hosts"]] == [
        ("甲百货有限公司", "2013-05-16"),
        ("丙商业有限公司", "2014-02-03"),
    ]
    await desk.refused("outside-jurisdiction", f"{path}/renaming", TIANNING, {"name": "x"}, version=9)
    events = await desk.runtime.store.load(f"station-{station_id}")
    assert {each.attributes["partitionkey"] for each in events.history} == {station_id}
    assert events.history[-1].event.model_dump()["replaces"] == "B-320402"


async def test_a_station_moves_by_the_county_that_takes_it_over_and_not_out_of_the_province(desk: Desk) -> None:
    station_id = await a_station(desk)
    path, there = f"/v1/stations/{station_id}/move", {"division_code": "320404", "town": "五星街道"}
    await desk.refused("out-of-the-province", path, TIANNING, there | {"division_code": "310101"}, version=2)
    await desk.refused("no-competent-bureau", path, TIANNING, there | {"division_code": "320405"}, version=2)
    await desk.refused("in-the-future", path, ZHONGLOU, there | {"moved_on": "2013-06-01"}, version=2)
    await desk.refused("before-its-registration", path, ZHONGLOU, there | {"moved_on": "2013-01-01"}, version=2)
    moved = await desk.done(path, ZHONGLOU, there, version=2)
    assert (moved["bureau_code"], moved["version"]) == ("B-320404", 4)
    await desk.refused(
        "not-known-here", f"/v1/stations/{station_id}/transfer", ZHONGLOU, {"host_id": "ho-none"}, version=4
    )


async def test_a_closed_station_stays_on_the_register_and_takes_nothing_more(desk: Desk) -> None:
    station_id = await a_station(desk)
    path = f"/v1/stations/{station_id}"
    closed = await desk.done(f"{path}/closing", TIANNING, {"reason": "歇业"}, version=2)
    assert (closed["stage"], closed["version"]) == ("closed", 3)
    await desk.refused("station-not-open", f"{path}/renaming", TIANNING, {"name": "x"}, version=3)
    await desk.refused("station-not-open", f"{path}/resumption", TIANNING, {}, version=3)
    assert (await desk.read(path)).json()["status"] == "closed"
    assert await listed(desk, "/v1/stations") == []
    for status in ("closed", "any"):
        assert [each["station_id"] for each in await listed(desk, "/v1/stations", status=status)] == [station_id]


async def test_the_register_is_searched(desk: Desk) -> None:
    first = await a_station(desk)
    second = await a_station(desk, ZHONGLOU, division_code="320404", town="五星街道", name="乙市场消费维权服务站")
    await desk.done(f"/v1/stations/{first}/renaming", TIANNING, {"name": "丙消费维权服务站"}, version=2)
    queries: list[tuple[dict[str, str], set[str]]] = [
        ({"name": "甲百货"}, {first}),
        ({"name": "丙"}, {first}),
        ({"name": "消费维权"}, {first, second}),
        ({"town": "五星街道"}, {second}),
        ({"bureau_code": "B-320402"}, {first}),
        ({"status": "suspended"}, set()),
    ]
    for query, found in queries:
        assert {each["station_id"] for each in await listed(desk, "/v1/stations", None, **query)} == found, query
    assert (await desk.read("/v1/stations", status="gone")).json()["type"] == "/problems/request-not-valid"


async def test_two_stations_that_look_like_one_are_pointed_out(desk: Desk) -> None:
    host_id = await a_host(desk)
    other = await a_host(desk, name="乙商厦", registration_number=number_of(2))
    first = await a_station(desk, host_id=host_id)
    same_place = station_of(host_id, name="甲百货二楼服务站")
    same_name = station_of(other, name="甲百货12315消费维权服务站", town="青龙街道")
    for wish in (same_place, same_name):
        await desk.refused("possible-duplicate", "/v1/stations", TIANNING, wish)
        assert first in (await desk.send("/v1/stations", TIANNING, wish)).json()["detail"]
    unknown = station_of(host_id, name="甲百货另一处", town="")
    assert await desk.done("/v1/stations", TIANNING, unknown)
    assert await desk.done("/v1/stations", TIANNING, unknown | {"name": "甲百货又一处"})
    host = Caller("boss", Level.ENTERPRISE, host_id)
    proposed = (await desk.done("/v1/stations/proposals", host, proposal_of()))["id"]
    path = f"/v1/stations/proposals/{proposed}/registration"
    await desk.refused("possible-duplicate", path, TIANNING, {}, version=1)
    await desk.done(path, TIANNING, {"distinct_because": "南北两楼"}, version=1)
    second = (await desk.done("/v1/stations", TIANNING, same_name | {"distinct_because": "不同企业"}))["id"]

    expected = {(frozenset({first, proposed}), "same_place")}
    expected |= {(frozenset({one, second}), "same_name") for one in (first, proposed)}
    for reader in (TIANNING, CHANGZHOU, AUDITOR):
        pairs = await listed(desk, "/v1/stations/duplicates", reader)
        assert {(frozenset({each["station_id"], each["other_id"]}), each["why"]) for each in pairs} == expected
    assert await listed(desk, "/v1/stations/duplicates", ZHONGLOU) == []
    page = (await desk.read("/v1/stations/duplicates", AUDITOR, limit=2)).json()
    assert len(await listed(desk, "/v1/stations/duplicates", AUDITOR, limit=2, cursor=page["next"])) == 1
    assert (await desk.read("/v1/stations/duplicates", host)).json()["type"] == "/problems/wrong-role"
    assert (await desk.read("/v1/stations/duplicates")).json()["type"] == "/problems/not-signed-in"
    await desk.done(f"/v1/stations/{second}/closing", TIANNING, {"reason": "重复登记"}, version=2)
    assert len(await listed(desk, "/v1/stations/duplicates", TIANNING)) == 1

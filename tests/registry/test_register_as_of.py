"""The register as it stood on a day: names, places, hosts and bureaus of then; scenarios 8 and 9 as they read later."""

from typing import Any

from tests.registry.changes import at, listed
from tests.registry.desk import TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import a_host, a_station, number_of


async def test_a_station_is_shown_as_it_was(desk: Desk) -> None:
    first = await a_host(desk)
    second = await a_host(desk, name="乙商厦有限公司", registration_number=number_of(2))
    station_id = await a_station(desk, host_id=first)
    path = f"/v1/stations/{station_id}"
    await at(desk, 2014, 7, 10)
    there = {"division_code": "320404", "town": "五星街道", "moved_on": "2014-07-08"}
    await desk.done(f"{path}/move", ZHONGLOU, there, version=2)
    await at(desk, 2014, 8, 1)
    await desk.done(f"{path}/renaming", ZHONGLOU, {"name": "庚购物消费维权服务站"}, version=4)
    await at(desk, 2014, 9, 1)
    await desk.done(f"{path}/transfer", ZHONGLOU, {"host_id": second}, version=5)
    await at(desk, 2014, 12, 1)
    await desk.done(f"{path}/closing", ZHONGLOU, {"reason": "歇业"}, version=6)
    old, new = "甲百货消费维权服务站", "庚购物消费维权服务站"
    then: list[tuple[str, tuple[str, str, str, str]]] = [
        ("2013-05-16", (old, "320402", "B-320402", first)),
        ("2014-07-07", (old, "320402", "B-320402", first)),
        ("2014-07-08", (old, "320404", "B-320404", first)),
        ("2014-08-01", (new, "320404", "B-320404", first)),
        ("2014-09-01", (new, "320404", "B-320404", second)),
        ("2014-11-30", (new, "320404", "B-320404", second)),
    ]
    for day, shown in then:
        page = (await desk.read(path, as_of=day)).json()
        assert seen(page) == shown, day
        assert [seen(row) for row in await listed(desk, "/v1/stations", as_of=day)] == [shown]
        assert await listed(desk, "/v1/stations", as_of=day, division=shown[1], name=shown[0][:2])
        assert await listed(desk, "/v1/stations", as_of=day, host_id=shown[3], kind="mall", trade="百货零售")
        assert await listed(desk, "/v1/stations", as_of=day, name="别的") == []
    for day in ("2013-05-15", "2014-12-01"):
        assert await listed(desk, "/v1/stations", as_of=day) == []
        assert (await desk.read(path, as_of=day)).json()["type"] == "/problems/not-known-here"
    assert (await desk.read(path, as_of="2014-12-02")).json()["type"] == "/problems/in-the-future"
    assert (await desk.read(path, as_of="1 May")).json()["type"] == "/problems/request-not-valid"


def seen(row: dict[str, Any]) -> tuple[str, str, str, str]:
    return row["name"], row["division_code"], row["bureau_code"], row["host_id"]


async def test_a_move_that_is_told_late_holds_from_its_day_on(desk: Desk) -> None:
    station_id = await a_station(desk)
    path = f"/v1/stations/{station_id}"
    await at(desk, 2014, 7, 10)
    west = {"division_code": "320404", "town": "五星街道", "moved_on": "2014-07-10"}
    await desk.done(f"{path}/move", ZHONGLOU, west, version=2)
    # It had moved earlier, and to another street; the county there puts it right.
    earlier = {"division_code": "320404", "town": "南大街街道", "moved_on": "2014-07-01"}
    await desk.done(f"{path}/move", ZHONGLOU, earlier, version=4)
    towns = [(await desk.read(path, as_of=day)).json()["town"] for day in ("2014-06-30", "2014-07-05", "2014-07-10")]
    assert towns == ["兰陵街道", "南大街街道", "南大街街道"]
    assert (await desk.read(path, as_of="2014-07-05")).json()["bureau_code"] == "B-320404"
    back = {"division_code": "320402", "town": "兰陵街道"}
    assert (await desk.done(f"{path}/move", TIANNING, back, version=6))["bureau_code"] == "B-320402"

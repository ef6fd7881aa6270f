"""The register as everybody reads it, and a station's file as its host and its bureaus do."""

from typing import Any

import pytest

from shared.access.roles import Caller, Level
from tests.registry.desk import AUDITOR, CHANGZHOU, JIANGSU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import STAFF, SURVEY, a_host, a_station, number_of


@pytest.fixture
async def register(desk: Desk) -> dict[str, str]:
    """Four stations of two hosts in two counties, by a short name."""
    first = await a_host(desk)
    number = number_of(2, "320404")
    second = await a_host(desk, ZHONGLOU, name="乙超市", registration_number=number, division_code="320404")
    return {
        "first": first,
        "second": second,
        "mall": await a_station(desk, host_id=first),
        "market": await a_station(desk, host_id=first, kind="market", trade="农副产品"),
        "branch": await a_station(desk, ZHONGLOU, host_id=first, division_code="320404"),
        "shop": await a_station(desk, ZHONGLOU, host_id=second, division_code="320404", kind="supermarket"),
    }


async def listed(desk: Desk, **query: Any) -> set[str]:
    answer = await desk.read("/v1/stations", **query)
    assert answer.status_code == 200, answer.text
    return {item["station_id"] for item in answer.json()["items"]}


async def test_everybody_reads_the_register(desk: Desk, register: dict[str, str]) -> None:
    everything = {register[name] for name in ("mall", "market", "branch", "shop")}
    assert await listed(desk) == everything
    assert await listed(desk, division="32") == everything
    assert await listed(desk, division="320400") == everything
    assert await listed(desk, division="320000") == everything
    assert await listed(desk, division="320404") == {register["branch"], register["shop"]}
    assert await listed(desk, division="33") == set()


async def test_the_register_is_filtered(desk: Desk, register: dict[str, str]) -> None:
    assert await listed(desk, kind="market") == {register["market"]}
    assert await listed(desk, trade="农副产品") == {register["market"]}
    assert await listed(desk, host_id=register["second"]) == {register["shop"]}
    assert await listed(desk, host_id=register["first"], division="320404", kind="mall") == {register["branch"]}


async def test_the_register_is_read_a_page_at_a_time(desk: Desk, register: dict[str, str]) -> None:
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    for _ in range(4):
        answer = await desk.read("/v1/stations", limit=1, division="3204", **cursor)
        seen += [item["station_id"] for item in answer.json()["items"]]
        cursor = {"cursor": answer.json()["next"]}
    assert cursor == {"cursor": None}
    assert set(seen) == {register[name] for name in ("mall", "market", "branch", "shop")}
    assert len(seen) == 4


async def test_a_malformed_question_is_refused(desk: Desk) -> None:
    questions: tuple[tuple[str, dict[str, Any]], ...] = (
        ("request-not-valid", {"division": "32x"}),
        ("request-not-valid", {"kind": "shop"}),
        ("request-not-valid", {"limit": "0"}),
        ("cursor-not-readable", {"cursor": "bm8"}),
    )
    for rule, query in questions:
        answer = await desk.read("/v1/stations", **query)
        assert answer.json()["type"] == f"/problems/{rule}"


async def test_the_public_sees_no_file_and_no_name(desk: Desk, register: dict[str, str]) -> None:
    path = f"/v1/stations/{register['mall']}"
    await desk.done(f"{path}/staff", TIANNING, STAFF)
    station = await desk.read(path)
    assert station.headers["etag"] == '"v2"'
    assert station.json()["size"] == {"area_m2": 12_000, "stalls": 0, "staff": 300, "stars": 0}
    assert (station.json()["host_name"], station.json()["file"]) == ("甲百货有限公司", None)
    assert STAFF["name"] not in station.text
    assert STAFF["name"] not in (await desk.read("/v1/stations")).text


async def test_a_file_is_read_by_its_host_its_bureaus_and_those_who_watch(desk: Desk, register: dict[str, str]) -> None:
    path = f"/v1/stations/{register['mall']}"
    await desk.done(f"{path}/staff", TIANNING, STAFF)
    await desk.done(f"{path}/survey", TIANNING, SURVEY)
    await desk.done(f"{path}/cultivation", TIANNING, {"measures": ["上门辅导"]})
    await desk.done(f"{path}/guidance", TIANNING, {"topic": "台账", "summary": "示范"})
    training = {"division_code": "320400", "topic": "和解技巧", "station_ids": [register["mall"]]}
    await desk.done("/v1/trainings", JIANGSU, training)

    host = Caller("boss", Level.ENTERPRISE, register["first"])
    names: dict[Caller, str | None] = {}
    for caller in (host, TIANNING, CHANGZHOU, JIANGSU, AUDITOR, OPERATOR):
        file = (await desk.read(path, caller)).json()["file"]
        parts = ("staff", "surveys", "cultivations", "guidances", "trainings", "titles", "awards")
        assert [len(file[part]) for part in parts] == [1, 1, 1, 1, 1, 0, 0], caller
        names[caller] = file["staff"][0]["name"]
    assert {caller for caller, name in names.items() if name == STAFF["name"]} == {host, TIANNING, AUDITOR}
    assert {caller for caller, name in names.items() if name is None} == {CHANGZHOU, JIANGSU, OPERATOR}
    for stranger in (ZHONGLOU, Caller("other", Level.ENTERPRISE, register["second"])):
        assert (await desk.read(path, stranger)).json()["file"] is None


async def test_a_host_and_the_bureaus_are_public(desk: Desk, register: dict[str, str]) -> None:
    host = await desk.read(f"/v1/hosts/{register['first']}")
    assert host.headers["etag"] == '"v1"'
    assert host.json() == {
        "host_id": register["first"],
        "name": "甲百货有限公司",
        "registration_number": "320402000012348",
        "division_code": "320402",
        "registered_on": "2013-05-16",
        "identifiers": [
            {
                "identifier_type": "registration_number",
                "number": "320402000012348",
                "valid_from": "2013-05-16",
                "valid_to": None,
            }
        ],
        "former_names": [],
        "version": 1,
    }
    bureaus = (await desk.read("/v1/bureaus")).json()["items"]
    assert [bureau["bureau_code"] for bureau in bureaus] == ["B-320000", "B-320400", "B-320402", "B-320404"]


async def test_what_is_not_known_may_be_on_its_way(desk: Desk) -> None:
    for path in ("/v1/hosts/ho-none", "/v1/stations/st-none"):
        answer = await desk.read(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (404, "1")

"""国函〔2015〕75号 over HTTP, with twelve stations: a merge, a new code, a split by towns under an unchanged code."""

from typing import Any

import pytest

from services.registry.jobs import resolving
from services.registry.jobs.runner import work_one
from shared.access.roles import Caller
from shared.events.registry import JurisdictionResolved
from tests.apps import head_of
from tests.registry.changes import (
    CHANGE,
    STATIONS,
    ZONE,
    a_bureau,
    at,
    changzhou,
    followed,
    listed,
    officer_of,
)
from tests.registry.desk import AUDITOR, CHANGZHOU, JIANGSU, OPERATOR, TIANNING, Desk
from tests.registry.wishes import HOST, a_host, station_of

PLACE = {"division_code": "320404", "town": "邹区镇", "reason": "现场核对门牌"}


async def placed(desk: Desk, **query: Any) -> dict[str, tuple[str, str]]:
    """Each station's division and bureau, by its name."""
    rows = await listed(desk, "/v1/stations", **query)
    return {row["name"].removesuffix("消费维权服务站"): (row["division_code"], row["bureau_code"]) for row in rows}


async def unresolved(desk: Desk, caller: Caller = CHANGZHOU) -> list[str]:
    return sorted(row["name"][:4] for row in await listed(desk, "/v1/jurisdictions/unresolved", caller))


async def changed(desk: Desk) -> dict[str, str]:
    """The change is recorded on the day when it takes effect, and followed."""
    stations = await changzhou(desk)
    await at(desk, 2015, 6, 1)
    await a_bureau(desk, "320413", "江苏省金坛工商行政管理局", established_on="2015-06-01")
    done = await desk.done("/v1/divisions/changes", OPERATOR, CHANGE)
    assert done["status"] == "changed"
    result = await followed(desk)
    assert (result["resolved"], result["left_open"]) == (7, 2)
    return stations


async def test_each_station_is_under_the_bureau_of_its_land(desk: Desk) -> None:
    stations = await changzhou(desk)
    before = await placed(desk)
    await at(desk, 2015, 6, 1)
    await desk.refused("no-competent-bureau", "/v1/divisions/changes", OPERATOR, CHANGE)
    await a_bureau(desk, "320413", "江苏省金坛工商行政管理局", established_on="2015-06-01")
    await desk.done("/v1/divisions/changes", OPERATOR, CHANGE)
    assert await work_one(desk.runtime)
    after = await placed(desk)
    for name, division, _, then in STATIONS:
        here = then or division
        assert after[name] == (here, f"B-{here}"), name
    assert await placed(desk, as_of="2015-05-31") == before
    assert await placed(desk, as_of="2015-06-01") == after
    assert set(await placed(desk, as_of="2014-12-31", division="320405")) == {"丁堰商场", "东站超市"}
    assert await placed(desk, division="320405") == {}
    # Its history is as it was, and what is new says what it follows from.
    events = (await desk.runtime.store.load(f"station-{stations['奔牛市场']}")).history
    resolved = events[-1].event
    assert len(events) == 3
    assert isinstance(resolved, JurisdictionResolved)
    assert (resolved.replaces, str(resolved.since)) == ("B-320412", "2015-06-01")
    assert events[-1].attributes["documentno"] == CHANGE["document_number"]
    page = (await desk.read(f"/v1/stations/{stations['奔牛市场']}", as_of="2014-12-31")).json()
    assert (page["division_code"], page["bureau_name"]) == ("320412", "江苏省常州工商行政管理局武进分局")


async def test_nobody_guesses_where_the_town_is_unknown(desk: Desk) -> None:
    stations = await changed(desk)
    for reader in (CHANGZHOU, JIANGSU, AUDITOR, OPERATOR):
        assert await unresolved(desk, reader) == ["无名超市", "未详市场"]
    row = (await listed(desk, "/v1/jurisdictions/unresolved", CHANGZHOU))[0]
    assert row["may_be_in"] == ["320402", "320404", "320411", "320412"]
    assert (row["effective_on"], row["version"]) == ("2015-06-01", 2)
    refused = await desk.read("/v1/jurisdictions/unresolved", TIANNING)
    assert refused.json()["type"] == "/problems/wrong-role"
    path = f"/v1/stations/{stations['无名超市']}/jurisdiction"
    wrong: list[tuple[str, Caller, dict[str, str]]] = [
        ("wrong-role", officer_of("320412"), {}),
        ("division-not-in-force", CHANGZHOU, {"division_code": "320405"}),
        ("not-where-the-land-went", CHANGZHOU, {"division_code": "320411"}),
        ("not-where-the-land-went", CHANGZHOU, {"division_code": "320481", "town": ""}),
        ("outside-jurisdiction", CHANGZHOU, {"division_code": "320102"}),
        ("request-not-valid", CHANGZHOU, {"reason": ""}),
    ]
    for rule, caller, other in wrong:
        await desk.refused(rule, path, caller, PLACE | other, version=2)
    await desk.refused("not-known-here", "/v1/stations/st-none/jurisdiction", CHANGZHOU, PLACE, version=2)
    await desk.refused("version-missing", path, CHANGZHOU, PLACE)


async def test_the_city_decides_and_the_list_empties_itself(desk: Desk) -> None:
    stations = await changed(desk)
    path = f"/v1/stations/{stations['无名超市']}/jurisdiction"
    await at(desk, 2015, 7, 1)
    answer = await desk.done(path, CHANGZHOU, PLACE, version=2)
    assert (answer["bureau_code"], answer["version"]) == ("B-320404", 3)
    await desk.refused("version-stale", path, JIANGSU, PLACE, version=2)
    assert await unresolved(desk) == ["未详市场"]
    # The land lay there from the day of the change on, whenever somebody found it out.
    assert (await placed(desk, as_of="2015-06-15"))["无名超市"] == ("320404", "B-320404")
    other = f"/v1/stations/{stations['未详市场']}/jurisdiction"
    await desk.done(other, JIANGSU, {"division_code": "320412", "reason": "在武进，镇名待查"}, version=2)
    assert await unresolved(desk) == []
    # A decision that was wrong is put right from today on.
    right = {"division_code": "320412", "town": "湖塘镇", "reason": "门牌系旧址"}
    await desk.done(path, CHANGZHOU, right, version=3)
    assert (await placed(desk, as_of="2015-06-30"))["无名超市"] == ("320404", "B-320404")
    assert (await placed(desk))["无名超市"] == ("320412", "B-320412")


async def test_from_the_day_on_everybody_acts_by_the_new_competence(desk: Desk) -> None:
    stations = await changed(desk)
    guidance = {"topic": "台账", "summary": "补齐回访记录"}
    path = f"/v1/stations/{stations['奔牛市场']}/guidance"
    await desk.refused("outside-jurisdiction", path, officer_of("320412"), guidance)
    await desk.done(path, officer_of("320411"), guidance)
    host_id = await a_host(desk)
    late = station_of(host_id, name="迟报超市消费维权服务站", division_code="320405", town="潞城街道")
    await desk.refused("division-not-in-force", "/v1/stations", officer_of("320405"), late)
    old = HOST | {"registration_number": "320405000012340", "name": "别家", "division_code": "320405"}
    await desk.refused("division-not-in-force", "/v1/hosts", officer_of("320405"), old)
    bureau = {"bureau_code": "B-2", "name": "某局", "name_is_sourced": False, "level": "county"}
    await desk.refused("division-not-in-force", "/v1/bureaus", OPERATOR, bureau | {"division_code": "320405"})
    await desk.refused("division-not-in-force", "/v1/bureaus", OPERATOR, bureau | {"division_code": "329999"})


async def test_the_job_goes_on_where_it_was_and_changes_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await changzhou(desk)
    await at(desk, 2015, 6, 10)
    await a_bureau(desk, "320413", "江苏省金坛工商行政管理局", established_on="2015-06-01")
    await desk.done("/v1/divisions/changes", OPERATOR, CHANGE)
    assert await unresolved(desk) == ["无名超市", "未详市场"]  # Those that the job will settle are not on the list.
    monkeypatch.setattr(resolving, "_BATCH", 3)
    carry_out = resolving._carry_out
    seen = []

    async def dies(*arguments: Any) -> None:
        seen.append(arguments)
        if len(seen) == 5:
            raise KeyboardInterrupt
        await carry_out(*arguments)

    monkeypatch.setattr(resolving, "_carry_out", dies)
    with pytest.raises(KeyboardInterrupt):
        await followed(desk)
    monkeypatch.setattr(resolving, "_carry_out", carry_out)
    result = await followed(desk)
    assert (result["resolved"], result["left_open"]) == (7, 2)
    head = await head_of(desk.runtime)
    assert (await followed(desk))["resolved"] == 7
    assert await head_of(desk.runtime) == head
    assert (await desk.done("/v1/divisions/changes", OPERATOR, CHANGE))["version"] == 1
    assert await desk.runtime.pool.fetchval("SELECT count(*) FROM jobs") == 1


async def test_a_change_is_read_whole_and_refused_where_it_contradicts_itself(desk: Desk) -> None:
    await changed(desk)
    (told,) = (await desk.read("/v1/divisions/changes")).json()
    assert {name: told[name] for name in CHANGE} == CHANGE
    assert told["resolved"] == 7
    assert (await desk.read(f"/v1/divisions/changes/{told['change_id']}")).json() == told
    assert (await desk.read("/v1/divisions/changes/dc-none")).status_code == 404
    await desk.refused("change-already-recorded", "/v1/divisions/changes", OPERATOR, CHANGE | {"abolished": []})
    await desk.refused("wrong-role", "/v1/divisions/changes", JIANGSU, CHANGE)
    other = CHANGE | {"document_number": "另一文件"}
    await desk.refused("later-change-recorded", "/v1/divisions/changes", OPERATOR, other)
    next_day = other | {"effective_on": "2015-06-02"}
    await at(desk, 2015, 6, 2)
    await desk.refused("division-not-in-force", "/v1/divisions/changes", OPERATOR, next_day)
    await desk.refused("request-not-valid", "/v1/divisions/changes", OPERATOR, other | {"moves": []})
    early = other | {"effective_on": "2013-05-01", "document_date": "2013-05-01", "divisions": []}
    await desk.refused("move-to-nowhere", "/v1/divisions/changes", OPERATOR, early)
    early |= {"abolished": ["320405"], "moves": CHANGE["moves"][:1]}
    await desk.refused("later-change-recorded", "/v1/divisions/changes", OPERATOR, early)


async def test_divisions_are_listed_by_their_day(desk: Desk) -> None:
    await changed(desk)
    city = [row["code"] for row in await listed(desk, "/v1/divisions", division="320400", as_of="2015-05-31")]
    assert city == ["320400", "320402", "320404", "320405", "320411", "320412", "320481", "320482"]
    city = [row["code"] for row in await listed(desk, "/v1/divisions", division="320400")]
    assert city == ["320400", "320402", "320404", "320411", "320412", "320413", "320481"]


async def test_a_bureau_without_a_code_of_its_own_serves_its_towns(desk: Desk) -> None:
    stations = await changed(desk)
    await at(desk, 2020, 1, 1)
    await a_bureau(
        desk, "320412", "", ZONE["bureau_code"], **{name: ZONE[name] for name in ("name", "towns", "established_on")}
    )
    zone, wujin = officer_of("320412", ZONE["bureau_code"]), officer_of("320412")
    host_id = await a_host(desk)
    station = station_of(host_id, name="遥观市场消费维权服务站", division_code="320412", town="遥观")
    await desk.refused("outside-jurisdiction", "/v1/stations", wujin, station)
    assert (await desk.done("/v1/stations", zone, station))["bureau_code"] == ZONE["bureau_code"]
    elsewhere = station | {"name": "牛塘市场消费维权服务站", "town": "牛塘镇"}
    await desk.refused("outside-jurisdiction", "/v1/stations", zone, elsewhere)
    assert (await desk.done("/v1/stations", wujin, elsewhere))["bureau_code"] == "B-320412"
    # A station that is there already is handed over by the city, one by one, with the reason.
    path = f"/v1/stations/{stations['丁堰商场']}/jurisdiction"
    handing = {"division_code": "320412", "town": "丁堰街道", "reason": "经开区自2020年起直接管辖"}
    assert (await desk.done(path, CHANGZHOU, handing, version=3))["bureau_code"] == ZONE["bureau_code"]
    page = (await desk.read(f"/v1/bureaus/{ZONE['bureau_code']}")).json()
    assert page["towns"] == ZONE["towns"]
    then = await listed(desk, "/v1/bureaus", division="320412", as_of="2019-12-31")
    assert [row["bureau_code"] for row in then] == ["B-320412"]
    assert len(await listed(desk, "/v1/bureaus", division="320412", as_of="2020-01-01")) == 2
    assert (await desk.read("/v1/bureaus", as_of="2020-01-02")).json()["type"] == "/problems/in-the-future"
    assert (await desk.read("/v1/stations", as_of="2020-01-02")).json()["type"] == "/problems/in-the-future"


async def test_a_station_that_came_under_the_new_map_is_not_asked_about(desk: Desk) -> None:
    await changzhou(desk)
    await at(desk, 2015, 6, 5)
    wujin, host_id = officer_of("320412"), await a_host(desk)
    for town in ("", "湖塘镇", "奔牛镇"):
        station = station_of(host_id, name=f"新到{town}超市消费维权服务站", division_code="320412", town=town)
        await desk.done("/v1/stations", wujin, station | {"distinct_because": "另一处门店"})
    await a_bureau(desk, "320413", "江苏省金坛工商行政管理局", established_on="2015-06-01")
    await desk.done("/v1/divisions/changes", OPERATOR, CHANGE)
    await followed(desk)
    assert await unresolved(desk) == ["无名超市", "未详市场"]
    there = await placed(desk)
    assert there["新到超市"] == ("320412", "B-320412")
    assert there["新到奔牛镇超市"] == ("320411", "B-320411")


@pytest.mark.parametrize("path", ["/v1/stations/st-none", "/v1/bureaus/B-none"])
async def test_what_nobody_knows_is_not_found(desk: Desk, path: str) -> None:
    assert (await desk.read(path)).status_code == 404
    assert (await desk.read(path, as_of="2013-05-16")).status_code == 404


async def test_a_code_that_no_table_knows_yet_comes_with_its_bureau_and_its_change(desk: Desk) -> None:
    await at(desk, 2027, 3, 1)
    await a_bureau(desk, "320414", "新区市场监督管理局", established_on="2027-03-01")
    station = station_of(await a_host(desk), name="新区商场消费维权服务站", division_code="320414", town="")
    await desk.refused("division-not-in-force", "/v1/stations", officer_of("320414"), station)
    change = {
        "document_number": "国函〔2027〕1号",
        "document_date": "2027-02-01",
        "divisions": [{"code": "320414", "name": "新区"}],
        "moves": [{"from_code": "320402", "town": "青龙街道", "to_code": "320414"}],
        "effective_on": "2027-03-01",
    }
    wrong = change | {"moves": [{"from_code": "320402", "town": "青龙街道", "to_code": "320415"}]}
    await desk.refused("move-to-nowhere", "/v1/divisions/changes", OPERATOR, wrong)
    await desk.done("/v1/divisions/changes", OPERATOR, change)
    assert (await desk.done("/v1/stations", officer_of("320414"), station))["bureau_code"] == "B-320414"

"""Corrections and erasures over HTTP: by whom, of what, and what is read afterwards."""

from dataclasses import replace
from typing import Any

from services.registry.jobs.erasing import follow_erasures
from shared.access.roles import Caller, Level
from tests.registry.desk import CHANGZHOU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.test_corrections import erased
from tests.registry.test_projections import happened
from tests.registry.wishes import STAFF, a_host, a_station

OTHER_OPERATOR = replace(OPERATOR, subject="operator-2")
GUIDANCE = {"topic": "台账", "summary": "示范"}
OF = {"correction": "指导日期应为5月14日", "reason": "笔误"}


async def test_a_county_corrects_a_record_of_its_station(desk: Desk) -> None:
    host_id = await a_host(desk)
    station_id = await a_station(desk, host_id=host_id)
    other = await a_station(desk, host_id=host_id, name="二店服务站", town="青龙街道")
    for station in (station_id, other):
        await desk.done(f"/v1/stations/{station}/guidance", TIANNING, GUIDANCE)
    record = (await desk.read(f"/v1/stations/{station_id}/care", TIANNING)).json()["items"][0]["event_id"]
    path, wish = f"/v1/stations/{station_id}/corrections", OF | {"record_id": record}
    done = await desk.done(path, TIANNING, wish)
    again = await desk.done(path, TIANNING, wish)
    assert again == done == {"id": done["id"], "station_id": station_id, "version": 1}

    await desk.refused("no-such-record", f"/v1/stations/{other}/corrections", TIANNING, wish)
    sideways = wish | {"stream": f"care-{station_id}"}
    await desk.refused("no-such-record", f"/v1/stations/{other}/corrections", TIANNING, sideways)
    await desk.refused("outside-jurisdiction", path, ZHONGLOU, wish)
    await desk.refused("wrong-role", path, CHANGZHOU, wish)
    await desk.refused("wrong-role", path, Caller("boss", Level.ENTERPRISE, host_id), wish)
    await desk.refused("request-not-valid", path, TIANNING, wish | {"record_id": "gu-1"})
    await desk.refused("not-known-here", "/v1/stations/st-none/corrections", TIANNING, wish)

    (item,) = (await desk.read(path, Caller("boss", Level.ENTERPRISE, host_id))).json()["items"]
    assert (item["record_id"], item["record_type"]) == (record, "GuidanceGiven")
    assert (await desk.read(f"/v1/stations/{station_id}/care", TIANNING)).json()["items"][0]["is_corrected"] is True
    registered = (await desk.runtime.store.load(f"station-{station_id}")).history[0]
    of_station = {"record_id": str(registered.event_id), "correction": "开业于2012年3月16日", "reason": "登记有误"}
    assert (await desk.done(path, TIANNING, of_station))["version"] == 2


async def test_one_operator_orders_and_another_confirms_that_what_is_known_of_somebody_is_erased(desk: Desk) -> None:
    station_id = await a_station(desk)
    staff_id = (await desk.done(f"/v1/stations/{station_id}/staff", TIANNING, STAFF))["id"]
    path, wish = f"/v1/staff/{staff_id}/erasure", {"grounds": "本人申请"}
    await desk.refused("wrong-role", path, TIANNING, wish)
    await desk.refused("not-known-here", "/v1/staff/sf-none/erasure", OPERATOR, wish)
    await desk.refused("request-not-valid", path, OPERATOR, {"grounds": ""})
    await desk.refused("no-erasure-ordered", f"{path}/confirmation", OTHER_OPERATOR, {})
    assert (await desk.done(path, OPERATOR, wish))["status"] == "ordered"
    assert (await _member(desk, station_id))["name"] == STAFF["name"]
    await desk.refused("confirmed-by-the-same", f"{path}/confirmation", OPERATOR, {})
    await desk.refused("wrong-role", f"{path}/confirmation", TIANNING, {})
    gone = await desk.done(f"{path}/confirmation", OTHER_OPERATOR, {})
    assert (gone["status"], gone["version"]) == ("erased", 2)
    assert (await desk.done(path, OPERATOR, {"grounds": "再次"}))["version"] == 2
    erased = (await desk.runtime.store.load(f"subject-{staff_id}")).history[-1]
    assert erased.attributes["partitionkey"] == station_id
    member = await _member(desk, station_id)
    assert (member["name"], member["erasure"]) == (None, "erased")
    kept = await desk.runtime.pool.fetchrow("SELECT wrapped_key, destroyed_at FROM subject_keys")
    assert kept is not None
    assert kept["wrapped_key"] is None
    assert kept["destroyed_at"] is not None


async def test_what_the_law_wants_kept_is_closed_and_its_key_stays(desk: Desk) -> None:
    station_id = await a_station(desk)
    staff_id = (await desk.done(f"/v1/stations/{station_id}/staff", TIANNING, STAFF))["id"]
    path = f"/v1/staff/{staff_id}/erasure"
    until = {"grounds": "本人申请", "retained_until": "2016-01-01"}
    assert (await desk.done(path, OPERATOR, until))["status"] == "restricted"
    await desk.refused("retention-runs", path, OPERATOR, {"grounds": "本人申请"})
    member = await _member(desk, station_id)
    assert (member["name"], member["erasure"]) == (None, "restricted")
    assert await desk.runtime.pool.fetchval("SELECT wrapped_key IS NOT NULL FROM subject_keys")


async def test_a_key_that_outlived_its_erasure_is_destroyed_afterwards(desk: Desk) -> None:
    """The process that recorded the erasure died before it could."""
    station_id = await a_station(desk)
    staff_id = (await desk.done(f"/v1/stations/{station_id}/staff", TIANNING, STAFF))["id"]
    await happened(desk, erased.model_copy(update={"subject_id": staff_id, "station_id": station_id}))
    assert await desk.runtime.pool.fetchval("SELECT wrapped_key IS NOT NULL FROM subject_keys")
    await follow_erasures(desk.runtime)
    assert await desk.runtime.pool.fetchval("SELECT wrapped_key IS NULL FROM subject_keys")


async def test_a_request_sent_again_after_the_erasure_is_answered_and_brings_no_key_back(desk: Desk) -> None:
    station_id = await a_station(desk)
    path = f"/v1/stations/{station_id}/staff"
    first = await desk.send(path, TIANNING, STAFF, key="one")
    erasure = f"/v1/staff/{first.json()['id']}/erasure"
    await desk.done(erasure, OPERATOR, {"grounds": "本人申请"})
    await desk.done(f"{erasure}/confirmation", OTHER_OPERATOR, {})
    again = await desk.send(path, TIANNING, STAFF, key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert await desk.runtime.pool.fetchval("SELECT wrapped_key IS NULL FROM subject_keys")


async def test_an_appointment_that_is_refused_or_only_tried_makes_no_key(desk: Desk) -> None:
    station_id = await a_station(desk)
    path = f"/v1/stations/{station_id}/staff"
    await desk.refused("outside-jurisdiction", path, ZHONGLOU, STAFF)
    assert (await desk.send(f"{path}?dry_run=true", TIANNING, STAFF)).status_code == 200
    assert await desk.runtime.pool.fetchval("SELECT count(*) FROM subject_keys") == 0


async def _member(desk: Desk, station_id: str) -> dict[str, Any]:
    (member,) = (await desk.read(f"/v1/stations/{station_id}", TIANNING)).json()["file"]["staff"]
    return dict(member)

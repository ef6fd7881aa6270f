"""Corrections and erasures over HTTP: by whom, of what, and what is read afterwards."""

from shared.access.roles import Caller, Level
from tests.registry.desk import CHANGZHOU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import STAFF, a_host, a_station

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


async def test_the_operator_erases_what_is_known_of_a_member_of_staff(desk: Desk) -> None:
    station_id = await a_station(desk)
    staff_id = (await desk.done(f"/v1/stations/{station_id}/staff", TIANNING, STAFF))["id"]
    path, wish = f"/v1/staff/{staff_id}/erasure", {"grounds": "本人申请", "retained_until": "2016-01-01"}
    await desk.refused("wrong-role", path, TIANNING, wish)
    await desk.refused("not-known-here", "/v1/staff/sf-none/erasure", OPERATOR, wish)
    await desk.refused("request-not-valid", path, OPERATOR, {"grounds": ""})
    assert (await desk.done(path, OPERATOR, wish))["status"] == "restricted"
    (member,) = (await desk.read(f"/v1/stations/{station_id}", TIANNING)).json()["file"]["staff"]
    assert STAFF["name"] != member["name"]
    gone = await desk.done(path, OPERATOR, {"grounds": "本人申请"})
    assert (gone["status"], gone["version"]) == ("erased", 2)
    assert (await desk.done(path, OPERATOR, {"grounds": "再次"}))["version"] == 2
    erased = (await desk.runtime.store.load(f"subject-{staff_id}")).history[-1]
    assert erased.attributes["partitionkey"] == station_id

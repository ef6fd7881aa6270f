"""Trainings over HTTP: announced by province or city, held once, and read by everybody as far as it is theirs."""

from typing import Any

from shared.access.roles import Caller, Level
from tests.registry.desk import AUDITOR, CHANGZHOU, JIANGSU, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import a_host, a_station

PLAN: dict[str, Any] = {
    "division_code": "320400",
    "topic": "和解技巧",
    "place": "市局三楼",
    "planned_on": "2013-06-18",
}


async def planned_training(desk: Desk) -> tuple[str, str, str, str]:
    """The path of a planned training, its host, and the two stations invited: one in each county."""
    host_id = await a_host(desk)
    mall = await a_station(desk, host_id=host_id)
    branch = await a_station(desk, ZHONGLOU, host_id=host_id, division_code="320404", name="钟楼店服务站")
    planned = await desk.done("/v1/trainings/schedule", CHANGZHOU, PLAN | {"invited": [mall, branch]})
    assert (planned["status"], planned["version"]) == ("planned", 1)
    return f"/v1/trainings/{planned['id']}", host_id, mall, branch


async def test_a_training_is_announced_and_its_attendance_recorded_once(desk: Desk) -> None:
    path, host_id, mall, branch = await planned_training(desk)
    came = {"station_ids": [mall], "absent": [{"station_id": branch, "reason": "店庆"}]}
    attendance = f"{path}/attendance"
    # A word is no id: whoever reads where one may only send is told so, not that there is no such training.
    sent_only = await desk.read("/v1/trainings/schedule", JIANGSU)
    assert (sent_only.status_code, sent_only.headers["allow"]) == (405, "POST")
    for caller in (TIANNING, Caller("boss", Level.ENTERPRISE, host_id)):
        await desk.refused("wrong-role", attendance, caller, came)
    await desk.refused("present-and-absent", attendance, CHANGZHOU, came | {"station_ids": [mall, branch]})
    await desk.refused("nobody-trained", attendance, CHANGZHOU, came | {"station_ids": []})
    await desk.refused("in-the-future", attendance, CHANGZHOU, came | {"held_on": "2013-06-18"})
    await desk.refused("no-such-training", "/v1/trainings/tr-none/attendance", CHANGZHOU, came)
    await desk.refused("request-not-valid", attendance, CHANGZHOU, came | {"absent": [branch]})
    assert (await desk.done(attendance, JIANGSU, came))["status"] == "held"
    await desk.refused("training-already-held", attendance, CHANGZHOU, came)
    assert (await desk.events())[-2:] == ["TrainingScheduled", "TrainingHeld"]


async def test_who_came_is_read_by_those_whose_stations_they_are(desk: Desk) -> None:
    path, host_id, mall, branch = await planned_training(desk)
    public = (await desk.read(path)).json()
    assert (public["status"], public["day"], public["place"]) == ("planned", "2013-06-18", "市局三楼")
    (mine,) = (await desk.read(path, TIANNING)).json()["attendance"]
    assert (mine["station_id"], mine["came"]) == (mall, None)
    absent = [{"station_id": branch, "reason": "店庆"}]
    await desk.done(f"{path}/attendance", CHANGZHOU, {"station_ids": [mall], "absent": absent})

    both = sorted([mall, branch])
    readers: tuple[tuple[Caller | None, list[str]], ...] = (
        (None, []),
        (TIANNING, [mall]),
        (ZHONGLOU, [branch]),
        (CHANGZHOU, both),
        (AUDITOR, both),
        (Caller("boss", Level.ENTERPRISE, host_id), both),
        (Caller("x", Level.ENTERPRISE, "ho-other"), []),
    )
    for reader, seen in readers:
        read = (await desk.read(path, reader)).json()
        assert [one["station_id"] for one in read["attendance"]] == seen
        assert (read["status"], read["day"], read["came"], read["invited"]) == ("held", "2013-05-16", 1, 2)
    missed = (await desk.read(path, ZHONGLOU)).json()["attendance"][0]
    assert (missed["came"], missed["reason"]) == (False, "店庆")
    assert (await desk.read("/v1/trainings/tr-none")).json()["type"] == "/problems/no-such-training"


async def test_only_whose_area_it_is_announces_a_training(desk: Desk) -> None:
    await desk.refused("outside-jurisdiction", "/v1/trainings/schedule", CHANGZHOU, PLAN | {"division_code": "320500"})
    await desk.refused("outside-jurisdiction", "/v1/trainings/schedule", CHANGZHOU, PLAN | {"division_code": "320000"})
    await desk.refused("outside-jurisdiction", "/v1/trainings/schedule", JIANGSU, PLAN | {"division_code": "330000"})
    await desk.refused("wrong-role", "/v1/trainings/schedule", TIANNING, PLAN)
    await desk.refused("not-known-here", "/v1/trainings/schedule", JIANGSU, PLAN | {"invited": ["st-none"]})
    before = PLAN | {"planned_on": "2013-05-15"}
    await desk.refused("training-planned-in-the-past", "/v1/trainings/schedule", JIANGSU, before)
    await desk.refused("request-not-valid", "/v1/trainings/schedule", JIANGSU, PLAN | {"place": ""})


async def test_trainings_are_listed_for_everybody_the_latest_first(desk: Desk) -> None:
    mall = await a_station(desk)
    held = {"division_code": "320402", "topic": "台账", "station_ids": [mall]}
    spring = await desk.done("/v1/trainings", CHANGZHOU, held | {"held_on": "2013-05-10"})
    old = await desk.done("/v1/trainings", JIANGSU, held | {"held_on": "2012-06-01"})
    summer = await desk.done("/v1/trainings/schedule", JIANGSU, PLAN | {"division_code": "320000"})

    async def listed(**query: Any) -> list[str]:
        return [item["training_id"] for item in (await desk.read("/v1/trainings", **query)).json()["items"]]

    assert await listed() == [summer["id"], spring["id"], old["id"]]
    assert await listed(year=2013, division="320400") == [spring["id"]]
    first = (await desk.read("/v1/trainings", limit=2)).json()
    assert await listed(limit=2, cursor=first["next"]) == [old["id"]]
    assert (await desk.read("/v1/trainings", cursor="bm8")).json()["type"] == "/problems/cursor-not-readable"

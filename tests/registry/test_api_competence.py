"""Whose act it is where a place has a bureau of its own, and for an officer who is linked to the host."""

from datetime import date

from shared.access.roles import Caller, Level
from shared.events.registry import BureauEstablished, BureauLevel, InterestDeclared, OfficerPosted
from tests.registry.desk import TIANNING, Desk
from tests.registry.test_projections import happened
from tests.registry.wishes import STAFF, a_host, a_station, number_of, station_of

ZONE = Caller("of-zone", Level.COUNTY, "B-ZONE", "科员")


async def test_a_zone_without_a_code_is_competent_for_its_towns_alone(desk: Desk) -> None:
    zone = BureauEstablished(
        bureau_code="B-ZONE",
        name="开发区分局",
        name_is_sourced=False,
        level=BureauLevel.COUNTY,
        division_code="320402",
        established_on=date(2012, 1, 1),
        towns=("青龙街道",),
    )
    await happened(desk, zone)
    posted = OfficerPosted(officer_id="of-zone", bureau_code="B-ZONE", post="科员", posted_on=date(2012, 1, 1))
    await happened(desk, posted)
    host_id = await a_host(desk)
    inside = station_of(host_id, town="青龙街道")
    await desk.refused("outside-jurisdiction", "/v1/stations", TIANNING, inside)
    await desk.refused("outside-jurisdiction", "/v1/stations", ZONE, station_of(host_id))
    station = await desk.done("/v1/stations", ZONE, inside)
    assert station["bureau_code"] == "B-ZONE"
    await desk.refused("outside-jurisdiction", f"/v1/stations/{station['id']}/staff", TIANNING, STAFF)
    away = {"division_code": "320402", "town": "兰陵街道"}
    moved = await desk.done(f"/v1/stations/{station['id']}/move", TIANNING, away, version=2)
    assert moved["bureau_code"] == "B-320402"


async def test_an_officer_handles_nothing_of_a_host_to_whom_they_are_linked(desk: Desk) -> None:
    host_id = await a_host(desk)
    host = Caller("boss", Level.ENTERPRISE, host_id)
    station_id = await a_station(desk, host_id=host_id)
    body = {name: value for name, value in station_of("", town="青龙街道").items() if name != "host_id"}
    proposed = (await desk.done("/v1/stations/proposals", host, body))["id"]
    member = (await desk.done(f"/v1/stations/{station_id}/staff/proposals", host, STAFF))["id"]
    linked = InterestDeclared(
        officer_id=TIANNING.subject, host_id=host_id, nature="亲属", stands=True, declared_on=date(2013, 5, 16)
    )
    await happened(desk, linked)
    path = f"/v1/stations/{station_id}"
    for act in ("registration", "refusal"):
        told_to = {"reasons": "x"} if act == "refusal" else {}
        await desk.refused("recused", f"/v1/stations/proposals/{proposed}/{act}", TIANNING, told_to, version=1)
    await desk.refused("recused", f"{path}/closing", TIANNING, {"reason": "x"}, version=2)
    await desk.refused("recused", f"{path}/staff", TIANNING, STAFF)
    await desk.refused("recused", f"{path}/staff/{member}/appointment", TIANNING, {})
    await desk.refused("recused", "/v1/stations", TIANNING, station_of(host_id, town="雕庄街道"))
    other = await a_host(desk, name="乙超市", registration_number=number_of(2))
    assert await a_station(desk, host_id=other)

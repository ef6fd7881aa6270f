"""Staff over HTTP: proposed by the host, checked by the county, published with consent, and gone one day."""

from datetime import date
from typing import Any

import pytest

from shared.access.roles import Caller, Level
from shared.events.registry import SubjectErased
from tests.registry.desk import AUDITOR, CHANGZHOU, TIANNING, ZHONGLOU, Desk
from tests.registry.test_projections import happened
from tests.registry.wishes import STAFF, a_host, a_station, on_the_day

PAPER = "ab" * 32
CONSENT = {"covers": ["name", "photo"], "document_sha256": PAPER}


@pytest.fixture
async def station(desk: Desk) -> tuple[str, Caller]:
    """A station's path, and who speaks for its host."""
    host_id = await a_host(desk)
    station_id = await a_station(desk, host_id=host_id)
    return f"/v1/stations/{station_id}", Caller("boss", Level.ENTERPRISE, host_id)


async def staff_of(desk: Desk, path: str, reader: Caller) -> list[dict[str, Any]]:
    staff: list[dict[str, Any]] = (await desk.read(path, reader)).json()["file"]["staff"]
    return staff


async def test_somebody_is_proposed_engaged_published_and_leaves(desk: Desk, station: tuple[str, Caller]) -> None:
    path, host = station
    proposed = await desk.done(f"{path}/staff/proposals", host, STAFF)
    assert (proposed["stage"], proposed["version"]) == ("proposed", 1)
    member = f"{path}/staff/{proposed['id']}"
    await desk.refused("outside-jurisdiction", f"{member}/appointment", ZHONGLOU, {})
    await desk.refused("wrong-role", f"{member}/appointment", host, {})
    await desk.refused("not-serving", f"{member}/consent", host, CONSENT)
    assert (await desk.done(f"{member}/appointment", TIANNING, {}))["stage"] == "serving"
    for wrong in ({"covers": ["address"]}, {"document_sha256": "x"}, {"given_on": "yesterday"}):
        await desk.refused("request-not-valid", f"{member}/consent", host, CONSENT | wrong)
    await desk.refused("consent-covers-nothing", f"{member}/consent", host, CONSENT | {"covers": []})
    await desk.refused("in-the-future", f"{member}/consent", host, CONSENT | {"given_on": "2013-05-17"})
    await desk.refused("wrong-role", f"{member}/consent", TIANNING, CONSENT)
    assert (await desk.done(f"{member}/consent", host, CONSENT))["version"] == 3
    await on_the_day(desk, date(2013, 8, 1))
    await desk.refused("before-the-appointment", f"{member}/departure", host, {"left_on": "2013-01-01"})
    await desk.refused("outside-jurisdiction", f"{member}/departure", ZHONGLOU, {})
    await desk.refused("wrong-role", f"{member}/departure", CHANGZHOU, {})
    assert (await desk.done(f"{member}/departure", host, {"left_on": "2013-07-31"}))["stage"] == "left"
    assert (await desk.done(f"{member}/departure", TIANNING, {}))["version"] == 4
    assert (await desk.done(f"{member}/consent-withdrawal", host, {}))["version"] == 5

    (told,) = await staff_of(desk, path, host)
    assert told == {
        "staff_id": proposed["id"],
        "name": STAFF["name"],
        "erasure": "",
        "posts": STAFF["posts"],
        "stage": "left",
        "proposed_on": "2013-05-16",
        "appointed_on": "2013-05-16",
        "refused_on": None,
        "reasons": "",
        "left_on": "2013-07-31",
        "consent": CONSENT | {"given_on": "2013-05-16", "withdrawn_on": "2013-08-01"},
    }
    assert [each["name"] for each in await staff_of(desk, path, CHANGZHOU)] == [None]
    history = (await desk.runtime.store.load(f"staff-{proposed['id']}")).history
    assert {each.attributes["partitionkey"] for each in history} == {path.split("/")[-1]}


async def test_somebody_is_not_engaged_and_may_be_proposed_anew(desk: Desk, station: tuple[str, Caller]) -> None:
    path, host = station
    member = f"{path}/staff/{(await desk.done(f'{path}/staff/proposals', host, STAFF))['id']}"
    await desk.refused("request-not-valid", f"{member}/refusal", TIANNING, {"reasons": ""})
    await desk.refused("wrong-role", f"{member}/refusal", host, {"reasons": "x"})
    assert (await desk.done(f"{member}/refusal", TIANNING, {"reasons": "不熟悉程序"}))["stage"] == "refused"
    await desk.refused("nobody-proposed", f"{member}/appointment", TIANNING, {})
    again = await desk.done(f"{path}/staff/proposals", host, STAFF)
    assert [each["stage"] for each in await staff_of(desk, path, AUDITOR)] in (
        ["refused", "proposed"],
        ["proposed", "refused"],
    )
    other = await a_station(desk, host_id=host.bureau, town="青龙街道")
    for path_of in (f"/v1/stations/{other}/staff/{again['id']}", f"{path}/staff/sf-none"):
        await desk.refused("not-known-here", f"{path_of}/appointment", TIANNING, {})
        await desk.refused("not-known-here", f"{path_of}/departure", host, {})
        await desk.refused("not-known-here", f"{path_of}/consent-withdrawal", host, {})


async def test_only_its_host_proposes_for_an_active_station(desk: Desk, station: tuple[str, Caller]) -> None:
    path, host = station
    second = await a_host(desk, name="乙超市", registration_number="333333333333338")
    await desk.refused("not-your-station", f"{path}/staff/proposals", Caller("x", Level.ENTERPRISE, second), STAFF)
    await desk.refused("wrong-role", f"{path}/staff/proposals", TIANNING, STAFF)
    await desk.refused("no-post", f"{path}/staff/proposals", host, STAFF | {"posts": []})
    waiting = await desk.done(f"{path}/staff/proposals", host, STAFF)
    await desk.done(f"{path}/suspension", TIANNING, {"reason": "装修"}, version=2)
    await desk.refused("station-not-active", f"{path}/staff/proposals", host, STAFF)
    await desk.refused("station-not-active", f"{path}/staff", TIANNING, STAFF)
    await desk.refused("station-not-active", f"{path}/staff/{waiting['id']}/appointment", TIANNING, {})


async def test_whose_data_is_erased_has_no_name(desk: Desk, station: tuple[str, Caller]) -> None:
    path, host = station
    proposed = await desk.done(f"{path}/staff/proposals", host, STAFF)
    erased = SubjectErased(
        subject_id=proposed["id"],
        station_id=proposed["station_id"],
        outcome="erased",
        grounds="本人请求",
        retained_until=date(2013, 5, 16),
        erased_on=date(2013, 5, 16),
    )
    await happened(desk, erased)
    assert [each["name"] for each in await staff_of(desk, path, host)] == [None]
    await desk.refused("not-known-here", f"{path}/staff/{proposed['id']}/appointment", TIANNING, {})

"""称号终止、放弃申辩、牌匾作废 over HTTP, and by what becomes of a station."""

from datetime import date

from shared.events.registry import StationClosed, StationTransferred
from tests.assessment.test_api_titles import PROPOSAL, REVOCATION, TITLE
from tests.assessment.world import (
    CITY,
    COUNTY,
    HOST,
    OTHER_CITY,
    OTHER_HOST,
    PROVINCE,
    PROVINCE_2,
    World,
    ok,
    refused,
    with_a_title,
)

CLOSED = StationClosed(station_id="st-a", reason="商场歇业", closed_on=date(2014, 6, 1))


async def with_a_plaque(world: World) -> None:
    await with_a_title(world)
    ok(await world.does(COUNTY, TITLE + "/plaque", {"plaque_number": "PL-1"}, version=1))


async def test_a_station_that_closes_loses_its_title_without_blame(world: World) -> None:
    """Scenario 7: ended by closure, nothing to be mended first, no bar, and the plaque is due."""
    await with_a_plaque(world)
    ok(await world.does(CITY, TITLE + "/revocation-proposal", PROPOSAL, version=2))
    refused(await world.does(CITY, TITLE + "/plaque-void", {"reason": "lost"}, version=3), 409, "title-not-over")
    await world.clock(date(2014, 6, 2))
    await world.hears(CLOSED)
    seen = ok(await world.reads(None, TITLE))
    assert (seen["status"], seen["ended_by"], seen["ended_on"]) == ("ended", "closure", "2014-06-01")
    assert (seen["revoked_on"], seen["ground"], seen["void_on"]) == (None, None, None)
    (listed,) = ok(await world.reads(None, "/v1/titles"))["items"]
    assert (listed["status"], listed["ended_by"], listed["ended_on"]) == ("ended", "closure", "2014-06-01")
    assert ok(await world.reads(CITY, TITLE))["stage"] == "ended"
    candidate = ok(await world.reads(PROVINCE, "/v1/assessments/A-2013-st-a"))
    assert candidate["stage"] == "ended"
    refused(await world.does(PROVINCE_2, TITLE + "/revocation", REVOCATION, version=4), 409, "title-not-in-force")
    refused(await world.does(CITY, TITLE + "/service", {"method": "邮寄"}, version=4), 409, "title-not-revoked")
    early = {"returned_on": "2014-05-31"}
    refused(await world.does(COUNTY, TITLE + "/plaque-return", early, version=4), 422, "before-its-cause")
    answer = ok(await world.does(COUNTY, TITLE + "/plaque-return", version=4))
    assert (answer["stage"], answer["status"], answer["version"]) == ("ended", "ended", 5)
    late = await world.does(CITY, TITLE + "/plaque-void", {"reason": "not_returned"}, version=5)
    refused(late, 409, "plaque-already-returned")


async def test_another_host_does_not_take_the_title_over(world: World) -> None:
    await with_a_title(world)
    await world.clock(date(2014, 6, 2))
    await world.hears(
        StationTransferred(station_id="st-a", host_id="ho-b", former_host_id="ho-a", transferred_on=date(2014, 6, 1))
    )
    assert ok(await world.reads(None, TITLE))["ended_by"] == "change_of_host"


async def test_where_there_is_no_title_nothing_ends_and_nothing_is_refused(world: World) -> None:
    await world.clock(date(2014, 6, 2))
    await world.hears(CLOSED)
    refused(await world.reads(None, TITLE), 404, "not-known-here")
    assert await world.rows("SELECT * FROM refused") == []


async def test_a_host_gives_its_title_back_of_its_own_will(world: World) -> None:
    await with_a_plaque(world)
    refused(await world.does(OTHER_HOST, TITLE + "/renunciation", version=2), 403, "not-your-station")
    refused(await world.does(CITY, TITLE + "/renunciation", version=2), 403, "wrong-role")
    refused(await world.does(None, TITLE + "/renunciation", version=2), 401, "not-signed-in")
    refused(await world.does(OTHER_HOST, "/v1/titles/st-b/renunciation", version=0), 409, "title-not-in-force")
    answer = ok(await world.does(HOST, TITLE + "/renunciation", version=2))
    assert (answer["status"], answer["version"]) == ("ended", 3)
    seen = ok(await world.reads(None, TITLE))
    assert (seen["ended_by"], seen["ended_on"]) == ("request", "2014-03-14")
    await world.hears(CLOSED)
    assert ok(await world.reads(None, TITLE))["ended_by"] == "request"
    for who, rule in ((COUNTY, "wrong-role"), (OTHER_CITY, "outside-jurisdiction")):
        refused(await world.does(who, TITLE + "/plaque-void", {"reason": "lost"}, version=3), 403, rule)
    ok(await world.does(CITY, TITLE + "/plaque-void", {"reason": "lost"}, version=3))
    seen = ok(await world.reads(None, TITLE))
    assert (seen["void_reason"], seen["void_on"]) == ("lost", "2014-03-14")


async def test_a_title_is_revoked_after_a_defence_that_was_waived(world: World) -> None:
    await with_a_title(world)
    await world.clock(date(2014, 9, 1))
    waiver = {"told_on": "2014-09-01", "days": 10, "reason": "邮寄送达，未答复"}
    refused(await world.does(CITY, TITLE + "/defence-waiver", waiver, version=1), 409, "revocation-not-proposed")
    ok(await world.does(PROVINCE, TITLE + "/revocation-proposal", PROPOSAL, version=1))
    refused(await world.does(CITY, TITLE + "/defence-waiver", waiver, version=2), 409, "defence-still-possible")
    refused(await world.does(COUNTY, TITLE + "/defence-waiver", waiver, version=2), 403, "wrong-role")
    to_come = waiver | {"told_on": "2014-09-02"}
    refused(await world.does(CITY, TITLE + "/defence-waiver", to_come, version=2), 422, "in-the-future")
    await world.clock(date(2014, 9, 12))
    ok(await world.does(CITY, TITLE + "/defence-waiver", waiver, version=2))
    case = ok(await world.reads(HOST, TITLE))
    assert (case["stage"], case["waived_on"]) == ("defence_waived", "2014-09-12")
    other = waiver | {"reason": "公告送达"}
    refused(await world.does(CITY, TITLE + "/defence-waiver", other, version=3), 409, "defence-already-waived")
    answer = ok(await world.does(PROVINCE_2, TITLE + "/revocation", REVOCATION, version=3))
    assert answer["status"] == "revoked"

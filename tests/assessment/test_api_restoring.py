"""撤销撤牌决定 over HTTP: what is restored, what stays on file, and what has happened to the station meanwhile."""

from datetime import date

from shared.access.roles import Caller, Level
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    BureauSucceeded,
    OfficerPosted,
    StationClosed,
    StationMoved,
    StationTransferred,
)
from tests.assessment.revocations import (
    APPEAL,
    SET_ASIDE,
    does,
    listed,
    refuses,
    with_a_served_revocation,
)
from tests.assessment.test_api_titles import PROPOSAL, REVOCATION, TITLE
from tests.assessment.world import (
    CITY,
    CITY_3,
    COUNTY,
    HOST,
    OTHER_HOST,
    PROVINCE,
    World,
    ok,
)


async def test_what_was_set_aside_stays_on_file_and_may_be_followed_by_another(world: World) -> None:
    await with_a_served_revocation(world)
    await does(world, COUNTY, "plaque-return", {})
    appeal = await does(world, HOST, "appeals", APPEAL, 201)
    await world.clock(date(2014, 9, 1))
    await does(world, PROVINCE, f"appeals/{appeal['id']}/decision", SET_ASIDE)
    seen = ok(await world.reads(CITY, TITLE))
    (past,) = seen["past_revocations"]
    assert (past["document_number"], past["revoked_on"], past["served_on"]) == (
        REVOCATION["document_number"],
        "2014-08-01",
        "2014-08-02",
    )
    assert (past["ground"], past["proposed_on"], past["heard_on"]) == ("lax_management", "2014-07-01", "2014-07-01")
    assert (past["set_aside_on"], past["set_aside_document"]) == ("2014-09-01", SET_ASIDE["document_number"])
    assert (seen["appeals"], seen["proposed_on"], seen["stage"]) == ([], None, "in_force")
    early = {"plaque_number": "PL-2", "handed_over_on": "2014-08-31"}
    await refuses(world, COUNTY, "plaque", early, 422, "before-its-cause")
    await does(world, COUNTY, "plaque", {"plaque_number": "PL-2"})
    await does(world, CITY, "revocation-proposal", PROPOSAL)
    await does(world, CITY, "defence", {"summary": "企业否认"})
    await refuses(world, PROVINCE, "revocation", REVOCATION, 409, "revocation-document-used")
    await does(world, PROVINCE, "revocation", REVOCATION | {"document_number": "苏工商消〔2014〕12号"})
    await does(world, CITY, "service", {"method": "邮寄"})
    seen = ok(await world.reads(CITY, TITLE))
    assert (seen["status"], seen["revocation_document"]) == ("revoked", "苏工商消〔2014〕12号")
    assert [one["document_number"] for one in seen["past_revocations"]] == [REVOCATION["document_number"]]
    second = await does(world, HOST, "appeals", APPEAL, 201)
    assert [(one["id"], one["stage"]) for one in await listed(world)] == [
        (second["id"], "open"),
        (appeal["id"], "decided"),
    ]


async def test_a_restored_title_ends_if_its_station_has_closed_meanwhile(world: World) -> None:
    await with_a_served_revocation(world)
    appeal = await does(world, HOST, "appeals", APPEAL, 201)
    await world.hears(StationClosed(station_id="st-a", reason="商场歇业", closed_on=date(2014, 8, 2)))
    await world.clock(date(2014, 9, 1))
    answer = await does(world, PROVINCE, f"appeals/{appeal['id']}/decision", SET_ASIDE)
    assert (answer["status"], answer["stage"]) == ("ended", "decided")
    seen = ok(await world.reads(CITY, TITLE))
    assert (seen["ended_by"], seen["ended_on"], seen["set_aside_on"]) == ("closure", "2014-09-01", "2014-09-01")


async def test_a_restored_title_is_suspended_if_its_station_has_moved_meanwhile(world: World) -> None:
    await with_a_served_revocation(world)
    appeal = await does(world, HOST, "appeals", APPEAL, 201)
    await world.hears(
        StationMoved(
            station_id="st-a",
            division_code="320404",
            town="",
            former_division_code="320402",
            former_town="",
            moved_on=date(2014, 8, 2),
        )
    )
    await world.clock(date(2014, 9, 1))
    answer = await does(world, PROVINCE, f"appeals/{appeal['id']}/decision", SET_ASIDE)
    assert answer["status"] == "suspended"
    assert ok(await world.reads(None, TITLE))["suspended_on"] == "2014-09-01"


async def test_the_host_whose_title_it_was_contests_and_a_successor_does_not(world: World) -> None:
    await with_a_served_revocation(world)
    await world.hears(
        StationTransferred(station_id="st-a", former_host_id="ho-a", host_id="ho-b", transferred_on=date(2014, 8, 2))
    )
    await refuses(world, OTHER_HOST, "appeals", APPEAL, 403, "not-your-case")
    appeal = await does(world, HOST, "appeals", APPEAL, 201)
    await world.clock(date(2014, 9, 1))
    answer = await does(world, PROVINCE, f"appeals/{appeal['id']}/decision", SET_ASIDE)
    assert answer["status"] == "ended"
    assert ok(await world.reads(None, TITLE))["ended_by"] == "change_of_host"


async def test_scenario_11_an_appeal_goes_to_the_successor_of_the_bureau(world: World) -> None:
    await with_a_served_revocation(world)
    await world.clock(date(2014, 9, 1))
    await world.hears(
        BureauEstablished(
            bureau_code="M-320400",
            name="常州市市场监督管理局",
            name_is_sourced=True,
            level=BureauLevel.CITY,
            division_code="320400",
            established_on=date(2014, 9, 1),
        ),
        BureauSucceeded(
            bureau_code="B-320400", successor_code="M-320400", document_number="编办1号", succeeded_on=date(2014, 9, 1)
        ),
        OfficerPosted(officer_id="of-m", bureau_code="M-320400", post="clerk", posted_on=date(2014, 9, 1)),
    )
    heir = Caller("of-m", Level.CITY, "M-320400", "clerk")
    await refuses(world, CITY_3, "appeals", APPEAL, 403, "not-an-officer-here")
    appeal = await does(world, heir, "appeals", APPEAL, 201)
    assert [one["id"] for one in await listed(world, heir)] == [appeal["id"]]
    (row,) = await world.rows("SELECT attributes FROM events WHERE type LIKE '%.AppealLodged.%'")
    assert "常州市市场监督管理局" in bytes(row["attributes"]).decode()

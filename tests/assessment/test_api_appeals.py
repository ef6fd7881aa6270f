"""复议、诉讼 over HTTP: by whom, until when, and what follows when a revocation is set aside."""

from datetime import date

from shared.events.registry import (
    InterestDeclared,
)
from tests.assessment.appeals import CALENDAR_2014
from tests.assessment.revocations import (
    APPEAL,
    REVOKED_ON,
    SET_ASIDE,
    SUIT,
    UPHELD,
    does,
    listed,
    refuses,
    with_a_revocation,
    with_a_served_revocation,
)
from tests.assessment.test_api_titles import PROPOSAL, REVOCATION, TITLE
from tests.assessment.world import (
    AUDITOR,
    CITY,
    COUNTY,
    HOST,
    OTHER_CITY,
    OTHER_COUNTY,
    OTHER_HOST,
    OTHER_PROVINCE,
    PROVINCE,
    PROVINCE_2,
    World,
    ok,
    refused,
    version_of,
    with_a_title,
)


async def test_a_revocation_is_contested_and_set_aside(world: World) -> None:
    await with_a_served_revocation(world)
    seen = ok(await world.reads(HOST, TITLE))
    assert (seen["served_on"], seen["appeal_until"], seen["appeal_is_provisional"]) == (
        "2014-08-02",
        "2014-10-08",
        False,
    )
    (possible,) = await listed(world)
    assert (possible["stage"], possible["last_day"], possible["days_left"]) == ("possible", "2014-10-08", 67)
    await does(world, COUNTY, "plaque-return", {})
    await world.clock(date(2014, 10, 8))
    answer = await does(world, HOST, "appeals", APPEAL, 201)
    assert (answer["stage"], answer["status"], answer["last_day"]) == ("open", "revoked", "2014-10-08")
    (contested,) = await listed(world)
    assert (contested["id"], contested["stage"], contested["is_late"]) == (answer["id"], "open", False)
    seen = ok(await world.reads(CITY, TITLE))
    (appeal,) = seen["appeals"]
    assert (appeal["statement"], appeal["outcome"], seen["past_revocations"]) == ("台账并无缺失", None, [])
    assert "appeals" not in ok(await world.reads(None, TITLE))
    await world.clock(date(2014, 12, 24))
    decision = f"appeals/{answer['id']}/decision"
    await refuses(world, PROVINCE, decision, SET_ASIDE | {"decided_on": "2014-10-07"}, 422, "before-its-cause")
    await refuses(world, PROVINCE, decision, SET_ASIDE | {"decided_on": "2014-12-25"}, 422, "in-the-future")
    answer = await does(world, PROVINCE, decision, SET_ASIDE | {"decided_on": "2014-12-22"})
    assert (answer["stage"], answer["status"]) == ("decided", "in_force")
    everybodys = ok(await world.reads(None, TITLE))
    assert (everybodys["status"], everybodys["set_aside_on"]) == ("in_force", "2014-12-22")
    assert (everybodys["revoked_on"], everybodys["ground"], everybodys["plaque_number"]) == (None, None, "")
    (listed_title,) = ok(await world.reads(None, "/v1/titles"))["items"]
    assert listed_title["status"] == "in_force"


async def test_a_late_appeal_says_why(world: World) -> None:
    await with_a_served_revocation(world)
    await world.clock(date(2014, 10, 9))
    assert await listed(world) == []
    await refuses(world, HOST, "appeals", APPEAL, 422, "appeal-too-late")
    await refuses(world, HOST, "appeals", APPEAL | {"late_reason": " "}, 422, "request-not-valid")
    await does(world, HOST, "appeals", APPEAL | {"late_reason": "法定代表人住院"}, 201)
    (entry,) = await listed(world)
    assert (entry["is_late"], entry["last_day"], entry["lodged_on"]) == (True, "2014-10-08", "2014-10-09")


async def test_a_calendar_that_comes_later_only_adds_time(world: World) -> None:
    await with_a_title(world)
    await world.clock(date(2014, 7, 1))
    await does(world, CITY, "revocation-proposal", PROPOSAL)
    await does(world, CITY, "defence", {"summary": "企业否认"})
    await world.clock(REVOKED_ON)
    await does(world, PROVINCE, "revocation", REVOCATION)
    await world.clock(date(2014, 8, 2))
    await does(world, CITY, "service", {"method": "直接送达"})
    seen = ok(await world.reads(CITY, TITLE))
    assert (seen["appeal_until"], seen["appeal_is_provisional"]) == ("2014-10-01", True)
    await world.hears(CALENDAR_2014)
    await world.clock(date(2014, 10, 8))
    assert (await does(world, HOST, "appeals", APPEAL, 201))["last_day"] == "2014-10-08"


async def test_before_the_service_no_time_runs(world: World) -> None:
    await with_a_revocation(world)
    (possible,) = await listed(world)
    assert (possible["stage"], possible["last_day"], possible["days_left"]) == ("possible", None, None)
    assert ok(await world.reads(CITY, TITLE))["appeal_until"] is None
    assert (await does(world, HOST, "appeals", APPEAL, 201))["last_day"] is None


async def test_who_was_not_told_has_a_year(world: World) -> None:
    await with_a_served_revocation(world, rights_told=False)
    seen = ok(await world.reads(CITY, TITLE))
    assert (seen["rights_told"], seen["appeal_until"], seen["appeal_is_provisional"]) == (False, "2015-08-03", True)
    assert (await does(world, HOST, "appeals", SUIT, 201))["last_day"] == "2015-08-03"


async def test_a_suit_follows_a_reconsideration_within_fifteen_days(world: World) -> None:
    await with_a_served_revocation(world)
    appeal = await does(world, HOST, "appeals", APPEAL, 201)
    await refuses(world, HOST, "appeals", SUIT, 409, "appeal-still-open")
    await world.clock(date(2014, 9, 16))
    decision = f"appeals/{appeal['id']}/decision"
    await does(world, PROVINCE, decision, UPHELD)
    await refuses(world, PROVINCE, decision, SET_ASIDE, 409, "appeal-already-decided")
    await refuses(world, HOST, "appeals", APPEAL, 409, "appeal-exhausted")
    await world.clock(date(2014, 10, 9))
    await refuses(world, HOST, "appeals", SUIT, 422, "appeal-too-late")
    on_the_last_day = SUIT | {"lodged_on": "2014-10-08"}
    assert (await does(world, HOST, "appeals", on_the_last_day, 201))["last_day"] == "2014-10-08"


async def test_whose_act_it_is(world: World) -> None:
    await with_a_served_revocation(world)
    version = await version_of(world, TITLE)
    path = TITLE + "/appeals"
    refused(await world.does(HOST, path, APPEAL), 428, "version-missing")
    refused(await world.does(HOST, path, APPEAL, version=1), 412, "version-stale")
    for who, status, rule in (
        (OTHER_HOST, 403, "not-your-case"),
        (OTHER_COUNTY, 403, "outside-jurisdiction"),
        (OTHER_CITY, 403, "outside-jurisdiction"),
        (OTHER_PROVINCE, 403, "outside-jurisdiction"),
        (AUDITOR, 403, "wrong-role"),
        (None, 401, "not-signed-in"),
    ):
        refused(await world.does(who, path, APPEAL, version=version), status, rule)
    appeal = await does(world, COUNTY, "appeals", APPEAL | {"lodged_on": "2014-08-02"}, 201)
    decision = f"{path}/{appeal['id']}/decision"
    version = appeal["version"]
    for who, status, rule in (
        (HOST, 403, "wrong-role"),
        (CITY, 403, "wrong-role"),
        (OTHER_PROVINCE, 403, "outside-jurisdiction"),
        (None, 401, "not-signed-in"),
    ):
        refused(await world.does(who, decision, SET_ASIDE, version=version), status, rule)
    refused(await world.does(PROVINCE, f"{path}/ap-9/decision", SET_ASIDE, version=version), 404, "no-such-appeal")
    for reader in (CITY, PROVINCE, AUDITOR):
        assert [one["id"] for one in await listed(world, reader)] == [appeal["id"]]
    for stranger in (OTHER_CITY, OTHER_PROVINCE):
        assert await listed(world, stranger) == []
    refused(await world.reads(HOST, "/v1/appeals"), 403, "wrong-role")
    refused(await world.reads(None, "/v1/appeals"), 401, "not-signed-in")
    refused(await world.reads(CITY, "/v1/appeals?cursor=abc"), 400, "cursor-not-readable")


async def test_a_title_that_stands_is_not_contested(world: World) -> None:
    await with_a_title(world)
    await refuses(world, HOST, "appeals", APPEAL, 409, "title-not-revoked")
    for body in (APPEAL | {"kind": "letter"}, APPEAL | {"statement": ""}, APPEAL | {"lodged_on": "gestern"}, {}):
        await refuses(world, HOST, "appeals", body, 422, "request-not-valid")
    refused(await world.does(PROVINCE, "/v1/titles/st-b/appeals", APPEAL, version=0), 409, "title-not-revoked")


async def test_nobody_who_is_linked_to_the_host_has_a_hand_in_it(world: World) -> None:
    await with_a_title(world)
    for officer in ("of-c1", "of-p2"):
        await world.hears(
            InterestDeclared(
                officer_id=officer, host_id="ho-a", nature="配偶任职", stands=True, declared_on=date(2014, 3, 1)
            )
        )
    await refuses(world, CITY, "revocation-proposal", PROPOSAL, 403, "recused")
    await does(world, PROVINCE, "revocation-proposal", PROPOSAL)
    await refuses(world, CITY, "defence", {"summary": "无"}, 403, "recused")
    waiver = {"told_on": "2014-03-14", "days": 0, "reason": "声明"}
    await refuses(world, CITY, "defence-waiver", waiver, 403, "recused")
    await refuses(world, PROVINCE_2, "revocation", REVOCATION, 403, "recused")
    await refuses(world, CITY, "appeals", APPEAL, 403, "recused")

"""补报名单、名额 over HTTP: a list goes on, is printed, and is looked at on the board of places."""

from datetime import date

from shared.events.publication import NoticeResult
from shared.printing import sha256
from tests.assessment.examples import SEASON_ID, closed
from tests.assessment.world import (
    APPLICATION,
    AUDITOR,
    CITY,
    COUNTY,
    HOST,
    OTHER_CITY,
    PROVINCE,
    World,
    application_withdrawn,
    assess,
    held,
    notice_closed,
    ok,
    published,
    recognise,
    refused,
    released,
    submit,
    vetoes,
    with_a_standard_and_a_panel,
)

LIST = "/v1/lists/L-2013-320400"
WISH = {"reason": "递补", "late_reason": "递补"}
BOARD = f"/v1/seasons/{SEASON_ID}/places"


async def decline(world: World, name: str = "a") -> None:
    await world.clock(date(2013, 11, 4))
    ok(await world.does(HOST, APPLICATION.format(name) + "/declination", {"reason": "停业装修"}, version=3))


async def test_the_reserve_takes_the_place_that_fell_free_and_is_recognised(world: World) -> None:
    await submit(world, "a", "b", "c")
    refused(await world.does(CITY, LIST + "/supplements", WISH, version=1), 409, "nothing-to-supplement")
    await decline(world)
    refused(
        await world.does(CITY, LIST + "/supplements", WISH | {"late_reason": ""}, version=1), 409, "late-without-reason"
    )
    answer = ok(await world.does(CITY, LIST + "/supplements", WISH, version=1), 201)
    assert answer == {
        "id": "L-2013-320400", "status": "submitted", "version": 2, "entries": 3, "reserve": 0, "supplements": 1,
    }  # fmt: skip
    view = ok(await world.reads(PROVINCE, LIST))
    (supplement,) = view["supplements"]
    assert [(one["rank"], one["application_id"][-1]) for one in view["entries"]] == [(1, "a"), (2, "b")]
    assert [(one["rank"], one["application_id"][-1]) for one in supplement["entries"]] == [(3, "c")]
    assert (view["version"], view["reserve"], supplement["submitted_by"]) == (2, [], "市局")
    assert ok(await world.reads(CITY, APPLICATION.format("c")))["stage"] == "submitted"
    assert (await recognise(world, "c"))["stage"] == "certified"


async def test_who_was_held_joins_after_the_release_over_quota_with_a_reason(world: World) -> None:
    await with_a_standard_and_a_panel(world)
    await world.hears(closed("a", "b", "c", "d"), *map(vetoes, "abcd"))
    await world.hears(held("c"), notice_closed(**dict.fromkeys("ab", NoticeResult.KEPT), c=NoticeResult.HELD))
    for name in "abc":
        await assess(world, name)
    refused(await world.does(CITY, "/v1/lists", {"season_id": SEASON_ID}), 409, "notice-not-closed")
    await world.hears(notice_closed(d=NoticeResult.STRUCK_OFF))
    ok(await world.does(CITY, "/v1/lists", {"season_id": SEASON_ID}), 201)
    wish = {"entries": ["A-2013-st-c"], "reason": "异议不成立"}
    refused(await world.does(CITY, LIST + "/supplements", wish, version=1), 409, "not-eligible-for-list")
    await world.hears(released("c"))
    refused(await world.does(CITY, LIST + "/supplements", wish, version=1), 409, "over-quota-without-reason")
    listed = {"entries": ["A-2013-st-a"], "reason": "异议不成立"}
    refused(await world.does(CITY, LIST + "/supplements", listed, version=1), 409, "already-on-the-list")
    twice = {"entries": ["A-2013-st-c"] * 2, "reason": "异议不成立"}
    refused(await world.does(CITY, LIST + "/supplements", twice, version=1), 422, "listed-twice")
    reasoned = wish | {"over_quota_reason": "成熟一个，发展一个"}
    ok(await world.does(CITY, LIST + "/supplements", reasoned, version=1), 201)
    board = ok(await world.reads(CITY, BOARD))
    assert [(one["supplement"], one["what"], one["reason"]) for one in board["reasons"]] == [
        (1, "reason", "异议不成立"),
        (1, "over_quota_reason", "成熟一个，发展一个"),
    ]
    assert [(one["rule"], one["about"]) for one in board["broken"]] == [("over_places", "3/2")]


async def test_a_withdrawal_that_was_on_its_way_when_the_list_was_submitted_frees_the_place(world: World) -> None:
    await submit(world, "a", "b", "c")
    await world.hears(application_withdrawn("a"))
    wish = {"reason": "递补"}
    assert ok(await world.does(CITY, LIST + "/supplements", wish, version=1), 201)["entries"] == 3
    path = APPLICATION.format("a")
    refused(await world.does(HOST, path + "/declination", {"reason": "停业"}, version=3), 409, "not-in-the-set")
    stands = {one["application_id"][-1]: one["on"] for one in ok(await world.reads(CITY, BOARD))["candidates"]}
    assert stands == {"a": "gone", "b": "list", "c": "supplement"}


async def test_nobody_joins_once_the_result_is_published(world: World) -> None:
    await submit(world, "a", "b", "c")
    await decline(world)
    await world.hears(published("苏示站2013-0001"))
    refused(await world.does(CITY, LIST + "/supplements", WISH, version=1), 409, "result-already-published")


async def test_who_supplements(world: World) -> None:
    await submit(world, "a", "b", "c")
    await decline(world)
    refused(await world.does(PROVINCE, LIST + "/supplements", WISH, version=1), 403, "wrong-role")
    refused(await world.does(OTHER_CITY, LIST + "/supplements", WISH, version=1), 403, "outside-jurisdiction")
    refused(await world.does(CITY, LIST + "/supplements", WISH), 428, "version-missing")
    refused(await world.does(CITY, LIST + "/supplements", WISH, version=2), 412, "version-stale")
    refused(await world.does(CITY, LIST + "/supplements", {}, version=1), 422, "request-not-valid")
    refused(await world.does(CITY, "/v1/lists/L-2099-320400/supplements", WISH, version=1), 404, "not-known-here")


async def test_the_list_and_its_supplements_are_printed_again(world: World) -> None:
    await submit(world, "a", "b", "c")
    await decline(world)
    ok(await world.does(CITY, LIST + "/supplements", WISH, version=1), 201)
    view = ok(await world.reads(AUDITOR, LIST))
    for path, proof, words in (
        ("/printed", view["printed_sha256"], "2013年度省级12315消费维权示范服务站上报名单"),
        ("/supplements/1/printed", view["supplements"][0]["printed_sha256"], "补报理由：递补"),
    ):
        for reader in (CITY, PROVINCE, AUDITOR):
            page = await world.reads(reader, LIST + path)
            assert (page.status_code, sha256(page.content)) == (200, proof)
            assert words in page.text
            assert page.headers["content-security-policy"].startswith("default-src 'none';")
        refused(await world.reads(OTHER_CITY, LIST + path), 403, "outside-jurisdiction")
        refused(await world.reads(COUNTY, LIST + path), 403, "wrong-role")
        refused(await world.reads(None, LIST + path), 401, "not-signed-in")
    refused(await world.reads(CITY, LIST + "/supplements/2/printed"), 404, "no-such-supplement")
    refused(await world.reads(CITY, "/v1/lists/L-2099-320400/printed"), 404, "not-known-here")


async def test_the_board_shows_who_competes_and_what_a_choice_breaks(world: World) -> None:
    await with_a_standard_and_a_panel(world)
    assert ok(await world.reads(CITY, BOARD))["candidates"] == []
    await world.hears(closed("a", "b", "c"), *map(vetoes, "abc"), held("c"))
    await world.hears(notice_closed(a=NoticeResult.KEPT, b=NoticeResult.KEPT, c=NoticeResult.HELD))
    for number, name in enumerate("cab"):
        await assess(world, name, A1=40 - number)
    board = ok(await world.reads(CITY, BOARD))
    assert (board["places"], board["entries"], board["list_id"]) == (2, 0, "")
    rows = [
        (one["application_id"][-1], one["rank"], one["total"], one["results"], one["notice"], one["on"], one["chosen"])
        for one in board["candidates"]
    ]
    assert rows == [
        ("a", 1, 999, 350, "kept", "", True),
        ("b", 2, 998, 350, "kept", "", True),
        ("c", None, 1000, 350, "held", "", False),
    ]
    assert (board["by_trade"], board["by_district"], board["broken"]) == ({"百货": 2}, {"B-320402": 2}, [])
    preview = ok(await world.reads(CITY, BOARD + "?choose=A-2013-st-c"))
    assert [(one["rule"], one["about"]) for one in preview["broken"]] == [
        ("not_eligible", "A-2013-st-c"),
        ("district_without_place", "B-320402"),
        ("trade_without_place", "百货"),
    ]
    ok(await world.does(CITY, "/v1/lists", {"season_id": SEASON_ID}), 201)
    await decline(world)
    gone = ok(await world.reads(PROVINCE, BOARD))
    assert [(one["application_id"][-1], one["on"]) for one in gone["candidates"]] == [
        ("b", "list"),
        ("a", "gone"),
        ("c", ""),
    ]
    assert (gone["entries"], gone["choice"]) == (1, ["A-2013-st-b"])


async def test_who_reads_the_board(world: World) -> None:
    ok(await world.reads(AUDITOR, BOARD))
    refused(await world.reads(OTHER_CITY, BOARD), 403, "outside-jurisdiction")
    refused(await world.reads(COUNTY, BOARD), 403, "wrong-role")
    refused(await world.reads(HOST, BOARD), 403, "wrong-role")
    refused(await world.reads(CITY, "/v1/seasons/S-2099-320400/places"), 404, "not-known-here")

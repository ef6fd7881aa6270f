"""上报名单 over HTTP."""

from datetime import date

import orjson

from shared.events.publication import NoticeResult
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
    refused,
    released,
    struck_off,
    submit,
    vetoes,
    with_a_standard_and_a_panel,
    with_candidates,
)

WISH = {"season_id": SEASON_ID}


async def test_the_best_fill_the_places_and_the_rest_is_in_reserve(world: World) -> None:
    answer = await submit(world, "c", "a", "b")
    assert answer == {
        "id": "L-2013-320400", "status": "submitted", "version": 1, "entries": 2, "reserve": 1, "supplements": 0,
    }  # fmt: skip
    view = ok(await world.reads(PROVINCE, "/v1/lists/L-2013-320400"))
    assert [(one["rank"], one["application_id"][-1], one["total"]) for one in view["entries"] + view["reserve"]] == [
        (1, "c", 1000),
        (2, "a", 999),
        (3, "b", 998),
    ]
    assert (view["submitted_on"], view["late_reason"]) == ("2013-10-28", "")
    items = ok(await world.reads(CITY, f"/v1/candidates?season_id={SEASON_ID}"))["items"]
    assert [(one["stage"], one["rank"]) for one in items] == [("submitted", 2), ("reserve", 3), ("submitted", 1)]


async def test_the_list_is_submitted_on_behalf_of_the_province(world: World) -> None:
    await submit(world, "a")
    (row,) = await world.rows(
        "SELECT convert_from(attributes, 'UTF8') AS said FROM events WHERE stream_id = 'list-L-2013-320400'"
    )
    said = orjson.loads(row["said"])
    assert (said["onbehalfof"], said["mandate"], said["bureau"]) == ("B-320000", "[notice] 二(五)", "B-320400")


async def test_the_notice_and_the_assessments_come_first(world: World) -> None:
    await with_a_standard_and_a_panel(world)
    refused(await world.does(CITY, "/v1/lists", WISH), 404, "not-known-here")
    await world.hears(closed("a"), vetoes("a"))
    await assess(world, "a")
    refused(await world.does(CITY, "/v1/lists", WISH), 409, "notice-not-closed")
    await world.hears(notice_closed(a=NoticeResult.KEPT))
    ok(await world.does(CITY, "/v1/lists", WISH), 201)


async def test_every_assessment_is_concluded_first(world: World) -> None:
    await with_candidates(world, "a", "b")
    await assess(world, "a")
    refused(await world.does(CITY, "/v1/lists", WISH), 409, "assessment-not-concluded")
    await world.hears(application_withdrawn("b"))
    assert ok(await world.does(CITY, "/v1/lists", WISH), 201)["entries"] == 1


async def test_an_objection_holds_its_own_candidate_until_it_is_decided(world: World) -> None:
    await with_candidates(world, "a", "b", "c")
    for name in "abc":
        await assess(world, name)
    await world.hears(held("b"), held("c"), held("c", "op-2"))
    await world.hears(released("b"), released("c"))
    wish = WISH | {"entries": ["A-2013-st-c"]}
    refused(await world.does(CITY, "/v1/lists", wish), 409, "not-eligible-for-list")
    await world.hears(struck_off("c", "op-2"))
    answer = ok(await world.does(CITY, "/v1/lists", WISH), 201)
    assert (answer["entries"], answer["reserve"]) == (2, 0)
    assert ok(await world.reads(CITY, APPLICATION.format("c")))["stage"] == "struck_off"


async def test_over_quota_and_late_need_reasons(world: World) -> None:
    await with_candidates(world, "a", "b", "c")
    for name in "abc":
        await assess(world, name)
    everybody = WISH | {"entries": [f"A-2013-st-{name}" for name in "abc"]}
    refused(await world.does(CITY, "/v1/lists", everybody), 409, "over-quota-without-reason")
    await world.clock(date(2013, 11, 1))
    reasoned = everybody | {"over_quota_reason": "兼顾行业"}
    refused(await world.does(CITY, "/v1/lists", reasoned), 409, "late-without-reason")
    ok(await world.does(CITY, "/v1/lists", reasoned | {"late_reason": "台风"}), 201)
    refused(await world.does(CITY, "/v1/lists", WISH | {"entries": ["A-2013-st-a"]}), 409, "other-list-submitted")


async def test_who_submits_and_who_reads(world: World) -> None:
    await submit(world, "a")
    refused(await world.does(OTHER_CITY, "/v1/lists", WISH), 403, "outside-jurisdiction")
    refused(await world.does(PROVINCE, "/v1/lists", WISH), 403, "wrong-role")
    refused(await world.does(CITY, "/v1/lists", WISH | {"places": 20}), 422, "request-not-valid")
    ok(await world.reads(AUDITOR, "/v1/lists/L-2013-320400"))
    refused(await world.reads(OTHER_CITY, "/v1/lists/L-2013-320400"), 403, "outside-jurisdiction")
    refused(await world.reads(COUNTY, "/v1/lists/L-2013-320400"), 403, "outside-jurisdiction")
    refused(await world.reads(HOST, "/v1/lists/L-2013-320400"), 403, "wrong-role")
    refused(await world.reads(PROVINCE, "/v1/lists/L-2099-320400"), 404, "not-known-here")

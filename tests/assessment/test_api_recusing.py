"""回避, 共同复评 over HTTP: who does not assess, and what is marked again."""

from datetime import date

from shared.access.roles import Caller
from shared.events.registry import InterestDeclared
from tests.assessment.examples import SEASON_ID, body_of, closed
from tests.assessment.world import (
    APPLICATION,
    CITY,
    CITY_2,
    CITY_3,
    COUNTY,
    HOST,
    OTHER_CITY,
    PROVINCE,
    World,
    application_withdrawn,
    ok,
    refused,
    score,
    sheet,
    vetoes,
)

A = APPLICATION.format("a")
WHY = {"assessor": "of-c1", "reason": "配偶在该企业任职"}


async def with_three_on_the_panel(world: World) -> None:
    ok(await world.does(PROVINCE, "/v1/rubrics", body_of("js-2013")), 201)
    members = ["of-c1", "of-c2", "of-c3"]
    ok(await world.does(CITY, "/v1/panels", {"season_id": SEASON_ID, "members": members}), 201)
    await world.clock(date(2013, 9, 16))
    await world.hears(closed("a"), vetoes("a"))


async def stage(world: World) -> tuple[str, list[str], int]:
    """What a list shows of the candidate: its stage, whose scores count, its version."""
    (one,) = ok(await world.reads(CITY, f"/v1/candidates?season_id={SEASON_ID}"))["items"]
    return one["stage"], [mark["assessor"] for mark in one["scores"]], one["version"]


async def test_a_recusal_from_the_first_score_to_the_conclusion(world: World) -> None:
    await with_three_on_the_panel(world)
    await score(world, "a", (CITY,), A1=0)
    await score(world, "a", (CITY_2,))
    answer = ok(await world.does(CITY, A + "/recusals", WHY, version=2), 201)
    assert (answer["stage"], answer["assessors"], answer["version"]) == ("scored", 1, 3)
    refused(await world.does(CITY, A + "/scores", sheet()), 403, "assessor-is-recused")
    refused(await world.does(CITY, A + "/conclusion", version=3), 409, "too-few-assessors")
    assert await stage(world) == ("scored", ["of-c2"], 3)
    await score(world, "a", (CITY_3,))
    assert ok(await world.does(CITY_2, A + "/conclusion", version=4))["total"] == 1000
    refused(await world.does(CITY, A + "/recusals", WHY | {"assessor": "of-c2"}, version=5), 409, "recusal-too-late")
    whole = ok(await world.reads(CITY_2, A))
    assert [(one["assessor"], one["counts"]) for one in whole["sheets"]] == [
        ("of-c1", False), ("of-c2", True), ("of-c3", True),
    ]  # fmt: skip
    assert whole["recusals"] == [WHY | {"recused_on": "2013-09-16"}]
    assert ok(await world.reads(HOST, A))["recusals"] == []


async def test_who_may_recuse_and_whom(world: World) -> None:
    await with_three_on_the_panel(world)
    path = A + "/recusals"
    refused(await world.does(CITY_2, path, WHY), 428, "version-missing")
    refused(await world.does(CITY_2, path, WHY, version=1), 412, "version-stale")
    for who, status, rule in (
        (OTHER_CITY, 403, "outside-jurisdiction"),
        (COUNTY, 403, "wrong-role"),
        (PROVINCE, 403, "wrong-role"),
        (None, 401, "not-signed-in"),
    ):
        refused(await world.does(who, path, WHY, version=0), status, rule)
    refused(await world.does(CITY, path, WHY | {"assessor": "of-w"}, version=0), 403, "not-on-the-panel")
    for body in (WHY | {"reason": " "}, {"assessor": "of-c1"}, None):
        refused(await world.does(CITY, path, body, version=0), 422, "request-not-valid")
    refused(await world.does(CITY, APPLICATION.format("nobody") + "/recusals", WHY, version=0), 404, "not-known-here")
    ok(await world.does(CITY_2, path, WHY, version=0), 201)  # A colleague, before anybody has scored.
    assert await stage(world) == ("candidate", [], 1)
    await world.hears(application_withdrawn("a"))
    refused(await world.does(CITY, path, WHY | {"assessor": "of-c2"}, version=1), 409, "not-in-the-set")


async def test_who_has_declared_an_interest_in_the_host_does_not_score(world: World) -> None:
    await with_three_on_the_panel(world)
    link = InterestDeclared(
        officer_id="of-c1", host_id="ho-a", nature="配偶任职", stands=True, declared_on=date(2013, 9, 2)
    )
    await world.hears(link)
    refused(await world.does(CITY, A + "/scores", sheet()), 403, "recused")
    ok(await world.does(CITY_2, A + "/scores", sheet()), 201)
    ok(await world.does(CITY, A + "/recusals", WHY, version=1), 201)  # To say so is still theirs.


async def test_assessors_far_apart_mark_again_together(world: World) -> None:
    await with_three_on_the_panel(world)
    await score(world, "a", (CITY,), A1=0)
    await score(world, "a", (CITY_2,))
    ordered = ok(await world.does(CITY, A + "/conclusion", version=2))
    assert (ordered["stage"], ordered["assessors"], ordered["total"], ordered["version"]) == ("remark", 0, 0, 3)
    assert ok(await world.does(CITY, A + "/conclusion", version=3))["version"] == 3
    assert await stage(world) == ("remark", [], 3)
    whole = ok(await world.reads(CITY, A))
    assert whole["remark"] == {
        "dimensions": ["A"], "spread_tenths": 40, "limit_tenths": 30, "ordered_on": "2013-09-16",
    }  # fmt: skip
    assert [(one["assessor"], one["counts"]) for one in whole["sheets"]] == [("of-c1", False), ("of-c2", False)]
    await again(world, CITY, A1=20)
    assert await stage(world) == ("remark", ["of-c1"], 4)
    refused(await world.does(CITY, A + "/conclusion", version=4), 409, "remark-incomplete")
    refused(await world.does(CITY, A + "/scores", sheet(A1=21)), 409, "already-scored")
    await again(world, CITY_2)
    assert await stage(world) == ("scored", ["of-c1", "of-c2"], 5)
    assert ok(await world.does(CITY, A + "/conclusion", version=5))["total"] == 990
    whole = ok(await world.reads(CITY, A))
    assert [(one["total"], one["counts"]) for one in whole["sheets"]] == [(980, True), (1000, True)]
    assert ok(await world.reads(HOST, A))["remark"] is None


async def again(world: World, who: Caller, **instead: int) -> None:
    ok(await world.does(who, A + "/scores", sheet(**instead)), 201)

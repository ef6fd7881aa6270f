"""测评 over HTTP: the standard, the panel, the score sheets, the conclusion."""

import asyncio
from datetime import date

import orjson

from shared.events.publication import NoticeResult
from tests.assessment.examples import SEASON_ID, body_of, closed
from tests.assessment.world import (
    APPLICATION,
    AUDITOR,
    CITY,
    CITY_2,
    CITY_3,
    COUNTY,
    HOST,
    OTHER_CITY,
    OTHER_COUNTY,
    OTHER_HOST,
    PROVINCE,
    World,
    application_withdrawn,
    assess,
    notice_closed,
    ok,
    refused,
    score,
    sheet,
    vetoes,
    with_a_standard_and_a_panel,
    with_candidates,
)

A = APPLICATION.format("a")


async def test_the_province_publishes_the_standard_and_everybody_reads_it(world: World) -> None:
    body = body_of("js-2013")
    answer = await world.does(PROVINCE, "/v1/rubrics", body)
    assert ok(answer, 201) == {"id": "R-JS-2013", "status": "published", "version": 1}
    assert answer.headers["location"] == "/v1/rubrics/R-JS-2013"
    read = ok(await world.reads(None, "/v1/rubrics/R-JS-2013"))
    assert read == body | {"published_on": "2013-05-15"}


async def test_a_rubric_that_does_not_add_up_is_refused_and_the_next_command_works(world: World) -> None:
    crooked = body_of("js-2013") | {"pass_total": 1000, "dimensions": body_of("js-2013")["dimensions"][:4]}  # type: ignore[index]  # A list, by its data file.
    refused(await world.does(PROVINCE, "/v1/rubrics", crooked), 422, "rubric-does-not-add-up")
    refused(await world.reads(None, "/v1/rubrics/R-JS-2013"), 404, "not-known-here")
    ok(await world.does(PROVINCE, "/v1/rubrics", body_of("v0")), 201)


async def test_a_standard_is_the_province_s_and_a_panel_the_city_s(world: World) -> None:
    panel = {"season_id": SEASON_ID, "members": ["of-c1", "of-c2"]}
    refused(await world.does(CITY, "/v1/rubrics", body_of("v0")), 403, "wrong-role")
    refused(await world.does(None, "/v1/rubrics", body_of("v0")), 401, "not-signed-in")
    refused(await world.does(PROVINCE, "/v1/panels", panel), 403, "wrong-role")
    refused(await world.does(OTHER_CITY, "/v1/panels", panel), 403, "outside-jurisdiction")
    refused(await world.does(CITY, "/v1/panels", panel | {"season_id": "S-2099-320400"}), 404, "not-known-here")
    refused(await world.does(CITY, "/v1/panels", panel | {"members": ["of-c1"]}), 422, "panel-too-small")


async def test_two_score_and_the_city_concludes(world: World) -> None:
    await with_candidates(world, "a")
    await world.clock(date(2013, 10, 14))
    first = ok(await world.does(CITY, A + "/scores", sheet(A1=37)), 201)
    assert first == {
        "id": "A-2013-st-a", "stage": "scored", "version": 1, "assessors": 1, "total": 0, "check_id": "",
    }  # fmt: skip
    refused(await world.does(CITY, A + "/conclusion", version=1), 409, "too-few-assessors")
    ok(await world.does(CITY_2, A + "/scores", sheet(A1=36)), 201)
    concluded = ok(await world.does(CITY, A + "/conclusion", version=2))
    assert (concluded["stage"], concluded["total"], concluded["version"]) == ("passed", 997, 3)


async def test_the_records_say_that_the_city_acts_for_the_province(world: World) -> None:
    await with_candidates(world, "a")
    await assess(world, "a")
    rows = await world.rows(
        "SELECT type, convert_from(attributes, 'UTF8')::jsonb AS said FROM events WHERE stream_id LIKE 'assessment-%'"
    )
    for row in rows:
        said = orjson.loads(row["said"])
        assert (said["onbehalfof"], said["mandate"]) == ("B-320000", "[notice] 二(五)")
        assert (said["bureau"], said["bureauname"], said["jurisdiction"]) == ("B-320400", "市局", "320400")
        assert (said["partitionkey"], said["settingsversion"]) == ("st-a", SEASON_ID)


async def test_who_may_not_score(world: World) -> None:
    await with_candidates(world, "a")
    refused(await world.does(CITY_3, A + "/scores", sheet()), 403, "not-on-the-panel")
    refused(await world.does(OTHER_CITY, A + "/scores", sheet()), 403, "outside-jurisdiction")
    refused(await world.does(COUNTY, A + "/scores", sheet()), 403, "wrong-role")
    refused(await world.does(None, A + "/scores", sheet()), 401, "not-signed-in")
    unknown = APPLICATION.format("nobody") + "/scores"
    answer = await world.does(CITY, unknown, sheet())
    refused(answer, 404, "not-known-here")
    assert answer.headers["retry-after"] == "1"


async def test_who_inspected_does_not_assess_even_as_an_officer_of_the_city(world: World) -> None:
    await with_a_standard_and_a_panel(world)
    took_part = closed("a").candidates[0].model_copy(update={"inspectors": ("of-c1", "of-2")})
    await world.hears(closed("a").model_copy(update={"candidates": (took_part,)}))
    refused(await world.does(CITY, A + "/scores", sheet()), 403, "assessor-took-part")
    ok(await world.does(CITY_2, A + "/scores", sheet()), 201)


async def test_malformed_sheets_are_refused_and_the_next_command_works(world: World) -> None:
    await with_candidates(world, "a")
    whole = sheet()
    assert isinstance(whole["scores"], list)
    refused(await world.does(CITY, A + "/scores", {"scores": whole["scores"][1:]}), 422, "scores-incomplete")
    refused(await world.does(CITY, A + "/scores", sheet(A1=41)), 422, "item-score-out-of-range")
    for body in (whole | {"total": 1000}, {"scores": [{"item": "A1", "tenths": 3.5}]}, {"scores": "all"}, None):
        refused(await world.does(CITY, A + "/scores", body), 422, "request-not-valid")
    ok(await world.does(CITY, A + "/scores", whole), 201)


async def test_scoring_again_changes_nothing(world: World) -> None:
    await with_candidates(world, "a")
    once = await world.does(CITY, A + "/scores", sheet(A1=37), key="k-1")
    again = await world.does(CITY, A + "/scores", sheet(A1=37), key="k-1")
    assert (again.headers["idempotency-replayed"], again.text) == ("true", once.text)
    assert ok(await world.does(CITY, A + "/scores", sheet(A1=37)), 201)["version"] == 1
    refused(await world.does(CITY, A + "/scores", sheet(A1=36)), 409, "already-scored")


async def test_two_assessors_at_once_are_both_recorded(world: World) -> None:
    await with_candidates(world, "a")
    answers = await asyncio.gather(*(world.does(who, A + "/scores", sheet()) for who in (CITY, CITY_2)))
    assert {ok(answer, 201)["version"] for answer in answers} == {1, 2}


async def test_a_conclusion_needs_the_version_that_was_read(world: World) -> None:
    await with_candidates(world, "a")
    await score(world, "a")
    refused(await world.does(CITY, A + "/conclusion"), 428, "version-missing")
    refused(await world.does(CITY, A + "/conclusion", version=1), 412, "version-stale")
    refused(await world.does(OTHER_CITY, A + "/conclusion", version=2), 403, "outside-jurisdiction")
    refused(await world.does(PROVINCE, A + "/conclusion", version=2), 403, "wrong-role")
    refused(await world.does(CITY, A + "/conclusion", {"total": 1000}, version=2), 422, "request-not-valid")
    ok(await world.does(CITY, A + "/conclusion", version=2))


async def test_without_a_veto_check_there_is_no_conclusion(world: World) -> None:
    await with_a_standard_and_a_panel(world)
    await world.hears(closed("a"))
    await score(world, "a")
    refused(await world.does(CITY, A + "/conclusion", version=2), 409, "veto-not-checked")
    await world.hears(vetoes("a", "V5"))
    assert ok(await world.does(CITY, A + "/conclusion", version=2))["stage"] == "failed"
    assert ok(await world.reads(CITY, A))["reasons"] == ["veto V5"]


async def test_a_withdrawn_application_is_not_assessed_any_more(world: World) -> None:
    await with_candidates(world, "a")
    await world.hears(application_withdrawn("a"))
    refused(await world.does(CITY, A + "/scores", sheet()), 409, "not-in-the-set")
    assert ok(await world.reads(CITY, A))["stage"] == "withdrawn"


async def test_the_candidates_of_a_season_and_how_far_they_have_come(world: World) -> None:
    await with_candidates(world, "a", "b", "c")
    await world.hears(notice_closed(c=NoticeResult.HELD))
    await assess(world, "a")
    await score(world, "b", [CITY])
    items = ok(await world.reads(CITY, f"/v1/candidates?season_id={SEASON_ID}"))["items"]
    assert [(one["id"], one["stage"], one["notice"], one["result"]) for one in items] == [
        ("A-2013-st-a", "passed", "kept", "passed"),
        ("A-2013-st-b", "scored", "kept", ""),
        ("A-2013-st-c", "candidate", "held", ""),
    ]
    assert [one["version"] for one in items] == [3, 1, 0]
    assert items[1]["scores"] == [{"assessor": "of-c1", "total": 1000}]
    assert (items[0]["total"], items[0]["dimensions"][0]) == (1000, {"dimension": "A", "tenths": 200})


async def test_candidates_a_page_at_a_time(world: World) -> None:
    await with_candidates(world, "a", "b", "c")
    path = f"/v1/candidates?season_id={SEASON_ID}&limit=2"
    first = ok(await world.reads(AUDITOR, path))
    second = ok(await world.reads(AUDITOR, f"{path}&cursor={first['next']}"))
    assert [one["id"][-1] for one in first["items"] + second["items"]] == ["a", "b", "c"]
    assert second["next"] is None
    refused(await world.reads(AUDITOR, f"{path}&cursor=nonsense"), 400, "cursor-not-readable")


async def test_who_sees_candidates(world: World) -> None:
    await with_candidates(world, "a")
    path = f"/v1/candidates?season_id={SEASON_ID}"
    for who, seen in ((PROVINCE, 1), (COUNTY, 1), (OTHER_COUNTY, 0), (OTHER_CITY, 0), (AUDITOR, 1)):
        assert len(ok(await world.reads(who, path))["items"]) == seen, who
    refused(await world.reads(HOST, path), 403, "wrong-role")
    refused(await world.reads(None, path), 401, "not-signed-in")


async def test_a_host_sees_its_own_result_and_not_who_gave_which_mark(world: World) -> None:
    await with_candidates(world, "a")
    await assess(world, "a")
    whole = ok(await world.reads(CITY, A))
    assert [one["assessor"] for one in whole["sheets"]] == ["of-c1", "of-c2"]
    assert whole["sheets"][0]["items"][0] == {"item": "A1", "tenths": 40, "note": ""}
    own = ok(await world.reads(HOST, A))
    assert (own["result"], own["total"], own["sheets"], own["scores"]) == ("passed", 1000, [], [])
    refused(await world.reads(OTHER_HOST, A), 403, "outside-jurisdiction")
    refused(await world.reads(OTHER_CITY, A), 403, "outside-jurisdiction")
    refused(await world.reads(CITY, APPLICATION.format("nobody")), 404, "not-known-here")

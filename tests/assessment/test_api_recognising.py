"""抽查、认定 over HTTP: checks, recognition, refusal, and the numbers of certificates."""

import asyncio
from datetime import date
from typing import Any

from tests.assessment.examples import SEASON_ID, SHA, certified
from tests.assessment.world import (
    APPLICATION,
    CITY,
    HOST,
    OTHER_PROVINCE,
    PROVINCE,
    PROVINCE_2,
    World,
    assess,
    ok,
    recognise,
    refused,
    struck_off,
    submit,
    version_of,
    with_candidates,
)

A = APPLICATION.format("a")
ORDER = {"mode": "targeted", "reason": "群众反映"}
DOCUMENT = {"document_number": "苏工商消〔2013〕1号"}
RECORD = {"checkers": ["of-p2"], "passed": True, "findings": "与测评一致"}


async def test_a_candidate_that_was_not_drawn_is_recognised(world: World) -> None:
    await submit(world, "a")
    await world.clock(date(2013, 12, 20))
    answer = await recognise(world, "a")
    assert answer == {"id": "A-2013-st-a", "stage": "certified", "version": 3, "station_id": "st-a"}
    title = ok(await world.reads(None, "/v1/titles/st-a"))
    assert (title["id"], title["status"], title["certified_on"]) == ("苏示站2013-0001", "in_force", "2013-12-20")
    assert ok(await world.reads(CITY, A))["stage"] == "certified"
    (row,) = await world.rows("SELECT type, version FROM events WHERE stream_id = 'title-st-a'")
    assert (row["type"], row["version"]) == (certified.type_name(), 1)


async def test_numbers_follow_each_other(world: World) -> None:
    await submit(world, "a", "b")
    await recognise(world, "b")
    await recognise(world, "a")
    await recognise(world, "a")
    items = ok(await world.reads(None, "/v1/titles"))["items"]
    assert [(one["id"], one["station_id"]) for one in items] == [
        ("苏示站2013-0001", "st-b"),
        ("苏示站2013-0002", "st-a"),
    ]


async def test_of_many_recognitions_at_once_each_gets_a_number_of_its_own(world: World) -> None:
    names = [f"n{number}" for number in range(6)]
    await with_candidates(world, *names)
    for name in names:
        await assess(world, name)
    entries = [f"A-2013-st-{name}" for name in names]
    wish = {"season_id": SEASON_ID, "entries": entries, "over_quota_reason": "兼顾行业"}
    ok(await world.does(CITY, "/v1/lists", wish), 201)
    answers = await asyncio.gather(
        *(world.does(PROVINCE, APPLICATION.format(name) + "/recognition", DOCUMENT, version=3) for name in names)
    )
    assert {ok(answer)["stage"] for answer in answers} == {"certified"}
    items = ok(await world.reads(None, "/v1/titles"))["items"]
    assert [one["id"] for one in items] == [f"苏示站2013-000{number}" for number in range(1, 7)]
    assert len({one["station_id"] for one in items}) == 6
    (row,) = await world.rows("SELECT count(*) AS events, max(position) AS last FROM events")
    assert row["events"] == row["last"]


async def test_recognition_and_refusal_at_once_are_not_both_recorded(world: World) -> None:
    await submit(world, "a")
    answers = await asyncio.gather(
        world.does(PROVINCE, A + "/recognition", DOCUMENT, version=3),
        world.does(PROVINCE_2, A + "/refusal", {"reasons": "抽查不合格"}, version=3),
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 409], [200, 412])
    rows = await world.rows("SELECT type FROM events WHERE type LIKE '%Certified%' OR type LIKE '%RecognitionRefused%'")
    assert len(rows) == 1


async def order(world: World) -> dict[str, Any]:
    return ok(await world.does(PROVINCE, A + "/spot-checks", ORDER), 201)


async def test_a_spot_check_is_recorded_before_the_recognition(world: World) -> None:
    await submit(world, "a")
    await world.clock(date(2013, 11, 11))
    ordered = await order(world)
    assert ordered["check_id"].startswith("ck-")
    refused(await world.does(PROVINCE, A + "/recognition", DOCUMENT, version=4), 409, "spot-check-open")
    path = f"{A}/spot-checks/{ordered['check_id']}/record"
    future = RECORD | {"checked_on": "2013-11-12"}
    refused(await world.does(PROVINCE, path, future, version=4), 422, "in-the-future")
    early = RECORD | {"checked_on": "2013-11-10"}
    refused(await world.does(PROVINCE, path, early, version=4), 422, "before-its-cause")
    refused(await world.does(PROVINCE, path, RECORD, version=3), 412, "version-stale")
    ok(await world.does(PROVINCE, path, RECORD, version=4))
    (check,) = ok(await world.reads(CITY, A))["spot_checks"]
    assert (check["passed"], check["checked_on"], check["mode"]) == (True, "2013-11-11", "targeted")
    await recognise(world, "a")


async def test_a_failed_check_leads_to_a_refusal_that_the_city_sees(world: World) -> None:
    await submit(world, "a", "b")
    ordered = await order(world)
    path = f"{A}/spot-checks/{ordered['check_id']}/record"
    ok(await world.does(PROVINCE, path, RECORD | {"passed": False}, version=4))
    refused(await world.does(PROVINCE, A + "/recognition", DOCUMENT, version=5), 409, "spot-check-failed")
    answer = ok(await world.does(PROVINCE, A + "/refusal", {"reasons": "抽查不合格"}, version=5))
    assert answer["stage"] == "refused"
    seen = ok(await world.reads(CITY, A))
    assert (seen["stage"], seen["refusal_reasons"], seen["result"]) == ("refused", "抽查不合格", "passed")
    refused(await world.reads(None, "/v1/titles/st-a"), 404, "not-known-here")
    await recognise(world, "b")


async def test_a_drawn_check_is_made_by_the_inspectors_of_its_draw(world: World) -> None:
    await submit(world, "a", "b")
    await world.rows("INSERT INTO drawn VALUES ('dr-1', 'A-2013-st-a', 1, 'st-a', ARRAY['of-p2'])")
    drawn = {"mode": "drawn", "draw_id": "dr-1", "announced": False}
    refused(await world.does(PROVINCE, APPLICATION.format("b") + "/spot-checks", drawn), 409, "candidate-not-drawn")
    refused(await world.does(PROVINCE, A + "/spot-checks", {"mode": "drawn"}), 409, "candidate-not-drawn")
    refused(await world.does(PROVINCE, A + "/spot-checks", {"mode": "targeted"}), 422, "targeted-without-reason")
    check_id = ok(await world.does(PROVINCE, A + "/spot-checks", drawn), 201)["check_id"]
    path = f"{A}/spot-checks/{check_id}/record"
    for checkers, status, rule in (
        (["of-p"], 409, "drawn-inspector-missing"),
        (["of-p2", "of-c1"], 403, "checker-took-part"),
        (["of-p2", "of-1"], 403, "checker-took-part"),
    ):
        refused(await world.does(PROVINCE, path, RECORD | {"checkers": checkers}, version=4), status, rule)
    ok(await world.does(PROVINCE, path, RECORD | {"report_sha256": SHA}, version=4))
    (check,) = ok(await world.reads(CITY, A))["spot_checks"]
    assert (check["draw_id"], check["inspectors"], check["announced"]) == ("dr-1", ["of-p2"], False)
    assert check["report_sha256"] == SHA
    assert ok(await world.reads(HOST, A))["spot_checks"] == []


async def test_the_province_acts_on_submitted_candidates_alone(world: World) -> None:
    await submit(world, "a", "b", "c")
    reserve = APPLICATION.format("c")
    refused(await world.does(PROVINCE, reserve + "/spot-checks", ORDER), 409, "not-submitted")
    refused(await world.does(PROVINCE, reserve + "/recognition", DOCUMENT, version=3), 409, "not-submitted")
    refused(await world.does(PROVINCE, reserve + "/refusal", {"reasons": "无"}, version=3), 409, "not-submitted")
    await world.hears(struck_off("b"))
    gone = APPLICATION.format("b")
    refused(await world.does(PROVINCE, gone + "/recognition", DOCUMENT, version=3), 409, "not-in-the-set")


async def test_whose_act_it_is(world: World) -> None:
    await submit(world, "a")
    for who, status, rule in (
        (CITY, 403, "wrong-role"),
        (OTHER_PROVINCE, 403, "outside-jurisdiction"),
        (None, 401, "not-signed-in"),
    ):
        refused(await world.does(who, A + "/spot-checks", ORDER), status, rule)
        refused(await world.does(who, A + "/recognition", DOCUMENT, version=3), status, rule)
        refused(await world.does(who, A + "/refusal", {"reasons": "无"}, version=3), status, rule)
        refused(await world.does(who, A + "/spot-checks/ck-1/record", RECORD, version=3), status, rule)
    refused(await world.does(PROVINCE, A + "/spot-checks/ck-1/record", RECORD, version=3), 404, "no-such-spot-check")
    unknown = APPLICATION.format("nobody") + "/recognition"
    refused(await world.does(PROVINCE, unknown, DOCUMENT, version=0), 404, "not-known-here")


async def test_a_recognition_needs_the_version_that_was_read(world: World) -> None:
    await submit(world, "a")
    refused(await world.does(PROVINCE, A + "/recognition", DOCUMENT), 428, "version-missing")
    refused(await world.does(PROVINCE, A + "/recognition", DOCUMENT, version=2), 412, "version-stale")
    refused(await world.does(PROVINCE, A + "/recognition", {}, version=3), 422, "request-not-valid")
    assert await version_of(world, A) == 3
    await recognise(world, "a")
    refused(await world.does(PROVINCE, A + "/spot-checks", ORDER), 409, "already-recognised")
    refused(await world.does(PROVINCE, A + "/refusal", {"reasons": "无"}, version=3), 409, "already-recognised")

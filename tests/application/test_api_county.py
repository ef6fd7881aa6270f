"""受理、查验、推荐 over HTTP: by the competent county alone, and the withdrawal by the host."""

from datetime import date
from typing import Any

from shared.events.registry import InterestDeclared
from tests.application.forms import rubric
from tests.application.steps import (
    CASE,
    FINDINGS,
    INSPECTION,
    file_application,
    find_fit,
    granted,
    recommend,
    refused,
)
from tests.application.world import CITY, CLERK, HOST, NEIGHBOUR, OTHER_HOST, PROVINCE, World

ACTS: list[tuple[str, Any]] = [
    ("acceptance", None),
    ("veto-check", {"findings": FINDINGS}),
    ("inspection", INSPECTION),
    ("recommendation", {"opinion": "达到示范标准"}),
    ("refusal", {"reasons": "未达标准"}),
]


async def test_the_county_takes_an_application_to_its_recommendation(world: World) -> None:
    await recommend(world)
    case = granted(await world.reads(CLERK, CASE))
    assert (case["stage"], case["version"], case["vetoes"]) == ("recommended", 5, "clear")
    assert (case["accepted_on"], case["inspected_on"], case["recommended_on"]) == (
        "2013-08-13",
        "2013-09-05",
        "2013-09-10",
    )
    assert (case["waiting_for"], case["until"]) == ("city", "2013-10-31")


async def test_only_the_competent_county_acts_and_on_what_it_has_read(world: World) -> None:
    await file_application(world)
    for act, body in ACTS:
        path = f"{CASE}/{act}"
        refused(await world.does(None, path, body, version=1), 401, "not-signed-in")
        for who in (HOST, CITY, PROVINCE):
            refused(await world.does(who, path, body, version=1), 403, "wrong-role")
        refused(await world.does(NEIGHBOUR, path, body, version=1), 403, "outside-jurisdiction")
        refused(await world.does(CLERK, path, body), 428, "version-missing")
        refused(await world.does(CLERK, path, body, version=7), 412, "version-stale")
        refused(await world.does(CLERK, f"/v1/applications/A-2013-none/{act}", body, version=1), 404, "not-filed")
    assert len(await world.rows("SELECT FROM events WHERE stream_id LIKE 'application-%'")) == 1


async def test_each_act_has_its_stage(world: World) -> None:
    await file_application(world)
    for act, body, rule in (
        ("veto-check", {"findings": FINDINGS}, "not-under-verification"),
        ("inspection", INSPECTION, "not-under-verification"),
        ("recommendation", {"opinion": "好"}, "not-fit-for-recommendation"),
    ):
        refused(await world.does(CLERK, f"{CASE}/{act}", body, version=1), 409, rule)


async def test_a_recommendation_needs_clear_vetoes(world: World) -> None:
    await find_fit(world)
    found = [*FINDINGS[:2], {"item": "V3", "found": True, "snapshot": "罚款"}, *FINDINGS[3:]]
    granted(await world.does(CLERK, f"{CASE}/veto-check", {"findings": found}, version=4))
    answer = await world.does(CLERK, f"{CASE}/recommendation", {"opinion": "好"}, version=5)
    refused(answer, 409, "vetoes-not-clear")
    assert granted(await world.reads(HOST, CASE))["vetoes_found"] == ["V3"]


CANNOT_BE: list[tuple[dict[str, Any], int, str]] = [
    ({"inspectors": ["of-1"]}, 422, "too-few-inspectors"),
    ({"inspectors": ["of-1", "of-1"]}, 422, "too-few-inspectors"),
    ({"inspectors": ["of-1", "of-3"]}, 422, "inspector-of-another-bureau"),
    ({"inspectors": ["of-1", "of-9"]}, 404, "not-known-here"),
    ({"inspectors": []}, 422, "request-not-valid"),
    ({"failed_items": ["A2"]}, 422, "failed-items-disagree"),
    ({"meets_standard": False}, 422, "failed-items-disagree"),
    ({"meets_standard": "no"}, 422, "request-not-valid"),
    ({"inspected_on": "2013-09-06"}, 422, "in-the-future"),
    ({"inspected_on": "2013-08-01"}, 422, "inspected-before-acceptance"),
]


async def test_inspectors_go_through_the_items_of_the_standard(world: World) -> None:
    await find_fit(world)
    await world.knows(rubric)
    path = f"{CASE}/inspection"
    codes = [item.code for item in rubric.items]
    seen = [{"item": code, "met": code != codes[1], "note": "现场查看"} for code in codes]
    short = INSPECTION | {"meets_standard": False, "findings": seen}
    refused(await world.does(CLERK, path, short | {"findings": seen[1:]}, version=4), 422, "findings-incomplete")
    strange = [*seen, {"item": "Z9", "met": True}]
    refused(await world.does(CLERK, path, short | {"findings": strange}, version=4), 422, "unknown-item")
    refused(await world.does(CLERK, path, INSPECTION | {"findings": seen}, version=4), 422, "failed-items-disagree")
    refused(await world.does(CLERK, path, short | {"findings": [{"item": "A1"}]}, version=4), 422, "request-not-valid")
    day = date(2013, 9, 5)
    linked = InterestDeclared(officer_id="of-2", host_id="ho-a", nature="亲属", stands=True, declared_on=day)
    await world.knows(linked)
    refused(await world.does(CLERK, path, short, version=4), 422, "inspector-interested")
    await world.knows(linked.model_copy(update={"stands": False}))
    assert granted(await world.does(CLERK, path, short, version=4))["stage"] == "unfit"
    assert granted(await world.reads(HOST, CASE))["failed_items"] == [codes[1]]
    found = [{**one, "met": True} for one in seen]
    assert granted(await world.does(CLERK, path, INSPECTION | {"findings": found}, version=5))["stage"] == "fit"
    await world.knows(linked.model_copy(update={"officer_id": "of-1"}))
    for act, body in ACTS:
        refused(await world.does(CLERK, f"{CASE}/{act}", body, version=6), 403, "recused")


async def test_an_inspection_that_cannot_be_is_refused(world: World) -> None:
    await find_fit(world)
    for changed, status, rule in CANNOT_BE:
        answer = await world.does(CLERK, f"{CASE}/inspection", INSPECTION | changed, version=4)
        refused(answer, status, rule)
    granted(await world.does(CLERK, f"{CASE}/recommendation", {"opinion": "好"}, version=4))


async def test_veto_items_are_named_once_each(world: World) -> None:
    await find_fit(world)
    answer = await world.does(CLERK, f"{CASE}/veto-check", {"findings": FINDINGS[:8]}, version=4)
    refused(answer, 422, "veto-items-incomplete")


async def test_a_recommendation_after_its_day_is_refused(world: World) -> None:
    await find_fit(world)
    await world.clock(date(2013, 9, 14))
    answer = await world.does(CLERK, f"{CASE}/recommendation", {"opinion": "好"}, version=4)
    refused(answer, 409, "recommended-too-late")
    granted(await world.does(CLERK, f"{CASE}/refusal", {"reasons": "逾期"}, version=4))


async def test_a_failed_inspection_ends_in_a_refusal_with_reasons(world: World) -> None:
    await find_fit(world)
    short = INSPECTION | {"meets_standard": False, "failed_items": ["A2", "D5"]}
    granted(await world.does(CLERK, f"{CASE}/inspection", short, version=4))
    granted(await world.does(CLERK, f"{CASE}/refusal", {"reasons": "无回访记录"}, version=5))
    case = granted(await world.reads(HOST, CASE))
    assert (case["stage"], case["refusal_reasons"], case["failed_items"]) == ("refused", "无回访记录", ["A2", "D5"])
    assert (case["waiting_for"], case["until"]) == ("nobody", None)
    refused(await world.does(CLERK, f"{CASE}/refusal", {"reasons": " "}, version=6), 422, "request-not-valid")
    refused(await world.does(HOST, f"{CASE}/withdrawal", {"reason": "撤"}, version=6), 409, "application-is-over")


async def test_only_its_host_withdraws_an_application(world: World) -> None:
    await recommend(world)
    path, body = f"{CASE}/withdrawal", {"reason": "暂不参加"}
    refused(await world.does(CLERK, path, body, version=5), 403, "wrong-role")
    refused(await world.does(OTHER_HOST, path, body, version=5), 403, "not-your-station")
    refused(await world.does(HOST, path, body), 428, "version-missing")
    assert granted(await world.does(HOST, path, body, version=5))["stage"] == "withdrawn"

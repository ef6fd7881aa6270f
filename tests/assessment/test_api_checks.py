"""称号抽查、暗访 over HTTP."""

from datetime import date
from typing import Any

from shared.events.registry import InterestDeclared
from tests.assessment.examples import SHA
from tests.assessment.test_api_draws import DRAWS, OF_TITLES, REVEAL, sealed
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

TITLE = "/v1/titles/st-a"
CHECKS = TITLE + "/spot-checks"
TARGETED: dict[str, Any] = {"mode": "targeted", "reason": "投诉较多", "announced": False}
RECORD: dict[str, Any] = {"checkers": ["of-p2"], "passed": False, "findings": "台账缺失", "report_sha256": SHA}
VISIT: dict[str, Any] = {"visitors": ["of-1"], "is_in_order": True, "findings": "值守在岗"}


def linked(officer_id: str) -> InterestDeclared:
    return InterestDeclared(
        officer_id=officer_id, host_id="ho-a", nature="亲属任职", stands=True, declared_on=date(2014, 3, 14)
    )


async def with_a_drawn_title(world: World) -> str:
    """The draw that has drawn the title of st-a, with of-p2 to look at it."""
    await with_a_title(world)
    draw: str = ok(await world.does(PROVINCE, DRAWS, OF_TITLES), 201)["id"]
    await world.clock(date(2014, 3, 21))
    ok(await world.does(CITY, TITLE + "/plaque", {"plaque_number": "PL-1"}, version=1))
    await sealed(world)
    ok(await world.does(PROVINCE, f"{DRAWS}/{draw}/revelation", REVEAL, version=1))
    return draw


async def test_a_drawn_title_is_looked_at_by_whom_the_draw_has_named(world: World) -> None:
    draw = await with_a_drawn_title(world)
    body = {"mode": "drawn", "announced": False, "draw_id": draw}
    refused(await world.does(PROVINCE, CHECKS, body | {"draw_id": "dr-none"}), 409, "title-not-drawn")
    refused(await world.does(PROVINCE, CHECKS, body | {"mode": "targeted"}), 409, "title-not-drawn")
    answer = ok(await world.does(PROVINCE, CHECKS, body), 201)
    assert (answer["status"], answer["version"]) == ("ordered", 3)
    refused(await world.does(PROVINCE, CHECKS, body), 409, "drawn-title-already-ordered")
    assert ok(await world.reads(None, f"{DRAWS}/{draw}"))["drawn"] == []
    check = f"{CHECKS}/{answer['id']}/record"
    alone = RECORD | {"checkers": ["of-p"]}
    refused(await world.does(PROVINCE, check, alone, version=3), 409, "drawn-inspector-absent")
    with_an_assessor = RECORD | {"checkers": ["of-p2", "of-c1"]}
    refused(await world.does(PROVINCE, check, with_an_assessor, version=3), 403, "partial-checker")
    to_come = RECORD | {"checked_on": "2014-03-22"}
    refused(await world.does(PROVINCE, check, to_come, version=3), 422, "in-the-future")
    early = RECORD | {"checked_on": "2014-03-20"}
    refused(await world.does(PROVINCE, check, early, version=3), 422, "before-its-cause")
    answer = ok(await world.does(PROVINCE, check, RECORD, version=3))
    assert (answer["status"], answer["version"]) == ("recorded", 4)
    other = RECORD | {"passed": True}
    refused(await world.does(PROVINCE, check, other, version=4), 409, "title-check-already-recorded")
    # Nobody can be warned any more.
    (told,) = ok(await world.reads(None, f"{DRAWS}/{draw}"))["drawn"]
    assert told == {"id": "苏示站2013-0001", "station_id": "st-a", "inspected_by": 1}
    # What was found ends nothing, and the candidate's own checks are another matter.
    assert ok(await world.reads(None, TITLE))["status"] == "in_force"
    assert ok(await world.reads(PROVINCE, "/v1/assessments/A-2013-st-a"))["spot_checks"] == []


async def test_who_sees_what_was_found(world: World) -> None:
    await with_a_title(world)
    check = ok(await world.does(PROVINCE, CHECKS, TARGETED), 201)["id"]
    ok(await world.does(COUNTY, TITLE + "/visits", VISIT), 201)
    for who in (COUNTY, CITY, PROVINCE, AUDITOR):
        seen = ok(await world.reads(who, TITLE + "/checks"))
        assert [(one["check_id"], one["passed"], one["announced"]) for one in seen["checks"]] == [(check, None, False)]
        assert [one["visitors"] for one in seen["visits"]] == [["of-1"]]
    seen = ok(await world.reads(HOST, TITLE + "/checks"))
    assert (seen["checks"], [one["visitors"] for one in seen["visits"]]) == ([], [[]])
    version = await version_of(world, TITLE)
    ok(await world.does(PROVINCE, f"{CHECKS}/{check}/record", RECORD, version=version))
    (told,) = ok(await world.reads(HOST, TITLE + "/checks"))["checks"]
    assert (told["passed"], told["findings"], told["checked_on"]) == (False, "台账缺失", "2014-03-14")
    assert (told["reason"], told["checkers"], told["inspectors"]) == ("", [], [])
    for who in (OTHER_COUNTY, OTHER_CITY, OTHER_PROVINCE, OTHER_HOST):
        refused(await world.reads(who, TITLE + "/checks"), 403, "outside-jurisdiction")
    refused(await world.reads(None, TITLE + "/checks"), 401, "not-signed-in")
    refused(await world.reads(PROVINCE, "/v1/titles/st-nowhere/checks"), 404, "not-known-here")


async def test_whose_look_it_is(world: World) -> None:
    await with_a_title(world)
    for who, rule in ((CITY, "wrong-role"), (HOST, "wrong-role"), (OTHER_PROVINCE, "outside-jurisdiction")):
        refused(await world.does(who, CHECKS, TARGETED), 403, rule)
        refused(await world.does(who, CHECKS + "/ck-1/record", RECORD, version=1), 403, rule)
    refused(await world.does(PROVINCE, CHECKS + "/ck-1/record", RECORD, version=1), 404, "no-such-title-check")
    refused(await world.does(PROVINCE, CHECKS + "/ck-1/record", RECORD), 428, "version-missing")
    for who, rule in (
        (HOST, "wrong-role"),
        (AUDITOR, "wrong-role"),
        (OTHER_COUNTY, "outside-jurisdiction"),
        (OTHER_CITY, "outside-jurisdiction"),
        (OTHER_PROVINCE, "outside-jurisdiction"),
    ):
        refused(await world.does(who, TITLE + "/visits", VISIT), 403, rule)
    for who in (COUNTY, CITY, PROVINCE):
        ok(await world.does(who, TITLE + "/visits", VISIT), 201)
    assert len(ok(await world.reads(PROVINCE, TITLE + "/checks"))["visits"]) == 3


async def test_what_does_not_hold_together(world: World) -> None:
    await with_a_title(world)
    silent = await world.does(PROVINCE, CHECKS, TARGETED | {"reason": " "})
    refused(silent, 422, "targeted-title-check-without-reason")
    for body in (TARGETED | {"draw_id": "x" * 101}, TARGETED | {"announced": "no"}, TARGETED | {"mode": "by_chance"}):
        refused(await world.does(PROVINCE, CHECKS, body), 422, "request-not-valid")
    for body in (VISIT | {"visitors": []}, VISIT | {"report_sha256": "abc"}, VISIT | {"findings": ""}):
        refused(await world.does(COUNTY, TITLE + "/visits", body), 422, "request-not-valid")
    refused(await world.does(COUNTY, TITLE + "/visits", VISIT | {"visited_on": "2014-03-15"}), 422, "in-the-future")
    refused(await world.does(COUNTY, TITLE + "/visits", VISIT | {"visited_on": "2013-12-19"}), 422, "before-its-cause")
    refused(await world.does(PROVINCE, "/v1/titles/st-b/spot-checks", TARGETED), 409, "title-not-in-force")
    refused(await world.does(COUNTY, "/v1/titles/st-b/visits", VISIT), 409, "title-not-in-force")


async def test_nobody_looks_at_a_host_of_their_own(world: World) -> None:
    draw = await with_a_drawn_title(world)
    body = {"mode": "drawn", "reason": "抽签抽中", "announced": True, "draw_id": draw}
    check = ok(await world.does(PROVINCE, CHECKS, body), 201)["id"]
    await world.hears(linked("of-p2"), linked("of-1"))
    refused(await world.does(PROVINCE_2, CHECKS, TARGETED), 403, "recused")
    refused(await world.does(COUNTY, TITLE + "/visits", VISIT | {"visitors": ["of-3"]}), 403, "recused")
    refused(await world.does(CITY, TITLE + "/visits", VISIT), 403, "linked-visitor")
    record = f"{CHECKS}/{check}/record"
    refused(await world.does(PROVINCE, record, RECORD, version=3), 403, "partial-checker")
    ok(await world.does(PROVINCE, record, RECORD | {"checkers": ["of-p"]}, version=3))

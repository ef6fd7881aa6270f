"""发现一票否决情形、放弃认定 over HTTP: who falls after the list, and whose act it is."""

import asyncio
from datetime import date

from shared.events.registry import InterestDeclared
from tests.assessment.examples import SHA
from tests.assessment.world import (
    APPLICATION,
    CITY,
    COUNTY,
    HOST,
    OTHER_CITY,
    OTHER_COUNTY,
    OTHER_HOST,
    OTHER_PROVINCE,
    PROVINCE,
    World,
    assess,
    ok,
    recognise,
    refused,
    score,
    submit,
    with_candidates,
)

A = APPLICATION.format("a")
VETO = {"item": "V5", "findings": "台账系补造", "evidence_sha256": [SHA]}
DECLINATION = {"reason": "停业装修"}
DOCUMENT = {"document_number": "苏工商消〔2013〕1号"}


async def test_a_veto_that_comes_out_late_keeps_the_title_from_its_candidate(world: World) -> None:
    await submit(world, "a", "b", "c")
    await world.clock(date(2013, 11, 4))
    ok(await world.does(COUNTY, A + "/vetoes", VETO), 201)
    assert ok(await world.does(COUNTY, A + "/vetoes", VETO), 201)["version"] == 4
    refused(await world.does(CITY, A + "/vetoes", VETO | {"findings": "别有所见"}), 409, "veto-already-found")
    refused(await world.does(CITY, A + "/vetoes", VETO | {"item": "V99"}), 422, "no-such-veto-item")
    refused(await world.does(CITY, A + "/vetoes", VETO | {"evidence_sha256": []}), 422, "request-not-valid")
    ok(await world.does(PROVINCE, A + "/vetoes", VETO | {"item": "V2"}), 201)
    refused(await world.does(PROVINCE, A + "/recognition", DOCUMENT, version=5), 409, "veto-stands")
    seen = ok(await world.reads(HOST, A))
    assert (seen["vetoes_found"], seen["vetoes_since"]) == ([], ["V2", "V5"])
    assert seen["late_vetoes"][1] == VETO | {"found_on": "2013-11-04"}
    ok(await world.does(PROVINCE, A + "/refusal", {"reasons": "一票否决"}, version=5))
    refused(await world.does(CITY, A + "/vetoes", VETO | {"item": "V1"}), 409, "recognition-already-refused")


async def test_a_veto_before_the_conclusion_fails_it(world: World) -> None:
    await with_candidates(world, "a")
    await score(world, "a")
    ok(await world.does(CITY, A + "/vetoes", VETO), 201)
    assert ok(await world.does(CITY, A + "/conclusion", version=3))["stage"] == "failed"
    assert ok(await world.reads(CITY, A))["reasons"] == ["veto V5"]


async def test_whose_veto_it_is(world: World) -> None:
    await submit(world, "a")
    for who in (OTHER_COUNTY, OTHER_CITY, OTHER_PROVINCE):
        refused(await world.does(who, A + "/vetoes", VETO), 403, "outside-jurisdiction")
    refused(await world.does(HOST, A + "/vetoes", VETO), 403, "wrong-role")
    refused(await world.does(COUNTY, APPLICATION.format("nobody") + "/vetoes", VETO), 404, "not-known-here")
    await world.hears(
        InterestDeclared(officer_id="of-1", host_id="ho-a", nature="亲属", stands=True, declared_on=date(2013, 10, 8))
    )
    refused(await world.does(COUNTY, A + "/vetoes", VETO), 403, "recused")
    await recognise(world, "a")
    refused(await world.does(CITY, A + "/vetoes", VETO), 409, "already-recognised")


async def test_a_host_declines_what_its_city_has_submitted(world: World) -> None:
    await with_candidates(world, "a", "b")
    for name in "ab":
        await assess(world, name)
    refused(await world.does(HOST, A + "/declination", DECLINATION, version=3), 409, "list-not-submitted-yet")
    ok(await world.does(CITY, "/v1/lists", {"season_id": "S-2013-320400"}), 201)
    refused(await world.does(OTHER_HOST, A + "/declination", DECLINATION, version=3), 403, "not-your-case")
    refused(await world.does(CITY, A + "/declination", DECLINATION, version=3), 403, "wrong-role")
    refused(await world.does(HOST, A + "/declination", DECLINATION), 428, "version-missing")
    answer = ok(await world.does(HOST, A + "/declination", DECLINATION, version=3))
    assert (answer["stage"], answer["version"]) == ("declined", 4)
    assert ok(await world.does(HOST, A + "/declination", DECLINATION, version=4))["version"] == 4
    refused(await world.does(HOST, A + "/declination", {"reason": "改主意"}, version=4), 409, "has-declined")
    for path, body in (("/recognition", DOCUMENT), ("/refusal", {"reasons": "无"})):
        refused(await world.does(PROVINCE, A + path, body, version=4), 409, "has-declined")
    order = {"mode": "targeted", "reason": "群众反映"}
    refused(await world.does(PROVINCE, A + "/spot-checks", order), 409, "has-declined")
    refused(await world.does(CITY, A + "/vetoes", VETO), 409, "has-declined")
    seen = ok(await world.reads(CITY, A))
    assert (seen["stage"], seen["declined_on"], seen["result"]) == ("declined", "2013-09-16", "passed")


async def test_who_failed_or_is_recognised_declines_nothing(world: World) -> None:
    await with_candidates(world, "a", "b")
    await assess(world, "a", D1=0, D2=0)
    await assess(world, "b")
    ok(await world.does(CITY, "/v1/lists", {"season_id": "S-2013-320400"}), 201)
    refused(await world.does(HOST, A + "/declination", DECLINATION, version=3), 409, "nothing-to-decline")
    await recognise(world, "b")
    path = APPLICATION.format("b") + "/declination"
    refused(await world.does(OTHER_HOST, path, DECLINATION, version=3), 409, "already-recognised")


async def test_recognition_and_declination_at_once_are_not_both_recorded(world: World) -> None:
    await submit(world, "a")
    answers = await asyncio.gather(
        world.does(PROVINCE, A + "/recognition", DOCUMENT, version=3),
        world.does(HOST, A + "/declination", DECLINATION, version=3),
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 409], [200, 412])
    rows = await world.rows("SELECT type FROM events WHERE type LIKE '%Certified%' OR type LIKE '%TitleDeclined%'")
    assert len(rows) == 1

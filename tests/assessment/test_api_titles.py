"""授牌、撤牌 over HTTP."""

from datetime import date

from tests.assessment.examples import SHA
from tests.assessment.world import (
    CITY,
    COUNTY,
    HOST,
    OTHER_CITY,
    OTHER_COUNTY,
    OTHER_HOST,
    PROVINCE,
    PROVINCE_2,
    World,
    ok,
    published,
    recognise,
    refused,
    submit,
    version_of,
    with_a_title,
)

TITLE = "/v1/titles/st-a"
PROPOSAL = {"ground": "lax_management", "facts": "台账缺失两个月", "evidence_sha256": [SHA]}
REVOCATION = {"reasons": "管理松懈", "document_number": "苏工商消〔2014〕9号"}


async def test_the_plaque_waits_for_the_publication(world: World) -> None:
    await submit(world, "a")
    await world.clock(date(2013, 12, 20))
    await recognise(world, "a")
    plaque = {"plaque_number": "PL-1"}
    refused(await world.does(COUNTY, TITLE + "/plaque", plaque, version=1), 409, "result-not-published")
    await world.hears(published("苏示站2013-0001"))
    await world.clock(date(2014, 3, 14))
    for who, rule in (
        (OTHER_COUNTY, "outside-jurisdiction"),
        (OTHER_CITY, "outside-jurisdiction"),
        (PROVINCE, "wrong-role"),
    ):
        refused(await world.does(who, TITLE + "/plaque", plaque, version=1), 403, rule)
    early = plaque | {"handed_over_on": "2013-12-26"}
    refused(await world.does(COUNTY, TITLE + "/plaque", early, version=1), 422, "before-its-cause")
    answer = ok(await world.does(COUNTY, TITLE + "/plaque", plaque, version=1))
    assert answer == {
        "id": "苏示站2013-0001",
        "stage": "in_force",
        "status": "in_force",
        "station_id": "st-a",
        "version": 2,
        "plaque_number": "PL-1",
    }
    assert ok(await world.reads(None, TITLE))["handed_over_on"] == "2014-03-14"
    other = {"plaque_number": "PL-2"}
    refused(await world.does(CITY, TITLE + "/plaque", other, version=2), 409, "plaque-already-handed-over")


async def test_a_title_is_taken_away_step_by_step(world: World) -> None:
    await with_a_title(world)
    ok(await world.does(CITY, TITLE + "/plaque", {"plaque_number": "PL-1"}, version=1))
    await world.clock(date(2014, 9, 1))
    refused(await world.does(PROVINCE, TITLE + "/revocation", REVOCATION, version=2), 409, "revocation-not-proposed")
    ok(await world.does(PROVINCE, TITLE + "/revocation-proposal", PROPOSAL, version=2))
    refused(await world.does(PROVINCE_2, TITLE + "/revocation", REVOCATION, version=3), 409, "defence-not-heard")
    await world.clock(date(2014, 9, 15))
    ok(await world.does(CITY, TITLE + "/defence", {"summary": "企业承认"}, version=3))
    await world.clock(date(2014, 10, 8))
    refused(await world.does(PROVINCE, TITLE + "/revocation", REVOCATION, version=4), 403, "same-person-twice")
    refused(await world.does(CITY, TITLE + "/service", {"method": "直接送达"}, version=4), 409, "title-not-revoked")
    answer = ok(await world.does(PROVINCE_2, TITLE + "/revocation", REVOCATION, version=4))
    assert (answer["status"], answer["version"]) == ("revoked", 5)
    ok(await world.does(CITY, TITLE + "/service", {"method": "直接送达", "served_on": "2014-10-08"}, version=5))
    ok(await world.does(COUNTY, TITLE + "/plaque-return", version=6))
    title = ok(await world.reads(CITY, TITLE))
    assert (title["revoked_on"], title["served_on"], title["returned_on"]) == ("2014-10-08",) * 3
    assert title["ground"] == "lax_management"
    (row,) = await world.rows("SELECT convert_from(payload, 'UTF8') AS said FROM events WHERE type LIKE '%.Revoked.%'")
    assert '"appeal_days":60' in row["said"]


async def test_the_public_does_not_see_a_procedure_that_is_not_decided(world: World) -> None:
    await with_a_title(world)
    await world.clock(date(2014, 9, 1))
    ok(await world.does(COUNTY, TITLE + "/revocation-proposal", PROPOSAL, version=1))
    for who in (None, OTHER_HOST):
        seen = ok(await world.reads(who, TITLE))
        assert (seen["status"], seen["ground"], "stage" in seen) == ("in_force", None, False)
    for who in (CITY, HOST):
        assert ok(await world.reads(who, TITLE))["stage"] == "revocation_proposed"


async def test_whose_act_it_is(world: World) -> None:
    await with_a_title(world)
    for act, body, wrong in (
        ("revocation-proposal", PROPOSAL, HOST),
        ("defence", {"summary": "无"}, COUNTY),
        ("revocation", REVOCATION, CITY),
        ("service", {"method": "邮寄"}, HOST),
        ("plaque-return", {}, CITY),
    ):
        refused(await world.does(wrong, f"{TITLE}/{act}", body, version=1), 403, "wrong-role")
        refused(await world.does(None, f"{TITLE}/{act}", body, version=1), 401, "not-signed-in")
    refused(
        await world.does(OTHER_COUNTY, TITLE + "/revocation-proposal", PROPOSAL, version=1), 403, "outside-jurisdiction"
    )


async def test_malformed_proposals(world: World) -> None:
    await with_a_title(world)
    for body in (
        PROPOSAL | {"ground": "bad_weather"},
        PROPOSAL | {"evidence_sha256": []},
        PROPOSAL | {"evidence_sha256": ["abc"]},
        PROPOSAL | {"facts": "  "},
        PROPOSAL | {"fee_fen": 100},
    ):
        refused(await world.does(CITY, TITLE + "/revocation-proposal", body, version=1), 422, "request-not-valid")
    ok(await world.does(CITY, TITLE + "/revocation-proposal", PROPOSAL, version=1))


async def test_a_station_without_a_title(world: World) -> None:
    path = "/v1/titles/st-b"
    refused(await world.reads(None, path), 404, "not-known-here")
    refused(await world.does(PROVINCE, path + "/revocation-proposal", PROPOSAL, version=0), 409, "title-not-in-force")
    unknown = "/v1/titles/st-nowhere/plaque"
    refused(await world.does(COUNTY, unknown, {"plaque_number": "PL-1"}, version=0), 404, "not-known-here")


async def test_the_public_register_by_season_and_trade(world: World) -> None:
    await with_a_title(world)
    assert await version_of(world, TITLE) == 1
    for query, number in (
        ("", 1),
        ("?season_id=S-2013-320400", 1),
        ("?season_id=S-2014-320400", 0),
        ("?trade=超市", 0),
    ):
        items = ok(await world.reads(None, "/v1/titles" + query))["items"]
        assert len(items) == number, query
        assert all("proposed_on" not in one for one in items)

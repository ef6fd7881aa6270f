"""名额、候补、调换、退回 over HTTP: scenario 4, and two counties at once on one quota."""

import asyncio
from datetime import date

from shared.events.registry import (
    InterestDeclared,
    JurisdictionResolved,
    StationClosed,
    StationMoved,
    StationResumed,
    StationSuspended,
)
from tests.application.places import case, find_fit, open_with, recommend, stage
from tests.application.steps import SEASON, granted, refused
from tests.application.world import AUDITOR, CITY, CLERK, HOST, NEIGHBOUR, OTHER_PROVINCE, PROVINCE, World

QUOTA = f"{SEASON}/quota"
PROMOTION = {"opinion": "达到示范标准"}
EXCHANGE = {"for_application": "A-2013-st-a", "opinion": "达到示范标准", "reason": "行业均衡"}


async def widen(world: World, name: str, value: int) -> None:
    version = granted(await world.reads(CITY, SEASON))["version"]
    change = {"name": name, "value": value, "basis": "市局党组会议纪要", "reason": "兼顾不同行业"}
    granted(await world.does(CITY, f"{SEASON}/settings", change, version=version))


async def test_over_the_county_quota_a_station_waits_until_the_city_widens_it(world: World) -> None:
    await open_with(world, district_quota=3)
    await find_fit(world, "a", "c", "d", "e", "b")
    for letter in "acd":
        assert granted(await recommend(world, letter))["stage"] == "recommended"
    assert granted(await recommend(world, "e"))["stage"] == "reserve"
    assert await stage(world, "e") == ("reserve", 1)
    refused(await world.does(CLERK, f"{case('e')}/promotion", PROMOTION, version=5), 409, "no-place-left")
    seen = granted(await world.reads(CITY, QUOTA))
    assert (seen["district_quota"], seen["taken"], seen["waiting"], len(seen["counties"])) == (3, 3, 1, 2)
    first = seen["counties"][0]
    assert (first["bureau_code"], first["quota"], first["taken"]) == ("B-320402", 3, 3)
    assert [(one["id"], one["reserve_number"], one["over_what"]) for one in first["reserve"]] == [
        ("A-2013-st-e", 1, "district_quota")
    ]
    await widen(world, "district_quota", 4)
    assert granted(await world.does(CLERK, f"{case('e')}/promotion", PROMOTION, version=5))["stage"] == "recommended"
    assert granted(await world.reads(CLERK, QUOTA))["taken"] == 4
    # A withdrawal frees the place, and so does a return by the city.
    granted(await world.does(HOST, f"{case('a')}/withdrawal", {"reason": "暂不参加"}, version=5))
    granted(await world.does(CITY, f"{case('c')}/recommendation-return", {"reasons": "请复核"}, version=5))
    assert granted(await world.reads(PROVINCE, QUOTA))["taken"] == 2
    assert len(await world.rows("SELECT FROM quota_places")) == 2
    granted(await recommend(world, "c", 6))


async def test_the_quota_is_read_by_those_whom_it_concerns(world: World) -> None:
    await open_with(world, district_quota=1, recommendation_limit=2)
    for who in (CITY, PROVINCE, AUDITOR):
        assert len(granted(await world.reads(who, QUOTA))["counties"]) == 2
    own = granted(await world.reads(NEIGHBOUR, QUOTA))
    assert [county["bureau_code"] for county in own["counties"]] == ["B-320404"]
    assert (own["recommendation_limit"], own["places"], own["taken"]) == (2, 10, 0)
    refused(await world.reads(None, QUOTA), 401, "not-signed-in")
    refused(await world.reads(HOST, QUOTA), 403, "wrong-role")
    refused(await world.reads(OTHER_PROVINCE, QUOTA), 403, "outside-jurisdiction")
    refused(await world.reads(CITY, "/v1/seasons/S-2013-320500/quota"), 404, "no-such-season")


async def test_two_counties_at_once_do_not_push_the_city_past_its_limit(world: World) -> None:
    await open_with(world, recommendation_limit=2)
    await find_fit(world, *"abcdef")
    answers = await asyncio.gather(*(recommend(world, letter) for letter in "abcdef"))
    stages = [granted(answer)["stage"] for answer in answers]
    assert sorted(stages) == ["recommended"] * 2 + ["reserve"] * 4
    assert len(await world.rows("SELECT FROM quota_places")) == 2
    # Within a county a number is given once, also to those who are put into the reserve at once.
    for county in ("B-320402", "B-320404"):
        rows = await world.rows(
            "SELECT reserve_number FROM applications WHERE stage = 'reserve' AND bureau_code = $1", county
        )
        assert sorted(row["reserve_number"] for row in rows) == list(range(1, len(rows) + 1))
    assert granted(await world.reads(CITY, QUOTA))["taken"] == 2


async def test_of_two_promotions_at_once_one_has_the_last_place(world: World) -> None:
    await open_with(world, recommendation_limit=1)
    await find_fit(world, "a", "b", "c")
    for letter in "abc":
        granted(await recommend(world, letter))
    await widen(world, "recommendation_limit", 2)
    answers = await asyncio.gather(
        world.does(CLERK, f"{case('c')}/promotion", PROMOTION, version=5),
        world.does(NEIGHBOUR, f"{case('b')}/promotion", PROMOTION, version=5),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert granted(await world.reads(CITY, QUOTA))["taken"] == 2


async def test_the_reserve_is_promoted_in_its_order_or_for_a_reason(world: World) -> None:
    await open_with(world, district_quota=1)
    await find_fit(world, "a", "c", "d")
    for letter in "acd":
        granted(await recommend(world, letter))
    await widen(world, "district_quota", 2)
    path = f"{case('d')}/promotion"
    refused(await world.does(CLERK, path, PROMOTION, version=5), 422, "reserve-out-of-order")
    refused(await world.does(CLERK, path, {}, version=5), 422, "request-not-valid")
    refused(await world.does(CITY, path, PROMOTION, version=5), 403, "wrong-role")
    refused(await world.does(NEIGHBOUR, path, PROMOTION, version=5), 403, "outside-jurisdiction")
    refused(await world.does(CLERK, path, PROMOTION), 428, "version-missing")
    refused(await recommend(world, "d", 5), 409, "waits-in-reserve")
    granted(await world.does(CLERK, path, PROMOTION | {"reason": "行业均衡"}, version=5))
    refused(await world.does(CLERK, f"{case('c')}/promotion", PROMOTION, version=5), 409, "no-place-left")


async def test_before_the_notice_the_county_exchanges_two_stations(world: World) -> None:
    await open_with(world, district_quota=1)
    await find_fit(world, "a", "c", "d", "b")
    for letter in "acdb":
        granted(await recommend(world, letter))
    path = f"{case('d')}/exchange"
    refused(await world.does(CLERK, path, EXCHANGE | {"reason": " "}, version=5), 422, "request-not-valid")
    refused(await world.does(PROVINCE, path, EXCHANGE, version=5), 403, "wrong-role")
    other = EXCHANGE | {"for_application": "A-2013-st-b"}
    refused(await world.does(CLERK, path, other, version=5), 403, "outside-jurisdiction")
    waiting = EXCHANGE | {"for_application": "A-2013-st-c"}
    refused(await world.does(CLERK, path, waiting, version=5), 409, "not-to-be-exchanged")
    refused(await world.does(CLERK, f"{case('a')}/exchange", waiting, version=4), 412, "version-stale")
    assert granted(await world.does(CLERK, path, EXCHANGE, version=5))["stage"] == "recommended"
    assert [await stage(world, letter) for letter in "acd"] == [("reserve", 3), ("reserve", 1), ("recommended", 0)]
    places = await world.rows("SELECT application_id FROM quota_places WHERE bureau_code = 'B-320402'")
    assert [row["application_id"] for row in places] == ["A-2013-st-d"]
    types = await world.rows("SELECT stream_id, type FROM events ORDER BY position DESC LIMIT 3")
    assert {row["type"].split(".")[2] for row in types} == {
        "RecommendationIssued",
        "RecommendationExchanged",
        "ApplicationPlacedInReserve",
    }


async def test_a_season_without_a_quota_does_not_meet_on_its_places(world: World) -> None:
    await open_with(world)
    await find_fit(world, "a", "b")
    await asyncio.gather(recommend(world, "a"), recommend(world, "b"))
    assert await world.rows("SELECT FROM events WHERE stream_id LIKE 'quota-%'") == []
    assert granted(await world.reads(CITY, QUOTA))["taken"] == 2


async def test_the_city_returns_a_recommendation_and_nobody_else(world: World) -> None:
    await open_with(world)
    await find_fit(world, "a")
    path, body = f"{case('a')}/recommendation-return", {"reasons": "请复核回访记录"}
    refused(await world.does(CITY, path, body, version=4), 409, "not-recommended")
    granted(await recommend(world, "a"))
    for who in (CLERK, HOST, PROVINCE):
        refused(await world.does(who, path, body, version=5), 403, "wrong-role")
    refused(await world.does(CITY, path, {"reasons": ""}, version=5), 422, "request-not-valid")
    refused(await world.does(CITY, path, body), 428, "version-missing")
    assert granted(await world.does(CITY, path, body, version=5))["stage"] == "fit"
    seen = granted(await world.reads(HOST, case("a")))
    assert (seen["return_reasons"], seen["recommended_on"], seen["waiting_for"]) == ("请复核回访记录", None, "county")
    granted(await recommend(world, "a", 6))
    await world.day(date(2013, 8, 31))
    await world.day(date(2013, 9, 14))
    refused(await world.does(CITY, path, body, version=7), 409, "season-is-over")


async def test_only_a_station_that_runs_is_recommended_and_by_nobody_who_is_linked_to_its_host(world: World) -> None:
    await open_with(world)
    await find_fit(world, "a")
    suspended = StationSuspended(station_id="st-a", reason="装修", suspended_on=date(2013, 9, 10))
    await world.knows(suspended)
    refused(await recommend(world, "a"), 409, "station-not-active-now")
    await world.knows(StationResumed(station_id="st-a", resumed_on=date(2013, 9, 10)))
    linked = InterestDeclared(
        officer_id="of-1", host_id="ho-a", nature="亲属", stands=True, declared_on=date(2013, 9, 10)
    )
    await world.knows(linked)
    refused(await recommend(world, "a"), 403, "recused")
    refused(await world.does(CLERK, f"{case('a')}/refusal", {"reasons": "未达标准"}, version=4), 403, "recused")


async def test_who_moves_or_ends_gives_the_place_up_and_a_line_on_the_map_takes_none(world: World) -> None:
    await open_with(world, district_quota=2)
    await find_fit(world, "a", "c", "b")
    for letter in "acb":
        granted(await recommend(world, letter))
    day = date(2013, 9, 11)
    await world.clock(day)
    line = JurisdictionResolved(station_id="st-a", bureau_code="B-320404", division_code="320404", town="", since=day)
    await world.hears(line)
    assert await stage(world, "a") == ("recommended", 0)
    # The place stays one of the county that took it.
    assert [one["taken"] for one in granted(await world.reads(CITY, QUOTA))["counties"]] == [2, 1]
    await world.hears(
        StationMoved(
            station_id="st-c",
            division_code="320404",
            town="",
            former_division_code="320402",
            former_town="",
            moved_on=day,
        )
    )
    assert await stage(world, "c") == ("accepted", 0)
    await world.hears(StationClosed(station_id="st-b", reason="歇业", closed_on=day))
    assert await stage(world, "b") == ("withdrawn", 0)
    places = await world.rows("SELECT application_id FROM quota_places")
    assert [row["application_id"] for row in places] == ["A-2013-st-a"]
    assert len(await world.rows("SELECT FROM events WHERE type LIKE '%QuotaPlaceFreed%'")) == 2

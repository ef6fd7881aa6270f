"""年度 over HTTP: by the right province alone, step by step."""

from datetime import date
from typing import Any

from tests.application.examples import SEASON_ID, SHA
from tests.application.steps import APPROVAL, DRAFT, SEASON, SETTINGS, granted, open_season, refused
from tests.application.world import CITY, CLERK, HOST, OTHER_PROVINCE, PROVINCE, World


async def test_the_province_drafts_approves_and_opens(world: World) -> None:
    answer = await world.does(PROVINCE, "/v1/seasons", DRAFT)
    assert granted(answer, 201) == {"id": SEASON_ID, "stage": "drafted", "version": 1}
    assert answer.headers["Location"] == SEASON
    assert answer.headers["Shifan-Position"].startswith("application:")
    answer = await world.does(PROVINCE, f"{SEASON}/approval", APPROVAL, version=1)
    assert granted(answer) == {"id": SEASON_ID, "stage": "approved", "version": 2}
    answer = await world.does(PROVINCE, f"{SEASON}/opening", version=2)
    assert granted(answer) == {"id": SEASON_ID, "stage": "open", "version": 3}


async def test_everybody_reads_a_season_with_its_settings(world: World) -> None:
    await open_season(world)
    answer = await world.reads(None, SEASON)
    season = granted(answer)
    assert (season["stage"], season["opened_on"], season["settings"]["places"]) == ("open", "2013-05-15", 10)
    assert (season["issuer"], season["organiser_level"]) == (APPROVAL["issuer"], "province")
    assert granted(await world.reads(None, "/v1/seasons?year=2013"))["items"] == [season]
    assert granted(await world.reads(None, "/v1/seasons?city_code=320500"))["items"] == []
    refused(await world.reads(None, "/v1/seasons/S-2014-320400"), 404, "no-such-season")


async def test_seasons_are_read_a_page_at_a_time(world: World) -> None:
    for year in (2013, 2014, 2015):
        days = {name: day.replace("2013", str(year)) for name, day in SETTINGS.items()}
        granted(await world.does(PROVINCE, "/v1/seasons", DRAFT | {"year": year, "settings": days}), 201)
    first = granted(await world.reads(None, "/v1/seasons?limit=2"))
    assert [item["year"] for item in first["items"]] == [2013, 2014]
    second = granted(await world.reads(None, f"/v1/seasons?limit=2&cursor={first['next']}"))
    assert ([item["year"] for item in second["items"]], second["next"]) == ([2015], None)


async def test_only_the_province_of_the_city_may(world: World) -> None:
    refused(await world.does(None, "/v1/seasons", DRAFT), 401, "not-signed-in")
    for who in (CLERK, HOST):
        refused(await world.does(who, "/v1/seasons", DRAFT), 403, "wrong-role")
    refused(await world.does(CITY, "/v1/seasons", DRAFT), 409, "city-only-executes")
    refused(await world.does(OTHER_PROVINCE, "/v1/seasons", DRAFT), 403, "outside-jurisdiction")
    granted(await world.does(PROVINCE, "/v1/seasons", DRAFT), 201)
    answer = await world.does(OTHER_PROVINCE, f"{SEASON}/approval", APPROVAL, version=1)
    refused(answer, 403, "outside-jurisdiction")
    refused(await world.does(CITY, f"{SEASON}/approval", APPROVAL, version=1), 403, "wrong-role")
    refused(await world.does(CITY, f"{SEASON}/opening", version=1), 409, "city-only-executes")


async def test_a_city_has_one_chapter_a_year(world: World) -> None:
    first = await world.does(PROVINCE, "/v1/seasons", DRAFT, key="k")
    again = await world.does(PROVINCE, "/v1/seasons", DRAFT, key="k")
    assert (again.json(), again.headers["Idempotency-Replayed"]) == (first.json(), "true")
    other = DRAFT | {"settings": SETTINGS | {"places": 12}}
    refused(await world.does(PROVINCE, "/v1/seasons", other), 409, "season-already-drafted")


async def test_a_city_must_be_known_and_be_a_city(world: World) -> None:
    for code in ("320500", "320402"):
        answer = await world.does(PROVINCE, "/v1/seasons", DRAFT | {"city_code": code})
        refused(answer, 404, "not-known-here")
        assert answer.headers["Retry-After"] == "1"


UNSOUND: list[tuple[dict[str, Any], str]] = [
    ({"recommendations_due_on": "2013-08-30"}, "deadlines-out-of-order"),
    ({"submission_due_on": "2014-01-02"}, "deadline-outside-the-year"),
    ({"places": 0}, "setting-too-low"),
    ({"places": "10"}, "request-not-valid"),
    ({"fee": 100}, "request-not-valid"),
    ({"submission_due_on": "31 October"}, "request-not-valid"),
]


async def test_settings_that_do_not_hold_together_are_refused(world: World) -> None:
    for changed, rule in UNSOUND:
        refused(await world.does(PROVINCE, "/v1/seasons", DRAFT | {"settings": SETTINGS | changed}), 422, rule)
    assert await world.rows("SELECT FROM events") == []


async def test_a_step_names_the_version_that_was_read(world: World) -> None:
    granted(await world.does(PROVINCE, "/v1/seasons", DRAFT), 201)
    refused(await world.does(PROVINCE, f"{SEASON}/approval", APPROVAL), 428, "version-missing")
    refused(await world.does(PROVINCE, f"{SEASON}/approval", APPROVAL, version=2), 412, "version-stale")
    refused(await world.does(PROVINCE, f"{SEASON}/opening", version=1), 409, "season-not-approved")
    refused(await world.does(PROVINCE, "/v1/seasons/S-2014-320400/opening", version=1), 404, "no-such-season")


async def test_a_season_of_2023_without_approval_is_not_opened(world: World) -> None:
    days = {name: day.replace("2013", "2023") for name, day in SETTINGS.items()}
    granted(await world.does(PROVINCE, "/v1/seasons", DRAFT | {"year": 2023, "settings": days}), 201)
    await world.clock(date(2023, 5, 15))
    path = "/v1/seasons/S-2023-320400"
    own = APPROVAL | {"organiser_level": "city", "document_sha256": SHA, "approval_number": "常〔2023〕1号"}
    granted(await world.does(PROVINCE, f"{path}/approval", own, version=1))
    refused(await world.does(PROVINCE, f"{path}/opening", version=2), 409, "organiser-may-not")


async def test_an_approval_carries_its_document_number(world: World) -> None:
    granted(await world.does(PROVINCE, "/v1/seasons", DRAFT), 201)
    await world.clock(date(2013, 5, 14))
    granted(await world.does(PROVINCE, f"{SEASON}/approval", APPROVAL | {"approval_number": "苏1号"}, version=1))
    (row,) = await world.rows(
        "SELECT convert_from(attributes, 'UTF8')::jsonb ->> 'documentno' AS no FROM events WHERE version = 2"
    )
    assert row["no"] == "苏1号"

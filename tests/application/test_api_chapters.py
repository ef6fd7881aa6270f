"""The province's season and its chapters over HTTP: scenario 20, settings, extension [scenario 15 (d)], and the end."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.application.facts import prepare
from services.application.season.changing import QuotaNarrowed
from services.application.season.commands import ChangeSetting
from shared.access.roles import Caller, Level
from shared.events.application import SeasonClosed
from shared.events.publication import ResultPublished
from shared.events.registry import BureauLevel, CalendarPublished
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import Asked, Prepared, handle
from tests.application.examples import SEASON_ID
from tests.application.steps import APPROVAL, CASE, DRAFT, SEASON, find_fit, granted, open_season, recommend, refused
from tests.application.world import CITY, CLERK, HOST, PROVINCE, World, bureau, officer

SUZHOU = Caller("of-s", Level.CITY, "B-320500", "clerk")
THEIRS = "/v1/seasons/S-2013-320000"
PROVINCES = {"year": 2013, "city_code": "320000", "settings": DRAFT["settings"]}
CHANGE = {"name": "places", "value": 12, "basis": "常工商〔2013〕20号", "reason": "行业平衡"}
ORDER = {
    "applications_close_on": "2013-09-06",
    "recommendations_due_on": "2013-09-23",
    "reason": "台风影响",
    "document_number": "常工商〔2013〕31号",
    "document_date": "2013-08-29",
}


def calendar(year: int, *off: date) -> CalendarPublished:
    return CalendarPublished(year=year, weekday_holidays=off, weekend_workdays=(), source="国办通知")


def result(season_id: str = SEASON_ID) -> ResultPublished:
    return ResultPublished(
        announcement_id="an-1",
        season_id=season_id,
        titles=(),
        media="江苏工商报",
        document_number="苏工商消〔2013〕9号",
        published_on=date(2013, 12, 25),
    )


async def open_theirs(world: World) -> None:
    granted(await world.does(PROVINCE, "/v1/seasons", PROVINCES), 201)
    await world.clock(date(2013, 5, 14))
    granted(await world.does(PROVINCE, f"{THEIRS}/approval", APPROVAL | {"approval_number": "苏1号"}, version=1))
    granted(await world.does(PROVINCE, f"{THEIRS}/opening", version=2))


async def test_a_city_of_2023_runs_no_season_of_its_own_but_executes_that_of_its_province(world: World) -> None:
    """Scenario 20."""
    await world.hears(calendar(2023))
    await world.clock(date(2023, 5, 15))
    own = {"year": 2023, "city_code": "320400", "settings": {"places": 8}}
    refused(await world.does(CITY, "/v1/seasons", own), 409, "city-only-executes")
    whole = {"year": 2023, "city_code": "320000", "settings": {"rubric_id": "R-V0"}}
    refused(await world.does(CITY, "/v1/seasons", whole), 403, "outside-jurisdiction")
    granted(await world.does(PROVINCE, "/v1/seasons", whole), 201)
    refused(await world.does(CITY, "/v1/seasons", own), 409, "city-only-executes")
    approval = APPROVAL | {"document_date": "2023-04-01", "approval_number": "国创示〔2023〕1号"}
    granted(await world.does(PROVINCE, "/v1/seasons/S-2023-320000/approval", approval, version=1))
    granted(await world.does(PROVINCE, "/v1/seasons/S-2023-320000/opening", version=2))
    refused(await world.does(CITY, "/v1/seasons", own | {"settings": {"fee": 1}}), 422, "request-not-valid")
    granted(await world.does(CITY, "/v1/seasons", own), 201)
    chapter = "/v1/seasons/S-2023-320400"
    assert granted(await world.does(CITY, f"{chapter}/opening", version=1))["stage"] == "open"
    season = granted(await world.reads(None, chapter))
    assert (season["parent_id"], season["approved_as"]) == ("S-2023-320000", "S-2023-320000")
    assert (season["approval_number"], season["organiser_level"]) == ("国创示〔2023〕1号", "province")
    assert (season["settings"]["places"], season["settings"]["rubric_id"]) == (8, "R-V0")
    # The last working day of August 2023 is Thursday the 31st; ten working days later it is 14 September.
    assert season["settings"]["recommendations_due_on"] == "2023-09-14"


async def test_a_chapter_is_a_copy_of_the_season_as_it_stands(world: World) -> None:
    await open_theirs(world)
    granted(await world.does(CITY, "/v1/seasons", {"year": 2013, "city_code": "320400", "settings": {}}), 201)
    granted(await world.does(PROVINCE, f"{THEIRS}/settings", CHANGE, version=3))
    assert granted(await world.reads(None, SEASON))["settings"]["places"] == 10
    about = granted(await world.reads(None, SEASON))["about_settings"]["places"]
    assert about == {
        "basis": "taken over from S-2013-320000",
        "since": "2013-05-14",
        "reason": "",
        "is_provisional": False,
        "freezes_at": "hand_over",
        "is_frozen": False,
    }
    await world.knows(bureau("320500", "苏州市局", BureauLevel.CITY), officer("of-s", "B-320500"))
    granted(await world.does(SUZHOU, "/v1/seasons", {"year": 2013, "city_code": "320500", "settings": {}}), 201)
    assert granted(await world.reads(None, "/v1/seasons/S-2013-320500"))["settings"]["places"] == 12
    refused(await world.does(SUZHOU, f"{SEASON}/opening", version=1), 403, "outside-jurisdiction")
    granted(await world.does(CITY, f"{SEASON}/opening", version=1))


async def test_settings_change_by_whom_they_are_left_to_and_acts_name_their_version(world: World) -> None:
    await open_season(world)
    change = f"{SEASON}/settings"
    for who in (CLERK, HOST):
        refused(await world.does(who, change, CHANGE, version=3), 403, "wrong-role")
    refused(await world.does(CITY, change, CHANGE | {"reason": ""}, version=3), 422, "request-not-valid")
    refused(await world.does(CITY, change, CHANGE | {"value": None}, version=3), 422, "request-not-valid")
    refused(await world.does(CITY, change, CHANGE | {"value": "12"}, version=3), 422, "setting-not-readable")
    refused(await world.does(CITY, change, CHANGE | {"name": "fee"}, version=3), 422, "no-such-setting")
    theirs = CHANGE | {"name": "review_policy", "value": "strict"}
    refused(await world.does(CITY, change, theirs, version=3), 409, "setting-is-the-provinces")
    rubric = CHANGE | {"name": "rubric_id", "value": "R-V0"}
    refused(await world.does(PROVINCE, change, rubric, version=3), 409, "setting-frozen")
    refused(await world.does(CITY, change, CHANGE, version=2), 412, "version-stale")
    granted(await world.does(CITY, change, CHANGE, version=3))
    granted(await world.does(PROVINCE, change, theirs, version=4))
    season = granted(await world.reads(None, SEASON))
    assert (season["settings"]["places"], season["settings"]["review_policy"]) == (12, "strict")
    places = season["about_settings"]["places"]
    assert (places["basis"], places["reason"], places["since"]) == ("常工商〔2013〕20号", "行业平衡", "2013-05-15")
    assert season["about_settings"]["rubric_id"]["is_frozen"]
    assert season["settings_version"] == 5
    await world.clock(date(2013, 8, 12))
    filing = {"season_id": SEASON_ID, "station_id": "st-a", "form_sha256": "0" * 64, "self_score_tenths": 930}
    granted(await world.does(HOST, "/v1/applications", filing), 201)
    assert await _settings_version(world, f"application-{CASE.rsplit('/', 1)[1]}") == f"season-{SEASON_ID}@5"


async def test_places_are_not_narrowed_once_somebody_is_recommended(world: World) -> None:
    await recommend(world)
    narrower = CHANGE | {"value": 9}
    refused(await world.does(CITY, f"{SEASON}/settings", narrower, version=3), 409, "quota-narrowed")
    granted(await world.does(CITY, f"{SEASON}/settings", CHANGE, version=3))


async def test_a_recommendation_overtakes_the_narrowing_that_did_not_know_of_it(world: World) -> None:
    await find_fit(world)
    looked_up = 0

    async def slowly() -> Prepared:
        nonlocal looked_up
        looked_up += 1
        narrower = ChangeSetting(SEASON_ID, "places", 1, "据", "因", world.runtime.clock.today())
        async with world.runtime.pool.acquire() as connection:
            prepared = await prepare(narrower, CITY, connection)
        if looked_up == 1:
            granted(await world.does(CLERK, f"{CASE}/recommendation", {"opinion": "达到示范标准"}, version=4))
        return prepared

    asked = Asked(
        by=Provenance(actor="of-c", level="city", correlationid="c-1"),
        effective=world.runtime.clock.now(),
        command_id=uuid4(),
        project=world.runtime.service.project,
        source="/services/application",
    )
    with pytest.raises(QuotaNarrowed):
        await handle(world.runtime.store, slowly, asked)
    assert looked_up == 2


async def test_a_chapter_is_extended_for_all_before_its_closing_or_after(world: World) -> None:
    """Scenario 15 (d): what falls due moves along, and a chapter that was closed opens again."""
    await open_season(world)
    await world.clock(date(2013, 8, 29))
    path = f"{SEASON}/extension"
    refused(await world.does(CITY, path, ORDER | {"host_id": "ho-a"}, version=3), 422, "request-not-valid")
    refused(await world.does(CLERK, path, ORDER, version=3), 403, "wrong-role")
    without = {name: value for name, value in ORDER.items() if name != "recommendations_due_on"}
    refused(await world.does(CITY, path, without, version=3), 409, "deadlines-provisional")
    first = ORDER | {"applications_close_on": "2013-09-02"}
    assert granted(await world.does(CITY, path, first, version=3))["stage"] == "open"
    for day in range(30, 32):
        await world.day(date(2013, 8, day))
    assert granted(await world.reads(None, SEASON))["days_left"] == 2
    await world.day(date(2013, 9, 3))
    assert granted(await world.reads(None, SEASON))["stage"] == "applications_closed"
    granted(await world.does(PROVINCE, path, ORDER | {"document_number": "苏工商〔2013〕40号"}, version=5))
    season = granted(await world.reads(None, SEASON))
    assert (season["stage"], season["filed"], season["extension_document"]) == ("open", None, "苏工商〔2013〕40号")
    assert season["about_settings"]["correction_working_days"]["is_frozen"]
    rows = await world.rows('SELECT "on", command FROM due ORDER BY "on"')
    assert [tuple(row) for row in rows] == [
        (date(2013, 9, 7), "close_applications"),
        (date(2013, 9, 24), "close_recommendations"),
    ]
    await world.clock(date(2013, 9, 6), 17, 0)
    filing = {"season_id": SEASON_ID, "station_id": "st-a", "form_sha256": "0" * 64, "self_score_tenths": 930}
    granted(await world.does(HOST, "/v1/applications", filing), 201)
    await world.day(date(2013, 9, 7))
    await world.day(date(2013, 9, 24))
    season = granted(await world.reads(None, SEASON))
    assert (season["stage"], season["filed"]) == ("recommendations_closed", 1)
    refused(await world.does(CITY, path, ORDER, version=8), 409, "extended-too-late")


async def test_provisional_deadlines_wait_for_the_calendar(world: World) -> None:
    for code in ("320000", "320400"):
        draft = {"year": 2013, "city_code": code, "settings": {"rubric_id": "R-V0"}}
        granted(await world.does(PROVINCE, "/v1/seasons", draft), 201)
    season = granted(await world.reads(None, SEASON))
    assert season["settings"]["provisional"] == ["applications_close_on", "recommendations_due_on"]
    assert season["about_settings"]["recommendations_due_on"]["is_provisional"]
    granted(await world.does(PROVINCE, f"{THEIRS}/approval", APPROVAL, version=1))
    refused(await world.does(CITY, f"{SEASON}/opening", version=1), 409, "deadlines-provisional")
    await world.hears(calendar(2014), calendar(2013, date(2013, 8, 30)))
    for path in (SEASON, THEIRS):
        season = granted(await world.reads(None, path))
        assert season["settings"]["provisional"] == []
        assert season["settings"]["applications_close_on"] == "2013-08-29"
    assert season["about_settings"]["applications_close_on"]["basis"] == "国办通知"
    (row,) = await world.rows(
        "SELECT DISTINCT convert_from(attributes, 'UTF8')::jsonb ->> 'bureauname' AS name FROM events"
        " WHERE type LIKE '%SettingChanged%'"
    )
    assert row["name"] == "省局"
    granted(await world.does(CITY, f"{SEASON}/opening", version=3))


async def test_a_season_ends_with_the_publication_and_the_provinces_with_its_last_chapter(world: World) -> None:
    await world.knows(bureau("320500", "苏州市局", BureauLevel.CITY), officer("of-s", "B-320500"))
    await open_theirs(world)
    for who, code in ((CITY, "320400"), (SUZHOU, "320500")):
        granted(await world.does(who, "/v1/seasons", {"year": 2013, "city_code": code, "settings": {}}), 201)
        granted(await world.does(who, f"/v1/seasons/S-2013-{code}/opening", version=1))
    for day in (date(2013, 8, 31), date(2013, 9, 14)):
        await world.day(day)
    await world.clock(date(2013, 12, 25))
    await world.hears(result())
    assert await _stages(world) == ["open", "closed", "recommendations_closed"]
    await world.hears(result("S-2013-320500"), result("S-2013-320500"))
    assert await _stages(world) == ["closed", "closed", "closed"]
    closed = await world.rows("SELECT FROM events WHERE type = $1", SeasonClosed.type_name())
    assert len(closed) == 3
    refused(await world.does(CITY, f"{SEASON}/settings", CHANGE, version=5), 409, "season-is-closed")
    season = granted(await world.reads(None, SEASON))
    assert (season["closed_on"], season["days_left"]) == ("2013-12-25", None)
    assert all(about["is_frozen"] for about in season["about_settings"].values())


async def test_the_table_of_settings_is_for_everybody(world: World) -> None:
    items: list[dict[str, Any]] = granted(await world.reads(None, "/v1/settings"))["items"]
    by_name = {item["name"]: item for item in items}
    assert (by_name["places"]["lowest"], by_name["places"]["freezes_at"], by_name["places"]["by_city"]) == (
        1,
        "hand_over",
        True,
    )
    assert "原则上10个左右" in by_name["places"]["basis"]


async def _stages(world: World) -> list[str]:
    return [row["stage"] for row in await world.rows("SELECT stage FROM seasons ORDER BY season_id")]


async def _settings_version(world: World, stream: str) -> str:
    (row,) = await world.rows(
        "SELECT convert_from(attributes, 'UTF8')::jsonb ->> 'settingsversion' AS version FROM events"
        " WHERE stream_id = $1",
        stream,
    )
    return str(row["version"])

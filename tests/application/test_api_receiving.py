"""补正、不予受理、登记纸质申请 over HTTP, and what a case that failed before looks like a year later."""

import asyncio
from datetime import date

from shared.events.registry import CalendarPublished, InterestDeclared
from tests.application.examples import APPLICATION_ID, SEASON_ID, SHA, STATION_ID
from tests.application.steps import (
    APPROVAL,
    CASE,
    FILING,
    INSPECTION,
    SETTINGS,
    file_application,
    granted,
    open_season,
    refused,
)
from tests.application.world import CLERK, HOST, NEIGHBOUR, OTHER_HOST, PROVINCE, World

MISSING = {"missing": ["承诺书未盖章"]}
PDF = b"%PDF-1.4 scan"


async def test_a_correction_is_asked_for_once_and_is_the_hosts_turn(world: World) -> None:
    await file_application(world)
    await world.hears(CalendarPublished(year=2013, weekday_holidays=(), weekend_workdays=(), source="notice"))
    await world.clock(date(2013, 8, 13))
    refused(await world.does(NEIGHBOUR, f"{CASE}/return", MISSING, version=1), 403, "outside-jurisdiction")
    refused(await world.does(HOST, f"{CASE}/return", MISSING, version=1), 403, "wrong-role")
    refused(await world.does(CLERK, f"{CASE}/return", {"missing": []}, version=1), 422, "request-not-valid")
    granted(await world.does(CLERK, f"{CASE}/return", MISSING, version=1))
    case = granted(await world.reads(HOST, CASE))
    assert (case["stage"], case["waiting_for"], case["until"]) == ("returned", "host", "2013-08-20")
    assert (case["missing"], case["correction_is_provisional"]) == (MISSING["missing"], False)
    refused(await world.does(CLERK, f"{CASE}/return", MISSING, version=2), 409, "told-once")
    answer = await world.does(CLERK, f"{CASE}/non-acceptance", {"reasons": "x"}, version=2)
    refused(answer, 409, "not-to-be-refused-now")
    await world.clock(date(2013, 8, 20), 17, 30)
    refused(await world.does(OTHER_HOST, f"{CASE}/refiling", {}, version=2), 403, "not-your-station")
    refused(await world.does(HOST, f"{CASE}/refiling", {}, version=2), 422, "mended-form-unclear")
    granted(await world.does(HOST, f"{CASE}/refiling", {"form_sha256": "f" * 64}, version=2))
    case = granted(await world.reads(CLERK, CASE))
    assert (case["stage"], case["form_sha256"], case["waiting_for"]) == ("filed", "f" * 64, "county")
    assert (case["filed_at"], case["refiled_at"]) == ("2013-08-12T09:00:00+08:00", "2013-08-20T17:30:00+08:00")
    refused(await world.does(CLERK, f"{CASE}/return", MISSING, version=3), 409, "told-once")
    granted(await world.does(CLERK, f"{CASE}/acceptance", version=3))


async def test_what_is_not_mended_in_time_is_not_accepted(world: World) -> None:
    await file_application(world)
    granted(await world.does(CLERK, f"{CASE}/return", MISSING, version=1))
    assert granted(await world.reads(HOST, CASE))["correction_is_provisional"]
    await world.clock(date(2013, 8, 20))
    answer = await world.does(HOST, f"{CASE}/refiling", {"form_sha256": SHA}, version=2)
    refused(answer, 409, "corrected-too-late")
    declared = InterestDeclared(
        officer_id="of-1", host_id="ho-a", nature="亲属", stands=True, declared_on=date(2013, 8, 20)
    )
    await world.hears(declared)
    refused(await world.does(CLERK, f"{CASE}/non-acceptance", {"reasons": "未补正"}, version=2), 403, "recused")
    await world.hears(declared.model_copy(update={"stands": False}))
    granted(await world.does(CLERK, f"{CASE}/non-acceptance", {"reasons": "未补正"}, version=2))
    case = granted(await world.reads(HOST, CASE))
    assert (case["stage"], case["refusal_reasons"], case["waiting_for"]) == ("not_accepted", "未补正", "nobody")
    refused(await world.does(HOST, "/v1/applications", FILING), 409, "already-filed")


async def test_the_county_records_a_paper_that_a_host_has_sent(world: World) -> None:
    await open_season(world)
    await world.clock(date(2013, 8, 12))
    scan = granted(await world.uploads(CLERK, PDF), 201)["sha256"]
    paper = {
        "season_id": SEASON_ID,
        "station_id": STATION_ID,
        "form_sha256": scan,
        "self_score_tenths": 930,
        "channel": "counter",
        "received_on": "2013-08-09",
        "reason": "企业不便上网",
    }
    path = "/v1/applications/paper"
    refused(await world.does(HOST, path, paper), 403, "wrong-role")
    refused(await world.does(NEIGHBOUR, path, paper), 403, "outside-jurisdiction")
    refused(await world.does(CLERK, path, paper | {"form_sha256": SHA}), 404, "no-such-file")
    refused(await world.does(CLERK, path, paper | {"channel": "online"}), 422, "request-not-valid")
    refused(await world.does(CLERK, path, paper | {"received_on": "2013-08-13"}), 422, "in-the-future")
    stamped = paper | {"postmarked_on": "2013-08-08"}
    refused(await world.does(CLERK, path, stamped), 422, "postmark-does-not-fit")
    granted(await world.does(CLERK, path, paper), 201)
    case = granted(await world.reads(HOST, CASE))
    assert (case["filed_at"], case["channel"]) == ("2013-08-09T17:30:00+08:00", "counter")
    assert (case["recorded_late"], case["recorded_because"]) == (True, "企业不便上网")
    (row,) = await world.rows("SELECT effective_at FROM events WHERE stream_id LIKE 'application-%'")
    assert row["effective_at"].isoformat() == "2013-08-12T01:00:00+00:00"
    refused(await world.does(HOST, "/v1/applications", FILING), 409, "already-filed")
    refused(await world.does(CLERK, path, paper), 409, "already-filed")
    await world.clock(date(2013, 9, 2))
    late = paper | {"station_id": "st-b", "received_on": "2013-08-30"}
    refused(await world.does(NEIGHBOUR, path, late), 409, "backdated-entry")
    await world.rows("""UPDATE seasons SET settings = settings || '{"paper_counts_by": "postmark"}'""")
    posted = late | {"channel": "post", "received_on": "2013-09-02", "postmarked_on": "2013-08-30"}
    granted(await world.does(NEIGHBOUR, path, posted), 201)


async def test_two_channels_at_once_make_one_application(world: World) -> None:
    await open_season(world)
    await world.clock(date(2013, 8, 12))
    scan = granted(await world.uploads(CLERK, PDF), 201)["sha256"]
    paper = FILING | {"form_sha256": scan, "channel": "counter", "received_on": "2013-08-12", "reason": "当面递交"}
    answers = await asyncio.gather(
        world.does(HOST, "/v1/applications", FILING),
        world.does(CLERK, "/v1/applications/paper", paper),
        world.does(HOST, "/v1/applications", FILING),
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len(await world.rows("SELECT FROM events WHERE stream_id LIKE 'application-%'")) == 1


async def test_a_failure_of_last_year_is_history_and_no_more(world: World) -> None:
    """Scenario 2: refused in 2013 for two items, and looked at afresh in 2014."""
    await file_application(world)
    granted(await world.does(CLERK, f"{CASE}/acceptance", version=1))
    failed = INSPECTION | {"meets_standard": False, "failed_items": ["A2", "D5"]}
    await world.clock(date(2013, 9, 4))
    granted(await world.does(CLERK, f"{CASE}/inspection", failed, version=2))
    granted(await world.does(CLERK, f"{CASE}/refusal", {"reasons": "无回访记录"}, version=3))
    await world.clock(date(2014, 5, 12))
    season = "/v1/seasons/S-2014-320400"
    days = {name: day.replace("2013", "2014") for name, day in SETTINGS.items() if name != "rubric_id"}
    next_year = {"year": 2014, "city_code": "320400", "settings": SETTINGS | days | {"rubric_id": "R-JS-2014"}}
    granted(await world.does(PROVINCE, "/v1/seasons", next_year), 201)
    granted(await world.does(PROVINCE, f"{season}/approval", APPROVAL, version=1))
    granted(await world.does(PROVINCE, f"{season}/opening", version=2))
    granted(await world.does(HOST, "/v1/applications", FILING | {"season_id": "S-2014-320400"}), 201)
    case = granted(await world.reads(CLERK, "/v1/applications/A-2014-st-a"))
    assert (case["stage"], case["self_score_tenths"], case["failed_items"]) == ("filed", 930, [])
    (earlier,) = case["earlier"]
    assert (earlier["id"], earlier["stage"], earlier["outcome"]) == (APPLICATION_ID, "refused", "")
    assert (earlier["failed_items"], earlier["refusal_reasons"]) == (["A2", "D5"], "无回访记录")
    assert granted(await world.reads(CLERK, CASE))["earlier"] == []

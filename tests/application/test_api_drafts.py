"""起草、自评、附证 over HTTP: a host finds out whether it may apply, writes its form and files it."""

from datetime import date
from typing import Any

from shared.events.event import Sealed
from shared.events.registry import (
    Absence,
    CultivationStarted,
    PeriodSummarised,
    Platform,
    PlatformActivityRecorded,
    StaffAppointed,
    StaffLeft,
    StationPost,
    TrainingHeld,
)
from tests.application import elsewhere
from tests.application.examples import APPLICATION_ID, SEASON_ID, SHA, STATION_ID
from tests.application.forms import rubric
from tests.application.steps import CASE, DRAFT, SETTINGS, granted, open_season, refused
from tests.application.world import AUDITOR, CITY, CLERK, HOST, NEIGHBOUR, OTHER_HOST, PROVINCE, World, station

FORM = {"season_id": SEASON_ID, "station_id": STATION_ID, "statement": "自愿申请", "contact": "甲经理"}
SCORES = {"scores": [{"item": "A1", "tenths": 40}, {"item": "C1", "tenths": 30}, {"item": "D2", "tenths": 75}]}
ELIGIBLE = f"/v1/seasons/{SEASON_ID}/eligibility?station_id={STATION_ID}"
PNG = b"\x89PNG\r\n\x1a\n photo"
PDF = b"%PDF-1.4 pledge"


def appointed(staff_id: str, *posts: StationPost) -> StaffAppointed:
    return StaffAppointed(
        staff_id=staff_id,
        station_id=STATION_ID,
        host_id="ho-a",
        name=Sealed("某"),
        posts=posts,
        appointed_on=date(2013, 6, 1),
    )


def summarised(period: str, received: int, settled: int, median: int) -> PeriodSummarised:
    nothing = dict.fromkeys(
        (
            "consultations",
            "settled_in_enterprise",
            "settled_in_community",
            "settled_at_grass_roots",
            "referred",
            "open",
            "in_time",
            "followed_up",
            "satisfied",
            "settled_permille",
            "refunded_fen",
        ),
        0,
    )
    return PeriodSummarised(
        station_id=STATION_ID,
        period=period,
        received=received,
        settled=settled,
        median_minutes=median,
        analysis="",
        summarised_on=date(2013, 8, 1),
        **nothing,
    )


def training(training_id: str, *came: str, absent: str = "") -> TrainingHeld:
    return TrainingHeld(
        training_id=training_id,
        division_code="320402",
        topic="业务",
        station_ids=came,
        held_on=date(2013, 6, 5),
        absent=(Absence(station_id=absent, reason=""),) if absent else (),
    )


ON_RECORD = (
    training("tr-1", STATION_ID),
    training("tr-2", "st-b", absent=STATION_ID),
    appointed("sf-1", StationPost.HEAD, StationPost.PRICE_OFFICER),
    appointed("sf-2", StationPost.QUALITY_OFFICER),
    StaffLeft(staff_id="sf-2", station_id=STATION_ID, left_on=date(2013, 7, 1)),
    summarised("2013-05", 10, 9, 60),
    summarised("2013-06", 10, 10, 30),
    PlatformActivityRecorded(
        activity_id="ac-1",
        station_id=STATION_ID,
        platform=Platform.KNOWLEDGE,
        title="讲座",
        summary="",
        reached=30,
        held_on=date(2013, 6, 9),
    ),
    CultivationStarted(station_id=STATION_ID, year=2013, measures=(), started_on=date(2013, 6, 20)),
    elsewhere.star("sf-1"),
    elsewhere.star("sf-2"),
    elsewhere.no_star("sf-2"),
)
FACTS = {
    "B5": "2013年已报送月度汇总2期",
    "C1": "已配备：站长、物价员；未配备：协商和解员、质量/食品安全员",
    "C3": "2013年培训2次，参加1次",
    "C5": "2013年站内人员获维权服务明星1人次",
    "D1": "2013年各月处理时长中位数为30分钟",
    "D2": "2013年受理20件，和解19件，和解率95.0%",
    "D6": "2013年五大平台活动1次，涉及1个平台",
    "": "2013-06-20起列为重点培育对象",
}


async def begun(world: World) -> None:
    """The season is open, and the host has written and scored its form."""
    await world.hears(rubric)
    await open_season(world)
    await world.clock(date(2013, 8, 1))
    granted(await world.does(HOST, "/v1/drafts", FORM), 201)
    granted(await world.does(HOST, f"{CASE}/self-assessment", SCORES, version=1))


async def test_what_the_register_knows_whatever_order_it_is_heard_in(world: World) -> None:
    await begun(world)
    for order in (ON_RECORD, ON_RECORD[::-1]):
        await world.rows("TRUNCATE known_trainings, known_summaries, known_staff, known_activities, known_stars")
        await world.hears(*order, *order)
        items = granted(await world.reads(HOST, f"{CASE}/known"))["items"]
        assert {item["item"]: item["zh"] for item in items} == FACTS
    refused(await world.reads(CLERK, f"{CASE}/known"), 404, "not-filed")
    granted(await world.does(HOST, f"{CASE}/self-assessment", SCORES, version=2))
    form = granted(await world.reads(HOST, f"{CASE}/form"))
    assert {fact["item"]: fact["fact"] for fact in form["known"]} == FACTS


async def test_a_host_drafts_scores_attaches_and_files(world: World) -> None:
    await begun(world)
    photo = granted(await world.uploads(HOST, PNG), 201)
    assert (photo["media_type"], photo["size_bytes"]) == ("image/png", len(PNG))
    attachment = {"sha256": photo["sha256"], "title": "公示栏", "items": ["A1"], "grade": "C"}
    granted(await world.does(HOST, f"{CASE}/evidence", attachment, version=2))
    form = granted(await world.reads(HOST, f"{CASE}/form"))
    assert (form["stage"], form["total_tenths"], form["unscored"], form["version"]) == ("draft", 145, [], 3)
    draft = granted(await world.reads(HOST, CASE))
    assert (draft["stage"], draft["waiting_for"], draft["until"]) == ("draft", "host", "2013-08-30")
    for who in (OTHER_HOST, CLERK, CITY, PROVINCE, AUDITOR):
        refused(await world.reads(who, CASE), 404, "not-filed")
        refused(await world.reads(who, f"{CASE}/form"), 404, "not-filed")
        refused(await world.reads(who, f"{CASE}/evidence/{photo['sha256']}"), 404, "not-filed")
    pledge = granted(await world.uploads(HOST, PDF), 201)["sha256"]
    granted(await world.does(HOST, f"{CASE}/filing", {"pledge_sha256": pledge}, version=3))
    case = granted(await world.reads(CLERK, CASE))
    assert (case["stage"], case["self_score_tenths"], case["pledge_sha256"]) == ("filed", 145, pledge)
    assert case["form_sha256"] == form["form_sha256"]
    filed = granted(await world.reads(CLERK, f"{CASE}/form"))
    assert (filed["filed_sha256"], filed["statement"]) == (filed["form_sha256"], "自愿申请")
    answer = await world.reads(CLERK, f"{CASE}/evidence/{photo['sha256']}")
    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert answer.headers["content-disposition"].startswith("attachment;")
    refused(await world.reads(NEIGHBOUR, f"{CASE}/evidence/{photo['sha256']}"), 403, "outside-jurisdiction")
    refused(await world.reads(CLERK, f"{CASE}/evidence/{SHA}"), 404, "no-such-evidence")
    check = f"{CASE}/evidence/{photo['sha256']}/check"
    refused(await world.does(HOST, check, {"grade": "B"}, version=4), 403, "wrong-role")
    refused(await world.does(CLERK, check, {"grade": "C"}, version=4), 422, "check-gives-a-or-b")
    granted(await world.does(CLERK, check, {"grade": "B"}, version=4))
    assert granted(await world.reads(CLERK, f"{CASE}/form"))["evidence"][0]["grade"] == "B"
    assert granted(await world.reads(HOST, "/v1/drafts"))["items"] == []


async def test_each_rule_of_filing_is_told_before_anything_is_filed(world: World) -> None:
    refused(await world.reads(HOST, ELIGIBLE), 404, "no-such-season")
    granted(await world.does(PROVINCE, "/v1/seasons", DRAFT), 201)

    async def against() -> list[str]:
        answer = granted(await world.reads(HOST, ELIGIBLE))
        broken = [rule for rule in answer["rules"] if not rule["ok"]]
        assert answer["may_file"] == (broken == [])
        assert all(rule["zh"] and rule["en"] and rule["to_do_zh"] and rule["to_do_en"] for rule in broken)
        return [rule["code"] for rule in broken]

    assert await against() == ["season-not-open"]
    granted(await world.does(HOST, "/v1/drafts", FORM), 201)
    await world.rows("UPDATE seasons SET stage = 'open', opened_on = '2013-05-13'")
    assert await against() == []
    await world.clock(date(2013, 9, 2))
    assert await against() == ["filed-too-late"]
    for who, rule in ((OTHER_HOST, "not-your-case"), (NEIGHBOUR, "outside-jurisdiction")):
        refused(await world.reads(who, ELIGIBLE), 403, rule)
    granted(await world.reads(CLERK, ELIGIBLE))
    refused(await world.reads(None, ELIGIBLE), 401, "not-signed-in")


async def test_a_title_in_force_or_a_suspension_keeps_a_station_from_filing(world: World) -> None:
    await begun(world)
    await world.rows("UPDATE stations SET status = 'suspended' WHERE station_id = $1", STATION_ID)
    pledge = granted(await world.uploads(HOST, PDF), 201)["sha256"]
    answer = await world.does(HOST, f"{CASE}/filing", {"pledge_sha256": pledge}, version=2)
    refused(answer, 409, "only-active-stations-apply")
    await world.rows("UPDATE stations SET status = 'active'")
    await world.rows(
        """INSERT INTO applications (application_id, version, stage, season_id, station_id, host_id, bureau_code,
           form_sha256, self_score_tenths, filed_at) VALUES ('A-2012-st-a', 1, 'recommended', 'S-2012-320400', 'st-a',
           'ho-a', 'B-320402', '', 0, '2012-08-01')"""
    )
    await world.hears(elsewhere.certified.model_copy(update={"application_id": "A-2012-st-a"}))
    answer = await world.does(HOST, f"{CASE}/filing", {"pledge_sha256": pledge}, version=2)
    refused(answer, 409, "holds-a-title")
    await world.hears(elsewhere.ended)
    answer = await world.does(HOST, f"{CASE}/filing?dry_run=true", {"pledge_sha256": pledge}, version=2)
    assert answer.json()["stage"] == "filed"
    await world.hears(elsewhere.revoked)
    answer = await world.does(HOST, f"{CASE}/filing", {"pledge_sha256": pledge}, version=2)
    refused(answer, 409, "barred-after-revocation")


async def test_what_comes_too_late_stays_a_draft_and_is_taken_over_in_the_next_year(world: World) -> None:
    """Scenario 15 (c)."""
    await begun(world)
    pledge = granted(await world.uploads(HOST, PDF), 201)["sha256"]
    await world.clock(date(2013, 9, 2))
    answer = await world.does(HOST, f"{CASE}/filing", {"pledge_sha256": pledge}, version=2)
    assert "next season" in refused(answer, 409, "filed-too-late")["title"]
    (kept,) = granted(await world.reads(HOST, "/v1/drafts"))["items"]
    assert (kept["id"], kept["station_name"]) == (APPLICATION_ID, "甲百货站")
    await world.clock(date(2014, 5, 6))
    days = {name: day.replace("2013", "2014") for name, day in SETTINGS.items() if name != "rubric_id"}
    season = {"year": 2014, "city_code": "320400", "settings": SETTINGS | days}
    granted(await world.does(PROVINCE, "/v1/seasons", season), 201)
    again = {"season_id": "S-2014-320400", "station_id": STATION_ID, "copied_from": APPLICATION_ID}
    granted(await world.does(HOST, "/v1/drafts", again), 201)
    form = granted(await world.reads(HOST, "/v1/applications/A-2014-st-a/form"))
    assert (form["statement"], form["total_tenths"], form["copied_from"]) == ("自愿申请", 145, APPLICATION_ID)
    first = granted(await world.reads(HOST, "/v1/drafts?limit=1"))
    second = granted(await world.reads(HOST, f"/v1/drafts?limit=1&cursor={first['next']}"))
    assert [page["items"][0]["id"] for page in (first, second)] == [APPLICATION_ID, "A-2014-st-a"]
    another = {"season_id": SEASON_ID, "station_id": "st-b", "copied_from": APPLICATION_ID}
    refused(await world.does(OTHER_HOST, "/v1/drafts", another), 404, "not-filed")


async def test_only_files_of_the_four_kinds_are_taken(world: World) -> None:
    refused(await world.uploads(None, PNG), 401, "not-signed-in")
    refused(await world.uploads(CITY, PNG), 403, "wrong-role")
    refused(await world.uploads(HOST, b""), 422, "empty-file")
    refused(await world.uploads(HOST, b"MZ program"), 422, "file-kind-not-taken")
    refused(await world.uploads(HOST, PDF + bytes(20 * 1024 * 1024)), 413, "body-too-large")
    granted(await world.uploads(CLERK, PDF + bytes(2 * 1024 * 1024)), 201)


async def test_a_form_is_its_hosts_own(world: World) -> None:
    await begun(world)
    await world.hears(*station("st-c", "ho-a", "甲百货分站", "320502"))
    photo = granted(await world.uploads(HOST, PNG), 201)["sha256"]
    attachment = {"sha256": photo, "title": "公示栏", "items": ["A1"], "grade": "D"}
    wrong: list[tuple[Any, str, Any, int, str]] = [
        (CLERK, "/v1/drafts", FORM, 403, "wrong-role"),
        (OTHER_HOST, "/v1/drafts", FORM, 403, "not-your-station"),
        (HOST, "/v1/drafts", FORM | {"statement": "x" * 5_000}, 422, "request-not-valid"),
        (HOST, "/v1/drafts", FORM | {"host_id": "ho-a"}, 422, "request-not-valid"),
        (HOST, "/v1/drafts", FORM | {"season_id": "S-2013-320100"}, 404, "no-such-season"),
        (HOST, "/v1/drafts", FORM | {"station_id": "st-c"}, 409, "another-citys-season"),
        (OTHER_HOST, f"{CASE}/self-assessment", SCORES, 403, "not-your-station"),
        (HOST, f"{CASE}/self-assessment", {"scores": [{"item": "Z9", "tenths": 1}]}, 422, "item-not-in-the-standard"),
        (HOST, f"{CASE}/self-assessment", {"scores": [{"item": "A1", "tenths": 4.0}]}, 422, "request-not-valid"),
        (OTHER_HOST, f"{CASE}/evidence", attachment, 403, "not-your-station"),
        (HOST, f"{CASE}/evidence", attachment | {"sha256": SHA}, 404, "no-such-file"),
        (HOST, f"{CASE}/evidence", attachment | {"grade": "A"}, 422, "host-grades-c-or-d"),
        (HOST, f"{CASE}/evidence/{SHA}/removal", None, 404, "no-such-evidence"),
        (HOST, f"{CASE}/filing", {"pledge_sha256": SHA}, 404, "no-such-file"),
        (HOST, f"{CASE}/withdrawal", {"reason": "撤"}, 409, "nothing-filed-yet"),
        (CLERK, f"{CASE}/acceptance", None, 404, "not-filed"),
    ]
    for who, path, body, status, rule in wrong:
        refused(await world.does(who, path, body, version=2), status, rule)
    refused(await world.does(HOST, f"{CASE}/self-assessment", SCORES, version=1), 412, "version-stale")
    refused(await world.reads(CLERK, "/v1/drafts"), 403, "wrong-role")
    granted(await world.does(HOST, f"{CASE}/evidence", attachment, version=2))
    granted(await world.does(HOST, f"{CASE}/evidence/{photo}/removal", version=3))
    assert granted(await world.reads(HOST, f"{CASE}/form"))["evidence"] == []
    granted(await world.does(HOST, f"{CASE}/self-assessment", {"scores": []}, version=4))
    answer = await world.does(HOST, f"{CASE}/filing", {"pledge_sha256": photo}, version=5)
    assert "A1, C1, D2" in refused(answer, 409, "form-incomplete")["detail"]

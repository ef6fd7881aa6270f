"""年度复核 over HTTP and by the days that begin: scenario 12 under both readings, and who sends and judges."""

from datetime import date, timedelta

from shared.events.application import ReviewPolicy, SettingChanged
from shared.events.registry import InterestDeclared
from tests.application.world import officer
from tests.assessment.examples import SHA
from tests.assessment.reviews import (
    AFTER,
    CLOSES,
    OPENS,
    SEASON_2014,
    SENT_ON,
    drafted_2014,
    opened_2014,
    settings_2014,
)
from tests.assessment.test_rectifying import CALENDAR_2014, FINDINGS, MENDED
from tests.assessment.world import (
    AUDITOR,
    CITY,
    COUNTY,
    HOST,
    OTHER_CITY,
    OTHER_COUNTY,
    OTHER_HOST,
    PROVINCE,
    World,
    ok,
    refused,
    with_a_title,
)

TITLE_PATH = "/v1/titles/st-a"
REVIEW = TITLE_PATH + "/review"
FORM = {"form_sha256": SHA, "summary": "一年来受理投诉12件"}
FOUND = {"findings": "现场复核", "reviewers": ["of-1"]}
REVIEWS = f"/v1/reviews?season_id={SEASON_2014}"


async def with_a_review(world: World, policy: ReviewPolicy = ReviewPolicy.DYNAMIC) -> None:
    """`st-a` bears a title of 2013; the chapter of 2014 is opened, and its window has begun."""
    await with_a_title(world)
    await world.hears(CALENDAR_2014, drafted_2014(policy), opened_2014)
    await days_until(world, OPENS, since=OPENS - timedelta(days=1))


async def days_until(world: World, last: date, *, since: date) -> None:
    for offset in range((last - since).days + 1):
        await world.day(since + timedelta(days=offset))


async def happened(world: World) -> list[str]:
    rows = await world.rows("SELECT type FROM events WHERE stream_id = 'title-st-a' ORDER BY version")
    return [row["type"].split(".")[2] for row in rows]


async def due(world: World) -> list[tuple[date, str]]:
    return [(row["on"], row["command"]) for row in await world.rows('SELECT "on", command FROM due ORDER BY 1, 2')]


async def stage(world: World) -> str:
    (line,) = ok(await world.reads(CITY, REVIEWS))["items"]
    return str(line["stage"])


async def test_a_review_is_sent_and_passed(world: World) -> None:
    await with_a_review(world)
    assert await happened(world) == ["Certified", "ReviewFellDue"]
    assert await due(world) == [
        (date(2014, 7, 1), "RemindOfReview"),
        (date(2014, 7, 24), "RemindOfReview"),
        (AFTER, "EndReviewWindow"),
    ]
    refused(await world.does(COUNTY, REVIEW + "/pass", FOUND, version=2), 409, "review-not-submitted")
    refused(await world.does(OTHER_HOST, REVIEW, FORM, version=2), 403, "not-your-station")
    refused(await world.does(COUNTY, REVIEW, FORM, version=2), 403, "wrong-role")
    refused(await world.does(None, REVIEW, FORM, version=2), 401, "not-signed-in")
    refused(await world.does(HOST, REVIEW, FORM, version=1), 412, "version-stale")
    await days_until(world, SENT_ON, since=date(2014, 7, 1))
    answer = ok(await world.does(HOST, REVIEW, FORM, version=3), 201)
    assert (answer["stage"], answer["season_id"], answer["closes_on"]) == ("submitted", SEASON_2014, "2014-07-31")
    refused(await world.does(HOST, REVIEW, FORM | {"summary": "另"}, version=4), 409, "review-already-submitted")
    assert await due(world) == []
    await days_until(world, AFTER, since=date(2014, 7, 24))
    assert await happened(world) == ["Certified", "ReviewFellDue", "ReviewReminded", "ReviewSubmitted"]
    for who, rule in (
        (OTHER_COUNTY, "outside-jurisdiction"),
        (OTHER_CITY, "outside-jurisdiction"),
        (PROVINCE, "wrong-role"),
        (HOST, "wrong-role"),
    ):
        refused(await world.does(who, REVIEW + "/pass", FOUND, version=4), 403, rule)
    early = FOUND | {"reviewed_on": "2014-07-09"}
    refused(await world.does(COUNTY, REVIEW + "/pass", early, version=4), 422, "before-its-cause")
    to_come = FOUND | {"reviewed_on": "2014-08-02"}
    refused(await world.does(COUNTY, REVIEW + "/pass", to_come, version=4), 422, "in-the-future")
    answer = ok(await world.does(COUNTY, REVIEW + "/pass", FOUND, version=4))
    assert (answer["stage"], answer["version"]) == ("passed", 5)
    refused(await world.does(COUNTY, REVIEW + "/failure", FOUND, version=5), 409, "review-already-concluded")
    assert ok(await world.reads(None, TITLE_PATH))["status"] == "in_force"


async def test_who_is_posted_elsewhere_or_linked_to_the_host_does_not_review(world: World) -> None:
    await with_a_review(world)
    ok(await world.does(HOST, REVIEW, FORM, version=2), 201)
    for reviewers in (["of-3"], ["of-1", "of-nobody"], ["of-c1"]):
        body = FOUND | {"reviewers": reviewers}
        refused(await world.does(COUNTY, REVIEW + "/pass", body, version=3), 422, "reviewer-of-another-bureau")
    refused(
        await world.does(COUNTY, REVIEW + "/failure", FOUND | {"reviewers": []}, version=3), 422, "request-not-valid"
    )
    linked = InterestDeclared(officer_id="of-2", host_id="ho-a", nature="亲属", stands=True, declared_on=OPENS)
    await world.hears(officer("of-2", "B-320402"), linked)
    body = FOUND | {"reviewers": ["of-1", "of-2"]}
    refused(await world.does(COUNTY, REVIEW + "/failure", body, version=3), 422, "reviewer-interested")
    await world.hears(linked.model_copy(update={"officer_id": "of-1"}))
    refused(await world.does(COUNTY, REVIEW + "/failure", FOUND, version=3), 403, "recused")
    answer = ok(await world.does(CITY, REVIEW + "/failure", FOUND | {"reviewers": ["of-c2"]}, version=3))
    assert answer["stage"] == "failed"
    assert await happened(world) == ["Certified", "ReviewFellDue", "ReviewSubmitted", "ReviewFailed"]
    order = FINDINGS | {"because": f"review {SEASON_2014}"}
    ok(await world.does(CITY, TITLE_PATH + "/rectification", order, version=4), 201)
    assert await stage(world) == "failed"


async def test_scenario_12_under_the_strict_reading(world: World) -> None:
    await with_a_review(world, ReviewPolicy.STRICT)
    await days_until(world, AFTER + timedelta(days=2), since=date(2014, 6, 30))
    assert await happened(world) == ["Certified", "ReviewFellDue", "ReviewReminded", "ReviewReminded", "TitleLapsed"]
    assert await due(world) == []
    (title,) = await world.rows("SELECT lapsed_on FROM titles")
    assert title["lapsed_on"] == AFTER
    assert await stage(world) == "lapsed"
    refused(await world.does(HOST, REVIEW, FORM, version=5), 409, "title-not-in-force")
    refused(await world.does(COUNTY, TITLE_PATH + "/rectification", FINDINGS, version=5), 409, "title-not-in-force")
    assert ok(await world.reads(CITY, REVIEWS))["counts"]["lapsed"] == 1
    (row,) = await world.rows(
        "SELECT convert_from(attributes, 'UTF8') AS by FROM events WHERE type LIKE '%.TitleLapsed.%'"
    )
    assert '"bureau":"B-320400"' in row["by"]
    assert '"level":"service"' in row["by"]


async def test_scenario_12_under_the_dynamic_reading(world: World) -> None:
    await with_a_review(world)
    await days_until(world, AFTER + timedelta(days=2), since=date(2014, 6, 30))
    assert (await happened(world))[-2:] == ["ReviewReminded", "RectificationOrdered"]
    assert await due(world) == []
    assert await stage(world) == "rectification"
    seen = ok(await world.reads(COUNTY, TITLE_PATH))
    assert (seen["status"], seen["standing"]) == ("in_force", "under_rectification")
    order = seen["rectification"]
    assert (order["because"], order["due_on"]) == ("未按期报送年度复核", "2014-08-22")
    refused(await world.does(HOST, REVIEW, FORM, version=5), 409, "review-window-over")
    await world.clock(date(2014, 8, 20))
    ok(await world.does(COUNTY, TITLE_PATH + "/rectification/acceptance", MENDED, version=5))
    await days_until(world, date(2014, 8, 22), since=date(2014, 8, 21))
    assert (await happened(world))[-1] == "RectificationAccepted"


async def test_the_setting_of_the_season_as_it_stands_on_the_day_decides(world: World) -> None:
    await with_a_review(world)
    await world.hears(
        SettingChanged(
            season_id=SEASON_2014,
            name="review_policy",
            former_value="dynamic",
            value="strict",
            basis="苏工商消〔2014〕6号",
            reason="从严",
            settings=settings_2014.model_copy(update={"review_policy": ReviewPolicy.STRICT}),
            changed_on=date(2014, 6, 20),
        )
    )
    await world.day(AFTER)
    assert (await happened(world))[-1] == "TitleLapsed"


async def test_the_order_of_a_missed_review_waits_for_another_one(world: World) -> None:
    await with_a_review(world)
    ok(await world.does(COUNTY, TITLE_PATH + "/rectification", FINDINGS, version=2), 201)
    await days_until(world, AFTER, since=AFTER)
    assert await due(world) == [(AFTER, "EndReviewWindow")]
    assert await stage(world) == "due"
    (line,) = ok(await world.reads(HOST, REVIEWS))["items"]
    assert (line["is_overdue"], line["days_left"]) == (True, None)
    await world.clock(date(2014, 8, 11))
    ok(await world.does(COUNTY, TITLE_PATH + "/rectification/acceptance", MENDED, version=3))
    await world.day(date(2014, 8, 12))
    assert (await happened(world))[-1] == "RectificationOrdered"
    assert (await due(world), await stage(world)) == ([], "rectification")


async def test_a_title_that_goes_otherwise_is_reviewed_no_more(world: World) -> None:
    await with_a_review(world, ReviewPolicy.STRICT)
    ok(await world.does(HOST, TITLE_PATH + "/renunciation", version=2))
    assert (await due(world), await stage(world)) == ([], "over")
    await world.day(AFTER)
    assert (await happened(world))[-1] == "TitleEnded"
    assert ok(await world.reads(PROVINCE, REVIEWS))["counts"] == {
        "due": 0,
        "submitted": 0,
        "passed": 0,
        "failed": 0,
        "rectification": 0,
        "lapsed": 0,
        "over": 1,
        "kept": 0,
    }


async def test_whose_reviews_are_seen(world: World) -> None:
    await with_a_review(world)
    await world.clock(CLOSES)
    for who in (COUNTY, CITY, PROVINCE, AUDITOR, HOST):
        page = ok(await world.reads(who, REVIEWS))
        (line,) = page["items"]
        assert (line["station_id"], line["stage"], line["days_left"], line["version"]) == ("st-a", "due", 0, 2)
        assert (page["counts"]["due"], page["counts"]["kept"]) == (1, 1)
    for who in (OTHER_COUNTY, OTHER_CITY, OTHER_HOST):
        page = ok(await world.reads(who, REVIEWS))
        assert (page["items"], page["counts"]["kept"]) == ([], 0)
    assert ok(await world.reads(CITY, "/v1/reviews?season_id=S-2013-320400"))["items"] == []
    assert len(ok(await world.reads(CITY, "/v1/reviews"))["items"]) == 1
    refused(await world.reads(None, REVIEWS), 401, "not-signed-in")
    refused(await world.reads(CITY, REVIEWS + "&cursor=x"), 400, "cursor-not-readable")


async def test_forty_titles_of_which_nineteen_lapse_make_a_page(world: World) -> None:
    """Nankai 2016: 21 kept, 19 dropped."""
    await with_a_review(world)
    await world.rows(
        """
        INSERT INTO titles (certificate_number, application_id, year, number, season_id, station_id, host_id,
            station_name, host_name, kind, trade, bureau_code, bureau_name, document_number, certified_on)
        SELECT '苏示站2013-' || lpad(n::text, 4, '0'), 'A-2013-' || n, 2013, n, season_id, 'st-' || n, host_id,
               station_name, host_name, kind, trade, bureau_code, bureau_name, document_number, certified_on
          FROM titles, generate_series(2, 40) AS n
        """
    )
    await world.rows(
        "INSERT INTO stations (station_id, division_code) SELECT 'st-' || n, '320402' FROM generate_series(2, 40) AS n"
    )
    await world.rows(
        """
        INSERT INTO reviews (certificate_number, season_id, station_id, opens_on, closes_on, fell_due_on, submitted_on,
            passed, lapsed_on)
        SELECT certificate_number, $1, station_id, $2, $3, $2, CASE WHEN number > 20 THEN $3::date END,
               CASE WHEN number > 20 THEN true END, CASE WHEN number <= 20 THEN $3::date + 1 END
          FROM titles WHERE number > 1
        """,
        SEASON_2014,
        OPENS,
        CLOSES,
    )
    first = await world.reads(CITY, REVIEWS + "&limit=25")
    page = ok(first)
    assert (len(page["items"]), page["counts"]["lapsed"], page["counts"]["kept"]) == (25, 19, 21)
    assert 'rel="next"' in first.headers["link"]
    rest = ok(await world.reads(CITY, f"{REVIEWS}&limit=25&cursor={page['next']}"))
    assert (len(rest["items"]), rest["next"], rest["counts"]) == (15, None, page["counts"])
    numbers = [line["certificate_number"] for line in page["items"] + rest["items"]]
    assert numbers == sorted(set(numbers))

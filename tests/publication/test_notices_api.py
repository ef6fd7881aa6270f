"""公示 over HTTP: the city opens, decides and closes; everybody reads."""

from datetime import date

import pytest
from asyncpg import Pool, Record

from services.publication.projections import project
from shared.access.roles import Caller
from shared.events.registry import CalendarPublished
from tests.publication.conftest import NOTICE, World, given_opinion, screened, with_notice
from tests.publication.examples import JIA, NOTICE_ID, opened, withdrawn_application
from tests.publication.people import CITY, COUNTY, OTHER_CITY, PROVINCE, PUBLIC, recorded


async def test_a_city_opens_its_notice_and_everybody_reads_it(world: World) -> None:
    answer = await world.post("/v1/notices", NOTICE, by=CITY)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/notices/{NOTICE_ID}"
    assert answer.json()["stage"] == "open"
    shown = await world.get(f"/v1/notices/{NOTICE_ID}")
    assert shown.status_code == 200
    assert shown.headers["etag"] == '"v1"'
    body = shown.json()
    assert (body["opens_on"], body["closes_on"]) == ("2013-09-23", "2013-09-29")
    assert body["counting_rule"] == "5 working days, first day not counted"
    assert [one["candidate"]["station_id"] for one in body["candidates"]] == ["st-jia", "st-yi"]
    assert {one["result"] for one in body["candidates"]} == {"kept"}
    listed = (await world.get("/v1/notices", season_id="S-2013-320400", stage="open")).json()
    assert [one["id"] for one in listed["items"]] == [NOTICE_ID]


async def test_an_opening_carries_its_maker_and_its_ground(world: World, pool: "Pool[Record]") -> None:
    await with_notice(world)
    attributes = await pool.fetchval("SELECT convert_from(attributes, 'UTF8')::jsonb FROM events WHERE position = 1")
    assert '"bureauname": "320400局"' in attributes
    assert '"jurisdiction": "320400"' in attributes
    assert "[notice] 二(五)" in attributes


@pytest.mark.parametrize(
    ("by", "rule", "status"),
    [
        (PUBLIC, "not-signed-in", 401),
        (COUNTY, "wrong-role", 403),
        (PROVINCE, "wrong-role", 403),
        (OTHER_CITY, "outside-jurisdiction", 403),
    ],
)
async def test_only_the_city_of_the_season_opens(world: World, by: Caller, rule: str, status: int) -> None:
    answer = await world.post("/v1/notices", NOTICE, by=by)
    assert answer.status_code == status
    assert answer.json()["type"] == f"/problems/{rule}"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"closes_on": "2013-09-28"}, "period-too-short"),
        ({"opens_on": "2013-09-22"}, "opens-in-the-past"),
        ({"opens_on": "2013-12-30", "closes_on": "2014-01-31"}, "calendar-not-published"),
        ({"opens_on": "9999-12-31", "closes_on": "9999-12-31"}, "calendar-not-published"),
        ({"season_id": "S-2013-320500"}, "not-known-here"),
        ({"media": ""}, "request-not-valid"),
        ({"fee_fen": 100}, "request-not-valid"),
        ({"opens_on": 20130923}, "request-not-valid"),
    ],
)
async def test_a_notice_that_cannot_be_is_refused(world: World, change: dict[str, object], rule: str) -> None:
    answer = await world.post("/v1/notices", NOTICE | change, by=CITY)
    assert answer.json()["type"] == f"/problems/{rule}"
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).status_code == 404


async def test_a_period_that_is_too_short_is_told_the_right_last_day(world: World) -> None:
    """Five working days from Monday 23 September 2013: the Sunday is worked, the first day does not count."""
    answer = await world.post("/v1/notices", NOTICE | {"closes_on": "2013-09-27"}, by=CITY)
    assert answer.status_code == 422
    assert "2013-09-29" in answer.json()["detail"]


async def test_a_year_whose_calendar_comes_later_can_be_reached_then(world: World) -> None:
    late = NOTICE | {"opens_on": "2013-12-30", "closes_on": "2014-01-08"}
    assert (await world.post("/v1/notices", late, by=CITY)).status_code == 409
    await world.hear(
        CalendarPublished(year=2014, weekday_holidays=(date(2014, 1, 1),), weekend_workdays=(), source="国务院办公厅")
    )
    assert (await world.post("/v1/notices", late, by=CITY)).status_code == 201


async def test_candidates_that_have_withdrawn_meanwhile_are_left_out(world: World) -> None:
    await world.hear(withdrawn_application)
    await with_notice(world)
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert [one["candidate"]["station_id"] for one in shown["candidates"]] == ["st-jia"]


async def test_a_season_has_one_notice(world: World) -> None:
    await with_notice(world)
    again = await world.post("/v1/notices", NOTICE, by=CITY)
    assert again.status_code == 201
    assert again.json()["version"] == 1
    second = await world.post("/v1/notices", NOTICE | {"media": "常州晚报"}, by=CITY)
    assert second.status_code == 409
    assert second.json()["type"] == "/problems/notice-already-opened"


async def test_a_withdrawal_leaves_the_notice_with_its_time_and_without_blame(world: World) -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world, station_id="st-yi")
    await world.hear(withdrawn_application)
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    yi = shown["candidates"][1]
    assert (yi["result"], yi["withdrawn_at"]) == ("withdrawn", "2013-09-25T02:30:00Z")
    # What was said about it is moot: it is not screened any more, holds nobody and keeps nothing open.
    assert (await world.get(f"/v1/opinions/{opinion_id}", by=CITY)).json()["is_moot"] is True
    body = {"result": "admissible", "reason": "列明时间、单据"}
    answer = await world.post(f"/v1/opinions/{opinion_id}/screening", body, by=CITY, version=2)
    assert answer.json()["type"] == "/problems/opinion-is-moot"
    await world.day_begins(date(2013, 9, 30))
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert (shown["stage"], shown["candidates"][1]["result"]) == ("closed", "withdrawn")


async def test_a_withdrawal_that_slipped_past_the_opening_is_caught_up_with(world: World, pool: "Pool[Record]") -> None:
    """It was projected after the candidates were looked up and before the notice was written."""
    await with_notice(world)
    await pool.execute("UPDATE candidates SET withdrawn_at = $1", withdrawn_application.withdrawn_at)
    for sql, arguments in project(recorded(opened)):
        await pool.execute(sql, *arguments)
    await world.day_begins(date(2013, 9, 26))
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert {one["result"] for one in shown["candidates"]} == {"withdrawn"}
    due = await pool.fetch("SELECT command FROM due")
    assert [row["command"] for row in due] == ["CloseNotice"]


async def test_there_is_no_notice_that_nobody_has_opened(world: World) -> None:
    answer = await world.get("/v1/notices/N-2013-320500-1")
    assert answer.json()["type"] == "/problems/no-such-notice"


async def test_a_change_names_the_version_that_was_read(world: World) -> None:
    await with_notice(world)
    path = f"/v1/notices/{NOTICE_ID}/closing"
    assert (await world.post(path, by=CITY)).status_code == 428
    assert (await world.post(path, by=CITY, version=7)).status_code == 412
    still_open = await world.post(path, by=CITY, version=1)
    assert still_open.json()["type"] == "/problems/notice-still-open"


async def test_a_notice_closes_by_itself_on_the_day_after_its_last(world: World) -> None:
    await with_notice(world)
    await world.day_begins(date(2013, 9, 29))
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["stage"] == "open"
    await world.day_begins(date(2013, 9, 30))
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert (shown["stage"], shown["closed_on"]) == ("closed", "2013-09-30")


async def test_an_automatic_closing_is_the_city_bureaus_act(world: World, pool: "Pool[Record]") -> None:
    await with_notice(world)
    await world.day_begins(date(2013, 9, 30))
    row = await pool.fetchval(
        "SELECT convert_from(attributes, 'UTF8')::jsonb FROM events WHERE type !~ 'Access' ORDER BY position DESC"
    )
    assert '"bureau": "B-320400"' in row
    assert '"actor": "service:publication"' in row
    assert await pool.fetchval("SELECT count(*) FROM due") == 0


async def test_an_unscreened_opinion_keeps_it_open_and_it_is_tried_again_daily(
    world: World, pool: "Pool[Record]"
) -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world)
    await world.day_begins(date(2013, 9, 30))
    assert (await world.get(f"/v1/notices/{NOTICE_ID}")).json()["stage"] == "open"
    assert await pool.fetchval("SELECT rule FROM refused") == "opinions-unscreened"
    by_hand = await world.post(f"/v1/notices/{NOTICE_ID}/closing", by=CITY, version=1)
    assert by_hand.json()["type"] == "/problems/opinions-unscreened"
    assert (await screened(world, opinion_id, "lead_only")).status_code == 200
    await world.day_begins(date(2013, 10, 8))
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert (shown["stage"], shown["closed_on"]) == ("closed", "2013-10-08")


async def test_an_objection_holds_its_candidate_and_the_others_go_on(world: World) -> None:
    await with_notice(world)
    opinion_id = await given_opinion(world)
    assert (await screened(world, opinion_id, "admissible")).status_code == 200
    shown = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert [one["result"] for one in shown["candidates"]] == ["held", "kept"]
    await world.day_begins(date(2013, 9, 30))
    closed = (await world.get(f"/v1/notices/{NOTICE_ID}")).json()
    assert (closed["stage"], closed["version"]) == ("closed", 3)


async def test_another_city_closes_nothing_here(world: World) -> None:
    await with_notice(world)
    answer = await world.post(f"/v1/notices/{NOTICE_ID}/closing", by=OTHER_CITY, version=1)
    assert answer.json()["type"] == "/problems/outside-jurisdiction"


@pytest.mark.parametrize("act", ["release", "strike-off"])
async def test_an_objection_is_decided_as_an_objection_and_not_on_the_notice(world: World, act: str) -> None:
    await with_notice(world)
    answer = await world.post(f"/v1/notices/{NOTICE_ID}/candidates/{JIA}/{act}", {}, by=CITY, version=1)
    assert answer.status_code == 404

"""申请 over HTTP: by the station's own host, in time, once."""

from datetime import date
from typing import Any

from shared.events.registry import DayBegan
from tests.application.examples import APPLICATION_ID, SEASON_ID
from tests.application.steps import CASE, DRAFT, FILING, file_application, granted, open_season, refused
from tests.application.world import (
    AUDITOR,
    CITY,
    CLERK,
    HOST,
    NEIGHBOUR,
    OTHER_HOST,
    OTHER_PROVINCE,
    PROVINCE,
    World,
    station,
)


async def test_a_host_files_and_reads_where_its_case_stands(world: World) -> None:
    await open_season(world)
    await world.clock(date(2013, 8, 12))
    answer = await world.does(HOST, "/v1/applications", FILING)
    assert granted(answer, 201) == {
        "id": APPLICATION_ID,
        "stage": "filed",
        "season_id": SEASON_ID,
        "station_id": "st-a",
        "version": 1,
    }
    case = granted(await world.reads(HOST, CASE))
    assert (case["stage"], case["outcome"]) == ("filed", "")
    assert (case["waiting_for"], case["until"]) == ("county", "2013-09-13")
    assert (case["station_name"], case["host_name"], case["bureau_name"]) == ("甲百货站", "甲百货", "天宁分局")
    assert case["filed_at"] == "2013-08-12T09:00:00+08:00"


async def test_the_record_shows_who_what_and_on_what(world: World) -> None:
    await file_application(world)
    (row,) = await world.rows(
        "SELECT convert_from(attributes, 'UTF8')::jsonb AS a FROM events WHERE stream_id = $1",
        f"application-{APPLICATION_ID}",
    )
    for named in ('"actor": "hm-a"', '"bureauname": "甲百货"', '"partitionkey": "st-a"', '"jurisdiction": "320402"'):
        assert named in row["a"]
    assert f'"settingsversion": "season-{SEASON_ID}@1"' in row["a"]


async def test_no_bureau_files_for_an_enterprise(world: World) -> None:
    await open_season(world)
    for who in (CLERK, CITY, PROVINCE, AUDITOR):
        refused(await world.does(who, "/v1/applications", FILING), 403, "wrong-role")
    refused(await world.does(None, "/v1/applications", FILING), 401, "not-signed-in")
    refused(await world.does(OTHER_HOST, "/v1/applications", FILING), 403, "not-your-station")


async def test_the_station_the_season_and_the_city_must_fit(world: World) -> None:
    refused(await world.does(HOST, "/v1/applications", FILING), 404, "no-such-season")
    await open_season(world)
    answer = await world.does(HOST, "/v1/applications", FILING | {"station_id": "st-new"})
    refused(answer, 404, "not-known-here")
    assert answer.headers["Retry-After"] == "1"
    await world.hears(*station("st-c", "ho-a", "甲百货分站", "320502"))
    answer = await world.does(HOST, "/v1/applications", FILING | {"station_id": "st-c"})
    refused(answer, 409, "another-citys-season")


async def test_a_station_applies_once_a_season(world: World) -> None:
    await open_season(world)
    await world.clock(date(2013, 8, 12))
    first = await world.does(HOST, "/v1/applications", FILING, key="k")
    again = await world.does(HOST, "/v1/applications", FILING, key="k")
    assert (again.status_code, again.json()) == (201, first.json())
    refused(await world.does(HOST, "/v1/applications", FILING), 409, "already-filed")
    refused(await world.does(HOST, "/v1/applications", FILING | {"self_score_tenths": 1}, key="k"), 422, "key-reused")
    granted(await world.does(HOST, f"{CASE}/withdrawal", {"reason": "暂不参加"}, version=1))
    refused(await world.does(HOST, "/v1/applications", FILING), 409, "withdrawn-this-season")
    assert len(await world.rows("SELECT FROM events WHERE stream_id LIKE 'application-%'")) == 2


async def test_the_closing_instant_divides_in_time_from_late(world: World) -> None:
    await open_season(world)
    await world.clock(date(2013, 8, 30), 17, 29, 58)
    granted(await world.does(HOST, "/v1/applications", FILING), 201)
    await world.clock(date(2013, 8, 30), 17, 30, 1)
    answer = await world.does(OTHER_HOST, "/v1/applications", FILING | {"station_id": "st-b"})
    assert "next season" in refused(answer, 409, "filed-too-late")["title"]


async def test_a_season_that_is_not_open_takes_nothing(world: World) -> None:
    granted(await world.does(PROVINCE, "/v1/seasons", DRAFT), 201)
    refused(await world.does(HOST, "/v1/applications", FILING), 409, "season-not-open")


MALFORMED: list[dict[str, Any]] = [
    {"self_score_tenths": 93.0},
    {"self_score_tenths": 1001},
    {"form_sha256": "abc"},
    {"season_id": "2013"},
    {"station_id": ""},
    {"host_id": "ho-b"},
    {"station_id": None},
]


async def test_a_malformed_body_is_refused_and_nothing_recorded(world: World) -> None:
    await open_season(world)
    for changed in MALFORMED:
        refused(await world.does(HOST, "/v1/applications", FILING | changed), 422, "request-not-valid")
    headers = world.signed_in(HOST) | {"Idempotency-Key": "x", "Content-Type": "application/json"}
    refused(await world.client.post("/v1/applications", content=b"{", headers=headers), 400, "malformed-json")
    assert await world.rows("SELECT FROM applications") == []
    granted(await world.does(HOST, "/v1/applications", FILING), 201)


async def test_a_dry_run_records_nothing(world: World) -> None:
    await open_season(world)
    answer = await world.does(HOST, "/v1/applications?dry_run=true", FILING)
    assert answer.json()["stage"] == "filed"
    refused(await world.reads(HOST, CASE), 404, "not-filed")


async def test_everybody_sees_no_more_than_their_own(world: World) -> None:
    await file_application(world)
    granted(await world.does(OTHER_HOST, "/v1/applications", FILING | {"station_id": "st-b"}), 201)
    seen = {
        who.subject: [item["station_id"] for item in granted(await world.reads(who, "/v1/applications"))["items"]]
        for who in (HOST, OTHER_HOST, CLERK, NEIGHBOUR, CITY, PROVINCE, OTHER_PROVINCE, AUDITOR)
    }
    both = ["st-a", "st-b"]
    assert seen == {
        "hm-a": ["st-a"],
        "hm-b": ["st-b"],
        "of-1": ["st-a"],
        "of-3": ["st-b"],
        "of-c": both,
        "of-p": both,
        "of-z": [],
        "auditor-1": both,
    }
    refused(await world.reads(NEIGHBOUR, CASE), 403, "outside-jurisdiction")
    refused(await world.reads(None, CASE), 401, "not-signed-in")
    refused(await world.reads(None, "/v1/applications"), 401, "not-signed-in")


async def test_applications_are_listed_by_filing_a_page_at_a_time(world: World) -> None:
    await file_application(world)
    granted(await world.does(OTHER_HOST, "/v1/applications", FILING | {"station_id": "st-b"}), 201)
    first = await world.reads(CITY, "/v1/applications?limit=1&stage=filed")
    page = granted(first)
    assert 'rel="next"' in first.headers["Link"]
    second = granted(await world.reads(CITY, f"/v1/applications?limit=1&cursor={page['next']}"))
    assert ([i["station_id"] for i in (*page["items"], *second["items"])], second["next"]) == (["st-a", "st-b"], None)
    for filters, found in (("season_id=S-2014-320400", 0), ("stage=accepted", 0), ("bureau_code=B-320404", 1)):
        assert len(granted(await world.reads(CITY, f"/v1/applications?{filters}"))["items"]) == found
    for cursor in ("x", "WzldKw", "WzkwMDAwMDAwMDAwMDAwMDAwMDAsImEiXQ"):
        refused(await world.reads(CITY, f"/v1/applications?cursor={cursor}"), 400, "cursor-not-readable")


async def test_in_time_is_in_time_although_the_season_has_counted_its_applications(world: World) -> None:
    """Received at 17:29:58 and recorded after midnight: the instant of receipt decides."""
    await open_season(world)
    await world.clock(date(2013, 8, 30), 17, 29, 58)
    await world.hears(DayBegan(day=date(2013, 8, 31)))
    (season,) = await world.rows("SELECT stage, filed FROM seasons")
    assert (season["stage"], season["filed"]) == ("applications_closed", 0)
    granted(await world.does(HOST, "/v1/applications", FILING), 201)

"""One station's history across services and levels, as an auditor reads it."""

from datetime import date
from typing import Any

from deploy.client import Answer
from deploy.demo.world import AUDITOR, Unit
from tests.lived import Lived

LEVELS = {"enterprise", "county", "city", "province"}


async def _history(lived: Lived, unit: Unit, query: str = "") -> Answer:
    client = lived.client("history")
    try:
        path = f"/v1/stations/{lived.season.station_id(unit)}/history?limit=5000{query}"
        return await client.get("audit", path, AUDITOR)
    finally:
        await client.close()


async def _ask(lived: Lived, path: str) -> Any:
    client = lived.client("history")
    try:
        return (await client.get("audit", path, AUDITOR)).body
    finally:
        await client.close()


async def test_a_season_has_its_lists_from_the_draft_to_the_announcement(lived: Lived) -> None:
    history = await _ask(lived, "/v1/seasons/S-2013-320400/history?limit=5000")
    assert {
        "SeasonDrafted",
        "SeasonApproved",
        "RecommendationsClosed",
        "PublicNoticeOpened",
        "PublicNoticeClosed",
        "ListSubmitted",
        "ResultPublished",
    } <= {item["event"] for item in history["items"]}
    assert "ApplicationFiled" not in {item["event"] for item in history["items"] if not item["context"]}


async def test_an_application_has_all_its_steps_and_each_says_what_it_changed(lived: Lived) -> None:
    application = lived.season.application_id(lived.season.plot.star_host)
    items = (await _ask(lived, f"/v1/applications/{application}/history?limit=5000"))["items"]
    assert {"ApplicationFiled", "InspectionRecorded", "RecommendationIssued", "Certified"} <= {
        item["event"] for item in items
    }
    assert [item["event"] for item in items if not item["context"] and item["changes"] is None] == []


async def test_a_host_and_a_bureau_and_whoever_acted_have_histories(lived: Lived) -> None:
    history = (await _history(lived, lived.season.plot.star_host)).body
    recommended = next(item for item in history["items"] if item["event"] == "RecommendationIssued")
    place = recommended["owner"], recommended["position"]
    host = next(item for item in history["items"] if item["event"] == "StationRegistered")["data"]["host_id"]
    assert (await _ask(lived, f"/v1/hosts/{host}/history"))["total"]
    for path in (
        f"/v1/people/{recommended['actor']}/history?acts=true&event=RecommendationIssued&limit=200",
        f"/v1/bureaus/{recommended['bureau']}/history?acts=true&event=RecommendationIssued&limit=200",
        f"/v1/search?station={history['station_id']}&event=RecommendationIssued",
    ):
        assert place in [(item["owner"], item["position"]) for item in (await _ask(lived, path))["items"]], path


async def test_every_entry_says_who_for_whom_what_why_and_when(lived: Lived) -> None:
    history = (await _history(lived, lived.season.plot.star_host)).body
    for item in history["items"]:
        assert item["actor"]
        assert item["act"]["en"]
        assert item["act"]["zh"]
        assert item["reason"]
        assert item["effective_at"]
        if item["level"] in LEVELS:
            assert item["bureau"]
            assert item["bureauname"]


async def test_each_cause_stands_before_its_effect(lived: Lived) -> None:
    history = (await _history(lived, lived.season.plot.revoked)).body
    seen: set[tuple[str, int]] = set()
    caused = 0
    for item in history["items"]:
        if item["cause"] is not None:
            assert (item["cause"]["owner"], item["cause"]["position"]) in seen
            caused += 1
        seen.add((item["owner"], item["position"]))
    assert caused > 0


async def test_all_four_levels_have_acted_on_a_certified_station(lived: Lived) -> None:
    history = (await _history(lived, lived.season.plot.star_host)).body
    assert {item["level"] for item in history["items"]} >= LEVELS
    assert {item["owner"] for item in history["items"]} == {
        "registry",
        "application",
        "assessment",
        "publication",
        "incentives",
    }


async def test_before_the_recognition_there_is_no_title(lived: Lived) -> None:
    unit = lived.season.plot.star_host
    before = (await _history(lived, unit, "&as_of=2013-12-19")).body
    after = (await _history(lived, unit, "&as_of=2013-12-20")).body
    assert before["title"]["status"] == "none"
    assert after["title"]["status"] == "in_force"
    assert all(date.fromisoformat(item["effective_at"][:10]) <= date(2013, 12, 19) for item in before["items"])
    assert "Certified" not in {item["event"] for item in before["items"]}


async def test_the_revoked_title_reads_in_force_until_the_decision(lived: Lived) -> None:
    unit = lived.season.plot.revoked
    assert (await _history(lived, unit, "&as_of=2014-06-09")).body["title"]["status"] == "in_force"
    assert (await _history(lived, unit, "&as_of=2014-06-10")).body["title"]["status"] == "revoked"

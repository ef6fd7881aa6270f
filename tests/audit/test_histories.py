"""Histories of all kinds, and searching, over HTTP: to whom, in pages, and with what was before and after."""

from collections.abc import Sequence
from typing import Any

import pytest

from shared.access.roles import Caller, Level
from tests.audit.asking import AUDITOR, Get

OPERATOR = Caller("op-1", Level.OPERATOR)
COUNTY = Caller("of-B-320402", Level.COUNTY, "B-320402")
ELSEWHERE = Caller("of-B-320404", Level.COUNTY, "B-320404")
CITY = Caller("of-B-320400", Level.CITY, "B-320400")
HOST = Caller("u-1", Level.ENTERPRISE, "ho-1")
OTHER_HOST = Caller("u-2", Level.ENTERPRISE, "ho-2")

STATION = "/v1/stations/st-1/history"
APPLICATION = "/v1/applications/A-2013-st-1/history"
SEASON = "/v1/seasons/S-2013-320400/history"
HOST_S = "/v1/hosts/ho-1/history"
BUREAU = "/v1/bureaus/B-320402/history"
PERSON = "/v1/people/of-1/history"


def _names(answer: Any) -> list[str]:
    return [item["event"] for item in answer["items"]]


@pytest.mark.parametrize(
    ("path", "let_in", "refused"),
    [
        (APPLICATION, (AUDITOR, OPERATOR, COUNTY, CITY, HOST), (ELSEWHERE, OTHER_HOST)),
        (SEASON, (AUDITOR, OPERATOR, CITY), (COUNTY, HOST)),
        (HOST_S, (AUDITOR, OPERATOR), (COUNTY, CITY, HOST)),
        (BUREAU, (AUDITOR, OPERATOR), (COUNTY, CITY, HOST)),
        (PERSON, (AUDITOR,), (OPERATOR, COUNTY, CITY, HOST)),
        ("/v1/search", (AUDITOR, OPERATOR), (COUNTY, CITY, HOST)),
    ],
)
async def test_who_reads_which_history(
    get: Get, path: str, let_in: Sequence[Caller], refused: Sequence[Caller]
) -> None:
    for caller in let_in:
        assert (await get(path, caller))["items"]
    for caller in refused:
        await get(path, caller, 403)
    await get(path, None, 401)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/applications/A-none/history",
        "/v1/seasons/S-none/history",
        "/v1/hosts/ho-none/history",
        "/v1/bureaus/B-none/history",
        "/v1/people/nobody/history",
    ],
)
async def test_of_whom_nothing_is_known_there_is_no_history(get: Get, path: str) -> None:
    assert (await get(path, status=404))["type"].endswith("not-known-here")


async def test_an_application_has_its_way_from_filing_to_the_title_with_what_led_to_it(get: Get) -> None:
    history = await get(APPLICATION)
    assert (history["kind"], history["id"]) == ("application", "A-2013-st-1")
    assert _names(history) == ["ApplicationFiled", "DayBegan", "RecommendationsClosed", "Certified"]
    assert [item["context"] for item in history["items"]] == [False, True, True, False]


async def test_a_season_is_its_lists_and_with_cases_also_the_way_of_each_application(get: Get) -> None:
    assert _names(await get(SEASON)) == ["DayBegan", "RecommendationsClosed"]
    with_cases = _names(await get(SEASON, cases=True))
    assert with_cases == ["ApplicationFiled", "DayBegan", "RecommendationsClosed", "Certified"]


async def test_a_bureau_and_a_person_are_read_as_recorded_and_by_their_own_acts(get: Get) -> None:
    assert _names(await get(BUREAU)) == ["ApplicationFiled", "Certified"]
    assert _names(await get(BUREAU, acts=True)) == []
    own = await get(PERSON, acts=True)
    assert set(_names(own)) >= {"StationRegistered", "Certified", "Revoked"}
    assert {item["actor"] for item in own["items"]} == {"of-1"}


async def test_links_lead_from_a_cause_to_its_effects_and_back(get: Get) -> None:
    items = {item["event"]: item for item in (await get(STATION))["items"]}
    began, closed, certified = items["DayBegan"], items["RecommendationsClosed"], items["Certified"]
    assert closed["effects"] == [{"owner": certified["owner"], "position": certified["position"]}]
    assert began["effects"] == [certified["cause"]]
    found = (await get("/v1/search", event="RecommendationsClosed"))["items"][0]
    assert (found["cause"], found["effects"]) == (closed["cause"], closed["effects"])


async def test_each_act_says_what_it_changed_unless_nobody_asked(get: Get) -> None:
    revoked = (await get(STATION))["items"][-1]
    changed = {change["field"]: (change["before"], change["after"]) for change in revoked["changes"]}
    assert changed["document_number"] == ("苏工商消〔2013〕1号", "苏工商消〔2014〕9号")
    assert changed["reasons"] == (None, "台账无人登记")
    assert "certificate_number" not in changed
    assert [item["changes"] for item in (await get(STATION, changes=False))["items"]] == [None] * 6
    assert (await get(BUREAU))["items"][-1]["changes"]
    assert (await get("/v1/search", event="Revoked"))["items"][0]["changes"] is None
    searched = (await get("/v1/search", event="Revoked", changes=True))["items"][0]
    assert searched["changes"] == revoked["changes"]


async def test_a_page_of_a_history_knows_what_was_changed_before_it(get: Get) -> None:
    whole = (await get(STATION))["items"]
    pages: list[Any] = []
    page = await get(STATION, limit=2)
    while page["next"] is not None:
        pages += page["items"]
        page = await get(STATION, limit=2, after=page["next"])
        assert page["total"] == len(whole)
    assert pages + page["items"] == whole


async def test_pages_of_a_search_hold_everything_once(get: Get) -> None:
    whole = (await get("/v1/search", owner="assessment"))["items"]
    first = await get("/v1/search", owner="assessment", limit=1)
    second = await get("/v1/search", owner="assessment", limit=1, cursor=first["next"])
    assert first["items"] + second["items"] == whole
    assert second["next"] is None


async def test_as_of_a_day_an_act_of_later_days_is_neither_there_nor_an_effect(get: Get) -> None:
    before = await get(APPLICATION, as_of="2013-09-15")
    assert _names(before) == ["ApplicationFiled"]
    acts = await get(PERSON, as_of="2013-11-19")
    assert "Certified" not in _names(acts)
    closed = next(item for item in acts["items"] if item["event"] == "RecommendationsClosed")
    assert closed["effects"] == []
    assert "Certified" not in _names(await get(PERSON, as_of_position="application:2"))


async def test_only_the_events_that_are_named_are_shown(get: Get) -> None:
    history = await get(STATION, event="Revoked")
    assert (_names(history), history["total"], history["title"]["status"]) == (["Revoked"], 1, "revoked")


@pytest.mark.parametrize(
    ("path", "query", "status", "rule"),
    [
        ("/v1/search", {"event": "Certifyed"}, 422, "no-such-event"),
        ("/v1/search", {"owner": "nobody"}, 404, "no-such-owner"),
        ("/v1/search", {"recorded_from": "2014-01-02", "recorded_until": "2014-01-01"}, 422, "days-the-wrong-way"),
        ("/v1/search", {"cursor": "bm90aGluZw"}, 400, "cursor-not-readable"),
        ("/v1/search", {"cursor": "WyJub3RpbWUiLCJyZWdpc3RyeSIsMV0"}, 400, "cursor-not-readable"),
        ("/v1/search", {"colour": "red"}, 422, "request-not-valid"),
        ("/v1/search", {"limit": 201}, 422, "request-not-valid"),
        (STATION, {"event": "Nothing"}, 422, "no-such-event"),
        (STATION, {"after": "registry:99"}, 404, "no-such-entry"),
        (STATION, {"after": "registry"}, 422, "one-as-of"),
        (PERSON, {"as_of_position": "registry:99"}, 404, "no-such-entry"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_its_rule(
    get: Get, path: str, query: dict[str, Any], status: int, rule: str
) -> None:
    problem = await get(path, status=status, **query)
    assert problem["type"].endswith(rule)


async def test_a_name_that_no_event_bears_is_answered_with_those_that_are_written_like_it(get: Get) -> None:
    assert "Certified" in (await get("/v1/search", status=422, event="Certifyed"))["detail"]


async def test_persons_are_searched_for_by_auditors_alone(get: Get) -> None:
    for word in ("actor", "person"):
        assert (await get("/v1/search", **{word: "of-1"}))["items"]
        await get("/v1/search", OPERATOR, 403, **{word: "of-1"})


async def test_a_host_is_told_no_correlation_and_an_auditor_is(get: Get) -> None:
    assert {item["correlationid"] for item in (await get(STATION, HOST))["items"]} == {""}
    assert {item["correlationid"] for item in (await get(STATION))["items"]} == {"c"}

"""What audit answers over HTTP: to whom, as of when, and in which order."""

import pytest

from shared.access.roles import Caller, Level
from tests.audit.asking import Get

HISTORY = "/v1/stations/st-1/history"


async def test_every_entry_stands_after_its_cause_and_says_who_what_and_why(get: Get) -> None:
    history = await get(HISTORY)
    items = history["items"]
    assert [item["event"] for item in items] == [
        "StationRegistered",
        "ApplicationFiled",
        "DayBegan",
        "RecommendationsClosed",
        "Certified",
        "Revoked",
    ]
    assert items[4]["cause"] == {"owner": items[3]["owner"], "position": items[3]["position"]}
    assert [item["context"] for item in items] == [False, False, True, True, False, False]
    for item in items:
        assert all(item[name] for name in ("actor", "bureau", "bureauname", "level", "reason", "basis", "day"))
        assert item["act"]["zh"]
    acted_for = {item["event"]: (item["onbehalfof"], item["mandate"]) for item in items}
    assert acted_for["ApplicationFiled"] == ("", "")
    assert history["title"] == {"status": "revoked", "certificate_number": "苏示站2013-0001", "since": "2014-08-01"}


async def test_as_of_a_day_before_the_recognition_there_is_no_title(get: Get) -> None:
    history = await get(HISTORY, as_of="2013-11-19")
    assert history["title"] == {"status": "none", "certificate_number": None, "since": None}
    assert "Certified" not in [item["event"] for item in history["items"]]


async def test_as_of_a_position_the_log_is_as_it_was_then(get: Get) -> None:
    history = await get(HISTORY, as_of_position="assessment:1")
    assert [item["event"] for item in history["items"]][-1] == "Certified"
    assert history["title"]["status"] == "in_force"


@pytest.mark.parametrize(
    ("query", "status", "rule"),
    [
        ({"as_of": "0"}, 422, "request-not-valid"),
        ({"as_of_position": "assessment:99"}, 404, "no-such-entry"),
        ({"as_of_position": "assessment"}, 422, "one-as-of"),
        ({"as_of_position": "assessment:1", "as_of": "2013-11-19"}, 422, "one-as-of"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_name(get: Get, query: dict[str, str], status: int, rule: str) -> None:
    assert (await get(HISTORY, status=status, **query))["type"].endswith(rule)


async def test_an_unknown_station_is_not_found(get: Get) -> None:
    assert (await get("/v1/stations/st-unknown/history", status=404))["type"].endswith("not-known-here")


@pytest.mark.parametrize(
    ("caller", "status"),
    [
        (None, 401),
        (Caller("u-1", Level.ENTERPRISE, "ho-1"), 200),
        (Caller("u-2", Level.ENTERPRISE, "ho-2"), 403),
        (Caller("of-B-320402", Level.COUNTY, "B-320402"), 200),
        (Caller("of-B-320404", Level.COUNTY, "B-320404"), 403),
        (Caller("of-B-320400", Level.CITY, "B-320400"), 200),
        (Caller("op-1", Level.OPERATOR), 200),
    ],
)
async def test_a_history_is_read_by_its_host_its_bureaus_and_auditors(
    get: Get, caller: Caller | None, status: int
) -> None:
    await get(HISTORY, caller, status)


async def test_the_logs_are_whole_and_their_chains_hold(get: Get) -> None:
    report = {item["owner"]: item for item in (await get("/v1/integrity"))["items"]}
    assert report["registry"] == {
        "owner": "registry",
        "entries": 3,
        "head": 3,
        "contiguous_up_to": 3,
        "missing": [],
        "chain_verified_up_to": 3,
        "broken_at": None,
        "tile_log": {"size": 0, "root": "", "signed_at": None, "not_signed_because": ""},
    }
    assert report["incentives"]["head"] == 0
    await get("/v1/integrity", Caller("of-B-320402", Level.COUNTY, "B-320402"), 403)


async def test_records_are_read_in_parts_and_raw_by_auditors_alone(get: Get) -> None:
    first = await get("/v1/events", owner="registry", limit=2)
    assert ([item["position"] for item in first["items"]], first["next"]) == ([1, 2], 2)
    rest = await get("/v1/events", owner="registry", after=2, raw=True)
    assert ([item["position"] for item in rest["items"]], rest["next"]) == ([3], None)
    assert rest["items"][0]["record"]
    await get("/v1/events", Caller("op-1", Level.OPERATOR), 403, owner="registry", raw=True)
    await get("/v1/events", status=404, owner="nobody")

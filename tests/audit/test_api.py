"""What audit answers over HTTP: to whom, as of when, and in which order."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.audit.projections import project, statements
from services.audit.service import SERVICE
from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, generate_keys, mint
from shared.events.event import Event
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    HostRegistered,
    JurisdictionResolved,
    OfficerPosted,
)
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.envelope import Recorded
from shared.service import create_api
from shared.settings import Settings
from tests.audit.made import NOON, a_season, entry_of, station_registered

Get = Callable[..., Any]
DAY = date(2013, 5, 20)
AUDITOR = Caller("au-1", Level.AUDITOR)


def _directory() -> list[Event]:
    bureaus = [("B-320402", "county", "320402"), ("B-320404", "county", "320404"), ("B-320400", "city", "320400")]
    return [
        *(
            BureauEstablished(
                bureau_code=code,
                name=f"机关{code}",
                name_is_sourced=False,
                level=BureauLevel(level),
                division_code=division,
                established_on=DAY,
            )
            for code, level, division in bureaus
        ),
        *(OfficerPosted(officer_id=f"of-{b}", bureau_code=b, post="科员", posted_on=DAY) for b, _, _ in bureaus),
        HostRegistered(
            host_id="ho-1", name="莱蒙", registration_number="3" * 15, division_code="320402", registered_on=DAY
        ),
        station_registered("st-1"),
        JurisdictionResolved(station_id="st-1", bureau_code="B-320402", division_code="320402", town="", since=DAY),
    ]


async def _fill(writer: Committer) -> None:
    for event in _directory():
        recorded = Recorded(event, NOON_ID, event.type_name(), "s", 1, 1, NOON, NOON, {}, b"")
        await writer.submit(Commit(statements=tuple(project(recorded))))
    for log in a_season():
        for row in log.rows:
            await writer.submit(Commit(statements=tuple(statements(entry_of(row)))))


NOON_ID = entry_of(a_season()[0].rows[0]).row.event_id


@pytest.fixture
def keys(tmp_path: Path) -> KeyFiles:
    return generate_keys(tmp_path)


@pytest.fixture
async def get(writer: Committer, dsn: str, keys: KeyFiles) -> AsyncIterator[Get]:
    await _fill(writer)
    settings = Settings(database_url=dsn, jwks_file=keys.public, sandbox=True)
    api = create_api(SERVICE, settings, "api")
    async with api.router.lifespan_context(api):
        client = httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://audit")

        async def ask(path: str, caller: Caller | None = AUDITOR, status: int = 200, **query: object) -> Any:
            token = mint(keys.private, caller, issuer=settings.issuer, ttl_seconds=60) if caller else ""
            headers = {"Authorization": f"Bearer {token}"} if caller else {}
            answer = await client.get(path, params={k: str(v) for k, v in query.items()}, headers=headers)
            assert answer.status_code == status, answer.text
            return answer.json()

        async with client:
            yield ask


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

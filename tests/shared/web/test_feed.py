"""The change feed by pages: in order, without a gap, told how far it went, and nobody reads what is not theirs."""

from typing import Any

import orjson
import pytest
from asyncpg import Pool, Record
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.audit.service import SERVICE as AUDIT
from shared.access.masking import MASK
from shared.access.roles import Caller, Level
from shared.events.registry import DayBegan, OfficerLeft
from shared.eventsourcing.record import attributes_of_row
from shared.runtime import Runtime
from shared.web import feed
from shared.web.app import create_app
from shared.web.feed import FeedPage
from tests.shared.web.conftest import Token, put
from tests.shared.web.feeding import (
    AUDITOR,
    CHANGZHOU,
    DAY,
    DIRECTLY,
    HOST,
    JIANGSU,
    OFFICE,
    OPERATOR,
    OTHER_HOST,
    SUZHOU,
    TIANNING,
    ZHONGLOU,
    appointed,
    closed,
    known,
    record,
    suspended,
)
from tests.shared.web.test_errors import is_problem

FEED = "/v1/events"


@pytest.fixture(autouse=True)
async def _known(pool: "Pool[Record]") -> None:
    for event in known():
        await put(pool, event)


async def read(client: AsyncClient, headers: dict[str, str], after: int = 0, limit: int = 500) -> dict[str, Any]:
    response = await client.get(FEED, params={"after": after, "limit": limit}, headers=headers)
    assert response.status_code == 200, response.text
    page: dict[str, Any] = response.json()
    FeedPage.model_validate(page)
    return page


async def read_all(
    client: AsyncClient, headers: dict[str, str], sizes: list[int] | None = None
) -> list[dict[str, Any]]:
    """Everything by pages of these sizes, over and over, until the head."""
    found: list[dict[str, Any]] = []
    after, turn = 0, 0
    while True:
        page = await read(client, headers, after, sizes[turn % len(sizes)] if sizes else 500)
        found += page["items"]
        assert all(after < int(item["position"]) <= page["next"] for item in page["items"])
        if page["next"] == page["head"]:
            return found
        assert page["next"] > after
        after, turn = page["next"], turn + 1


ACTS = ("320000", "320400", "320402", "320404", "320500", "320505", "330000", "")
"""Where something was done; the last one names no division."""

SEES: list[tuple[Caller, set[str]]] = [
    (AUDITOR, set(ACTS)),
    (JIANGSU, {"320000", "320400", "320402", "320404", "320500", "320505"}),
    (CHANGZHOU, {"320400", "320402", "320404"}),
    (SUZHOU, {"320500", "320505"}),
    (TIANNING, {"320402"}),
    (ZHONGLOU, {"320404"}),
    (OFFICE, {"320402"}),
    (DIRECTLY, set()),
    (OPERATOR, set()),
    (HOST, set()),
    (OTHER_HOST, set()),
]


def canary(division_code: str) -> str:
    return f"机密<{division_code}>"


async def test_no_internal_word_of_another_area_reaches_a_reader(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    # st-1 is the host's own: also of its own it reads nothing internal.
    for act in ACTS:
        await record(runtime.committer, (suspended(canary(act), "st-1"), act), (DayBegan(day=DAY), ""))
    for caller, areas in SEES:
        text = str(await read_all(client, token(caller)))
        assert {act for act in ACTS if canary(act) in text} == areas, caller


async def test_the_public_is_not_told(client: AsyncClient) -> None:
    is_problem(await client.get(FEED), 401, "not-signed-in")
    is_problem(await client.get(f"{FEED}/stream"), 401, "not-signed-in")


async def test_a_token_of_the_public_is_of_the_wrong_role(client: AsyncClient, token: Token) -> None:
    somebody = token(Caller("consumer-1", Level.PUBLIC))
    is_problem(await client.get(FEED, headers=somebody), 403, "wrong-role")
    is_problem(await client.get(f"{FEED}/stream", headers=somebody), 403, "wrong-role")


async def test_who_is_not_known_or_has_left_reads_nothing(
    client: AsyncClient, token: Token, pool: "Pool[Record]"
) -> None:
    nobody = Caller("of-nobody", Level.COUNTY, "B-320402", "clerk")
    promoted = Caller("of-320402", Level.COUNTY, "B-320404", "clerk")
    no_host = Caller("clerk", Level.ENTERPRISE, "ho-unknown")
    is_problem(await client.get(FEED, headers=token(nobody)), 404, "not-known-here")
    is_problem(await client.get(FEED, headers=token(no_host)), 404, "not-known-here")
    is_problem(await client.get(FEED, headers=token(promoted)), 403, "not-an-officer-here")
    await put(pool, OfficerLeft(officer_id="of-320402", bureau_code="B-320402", left_on=DAY))
    refused = await client.get(FEED, headers=token(TIANNING))
    assert refused.status_code in {403, 404}


async def test_personal_fields_are_masked_for_everybody(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    await record(runtime.committer, (appointed("王小明"), "320402"))
    for caller, _ in SEES:
        assert "王小明" not in str(await read_all(client, token(caller))), caller
    [item] = await read_all(client, token(TIANNING))
    assert item["data"]["name"] == MASK
    assert item["data"]["station_id"] == "st-1"


async def test_only_who_sees_whole_records_elsewhere_gets_the_chain(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    # With both chain values and the rest of the payload a masked name could be guessed until the hash fits.
    await record(runtime.committer, (appointed("王小明"), "320402"))
    with_chain = {caller for caller, _ in SEES if "chain" in str(await read_all(client, token(caller)))}
    assert with_chain == {AUDITOR}


async def test_an_operator_gets_neither_payload_nor_actor(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    await record(runtime.committer, (suspended("装修"), "320402"))
    [item] = await read_all(client, token(OPERATOR))
    assert "data" not in item
    assert "actor" not in item
    assert item["correlationid"] == "c-1"


async def test_what_is_the_same_everywhere_reaches_every_bureau_with_public_fields_alone(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    await record(runtime.committer, (DayBegan(day=DAY), ""))
    for caller in (JIANGSU, CHANGZHOU, SUZHOU, TIANNING, OFFICE):
        [item] = await read_all(client, token(caller))
        assert item["data"] == {"day": "2013-05-01"}
        assert "actor" not in item
    assert await read_all(client, token(HOST)) == []


async def test_a_host_reads_what_is_public_about_its_own_stations(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    await record(
        runtime.committer,
        (suspended("欠租", "st-1"), "320402"),
        (suspended("欠租", "st-2"), "320402"),
        (closed("st-2", "st-1", "st-3"), "320400"),
        (closed("st-2"), "320400"),
    )
    mine, listed = await read_all(client, token(HOST))
    assert mine["data"] == {"station_id": "st-1", "reason": MASK, "suspended_on": "2013-05-01"}
    assert [line["station_id"] for line in listed["data"]["results"]] == ["st-1"]
    assert not {"actor", "correlationid", "partitionkey", "chain"} & set(mine)
    assert [item["position"] for item in await read_all(client, token(OTHER_HOST))] == ["2", "3", "4"]


async def test_an_item_is_a_cloud_event_with_the_attributes_of_the_topic(
    client: AsyncClient, token: Token, runtime: Runtime
) -> None:
    await record(runtime.committer, (suspended("装修"), "320402"))
    [item] = await read_all(client, token(AUDITOR))
    [row] = await runtime.store.after(0, 1)
    data = {"station_id": "st-9", "reason": "装修", "suspended_on": "2013-05-01"}
    assert item == {**attributes_of_row(row), "datacontenttype": "application/json", "data": data}
    message = HTTPMessage(headers={"content-type": "application/cloudevents+json"}, body=orjson.dumps(item))
    parsed = from_structured_event(message)
    assert (parsed.get_type(), parsed.get_data()) == (row.type, data)


async def test_a_page_tells_where_to_go_on_also_where_everything_was_for_others(
    client: AsyncClient, token: Token, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PASSED", 20)
    monkeypatch.setattr(feed, "MOST", 10)
    await record(runtime.committer, *[(suspended("x"), "320505") for _ in range(95)], (suspended("y"), "320402"))
    after, empty = 0, []
    while not (page := await read(client, token(TIANNING), after, 7))["items"]:
        empty.append((page["next"], page["head"]))
        after = page["next"]
    assert len(empty) >= 2
    assert [at for at, _ in empty] == sorted({at for at, _ in empty})
    assert {head for _, head in empty} == {96}
    assert page["items"][0]["position"] == "96"


async def test_behind_the_head_there_is_an_empty_page(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    await record(runtime.committer, (suspended("x"), "320402"))
    for after in (1, 2, 2**63 - 1):
        assert await read(client, token(AUDITOR), after) == {"items": [], "next": after, "head": 1}


async def test_a_page_links_to_the_next_one_until_the_head(client: AsyncClient, token: Token, runtime: Runtime) -> None:
    await record(runtime.committer, *[(suspended("x"), "320402")] * 3)
    response = await client.get(f"{FEED}?limit=2", headers=token(AUDITOR))
    assert response.headers["link"] == '</v1/events?after=2&limit=2>; rel="next"'
    assert "link" not in (await client.get(f"{FEED}?after=2&limit=2", headers=token(AUDITOR))).headers


@pytest.mark.parametrize("query", ["after=-1", "after=x", f"after={2**63}", "limit=0", "limit=501"])
async def test_what_is_no_position_or_no_limit_is_not_taken(client: AsyncClient, token: Token, query: str) -> None:
    is_problem(await client.get(f"{FEED}?{query}", headers=token(AUDITOR)), 422, "request-not-valid")


async def test_what_is_no_position_is_not_taken_up_from(client: AsyncClient, token: Token) -> None:
    for last in ("x", "-1", str(2**63)):
        resumed = token(AUDITOR) | {"Last-Event-ID": last}
        is_problem(await client.get(f"{FEED}/stream", headers=resumed), 422, "request-not-valid")


@pytest.fixture
async def busy(runtime: Runtime) -> Runtime:
    """A log in which readers find something now and then."""
    acts = ["320402", "320505", "320400", "", "320404", "320402", "320500", "330000"]
    for turn in range(12):
        events = [(suspended(f"{turn}", f"st-{place % 3}"), act) for place, act in enumerate(acts)]
        await record(runtime.committer, *events, (DayBegan(day=DAY), ""))
    return runtime


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=6), whose=st.integers(0, len(SEES) - 1))
async def test_pages_of_any_sizes_give_the_same_sequence(
    client: AsyncClient, token: Token, busy: Runtime, sizes: list[int], whose: int
) -> None:
    caller = SEES[whose][0]
    whole = await read_all(client, token(caller))
    assert await read_all(client, token(caller), sizes) == whole
    positions = [int(item["position"]) for item in whole]
    assert positions == sorted(set(positions))
    if caller is AUDITOR:
        assert positions == list(range(1, (await busy.store.head()).position + 1))


def test_both_routes_are_described(api: FastAPI) -> None:
    paths = api.openapi()["paths"]
    page = paths[FEED]["get"]["responses"]
    assert page["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/FeedPage")
    assert {"401", "403", "404", "422"} <= set(page)
    assert "text/event-stream" in paths[f"{FEED}/stream"]["get"]["responses"]["200"]["content"]


async def test_who_records_no_events_has_no_feed(runtime: Runtime, token: Token) -> None:
    app = create_app(AUDIT)
    app.state.runtime = runtime
    async with AsyncClient(transport=ASGITransport(app), base_url="http://audit") as client:
        is_problem(await client.get(f"{FEED}/stream", headers=token(AUDITOR)), 404, "no-such-route")

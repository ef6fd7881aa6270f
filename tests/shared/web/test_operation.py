"""What operators and waiting callers see: health, metrics, progress, the sandbox's clock, `Shifan-Seen`, the log."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from time import monotonic
from uuid import uuid4

import asyncpg
import orjson
import pytest
import structlog
from fastapi import FastAPI
from httpx import AsyncClient

from shared.eventsourcing.closed import say_compared
from shared.eventsourcing.committer import Commit, NewEvent
from shared.runtime import Runtime
from shared.web import seen
from tests.logged import as_a_service_logs
from tests.shared.web import toy
from tests.shared.web.conftest import CLERK, OPERATOR, Token, key
from tests.shared.web.test_errors import HOST, is_problem

CLOCK = "/v1/sandbox/clock"


@pytest.fixture
def configured_log() -> Iterator[None]:
    """The log as a service writes it; afterwards it is the tests' own again."""
    with as_a_service_logs("registry"):
        yield


_INBOX = 'INSERT INTO inbox (consumer, topic, partition, position, "offset") VALUES ($1, $2, $3, $4, 0)'


async def test_a_process_says_that_it_lives_and_whether_it_can_work(client: AsyncClient, runtime: Runtime) -> None:
    assert (await client.get("/healthz")).json() == {"status": "alive", "service": "registry"}
    assert (await client.get("/readyz")).json()["checks"] == {"database": True}
    runtime.checks["worker"] = lambda: False
    problem = is_problem(await client.get("/readyz"), 503, "not-available")
    assert problem["checks"] == {"database": True, "worker": False}
    runtime.checks.clear()
    await runtime.pool.close()
    assert is_problem(await client.get("/readyz"), 503, "not-available")["checks"] == {"database": False}
    assert (await client.get("/healthz")).status_code == 200


async def test_a_server_that_goes_away_in_the_middle_of_an_answer_is_away(
    client: AsyncClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(*_: object) -> None:
        raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")

    monkeypatch.setattr(asyncpg.Pool, "fetchval", asked)
    assert is_problem(await client.get("/readyz"), 503, "not-available")["checks"] == {"database": False}


async def test_metrics_count_by_route_and_not_by_address(client: AsyncClient, runtime: Runtime) -> None:
    await runtime.pool.execute(_INBOX, "registry", "events.application", 3, 17)
    await runtime.pool.execute("INSERT INTO relayed (partition, position) VALUES (7, 19)")
    await client.get("/v1/hosts/ho-1")
    await client.get("/v1/nowhere/at/all")
    text = (await client.get("/metrics")).text
    assert 'shifan_request_seconds_count{method="GET",route="/v1/hosts/{host_id}",status="404"}' in text
    assert 'shifan_request_seconds_count{method="any",route="none",status="404"}' in text
    assert "nowhere" not in text
    assert "shifan_relay_lag 0.0" in text
    assert "shifan_store_behind 0.0" in text
    assert 'shifan_sent_position{partition="7"} 19.0' in text
    assert 'shifan_inbox_position{partition="3",topic="events.application"} 17.0' in text
    assert 'shifan_inbox_position{partition="4",topic="events.application"} 0.0' in text
    await runtime.pool.close()
    assert (await client.get("/metrics")).status_code == 200


async def test_a_store_that_is_behind_answers_questions_and_takes_no_commands(
    client: AsyncClient, runtime: Runtime, token: Token
) -> None:
    async with runtime.pool.acquire() as connection:
        await say_compared(connection, 2, "The log has 2 more: 8 to 9.")
    refused = await client.post("/v1/hosts", json=HOST, headers=token() | key())
    assert "shifan_store_behind 2.0" in (await client.get("/metrics")).text
    assert is_problem(refused, 503, "store-behind")["detail"] == "The log has 2 more: 8 to 9."


async def test_a_case_that_a_newer_release_has_written_to_is_answered_by_that_release(
    client: AsyncClient, runtime: Runtime, token: Token
) -> None:
    host = (await client.post("/v1/hosts", json=HOST, headers=token() | key())).json()["id"]
    newer = NewEvent(f"host-{host}", 2, "shifan.registry.HostRenamed.v99", uuid4(), b"{}", b"{}", datetime.now(UTC))
    await runtime.committer.submit(Commit((newer,)))
    note = {"summary": "指导台账"}
    told = await client.post(f"/v1/hosts/{host}/notes", json=note, headers=token() | key() | {"If-Match": '"v2"'})
    is_problem(told, 503, "not-yet")
    assert told.headers["retry-after"] == "5"


async def test_progress_shows_log_inbox_and_day(client: AsyncClient, runtime: Runtime) -> None:
    await runtime.pool.execute(_INBOX, "registry", "events.application", 3, 17)
    await runtime.pool.execute(_INBOX, "another", "events.application", 4, 18)
    await runtime.pool.execute("INSERT INTO programme_day (day) VALUES ($1)", date(2013, 9, 23))
    assert (await client.get("/v1/progress")).json() == {
        "service": "registry",
        "position": 0,
        "relayed": 0,
        "day": "2013-09-23",
        "inbox": {"events.application": {"3": 17}},
        "parked": 0,
        "refused": 0,
    }


async def test_an_operator_moves_the_clock_and_the_days_begin(
    client: AsyncClient, api: FastAPI, runtime: Runtime, token: Token
) -> None:
    begun: list[date] = []

    async def begin_days(_runtime: Runtime, until: date) -> None:
        begun.append(until)

    runtime.service = replace(toy.SERVICE, begin_days=begin_days)
    moved = await client.post(CLOCK, json={"instant": "2013-09-23T09:00"}, headers=token(OPERATOR))
    assert moved.json() == {"instant": "2013-09-23T09:00:00+08:00", "day": "2013-09-23"}
    assert (await client.get(CLOCK)).json() == moved.json()
    again = await client.post(CLOCK, json={"instant": "2013-09-23T01:00Z"}, headers=token(OPERATOR))
    assert again.status_code == 200
    assert begun == [date(2013, 9, 23)] * 2
    back = await client.post(CLOCK, json={"instant": "2013-09-22T09:00"}, headers=token(OPERATOR))
    is_problem(back, 409, "clock-goes-forward")
    assert runtime.clock.now() == datetime.fromisoformat("2013-09-23T09:00:00+08:00")


async def test_nobody_else_moves_the_clock(client: AsyncClient, runtime: Runtime, token: Token) -> None:
    body = {"instant": "2013-09-23T09:00"}
    is_problem(await client.post(CLOCK, json=body), 401, "not-signed-in")
    is_problem(await client.post(CLOCK, json=body, headers=token(CLERK)), 403, "wrong-role")
    is_problem(await client.post(CLOCK, json={"instant": "soon"}, headers=token(OPERATOR)), 422, "request-not-valid")
    runtime.settings = runtime.settings.model_copy(update={"sandbox": False})
    is_problem(await client.post(CLOCK, json=body, headers=token(OPERATOR)), 404, "no-such-route")


async def test_who_is_not_signed_in_is_told_so_before_their_role(client: AsyncClient, token: Token) -> None:
    for path in ("/v1/parked", "/v1/parked/refused"):
        is_problem(await client.get(path), 401, "not-signed-in")
        is_problem(await client.get(path, headers=token(CLERK)), 403, "wrong-role")
    is_problem(await client.post("/v1/parked/retry"), 401, "not-signed-in")


async def test_a_caller_is_waited_for_until_the_inbox_has_what_it_saw(client: AsyncClient, runtime: Runtime) -> None:
    await runtime.pool.execute(_INBOX, "registry", "events.application", 3, 16)
    waiting = asyncio.create_task(client.get("/v1/hosts", headers={"Shifan-Seen": "application:3:17"}))
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done
    await runtime.pool.execute("UPDATE inbox SET position = 17")
    assert (await waiting).status_code == 200


async def test_a_caller_is_not_waited_for_longer_than_two_seconds(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "WAIT_SECONDS", 0.05)
    began = monotonic()
    answer = await client.get("/v1/hosts", headers={"Shifan-Seen": "registry:1:99, application:3:17"})
    assert answer.status_code == 200
    assert monotonic() - began >= 0.05


async def test_own_and_unheard_positions_are_not_waited_for(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "WAIT_SECONDS", 60.0)
    began = monotonic()
    await client.get("/v1/hosts", headers={"Shifan-Seen": "registry:1:99, publication:3:17"})
    assert monotonic() - began < 30


async def test_positions_that_cannot_be_read_are_refused(client: AsyncClient) -> None:
    for bad in ("x", "registry:1", "registry:1:-5", "registry:1:5,", ", ".join(["registry:1:5"] * 65)):
        is_problem(await client.get("/v1/hosts", headers={"Shifan-Seen": bad}), 400, "seen-not-readable")


async def test_every_answer_has_a_correlation_id_and_is_not_cached(client: AsyncClient) -> None:
    own = await client.get("/v1/hosts", headers={"X-Correlation-Id": "my-own:1"})
    assert own.headers["x-correlation-id"] == "my-own:1"
    assert own.headers["cache-control"] == "no-store"
    assert own.headers["x-content-type-options"] == "nosniff"
    made = await client.get("/v1/nothing", headers={"X-Correlation-Id": "no spaces"})
    assert len(made.headers["x-correlation-id"]) == 36


async def test_the_log_has_a_line_a_request_and_no_content(
    client: AsyncClient, token: Token, configured_log: None, capfd: pytest.CaptureFixture[str]
) -> None:
    canary = {"summary": "张三 13800000000"}
    sent = token() | {"Idempotency-Key": "k", "If-Match": '"v1"', "X-Correlation-Id": "c-1"}
    await client.post("/v1/hosts/canary-id/notes?q=canary-query", json=canary, headers=sent)
    await client.get("/healthz")
    lines = [orjson.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["route"], line["status"], line["correlation_id"]) for line in requests] == [
        ("/v1/hosts/{host_id}/notes", 404, "c-1")
    ]
    assert "13800000000" not in str(lines)
    assert "canary" not in str(lines)


async def test_the_log_tells_of_an_exception_where_it_was_and_not_what_it_said(
    client: AsyncClient, configured_log: None, capfd: pytest.CaptureFixture[str]
) -> None:
    await client.get("/v1/broken")
    logging.getLogger("shared.bus").warning("again", exc_info=ValueError("13800000000"))
    structlog.get_logger("shared.service").error("again", exc_info=ValueError("13800000000"))
    lines = [orjson.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert [line["event"] for line in lines] == ["unexpected", "request", "again", "again"]
    assert lines[0]["error"] == ["builtins.RuntimeError"]
    assert any("toy.py" in place and place.endswith("broken") for place in lines[0]["places"])
    assert "13800000000" not in str(lines)

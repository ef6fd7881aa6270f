"""Whatever is sent wrongly gets a problem that names the rule, records nothing, and the next command works."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from aiokafka import AIOKafkaProducer

from deploy.client import Client
from deploy.demo.founding import host_of
from deploy.demo.plot import SEASON
from deploy.demo.world import Unit
from shared.access.roles import Caller
from shared.bus.address import client_options
from shared.bus.topics import PARTITIONS, topic_of
from tests.faults.campaign import LISTENS
from tests.faults.invariants import OWNERS, settle
from tests.lived import Lived
from tests.waiting import until

# That somebody was refused is recorded, and nothing else; meanwhile the audit signs its logs of its own accord.
_RECORDED = """
SELECT count(*) FROM events WHERE type NOT IN ('shifan.audit.AccessLogged.v1', 'shifan.audit.CheckpointSigned.v1')
"""


@dataclass(slots=True)
class Ask:
    """One request, wrong in one way."""

    service: str
    path: str
    who: Caller | None
    content: bytes | None = None
    json: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def _guidance(lived: Lived, unit: Unit, **more: Any) -> Ask:
    path = f"/v1/stations/{lived.season.station_id(unit)}/guidance"
    body = {"topic": "台账", "summary": "现场指导"} | more
    return Ask("registry", path, unit.county, json=body)


def _filing(lived: Lived, unit: Unit, station_id: str) -> Ask:
    body = {"season_id": SEASON, "station_id": station_id, "form_sha256": "0" * 64, "self_score_tenths": 900}
    return Ask("application", "/v1/applications", host_of(lived.season, unit), json=body)


def _malformed(lived: Lived) -> Ask:
    ask = _guidance(lived, lived.season.plot.star_host)
    return Ask(ask.service, ask.path, ask.who, content=b'{"topic": "x", ', headers={"Content-Type": "application/json"})


def _too_large(lived: Lived) -> Ask:
    return _guidance(lived, lived.season.plot.star_host, summary="长" * 600_000)


def _without_token(lived: Lived) -> Ask:
    ask = _guidance(lived, lived.season.plot.star_host)
    return Ask(ask.service, ask.path, None, json=ask.json)


def _without_key(lived: Lived) -> Ask:
    ask = _guidance(lived, lived.season.plot.star_host)
    ask.headers["Idempotency-Key"] = ""
    return ask


def _elsewhere(lived: Lived) -> Ask:
    """A county guides a station of another one."""
    plot = lived.season.plot
    unit = plot.star_host
    other = next(one for one in plot.applicants if one.division_code != unit.division_code)
    ask = _guidance(lived, unit)
    return Ask(ask.service, ask.path, other.county, json=ask.json)


def _case(lived: Lived, unit: Unit, act: str, body: dict[str, Any], version: int) -> Ask:
    path = f"/v1/applications/{lived.season.application_id(unit)}/{act}"
    return Ask("application", path, unit.county, json=body, headers={"If-Match": f'"v{version}"'})


def _wrong_stage(lived: Lived) -> Ask:
    unit = lived.season.plot.unfit[0]
    version = lived.season.applications[unit.number].version
    return _case(lived, unit, "recommendation", {"opinion": "同意"}, version)


def _stale(lived: Lived) -> Ask:
    return _case(lived, lived.season.plot.unfit[0], "refusal", {"reasons": "再次"}, 1)


def _no_version(lived: Lived) -> Ask:
    ask = _stale(lived)
    ask.headers.clear()
    return ask


WRONG: dict[str, tuple[Callable[[Lived], Ask], int, str]] = {
    "malformed JSON": (_malformed, 400, "malformed-json"),
    "an unknown field": (lambda lived: _guidance(lived, lived.season.plot.star_host, fee=1), 422, "request-not-valid"),
    "a wrong type": (lambda lived: _guidance(lived, lived.season.plot.star_host, topic=7), 422, "request-not-valid"),
    "too much": (_too_large, 413, "body-too-large"),
    "no token": (_without_token, 401, "not-signed-in"),
    "no idempotency key": (_without_key, 400, "idempotency-key-missing"),
    "another county": (_elsewhere, 403, "outside-jurisdiction"),
    "an unknown station": (
        lambda lived: _filing(lived, lived.season.plot.star_host, "st-unknown"),
        404,
        "not-known-here",
    ),
    "a filing after the deadline": (
        lambda lived: _filing(lived, lived.season.plot.late, lived.season.station_id(lived.season.plot.late)),
        409,
        "filed-too-late",
    ),
    "a duplicate filing": (
        lambda lived: _filing(lived, lived.season.plot.unfit[0], lived.season.station_id(lived.season.plot.unfit[0])),
        409,
        "already-filed",
    ),
    "a wrong stage": (_wrong_stage, 409, "not-fit-for-recommendation"),
    "a stale version": (_stale, 412, "version-stale"),
    "no version": (_no_version, 428, "version-missing"),
    "no such route": (lambda _: Ask("registry", "/v1/nothing", None, json={}), 404, "no-such-route"),
}


@pytest.fixture
async def client(lived: Lived) -> AsyncIterator[Client]:
    client = lived.client(f"bad input {uuid4()}")
    yield client
    await client.close()


@pytest.mark.parametrize("what", WRONG)
async def test_it_is_refused_by_a_rule_and_nothing_is_recorded(lived: Lived, client: Client, what: str) -> None:
    make, status, code = WRONG[what]
    ask = make(lived)
    before = await _heads(lived)
    headers = {"Idempotency-Key": str(uuid4())} | ask.headers
    if ask.who is not None:
        headers["Authorization"] = f"Bearer {client.token(ask.who)}"
    url = lived.stack.urls[ask.service] + ask.path
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        answer = await http.post(url, headers=headers, content=ask.content, json=ask.json)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/problems/{code}"), problem
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert problem["title"]
    assert await _heads(lived) == before

    good = _guidance(lived, lived.season.plot.star_host)
    done = await client.post(good.service, good.path, good.who, good.json)
    assert done.version > 0


async def test_a_message_that_is_no_event_is_parked_and_the_stream_goes_on(lived: Lived, client: Client) -> None:
    topic = topic_of("registry", lived.stack.topic_prefix)
    parked = await _parked(lived)
    producer = AIOKafkaProducer(**client_options(lived.stack.kafka))
    await producer.start()
    try:
        for partition in range(PARTITIONS):
            await producer.send_and_wait(topic, b"\xff no event", partition=partition, headers=[("x", b"y")])
    finally:
        await producer.stop()
    for unit in lived.season.plot.applicants:
        good = _guidance(lived, unit)
        await client.post(good.service, good.path, good.who, good.json)
    await settle(lived.stack, LISTENS)
    told = {name: parked[name] + (PARTITIONS if "registry" in owners else 0) for name, owners in LISTENS.items()}

    async def all_of_them() -> bool:
        return sum((await _parked(lived)).values()) >= sum(told.values())

    # What is no event has no position by which it would be known that it was read.
    await until(all_of_them, 60)
    assert await _parked(lived) == told
    connection = await asyncpg.connect(lived.stack.postgres_dsn("application"))
    reason = await connection.fetchval("SELECT reason FROM parked ORDER BY parked_at DESC LIMIT 1")
    await connection.close()
    assert "header" in reason


async def _heads(lived: Lived) -> dict[str, int]:
    return {owner: await _value(lived, owner, _RECORDED) for owner in OWNERS}


async def _parked(lived: Lived) -> dict[str, int]:
    return {name: await _value(lived, name, "SELECT count(*) FROM parked") for name in LISTENS}


async def _value(lived: Lived, service: str, sql: str) -> int:
    connection = await asyncpg.connect(lived.stack.postgres_dsn(service))
    try:
        return int(await connection.fetchval(sql))
    finally:
        await connection.close()

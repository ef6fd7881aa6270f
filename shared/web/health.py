"""Whether a process lives, whether it is ready to work, and its metrics."""

import asyncio
import os
from contextlib import suppress

import orjson
from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import PlainTextResponse

from shared.bus.topics import PARTITIONS, topic_of
from shared.database import FAILURES
from shared.runtime import Runtime
from shared.telemetry import INBOX_POSITION, PARKED, REFUSED, RELAY_LAG, RELAY_POSITION, SENT_POSITION, STORE_BEHIND
from shared.web.callers import TheRuntime
from shared.web.problems import MEDIA_TYPE
from shared.web.rules import NotAvailable

router = APIRouter(tags=["operation"])

_STANDING = """
SELECT (SELECT position FROM head) AS position, (SELECT position FROM relay_head) AS relayed,
       (SELECT count(*) FROM parked) AS parked, (SELECT count(*) FROM refused) AS refused,
       (SELECT missing FROM compared WHERE identity = database_identity()) AS behind
"""
_SENT = "SELECT partition, position FROM relayed"
_INBOX = "SELECT topic, partition, position FROM inbox WHERE consumer = $1"
_SECONDS = 1.0


@router.get("/healthz")
async def healthz(runtime: TheRuntime) -> dict[str, str]:
    """The process lives."""
    return {"status": "alive", "service": runtime.service.name}


@router.get("/readyz")
async def readyz(runtime: TheRuntime) -> Response:
    """The process can work: its database answers, and its worker and relay do what they are there for."""
    checks = {"database": await _database_answers(runtime)}
    checks |= {name: check() for name, check in runtime.checks.items()}
    ready = all(checks.values())
    told = {"ready": ready, "service": runtime.service.name, "pid": os.getpid(), "checks": checks}
    if ready:
        return Response(orjson.dumps(told), 200, media_type="application/json")
    failed = ", ".join(name for name, holds in checks.items() if not holds)
    about = {"type": f"/problems/{NotAvailable.code()}", "title": NotAvailable.rule(), "status": NotAvailable.status}
    body = orjson.dumps(about | {"detail": f"Not ready: {failed}."} | told)
    return Response(body, NotAvailable.status, {"Retry-After": "1"}, MEDIA_TYPE)


async def _database_answers(runtime: Runtime) -> bool:
    try:
        async with asyncio.timeout(_SECONDS):
            await runtime.pool.fetchval("SELECT 1")
    except FAILURES:
        return False
    return True


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(runtime: TheRuntime) -> Response:
    """Metrics in Prometheus' text format. Those that the database keeps are read anew, or stay while it is away."""
    with suppress(*FAILURES):
        async with asyncio.timeout(_SECONDS):
            await _read(runtime)
    return Response(generate_latest(), 200, {"Content-Type": CONTENT_TYPE_LATEST})


async def _read(runtime: Runtime) -> None:
    standing = await runtime.pool.fetchrow(_STANDING)
    assert standing is not None, "every store has its head row from the first migration on"
    RELAY_POSITION.set(standing["relayed"])
    RELAY_LAG.set(standing["position"] - standing["relayed"])
    PARKED.set(standing["parked"])
    REFUSED.set(standing["refused"])
    STORE_BEHIND.set(standing["behind"] or 0)
    for partition, position in await runtime.pool.fetch(_SENT):
        SENT_POSITION.labels(str(partition)).set(position)
    for (topic, partition), position in (await _worked_off(runtime)).items():
        INBOX_POSITION.labels(topic, str(partition)).set(position)


async def _worked_off(runtime: Runtime) -> dict[tuple[str, int], int]:
    """How far each partition is that the service listens to: one of which it never took anything is behind, too."""
    topics = [topic_of(owner, runtime.settings.topic_prefix) for owner in runtime.service.listens_to]
    nothing = {(topic, partition): 0 for topic in topics for partition in range(PARTITIONS)}
    rows = await runtime.pool.fetch(_INBOX, runtime.service.name)
    return nothing | {(topic, partition): position for topic, partition, position in rows}

"""One station's history of 1,000 events among a million of all stations, against the same among ten thousand.

The logs are made by COPY of what the audit's own functions make of each message; each size lies in a database of its
own on one server. The history is asked for as an auditor asks, through the whole service, turn by turn.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from benchmarks.measure import Aim, a_database, a_postgres, percentile, print_aims, print_json, say, table
from services.audit.entries import Entry, LogRow, Mention, entry
from services.audit.service import SERVICE
from services.audit.subjects import Subject
from shared import telemetry
from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, generate_keys, mint
from shared.events.registry import ConsultationAnswered, DayBegan
from shared.eventsourcing.instants import CHINA, written
from shared.service import create_api, prepare_database
from shared.settings import Settings

FEW, MANY, OWN = 10_000, 1_000_000, 1_000
WANTED = 3.0
STATION = "st-0"
"""The one whose history is asked for."""
_OTHERS = 999
_DAY_EVERY = 100
"""One event in so many begins a day, and is the cause of the next."""
_BEGAN = datetime(2013, 5, 20, 1, tzinfo=UTC)
_BATCH = 20_000
_WARM_UP = 3
_DIRECTORY = """
INSERT INTO hosts VALUES ('ho-0', '莱蒙商厦', '320402', '320402000000000', '2013-05-20');
INSERT INTO stations
VALUES ('st-0', 'ho-0', '莱蒙站', 'mall', '百货', '320402', '', 'B-320402', '2011-03-15', '2013-05-20');
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """How long the answer took, how many entries it holds, and how many bytes."""

    events: int
    entries: int
    answer_bytes: int
    p50_ms: float
    p99_ms: float


def main(argv: Sequence[str]) -> int:
    """Run the benchmark; 1 if the history among many costs more than was promised."""
    parser = argparse.ArgumentParser(prog="./shifan bench station_history", description=__doc__)
    parser.add_argument("--few", type=int, default=FEW, help="events of all stations")
    parser.add_argument("--many", type=int, default=MANY, help="events of all stations")
    parser.add_argument("--requests", type=int, default=20, help="for each size")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(argv)
    telemetry.configure("bench", "error")
    with a_postgres() as server, tempfile.TemporaryDirectory(prefix="shifan-bench-") as folder:
        result = asyncio.run(_measure(server, Path(folder), (options.few, options.many), options.requests))
    if options.json:
        print_json(result)
    else:
        _show(result)
    return 0 if all(aim.held for aim in result["aims"]) else 1


async def _measure(server: str, folder: Path, sizes: tuple[int, int], requests: int) -> dict[str, Any]:
    keys = generate_keys(folder)
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(_audit(server, keys, events)) for events in sizes]
        latencies, answers = await _ask(clients, requests)
    asked = [
        Asked(
            events=events,
            entries=answer.json()["total"],
            answer_bytes=len(answer.content),
            p50_ms=round(percentile(found, 50) * 1000, 1),
            p99_ms=round(percentile(found, 99) * 1000, 1),
        )
        for events, found, answer in zip(sizes, latencies, answers, strict=True)
    ]
    few, many = asked
    return {
        "benchmark": "station_history",
        "cores": os.cpu_count(),
        "requests": requests,
        "asked": [asdict(one) for one in asked],
        "aims": [Aim.at_most("history among many / among few, p50", WANTED, many.p50_ms / few.p50_ms)],
    }


async def _ask(
    clients: Sequence[httpx.AsyncClient], requests: int
) -> tuple[tuple[list[float], ...], list[httpx.Response]]:
    """All in turn, so that whatever the machine does meets each."""
    latencies: tuple[list[float], ...] = tuple([] for _ in clients)
    answers: list[httpx.Response] = []
    for number in range(_WARM_UP + requests):
        answers = []
        for client, found in zip(clients, latencies, strict=True):
            began = time.perf_counter()
            answers.append(await client.get(f"/v1/stations/{STATION}/history"))
            took = time.perf_counter() - began
            assert answers[-1].status_code == 200, answers[-1].text
            if number >= _WARM_UP:
                found.append(took)
    return latencies, answers


@asynccontextmanager
async def _audit(server: str, keys: KeyFiles, events: int) -> AsyncIterator[httpx.AsyncClient]:
    """The service over a log of so many events, and a client that asks it as an auditor."""
    async with a_database(server) as dsn:
        settings = Settings(database_url=dsn, jwks_file=keys.public, sandbox=True)
        await prepare_database(SERVICE, settings)
        began = time.perf_counter()
        await _fill(dsn, events)
        say(f"{events:,} events logged in {time.perf_counter() - began:.1f} s")
        api = create_api(SERVICE, settings, "api")
        token = mint(keys.private, Caller("au-1", Level.AUDITOR), issuer=settings.issuer, ttl_seconds=3_600)
        headers = {"Authorization": f"Bearer {token}"}
        async with (
            api.router.lifespan_context(api),
            httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://audit", headers=headers) as client,
        ):
            yield client


async def _fill(dsn: str, events: int) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_DIRECTORY)
        batch: list[Entry] = []
        for one in _entries(events):
            batch.append(one)
            if len(batch) == _BATCH:
                await _copy(connection, batch)
                batch = []
        await _copy(connection, batch)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


async def _copy(connection: "asyncpg.Connection[asyncpg.Record]", batch: Sequence[Entry]) -> None:
    copy = connection.copy_records_to_table
    await copy("log", records=[one.row for one in batch], columns=LogRow._fields)
    mentions = [mention for one in batch for mention in one.mentions]
    await copy("mentions", records=mentions, columns=Mention._fields)
    subjects = [subject for one in batch for subject in one.subjects]
    await copy("subjects", records=subjects, columns=Subject._fields)


def _entries(events: int) -> Iterator[Entry]:
    """Consultations of a thousand stations, one station's evenly among them, and the days on which they were told."""
    every, versions = events // OWN, dict.fromkeys(range(_OTHERS + 1), 0)
    cause = ""
    for position in range(1, events + 1):
        instant = _BEGAN + timedelta(minutes=position)
        if position % _DAY_EVERY == 1:
            versions[-1] = versions.get(-1, 0) + 1
            day = DayBegan(day=instant.astimezone(CHINA).date()).payload()
            attributes = _attributes(position, "calendar", versions[-1], DayBegan.type_name(), instant)
            yield entry(attributes, day)
            cause = attributes["id"]
            continue
        station = 0 if position % every == 0 else 1 + position % _OTHERS
        versions[station] += 1
        stream = f"ledger-st-{station}"
        attributes = _attributes(position, stream, versions[station], ConsultationAnswered.type_name(), instant)
        attributes |= {"partitionkey": f"st-{station}", "level": "enterprise", "bureau": f"ho-{station}"}
        if position % 7 == 0 and cause:
            attributes["causationid"] = cause
        yield entry(attributes, _consultation(position, station, instant))


def _consultation(position: int, station: int, instant: datetime) -> bytes:
    return ConsultationAnswered(
        consultation_id=f"co-{position}",
        station_id=f"st-{station}",
        topic="消费者询问：所购商品的三包期限如何计算，发票遗失能否退换",
        staff_id=f"sf-{station}",
        answered_on=instant.astimezone(CHINA).date(),
    ).payload()


def _attributes(position: int, stream: str, version: int, type_name: str, instant: datetime) -> dict[str, str]:
    """As the relay sends them; the chain has its size and no more, for no history asks for it."""
    return {
        "specversion": "1.0",
        "id": str(UUID(int=position)),
        "source": "/services/registry",
        "type": type_name,
        "subject": stream,
        "time": written(instant),
        "effectivetime": written(instant),
        "position": str(position),
        "version": str(version),
        "chain": f"{position:064x}",
        "partitionkey": stream,
        "actor": f"of-{position % 200}",
        "level": "service",
        "bureauname": "常州工商行政管理局钟楼分局",
        "jurisdiction": "320402",
        "correlationid": str(UUID(int=position)),
        "basis": "[notice] 三(三): 咨询有人",
    }


def _show(result: dict[str, Any]) -> None:
    rows = [
        [
            f"{one['events']:,}",
            f"{one['entries']:,}",
            f"{one['answer_bytes']:,}",
            str(one["p50_ms"]),
            str(one["p99_ms"]),
        ]
        for one in result["asked"]
    ]
    print(table(["events of all", "entries", "bytes", "p50 ms", "p99 ms"], rows))
    print()
    print_aims(result["aims"])

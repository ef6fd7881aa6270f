"""A flood of opinions on a notice: what is taken in, how long it takes, and whether what counts is still found in it.

A few opinions one at a time first; then 4,000 in a minute from many addresses, most of them one of four texts passed
on, three addresses that do not stop, and twenty named objections that state facts, one of them in the words of a pile.
"""

import argparse
import asyncio
import os
import random
import socket
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from benchmarks.load import Connection
from benchmarks.measure import Aim, percentile, print_aims, print_json, say, table
from benchmarks.opinions_said import CANDIDATES, IDLE, PILES, PLANTED, Said, flood, passed_on, recommended
from deploy.client import Client, solved
from deploy.demo.founding import found_bureaus
from deploy.demo.plot import NOTICE, SEASON, Season, cast
from deploy.demo.world import CITY_OFFICERS, OPERATOR, units
from deploy.keys import ISSUER
from deploy.stack import Stack
from services.publication.projections import project
from shared.events.event import Event
from shared.eventsourcing.envelope import Recorded

OPINIONS, SECONDS = 4_000, 60.0
IDLE_OPINIONS = 200
_CLERK = CITY_OFFICERS[0]
_PATH = f"/v1/notices/{NOTICE}/opinions"
_ADDRESSES = 400
_GROUPED_WITHIN = 120.0


@dataclass(slots=True)
class Seen:
    """What became of a run's opinions."""

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    planted: int = 0
    piles: set[int] = field(default_factory=set)

    def note(self, said: Said, status: int, took: float) -> None:
        self.statuses[status] += 1
        self.latencies.append(took)
        if status == 202:
            self.planted += said.is_planted
            self.piles |= {said.pile} - {-1}


def main(argv: Sequence[str]) -> int:
    """Run the benchmark; 1 if anything but 202 and 429 was answered, or something that counts was not found."""
    parser = argparse.ArgumentParser(prog="./shifan bench opinions", description=__doc__)
    parser.add_argument("--opinions", type=int, default=OPINIONS, help="in the flood")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="in which they come")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="shifan-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # The server may have to run as another user, who must be able to enter.
        result = asyncio.run(_measure(Path(folder) / "data", max(options.opinions, 10 * PLANTED), options.seconds))
    if options.json:
        print_json(result)
    else:
        _show(result)
    return 0 if all(aim.held for aim in result["aims"]) else 1


async def _measure(data: Path, opinions: int, seconds: float) -> dict[str, Any]:
    sources = _sources()
    environment = os.environ | {"SHIFAN_LOG_LEVEL": "warning", "SHIFAN_OPINION_WORK": "1"}
    if len(sources) == 1:
        say("this machine has one loopback address: the limit for an address is lifted")
        environment |= {"SHIFAN_OPINIONS_BY_ADDRESS": "1000000/minute"}
    async with _notice(data, environment) as (stack, client, stations):
        idle, busy = Seen(), Seen()
        url = stack.urls["publication"]
        say(f"{IDLE_OPINIONS} opinions, one at a time")
        for number in range(IDLE_OPINIONS):
            text = passed_on(random.Random(number), IDLE)
            body = {"station_id": stations[1], "side": "operator", "stance": "support", "text": text}
            await _send(url, Said(body, sources[number % len(sources)]), idle)
        say(f"{opinions:,} opinions in {seconds:g} s from {len(sources)} addresses")
        await _flood(url, flood(opinions, sources, stations), seconds, busy)
        lag = await _grouped(stack.postgres_dsn("publication"))
        found = await _found(client)
    return _result(opinions, seconds, len(sources), idle, busy, lag, found)


def _sources() -> list[str]:
    """Loopback has sixteen million addresses on most systems, and one on some."""
    addresses = [f"127.0.{number // 200 + 1}.{number % 200 + 1}" for number in range(_ADDRESSES)]
    try:
        with socket.socket() as one:
            one.bind((addresses[0], 0))
    except OSError:
        return ["127.0.0.1"]
    return addresses


@asynccontextmanager
async def _notice(data: Path, environment: dict[str, str]) -> AsyncIterator[tuple[Stack, Client, list[str]]]:
    """A stack on whose notice three candidates stand, on its first day."""
    stack = Stack(data, services=("registry", "publication"), report=say, environment=environment)
    await stack.start()
    client = Client(stack.urls, stack.issuer_key, ISSUER, "bench")
    try:
        world = units(80, 1)
        season = Season(client, world, cast(world))
        for service in ("registry", "publication"):
            await client.post(service, "/v1/sandbox/clock", OPERATOR, {"instant": "2013-09-23T09:00"})
        await found_bureaus(season)
        candidates = season.plot.recommended[:CANDIDATES]
        await _heard(stack.postgres_dsn("publication"), recommended(candidates))
        body = {"season_id": SEASON, "opens_on": "2013-09-23", "closes_on": "2013-09-29", "media": "常州日报"}
        await client.post(
            "publication", "/v1/notices", _CLERK, body | {"contact": "12315"}, after=season.notes["founded"]
        )
        yield stack, client, [f"st-{unit.number}" for unit in candidates]
    finally:
        await client.close()
        await stack.stop()


async def _heard(dsn: str, event: Event) -> None:
    """As if the application service had told it: its own statements, without the season's whole way there."""
    at = datetime(2013, 9, 13, tzinfo=UTC)
    recorded = Recorded(event, UUID(int=1), event.type_name(), "s", 1, 1, at, at, {}, b"")
    connection = await asyncpg.connect(dsn)
    for sql, arguments in project(recorded):
        await connection.execute(sql, *arguments)
    await connection.close()


async def _send(url: str, said: Said, seen: Seen) -> None:
    """Everybody comes by a connection of their own, and no answer is waited for longer than a minute.

    What is measured begins when the challenge is solved.
    """
    work = await _work(url, said.source)
    headers = b"Connection: close\r\nIdempotency-Key: %b\r\nOpinion-Work: %b\r\n" % (str(uuid4()).encode(), work)
    began = time.perf_counter()
    async with asyncio.timeout(60):
        connection = await Connection(url, said.source).open()
        try:
            status, _ = await connection.post(_PATH, headers, orjson.dumps(said.body))
        finally:
            connection.close()
    seen.note(said, status, time.perf_counter() - began)


async def _work(url: str, source: str) -> bytes:
    connection = await Connection(url, source).open()
    try:
        return solved(orjson.loads(await connection.read("/v1/opinions/challenge", b"Connection: close\r\n"))).encode()
    finally:
        connection.close()


async def _flood(url: str, opinions: Sequence[Said], seconds: float, seen: Seen) -> None:
    """So many a second, whatever the answers take."""
    begin = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, said in enumerate(opinions):
            await asyncio.sleep(max(0.0, begin + number * seconds / len(opinions) - time.perf_counter()))
            group.create_task(_send(url, said, seen))


async def _grouped(dsn: str) -> float:
    """How long after the flood's last answer everything was compared."""
    began = time.perf_counter()
    connection = await asyncpg.connect(dsn)
    try:
        while await connection.fetchval(
            "SELECT EXISTS (SELECT FROM opinions WHERE matter_id IS NULL AND NOT was_compared)"
        ):
            if time.perf_counter() - began > _GROUPED_WITHIN:
                break
            await asyncio.sleep(0.1)
    finally:
        await connection.close()
    return time.perf_counter() - began


async def _found(client: Client) -> dict[str, Any]:
    """What the city finds: the matters, its first page of objections, and what the one in the pile does."""
    matters = (await client.get("publication", "/v1/matters?limit=200", _CLERK)).body["items"]
    began = time.perf_counter()
    first_page = (await client.get("publication", "/v1/opinions?queue=objections&limit=50", _CLERK)).body["items"]
    page_ms = (time.perf_counter() - began) * 1000
    in_piles = [matter for matter in matters if matter["named_with_facts"]]
    held: list[str] = []
    screened: dict[str, Any] = {}
    if in_piles:
        pile = in_piles[0]
        alone = await _named_in(client, pile["id"])
        body = {"result": "admissible", "reason": "实名并列明事实"}
        await client.post("publication", f"/v1/opinions/{alone}/screening", _CLERK, body, version=1)
        notice = (await client.get("publication", f"/v1/notices/{NOTICE}", None)).body
        held = [one["result"] for one in notice["candidates"]]
        together = {"result": "lead_only", "reason": "内容相同，未列明事实"}
        answer = await client.post("publication", f"/v1/matters/{pile['id']}/screening", _CLERK, together)
        screened = {**answer.body, "ms": round(answer.seconds * 1000, 1)}
    return {
        "matters": [{"stance": matter["stance"], "count": matter["count"]} for matter in matters],
        "named_in_piles": len(in_piles),
        "first_page": len(first_page),
        "first_page_ms": round(page_ms, 1),
        "candidates": held,
        "first_held": bool(held) and held[0] == "held" and set(held[1:]) == {"kept"},
        "screened_together": screened,
    }


async def _named_in(client: Client, matter_id: str) -> str:
    """The named objection that states facts, wherever in the pile it lies."""
    cursor = ""
    while True:
        path = f"/v1/matters/{matter_id}?limit=200" + (f"&cursor={cursor}" if cursor else "")
        page = (await client.get("publication", path, _CLERK)).body
        for opinion in page["items"]:
            if opinion["is_named"] and opinion["states_facts"]:
                return str(opinion["id"])
        cursor = page["next"]


def _result(
    opinions: int, seconds: float, addresses: int, idle: Seen, busy: Seen, lag: float, found: dict[str, Any]
) -> dict[str, Any]:
    others = sum(count for status, count in (idle.statuses + busy.statuses).items() if status not in {202, 429})
    wanted = len(busy.piles) + 1  # and that of the opinions that came one at a time
    aims = [
        Aim.at_most("answers that are neither 202 nor 429", 0, others),
        Aim.at_least("matters found", wanted, len(found["matters"])),
        Aim.at_most("matters found, none that is not one", wanted, len(found["matters"])),
        Aim.at_least("planted objections on the first page of 50", busy.planted, found["first_page"]),
        Aim.at_least("the objection in the pile holds its candidate and no other", 1, found["first_held"]),
        Aim.at_most("seconds until all are grouped after the flood", 10, lag),
    ]
    return {
        "benchmark": "opinions",
        "cores": os.cpu_count(),
        "opinions": opinions,
        "seconds": seconds,
        "addresses": addresses,
        "idle": _timing(idle),
        "flood": _timing(busy),
        "planted_and_taken_in": busy.planted,
        "grouped_after_s": round(lag, 2),
        "found": found,
        "aims": aims,
    }


def _timing(seen: Seen) -> dict[str, Any]:
    return {
        "answers": {str(status): count for status, count in sorted(seen.statuses.items())},
        "p50_ms": round(percentile(seen.latencies, 50) * 1000, 2),
        "p99_ms": round(percentile(seen.latencies, 99) * 1000, 2),
    }


def _show(result: dict[str, Any]) -> None:
    rows = [
        [
            name,
            ", ".join(f"{count} × {status}" for status, count in result[key]["answers"].items()),
            f"{result[key]['p50_ms']:.2f}",
            f"{result[key]['p99_ms']:.2f}",
        ]
        for name, key in (("one at a time", "idle"), ("flood", "flood"))
    ]
    print(f"{result['opinions']:,} opinions in {result['seconds']:g} s from {result['addresses']} addresses")
    print(table(["opinions", "answers", "p50 ms", "p99 ms"], rows))
    ratio = result["flood"]["p99_ms"] / result["idle"]["p99_ms"]
    print(f"p99 of the flood is {ratio:.1f} times that of one at a time; both with a new connection for each")
    print(
        f"grouped {result['grouped_after_s']:.1f} s after the flood: {len(PILES)} texts were passed on, and one before"
    )
    for matter in result["found"]["matters"]:
        print(f"  {matter['count']:5} × {matter['stance']}")
    print(f"first page of objections: {result['found']['first_page_ms']} ms; {result['found']['screened_together']}")
    print()
    print_aims(result["aims"])

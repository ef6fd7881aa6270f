"""`./shifan bench notification`: events routed in a second, and the way from an acknowledged command to a webhook.

What is routed are `HostRegistered` that lie in Kafka when the service starts: each becomes a message with its
deliveries in PostgreSQL. The way is that of `HostRenamed`: from the registry's answer over its store, the relay, Kafka,
notification's worker and sender to a receiver, which is a socket of the benchmark's own. Beside each stands the limit
that the same servers had in the same run, and the ratio to it.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import orjson

from benchmarks import notification_limits as limits
from benchmarks.load import Connection, closed_loop
from benchmarks.measure import Aim, percentile, print_aims, print_json, say, table
from deploy.client import Client
from deploy.demo.founding import found_bureaus
from deploy.demo.plot import Season, cast
from deploy.demo.world import OPERATOR, units, with_check_digit
from deploy.embedded.ports import free_ports
from deploy.keys import ISSUER
from deploy.stack import Stack
from shared.access.roles import Caller, Level

HOSTS = 40
_INSTANT = "2013-12-30T18:00"
_WARM_UP = 40
_PATIENCE_SECONDS = 120.0


class Receiver:
    """Answers every webhook with 204 and notes when it came, by the name that it tells of."""

    def __init__(self) -> None:
        self.came: dict[str, float] = {}
        self.port = free_ports(1)[0]
        self._server: asyncio.Server

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", self.port)

    def stop(self) -> None:
        self._server.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
                told = orjson.loads(await reader.readexactly(length))
                self.came.setdefault(str(told["data"]["facts"].get("name", "")), time.perf_counter())
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        except asyncio.IncompleteReadError:
            writer.close()


def main(argv: Sequence[str]) -> int:
    """Run the benchmark; the exit status is 0 also where an aim is missed, for machines differ and say so."""
    parser = argparse.ArgumentParser(prog="./shifan bench notification", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="for each of the two parts")
    parser.add_argument("--rate", type=float, default=20.0, help="commands a second while the way is measured")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="shifan-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # The server may have to run as another user, who must be able to enter.
        result = asyncio.run(_measure(Path(folder) / "data", options.seconds, options.rate))
    if options.json:
        print_json(result)
    else:
        _show(result)
    return 0


async def _measure(data: Path, seconds: float, rate: float) -> dict[str, Any]:
    receiver = Receiver()
    await receiver.start()
    told = {"SHIFAN_LOG_LEVEL": "warning", "SHIFAN_WEBHOOK_ALLOW": f"127.0.0.1:{receiver.port}"}
    stack = Stack(data, services=("registry", "notification"), report=say, environment=os.environ | told)
    await stack.start()
    client = Client(stack.urls, stack.issuer_key, ISSUER, "bench")
    try:
        season = await _founded(client)
        routed = await _routed(stack, season, seconds)
        way = await _way(stack, season, receiver, seconds, rate)
        await _beside_the_limits(stack, receiver, routed, way, seconds, rate)
    finally:
        await client.close()
        await stack.stop()
        receiver.stop()
    aims = [Aim.at_least("events routed a second", 200, routed["events_per_second"])]
    return {"routed": routed, "way": way, "aims": [*aims, Aim.at_most("p99 ms to the webhook", 1_000, way["p99_ms"])]}


async def _beside_the_limits(
    stack: Stack, receiver: Receiver, routed: dict[str, float], way: dict[str, float], seconds: float, rate: float
) -> None:
    """What the same servers do with nothing of ours in between, and the ratios to it."""
    say("the limits: rows for the same messages, and the bare way")
    dsn = stack.postgres_dsn("notification")
    rows = await limits.rows_a_second(stack.kafka, dsn)
    url = f"http://127.0.0.1:{receiver.port}/"
    bare = await limits.bare_way(stack.kafka, dsn, url, receiver.came, seconds, rate)
    routed["limit"] = round(rows, 1)
    routed["ratio"] = round(routed["events_per_second"] / rows, 3)
    for name, percent in (("p50", 50), ("p99", 99)):
        limit = percentile(bare, percent) * 1000
        way[f"{name}_limit_ms"] = round(limit, 1)
        way[f"{name}_ratio"] = round(way[f"{name}_ms"] / limit, 1)


async def _founded(client: Client) -> Season:
    world = units(80, 1)
    for service in ("registry", "notification"):
        await client.post(service, "/v1/sandbox/clock", OPERATOR, {"instant": _INSTANT})
    season = Season(client, world, cast(world))
    await found_bureaus(season)
    return season


async def _routed(stack: Stack, season: Season, seconds: float) -> dict[str, float]:
    """Events that wait in Kafka, from the first message that is made of them to the last."""
    say("events that wait are routed")
    await stack.kill("notification")
    token = season.client.token(season.units[20].county).encode()
    division, numbers = season.units[20].division_code, count()

    def make(_number: int) -> tuple[bytes, bytes]:
        number = next(numbers)
        headers = b"Authorization: Bearer %b\r\nIdempotency-Key: %b\r\n" % (token, str(uuid4()).encode())
        registration = with_check_digit(f"{division}{number:08d}")
        body = {"name": f"第{number}号商厦", "registration_number": registration, "division_code": division}
        return headers, orjson.dumps(body)

    load = await closed_loop(stack.urls["registry"], "/v1/hosts", 8, seconds, make)
    assert not load.failures, load.failures[:5]
    connection = await asyncpg.connect(stack.postgres_dsn("notification"))
    try:
        before = await _messages(connection)
        restarted = asyncio.create_task(stack.restart("notification"))
        first, last = await _watched(connection, before, before + len(load.latencies))
        await restarted
    finally:
        await connection.close()
    spent = last[1] - first[1]
    return {"events": len(load.latencies), "events_per_second": round((last[0] - first[0]) / max(spent, 1e-9), 1)}


async def _watched(
    connection: "asyncpg.Connection[asyncpg.Record]", before: int, until: int
) -> tuple[tuple[int, float], tuple[int, float]]:
    """How many there were and when: when the first had come, and when all had."""
    first: tuple[int, float] | None = None
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while True:
            found = await _messages(connection), time.perf_counter()
            if found[0] > before and first is None:
                first = found
            if found[0] >= until:
                return first or found, found
            await asyncio.sleep(0.02)


async def _messages(connection: "asyncpg.Connection[asyncpg.Record]") -> int:
    number: int = await connection.fetchval("SELECT count(*) FROM messages WHERE template = 'host_registered'")
    return number


async def _way(stack: Stack, season: Season, receiver: Receiver, seconds: float, rate: float) -> dict[str, float]:
    """Milliseconds from the acknowledgement of a renaming to the webhook that tells of it."""
    say(f"from acknowledged commands to webhooks, {rate:g}/s")
    hosts = await _told(season, receiver)
    acknowledged: dict[str, float] = {}
    connections = [await Connection(stack.urls["registry"]).open() for _ in hosts]
    versions = [1] * HOSTS

    async def rename(number: int) -> None:
        place = number % HOSTS
        token, host = hosts[place]
        name = f"更名{number}号商厦"
        headers = b'Authorization: Bearer %b\r\nIdempotency-Key: %b\r\nIf-Match: "v%d"\r\n' % (
            token,
            str(uuid4()).encode(),
            versions[place],
        )
        status, _ = await connections[place].post(f"/v1/hosts/{host}/renaming", headers, orjson.dumps({"name": name}))
        acknowledged[name] = time.perf_counter()
        assert status < 300, status
        versions[place] += 1

    begin = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(_WARM_UP + int(rate * seconds)):
            await asyncio.sleep(max(0.0, begin + number / rate - time.perf_counter()))
            group.create_task(rename(number))
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while len(receiver.came.keys() & acknowledged.keys()) < len(acknowledged):  # noqa: ASYNC110 (not measured)
            await asyncio.sleep(0.01)
    for connection in connections:
        connection.close()
    names = list(acknowledged)[_WARM_UP:]
    delays = [max(0.0, receiver.came[name] - acknowledged[name]) for name in names]
    return {
        "webhooks": len(delays),
        "p50_ms": round(percentile(delays, 50) * 1000, 1),
        "p99_ms": round(percentile(delays, 99) * 1000, 1),
    }


async def _told(season: Season, receiver: Receiver) -> list[tuple[bytes, str]]:
    """Hosts with an endpoint each: the token of the officer who renames it, and its id."""
    client, found = season.client, []
    for unit in season.units[:HOSTS]:
        body = {
            "name": unit.name,
            "registration_number": unit.registration_number,
            "division_code": unit.division_code,
        }
        host = await client.post("registry", "/v1/hosts", unit.county, body)
        who = Caller(f"host-{unit.number}", Level.ENTERPRISE, host.id)
        endpoint = {"url": f"http://127.0.0.1:{receiver.port}/", "templates": ["host_renamed"]}
        await client.post("notification", "/v1/endpoints", who, endpoint, after=[host])
        found.append((client.token(unit.county).encode(), host.id))
    return found


def _show(result: dict[str, Any]) -> None:
    routed, way = result["routed"], result["way"]
    print(
        table(
            ["routed", "events", "events/s", "limit", "ratio"],
            [["HostRegistered", *(str(routed[one]) for one in ("events", "events_per_second", "limit", "ratio"))]],
        )
    )
    print()
    row = [str(way[one]) for one in ("p50_ms", "p50_limit_ms", "p50_ratio", "p99_ms", "p99_limit_ms", "p99_ratio")]
    header = ["p50 ms", "limit", "ratio", "p99 ms", "limit", "ratio"]
    print(table(["acknowledged → webhook", "webhooks", *header], [["HostRenamed", str(way["webhooks"]), *row]]))
    print()
    print_aims(result["aims"])

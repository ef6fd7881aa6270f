"""`./shifan bench commands`: whole commands over HTTP against a bare route, and their way to another service.

A command is `POST /v1/hosts` of the registry: token, idempotency key, decision, read model, chain, fsync; measured with
the API alone, as its peer is, and again while the relay and another service work for it on the same two cores. Its
effect is the application service's own transaction that projects the event and moves the inbox.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import orjson

from benchmarks.effects import EffectWatch
from benchmarks.load import MakeRequest, closed_loop, open_loop
from benchmarks.measure import Aim, Timing, execute, percentile, print_aims, print_json, say, table
from deploy.client import Client
from deploy.demo.founding import found_bureaus
from deploy.demo.plot import Season, cast
from deploy.demo.world import OPERATOR, units, with_check_digit
from deploy.embedded.ports import free_ports
from deploy.embedded.servers import with_database
from deploy.keys import ISSUER
from deploy.service_process import ROOT, service_command
from deploy.stack import Stack

CLIENTS = (1, 8, 32)
_PATH = "/v1/hosts"
_WARM_UP_SECONDS = 3.0


def main(argv: Sequence[str]) -> int:
    """Run the benchmark; the exit status is 0 also where an aim is missed, for machines differ and say so."""
    parser = argparse.ArgumentParser(prog="./shifan bench commands", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each cell of the table")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="shifan-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # The server may have to run as another user, who must be able to enter.
        result = asyncio.run(_measure(Path(folder) / "data", options.seconds))
    if options.json:
        print_json(result)
    else:
        _show(result)
    return 0


async def _measure(data: Path, seconds: float) -> dict[str, Any]:
    """First the API alone beside its peer; then with relay and a listening service, which share the machine."""
    cells: dict[str, dict[str, Timing]] = {"bare route": {}, "command": {}, "command, relayed and heard": {}}
    async with _stack(data / "api", ("registry",), "api") as stack:
        make = await _prepare(stack)
        async with _bare(stack) as bare_url:
            for clients in CLIENTS:
                for name, url in (("bare route", bare_url), ("command", stack.urls["registry"])):
                    cells[name][str(clients)] = await _cell(name, url, clients, seconds, make)
    async with _stack(data / "whole", ("registry", "application"), "all") as stack:
        make = await _prepare(stack)
        effects = {
            "at rest (20/s)": await _effects(stack, 20, seconds * 2, make),
            "at 200/s": await _effects(stack, 200, seconds * 2, make),
        }
        for clients in CLIENTS:
            name = "command, relayed and heard"
            cells[name][str(clients)] = await _cell(name, stack.urls["registry"], clients, seconds, make)
    return {"commands": cells, "effects": effects, "aims": _aims(cells, effects)}


@asynccontextmanager
async def _stack(data: Path, services: Sequence[str], role: str) -> AsyncIterator[Stack]:
    def command(name: str) -> list[str]:
        return [*service_command(name), role]

    # The peer writes no line for each request, so the service does not either.
    environment = os.environ | {"SHIFAN_LOG_LEVEL": "warning"}
    stack = Stack(data, services=services, report=say, command=command, environment=environment)
    await stack.start()
    try:
        yield stack
    finally:
        await stack.stop()


async def _cell(name: str, url: str, clients: int, seconds: float, make: MakeRequest) -> Timing:
    say(f"{name}, {clients} client(s)")
    await closed_loop(url, _PATH, clients, 1.0, make)
    load = await closed_loop(url, _PATH, clients, seconds, make)
    assert not load.failures, f"{name}: {load.failures[:5]}"
    return Timing.of(load.latencies, seconds)


async def _prepare(stack: Stack) -> MakeRequest:
    """The bureaus and one officer's token; every request names a new host."""
    client = Client(stack.urls, stack.issuer_key, ISSUER, "bench")
    world = units(80, 1)
    # The demonstration's counties are those of 2013: some of them have ended since.
    await client.post("registry", "/v1/sandbox/clock", OPERATOR, {"instant": "2013-12-30T18:00"})
    await found_bureaus(Season(client, world, cast(world)))
    token = client.token(world[20].county).encode()
    await client.close()
    division, run = world[20].division_code, int(time.time()) % 10_000
    numbers = iter(range(1 << 60))

    def make(_number: int) -> tuple[bytes, bytes]:
        number = next(numbers)
        registration = with_check_digit(
            f"{division}{run:04d}{number % 10_000:04d}" if number < 10_000 else f"{number:014d}"
        )
        headers = b"Authorization: Bearer %b\r\nIdempotency-Key: %b\r\n" % (token, str(uuid4()).encode())
        body = {"name": f"第{number}号商厦", "registration_number": registration, "division_code": division}
        return headers, orjson.dumps(body)

    return make


@asynccontextmanager
async def _bare(stack: Stack) -> AsyncIterator[str]:
    """The peer, on the same PostgreSQL in a database of its own."""
    server = stack.postgres_dsn("postgres")
    await execute(server, "CREATE DATABASE bare")
    port = free_ports(1)[0]
    environment = os.environ | {
        "BARE_DATABASE_URL": with_database(server, "bare"),
        "BARE_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(  # noqa: ASYNC220 (started once, before anything is measured)
        [sys.executable, "-m", "benchmarks.bare"], cwd=ROOT, env=environment
    )
    try:
        url = f"http://127.0.0.1:{port}"
        await _answers(url)
        yield url
    finally:
        process.terminate()
        process.wait(10)


async def _answers(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(30):
        while True:
            try:
                await client.get(f"{url}/readyz")
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return


async def _effects(stack: Stack, rate: float, seconds: float, make: MakeRequest) -> dict[str, float]:
    """Milliseconds from the acknowledgement to the other service's commit."""
    say(f"effects at {rate}/s")
    # A broker that has just started compiles its paths first; that is not what is asked.
    await open_loop(stack.urls["registry"], _PATH, 200, _WARM_UP_SECONDS, make)
    async with EffectWatch(stack.postgres_dsn("application"), f"{stack.topic_prefix}events.registry") as watch:
        load = await open_loop(stack.urls["registry"], _PATH, rate, seconds, make)
        assert not load.failures, load.failures[:5]
        delays = await watch.delays(load.positions)
    return {
        "effects": len(delays),
        "p50_ms": round(percentile(delays, 50) * 1000, 2),
        "p99_ms": round(percentile(delays, 99) * 1000, 2),
    }


def _aims(cells: dict[str, dict[str, Timing]], effects: dict[str, dict[str, float]]) -> list[Aim]:
    aims = [
        Aim.at_least(
            f"command / bare route at {clients}",
            0.6,
            cells["command"][str(clients)].rate / cells["bare route"][str(clients)].rate,
        )
        for clients in CLIENTS
    ]
    for name, found in effects.items():
        aims.append(Aim.at_most(f"effect p50 ms {name}", 10, found["p50_ms"]))
        aims.append(Aim.at_most(f"effect p99 ms {name}", 40, found["p99_ms"]))
    return aims


def _show(result: dict[str, Any]) -> None:
    rows = [
        [name, clients, f"{timing.rate:,.0f}", f"{timing.p50_ms:.2f}", f"{timing.p99_ms:.2f}"]
        for name, cells in result["commands"].items()
        for clients, timing in cells.items()
    ]
    print(table(["route", "clients", "answers/s", "p50 ms", "p99 ms"], rows))
    print()
    delays = [[n, str(f["effects"]), f"{f['p50_ms']:.2f}", f"{f['p99_ms']:.2f}"] for n, f in result["effects"].items()]
    print(table(["acknowledged → effect", "commands", "p50 ms", "p99 ms"], delays))
    print()
    print_aims(result["aims"])

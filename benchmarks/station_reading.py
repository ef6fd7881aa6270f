"""Reading a station that has 50,000 entries in its ledger against one that has 50, on one server, turn by turn.

The entries are the deciders' own events, written by the registry's own projection statements in bulk, without their
log; each entry is a dispute with what became of it, and a consultation. Every path is asked for both stations in turn.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import ledger_entries
from benchmarks.load import Connection
from benchmarks.measure import Aim, percentile, print_aims, print_json, say, table
from deploy.client import Client
from deploy.demo.founding import appoint_staff, found_bureaus, host_of, register_stations
from deploy.demo.plot import Season, cast
from deploy.demo.world import OPERATOR, Unit, units
from deploy.keys import ISSUER
from deploy.service_process import service_command
from deploy.stack import Stack
from shared.clock import SHANGHAI

QUIET, BUSY = 50, 50_000
WANTED = 1.5
INSTANT = datetime(2013, 12, 30, 18, tzinfo=SHANGHAI)
"""The programme's clock stands in the year of the demonstration's stations."""
PATHS = {
    "the station": "/v1/stations/{}",
    "its ledger at a glance": "/v1/stations/{}/ledger",
    "a page of its disputes": "/v1/stations/{}/disputes",
    "the last that is open": "/v1/stations/{}/disputes?state=open&limit=1",
    "its summaries": "/v1/stations/{}/summaries",
}
_WARM_UP = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """One path: how long the quiet station's answer takes, and the busy one's."""

    path: str
    quiet_p50_ms: float
    quiet_p99_ms: float
    busy_p50_ms: float
    busy_p99_ms: float

    @property
    def ratio(self) -> float:
        """The busy station's median by the quiet one's."""
        return self.busy_p50_ms / self.quiet_p50_ms


@dataclass(frozen=True, slots=True)
class Station:
    """A station to be read, as its host reads it."""

    station_id: str
    headers: bytes
    entries: int


def main(argv: Sequence[str]) -> int:
    """Run the benchmark; 1 if reading the busy station costs more than was promised."""
    parser = argparse.ArgumentParser(prog="./shifan bench station_reading", description=__doc__)
    parser.add_argument("--entries", type=int, default=BUSY, help="of the busy station")
    parser.add_argument("--requests", type=int, default=1_000, help="for each path and station")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="shifan-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # The server may have to run as another user, who must be able to enter.
        result = asyncio.run(_measure(Path(folder) / "data", options.entries, options.requests))
    if options.json:
        print_json(result)
    else:
        _show(result)
    return 0 if all(aim.held for aim in result["aims"]) else 1


async def _measure(data: Path, entries: int, requests: int) -> dict[str, Any]:
    def command(name: str) -> list[str]:
        return [*service_command(name), "api"]

    environment = os.environ | {"SHIFAN_LOG_LEVEL": "warning"}
    stack = Stack(data, services=("registry",), report=say, command=command, environment=environment)
    await stack.start()
    try:
        quiet, busy = await _stations(stack, entries)
        readings = [await _read(stack.urls["registry"], name, quiet, busy, requests) for name in PATHS]
    finally:
        await stack.stop()
    return {
        "benchmark": "station_reading",
        "cores": os.cpu_count(),
        "entries": {"quiet": quiet.entries, "busy": busy.entries},
        "requests": requests,
        "made": "by the registry's projection statements in bulk, without the events' log",
        "readings": [asdict(reading) | {"ratio": round(reading.ratio, 2)} for reading in readings],
        "aims": [Aim.at_most(f"busy / quiet, p50: {reading.path}", WANTED, reading.ratio) for reading in readings],
    }


async def _stations(stack: Stack, entries: int) -> tuple[Station, Station]:
    """Two stations among eighty, with their ledgers."""
    client = Client(stack.urls, stack.issuer_key, ISSUER, "bench")
    world = units(80, 1)
    season = Season(client, world, cast(world))
    await client.post("registry", "/v1/sandbox/clock", OPERATOR, {"instant": INSTANT.isoformat()})
    await found_bureaus(season)
    await register_stations(season, lambda: None)
    await appoint_staff(season)
    first, second = season.plot.applicants[1:3]
    quiet = await _with_ledger(stack, season, first, QUIET)
    busy = await _with_ledger(stack, season, second, entries)
    await client.close()
    return quiet, busy


async def _with_ledger(stack: Stack, season: Season, unit: Unit, entries: int) -> Station:
    station_id, staff_id = season.station_id(unit), season.staff[unit.number][0].id
    began = time.perf_counter()
    lives = ledger_entries.events(station_id, staff_id, entries, INSTANT)
    written = await ledger_entries.write(stack.postgres_dsn("registry"), lives, INSTANT)
    say(f"{entries:,} entries: {written:,} events projected in {time.perf_counter() - began:.1f} s")
    token = season.client.token(host_of(season, unit)).encode()
    return Station(station_id, b"Authorization: Bearer %b\r\n" % token, entries)


async def _read(url: str, name: str, quiet: Station, busy: Station, requests: int) -> Reading:
    """Both in turn over one connection, so that whatever the machine does meets both."""
    say(name)
    connection = await Connection(url).open()
    latencies: tuple[list[float], list[float]] = ([], [])
    for number in range(_WARM_UP + requests):
        for station, found in zip((quiet, busy), latencies, strict=True):
            began = time.perf_counter()
            status, _ = await connection.get(PATHS[name].format(station.station_id), station.headers)
            took = time.perf_counter() - began
            assert status == 200, (name, status)
            if number >= _WARM_UP:
                found.append(took)
    connection.close()
    times = [round(percentile(found, percent) * 1000, 3) for found in latencies for percent in (50, 99)]
    return Reading(PATHS[name].format("{id}"), *times)


def _show(result: dict[str, Any]) -> None:
    rows = [
        [
            reading["path"],
            f"{reading['quiet_p50_ms']:.2f}",
            f"{reading['quiet_p99_ms']:.2f}",
            f"{reading['busy_p50_ms']:.2f}",
            f"{reading['busy_p99_ms']:.2f}",
            f"{reading['ratio']:.2f}",
        ]
        for reading in result["readings"]
    ]
    print(f"entries: {result['entries']['quiet']:,} and {result['entries']['busy']:,}, made {result['made']}")
    print(table(["path", "quiet p50 ms", "p99", "busy p50 ms", "p99", "ratio"], rows))
    print()
    print_aims(result["aims"])

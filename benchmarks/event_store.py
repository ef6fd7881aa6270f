"""Appended events a second of our store, of a raw INSERT and of the library `eventsourcing`, on one PostgreSQL."""

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version

import asyncpg

from benchmarks.appenders import ATTRIBUTES, CONNECTIONS, EVENTS_A_STREAM, PAYLOADS, Eventsourcing, Ours, raw_insert
from benchmarks.measure import Aim, Timing, a_database, a_postgres, print_aims, print_json, say, table

CALLERS = (1, 8, 32, 128, 512)
_WARM_SECONDS = 0.3
_ROUNDS = 3

Store = Callable[[str, int, float], Awaitable[list[float]]]

RAW = "raw INSERT"
LIBRARY = "eventsourcing"
EVENTS = "ours: events + chain"
WHOLE = "ours: + read model + key"
STORES: dict[str, Store] = {
    RAW: raw_insert,
    LIBRARY: Eventsourcing(),
    "eventsourcing, db functions": Eventsourcing(functions=True),
    EVENTS: Ours(),
    "ours: + read model": Ours(read_model=True),
    WHOLE: Ours(read_model=True, key=True),
}


@dataclass(frozen=True, slots=True)
class Cell:
    store: str
    callers: int
    rate: float
    p50_ms: float
    p99_ms: float


def main(arguments: Sequence[str]) -> int:
    """Run all stores at all numbers of callers; 1 if ours is so slow that something must be broken."""
    parser = argparse.ArgumentParser(prog="shifan bench event_store", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each store and number of callers")
    parser.add_argument("--callers", type=int, nargs="+", default=list(CALLERS))
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    asked = parser.parse_args(arguments)
    with a_postgres() as server:
        settings = asyncio.run(_settings(server))
        cells = asyncio.run(_cells(server, asked.callers, asked.seconds))
    aims = _aims(cells)
    if asked.json:
        print_json(
            {
                "benchmark": "event_store",
                "seconds": asked.seconds,
                "cores": os.cpu_count(),
                "payload_bytes": len(PAYLOADS[0]),
                "attributes_bytes": len(ATTRIBUTES),
                "connections": CONNECTIONS,
                "postgres": settings,
                "drivers": {"ours": "asyncpg", "raw": "asyncpg", "eventsourcing": "psycopg, threads"},
                "eventsourcing": version("eventsourcing"),
                "cells": [asdict(cell) for cell in cells],
                "aims": [asdict(aim) for aim in aims],
            }
        )
    else:
        _print(cells, aims, settings)
    return 0 if all(aim.held for aim in aims if aim.aim.startswith("sanity")) else 1


async def _settings(server: str) -> dict[str, str]:
    connection = await asyncpg.connect(server)
    try:
        return {
            name: await connection.fetchval("SELECT current_setting($1)", name)
            for name in ("server_version", "fsync", "synchronous_commit", "full_page_writes")
        }
    finally:
        await connection.close()


async def _cells(server: str, callers: Sequence[int], seconds: float) -> list[Cell]:
    """Level by level, in rounds, so that what else the machine does falls on all stores alike."""
    cells: list[Cell] = []
    for count in callers:
        latencies: dict[str, list[float]] = {name: [] for name in STORES}
        for store in STORES.values():
            async with a_database(server) as dsn:
                await store(dsn, count, _WARM_SECONDS)
        for _ in range(_ROUNDS):
            for name, store in STORES.items():
                async with a_database(server) as dsn:
                    latencies[name] += await store(dsn, count, seconds / _ROUNDS)
        for name, observed in latencies.items():
            timing = Timing.of(observed, seconds)
            cells.append(Cell(name, count, timing.rate, timing.p50_ms, timing.p99_ms))
            say(f"{name:30} {count:4} callers  {timing.rate:9,.0f}/s")
    return cells


def _aims(cells: Sequence[Cell]) -> list[Aim]:
    found = {(cell.store, cell.callers): cell for cell in cells}
    aims: list[Aim] = []
    if (LIBRARY, 32) in found:
        library, raw = found[LIBRARY, 32].rate, found[RAW, 32].rate
        events, whole = found[EVENTS, 32].rate, found[WHOLE, 32].rate
        aims += [
            Aim.at_least("events + chain against eventsourcing at 32 callers", 15, events / library),
            Aim.at_least("events + chain against the raw INSERT at 32 callers", 2, events / raw),
            Aim.at_least("with read model and key against eventsourcing at 32 callers", 10, whole / library),
            Aim.at_least("sanity: events + chain against eventsourcing at 32 callers", 5, events / library),
        ]
    if (RAW, 1) in found:
        lonely = found[EVENTS, 1].p50_ms / found[RAW, 1].p50_ms
        aims.append(Aim.at_most("a lonely append's latency against the raw INSERT's", 1.5, lonely))
    return aims


def _print(cells: Sequence[Cell], aims: Sequence[Aim], settings: dict[str, str]) -> None:
    base = {(cell.store, cell.callers): cell.rate for cell in cells}
    rows = [
        [
            cell.store,
            str(cell.callers),
            f"{cell.rate:,.0f}",
            f"{cell.p50_ms:.2f}",
            f"{cell.p99_ms:.2f}",
            f"{cell.rate / base[LIBRARY, cell.callers]:.1f} ×",
            f"{cell.rate / base[RAW, cell.callers]:.2f} ×",
        ]
        for cell in cells
    ]
    print(table(["store", "callers", "events/s", "p50 ms", "p99 ms", "eventsourcing", "raw INSERT"], rows))
    print()
    print(", ".join(f"{name} {value}" for name, value in settings.items()), f"· {os.cpu_count()} cores", end=" · ")
    print(f"payload {len(PAYLOADS[0])} B + attributes {len(ATTRIBUTES)} B, {EVENTS_A_STREAM} events a stream")
    print(f"ours and raw INSERT by asyncpg; eventsourcing {version('eventsourcing')} by psycopg, a thread a caller;")
    print(f"raw INSERT and eventsourcing have a connection for each caller, at most {CONNECTIONS}; ours has one.")
    print()
    print_aims(aims)

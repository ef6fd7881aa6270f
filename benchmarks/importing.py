"""`./shifan bench import`: registers and ledgers as tables through the real job, against COPY of the same rows.

A county's stations and their ledger are taken in as CSV by the job that a bureau's upload starts, with bad rows planted
among them; then both files once more. The peer is COPY of the same ledger, parsed already, into a plain table with the
same two indexes as the read model, on the same PostgreSQL in the same run.
"""

import argparse
import asyncio
import csv
import gc
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.measure import Aim, a_database, a_postgres, print_aims, print_json, say, table
from deploy.demo.world import with_check_digit
from services.registry.jobs import job as jobs
from services.registry.jobs.importing import Kind, Mode, job_id
from services.registry.jobs.ledger_rows import COLUMNS as LEDGER
from services.registry.jobs.runner import work_one
from services.registry.jobs.station_rows import COLUMNS as STATIONS
from services.registry.service import SERVICE
from shared import telemetry
from shared.access.roles import Caller, Level
from shared.access.tokens import generate_keys
from shared.runtime import Runtime, Service
from shared.service import prepare_database, running
from shared.settings import Settings
from shared.web.uploads import objects_of

COUNTY = Caller("of-bench", Level.COUNTY, "B-320402", "科员")
MOST_GROWTH_MIB = 256
_TOWNS = 5
_BAD_EVERY = 1_000
_PEER = """
CREATE TABLE plain (
    station_id text NOT NULL, number text NOT NULL, channel text NOT NULL, grade text NOT NULL, category text NOT NULL,
    summary text NOT NULL, amount_fen bigint NOT NULL, first_receiver text NOT NULL, received_at timestamptz NOT NULL,
    settled_at timestamptz, settled_where text, outcome text, refunded_fen bigint, followed_up_on date,
    satisfied boolean, PRIMARY KEY (station_id, number));
CREATE INDEX ON plain (station_id, received_at);
"""
_BUREAU = """
INSERT INTO bureaus (bureau_code, name, level, division_code, established_on)
VALUES ($1, '常州市天宁工商行政管理局', 'county', '320402', '2000-01-01')
"""
_OFFICER = "INSERT INTO officers (officer_id, bureau_code, post, posted_on) VALUES ($1, $2, $3, '2000-01-01')"
_STAFF = """
INSERT INTO staff (staff_id, station_id, name, posts, appointed_on)
SELECT 'sf-' || station_id, station_id, '王小明', '{head}', '2012-03-15' FROM stations
"""
_NAMED = "SELECT count(DISTINCT row_number) FROM import_errors WHERE job_id = $1"


def main(argv: Sequence[str]) -> int:
    """Run the benchmark; the exit status is 0 also where an aim is missed, for machines differ and say so."""
    parser = argparse.ArgumentParser(prog="./shifan bench import", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="ledger rows")
    parser.add_argument("--stations", type=int, default=10_000)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(argv)
    telemetry.configure("bench", "error")
    with a_postgres() as server, tempfile.TemporaryDirectory(prefix="shifan-bench-") as folder:
        result = asyncio.run(_measure(server, Path(folder), options.stations, options.rows))
    if options.json:
        print_json(result)
    else:
        _show(result)
    return 0


async def _measure(server: str, folder: Path, stations: int, rows: int) -> dict[str, Any]:
    async with a_database(server) as dsn, _registry(dsn, folder) as runtime:
        bench = _Bench(runtime, folder)
        register = folder / "stations.csv"
        _write(register, STATIONS.titles, _stations(stations))
        say(f"{stations} stations")
        found = {"stations": await bench.job(Kind.STATIONS, register)}
        ids = [row[0] for row in await runtime.pool.fetch("SELECT station_id FROM stations ORDER BY station_id")]
        await runtime.pool.execute(_STAFF)
        ledger = folder / "ledger.csv"
        _write(ledger, LEDGER.titles, _disputes(ids, rows))
        say(f"{rows} ledger rows")
        found["ledger"] = await bench.job(Kind.LEDGER, ledger)
        say("both once more")
        head = await runtime.store.head()
        found["stations again"] = await bench.job(Kind.STATIONS, register, Mode.ALL_OR_NOTHING)
        found["ledger again"] = await bench.again(Kind.LEDGER, ledger)
        assert await runtime.store.head() == head, "a second upload changes nothing"
        say("COPY of the same rows")
        copied = await _copy(dsn, ledger)
    ratio = found["ledger"]["rows_per_second"] / copied
    growth = max(float(each["growth_mib"]) for each in found.values())
    aims = [Aim.at_most("memory grows by MiB", MOST_GROWTH_MIB, growth)]
    return {"imports": found, "copy_rows_per_second": round(copied), "ratio_to_copy": round(ratio, 4), "aims": aims}


@asynccontextmanager
async def _registry(dsn: str, folder: Path) -> AsyncIterator[Runtime]:
    """The service with its committer, and a county with an officer; jobs are worked off here, one after the other."""
    quiet = Service(
        name=SERVICE.name, router=SERVICE.router, listens_to=(), project=SERVICE.project, schema=SERVICE.schema
    )
    keys = generate_keys(folder / "keys")
    settings = Settings(database_url=dsn, jwks_file=keys.public, data=folder / "data", sandbox=True)
    await prepare_database(SERVICE, settings)
    async with running(quiet, settings, "api") as runtime:
        await runtime.pool.execute(_BUREAU, COUNTY.bureau)
        await runtime.pool.execute(_OFFICER, COUNTY.subject, COUNTY.bureau, COUNTY.post)
        yield runtime


@dataclass(slots=True)
class _Bench:
    """Puts jobs in as an upload does, works them off, and watches the process meanwhile."""

    runtime: Runtime
    folder: Path

    async def job(self, kind: Kind, file: Path, mode: Mode = Mode.SKIP_BAD) -> dict[str, Any]:
        sha256, size = await objects_of(self.runtime).put_file(file)
        made = job_id(kind, mode, sha256, COUNTY)
        await jobs.add(self.runtime, made, "import", COUNTY, {"kind": kind, "mode": mode, "sha256": sha256})
        return await self._work_off(made) | {"megabytes": round(size / 1e6, 1)}

    async def again(self, kind: Kind, file: Path) -> dict[str, Any]:
        """Every row once more, as after `POST /v1/jobs/{id}/retry`."""
        sha256, _ = await objects_of(self.runtime).put_file(file)
        made = job_id(kind, Mode.SKIP_BAD, sha256, COUNTY)
        await self.runtime.pool.execute("UPDATE jobs SET result = '{}' WHERE job_id = $1", made)
        await jobs.start_again(self.runtime, made)
        return await self._work_off(made)

    async def _work_off(self, made: str) -> dict[str, Any]:
        gc.collect()
        before = peak = _resident_mib()
        began = time.perf_counter()
        working = asyncio.create_task(work_one(self.runtime))
        while not (await asyncio.wait({working}, timeout=0.05))[0]:
            peak = max(peak, _resident_mib())
        assert working.result(), "the job was there"
        seconds = time.perf_counter() - began
        row = await self.runtime.pool.fetchrow("SELECT state, done, bad, problem FROM jobs WHERE job_id = $1", made)
        assert row is not None
        assert row["state"] == "done", row["problem"]
        named = await self.runtime.pool.fetchval(_NAMED, made)
        assert named == row["bad"], "every bad row is named"
        rate = row["done"] / seconds
        return {
            "rows": row["done"],
            "bad": row["bad"],
            "seconds": round(seconds, 2),
            "rows_per_second": round(rate),
            "growth_mib": round(peak - before, 1),
        }


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _write(path: Path, names: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)


def _stations(count: int) -> Iterator[Sequence[object]]:
    """Every thousandth is bad: its number does not check."""
    for number in range(count):
        right = with_check_digit(f"320402{number:08d}")
        code = right if number % _BAD_EVERY else f"{right[:-1]}{(int(right[-1]) + 1) % 10}"
        yield (
            f"第{number}商贸有限公司", "注册号", code, f"第{number}商贸消费维权服务站", "商场", "百货零售",
            500 + number, 0, 20, 0, "320402", f"第{number % _TOWNS}街道", "2012-03-15", "",
        )  # fmt: skip


def _disputes(station_ids: Sequence[str], count: int) -> Iterator[Sequence[object]]:
    """Disputes of all stations in turn; every thousandth is bad: it was settled before it came in."""
    first = datetime(2013, 1, 1, 9)  # noqa: DTZ001 - a cell has no zone.
    for number in range(count):
        received = first + timedelta(minutes=number % 150_000)
        settled = received + timedelta(minutes=45 if number % _BAD_EVERY else -45)
        yield (
            station_ids[number % len(station_ids)], "", "", f"2013-{number:07d}", "站内接待", "一般", "质量",
            f"所购商品有瑕疵，要求退换，第{number}件", f"{number % 5_000}.50", "站长", received, settled, "", "企业",
            "退货退款", f"{number % 5_000}.50", "", "", "", "", settled.date(), "是", "",
        )  # fmt: skip


async def _copy(dsn: str, ledger: Path) -> float:
    """Rows a second: the peer has them in its own words already, so that it does nothing but COPY."""
    plain = ledger.with_name("plain.csv")
    with ledger.open(encoding="utf-8-sig", newline="") as source, plain.open("w", encoding="utf-8", newline="") as file:
        rows = csv.reader(source)
        next(rows)
        writer = csv.writer(file)
        for row in rows:
            amount, refunded = (int(Decimal(row[place]) * 100) for place in (8, 15))
            kept = [row[0], row[3], "desk", "ordinary", row[6], row[7], amount, row[9], row[10], row[11], "enterprise"]
            writer.writerow([*kept, row[14], refunded, row[20], True])
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_PEER)
        await connection.execute("CHECKPOINT")
        began = time.perf_counter()
        told = await connection.copy_to_table("plain", source=plain, format="csv", timeout=3_600)
        return int(told.split()[1]) / (time.perf_counter() - began)
    finally:
        await connection.close()


def _show(result: dict[str, Any]) -> None:
    header = ["import", "rows", "bad, named", "seconds", "rows/s", "growth MiB"]
    rows = [
        [
            name,
            f"{it['rows']:,}",
            str(it["bad"]),
            str(it["seconds"]),
            f"{it['rows_per_second']:,}",
            str(it["growth_mib"]),
        ]
        for name, it in result["imports"].items()
    ]
    print(table(header, rows))
    print(
        f"COPY of the ledger's rows: {result['copy_rows_per_second']:,}/s; the import has {result['ratio_to_copy']:.1%}"
    )
    print_aims(result["aims"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""导入: whole tables in every form; bad rows are named, and nothing is done twice."""

import asyncio
from pathlib import Path

import pytest

from services.registry.jobs import importing
from services.registry.jobs.importing import Kind
from services.registry.jobs.runner import run_jobs
from services.registry.tables.writing import Cell, Encoding, Format
from shared.eventsourcing.commits import Commit, Committed
from shared.objects import Objects
from tests.apps import head_of
from tests.registry.desk import TIANNING, Desk
from tests.registry.tables import CSV, CSV_GB, NDJSON, XLSX, Clerk, dispute, station, table
from tests.registry.wishes import STAFF

STATIONS = 300
DISPUTES = 1_000
BAD = {
    (41, "运行起始日期", "in-the-future"),
    (99, "证件号码", "registration-number-malformed"),
    (250, "类别", "word-not-known"),
}


@pytest.fixture
def clerk(desk: Desk, tmp_path: Path) -> Clerk:
    desk.runtime.resources["objects"] = Objects("", tmp_path)
    return Clerk(desk, tmp_path)


def register() -> list[dict[str, Cell]]:
    return [station(number) for number in range(1, STATIONS + 1)]


async def _staffed(clerk: Clerk) -> list[str]:
    """Every station gets a head; their ids, in the order of their names' numbers."""
    rows = await clerk.desk.runtime.pool.fetch("SELECT station_id, name FROM stations")
    ids = {row["name"]: row["station_id"] for row in rows}
    wanted = [ids[f"第{number}百货消费维权服务站"] for number in range(1, 11)]
    for station_id in wanted:
        await clerk.desk.done(f"/v1/stations/{station_id}/staff", TIANNING, STAFF)
    return wanted


@pytest.mark.parametrize("how", [XLSX, CSV, CSV_GB, NDJSON], ids=lambda how: "-".join(map(str, how)))
async def test_a_register_and_its_ledger_come_in(clerk: Clerk, how: tuple[Format, Encoding]) -> None:
    rows = register()
    rows[41]["operating_since"] = "2013-05-17"  # Tomorrow.
    rows[99]["registration_number"] = "320402000000001"
    rows[250]["kind"] = "商铺"
    nothing = await clerk.brings(Kind.STATIONS, rows, how, "all_or_nothing")
    first = 1 if how is NDJSON else 2
    bad = {(str(place + first), column, rule) for place, column, rule in BAD}
    assert (nothing["state"], nothing["done"], nothing["bad"], nothing["result"]["landed"]) == ("done", 300, 3, 0)
    assert set(await clerk.errors(nothing)) == bad
    assert await clerk.desk.runtime.pool.fetchval("SELECT count(*) FROM stations") == 0

    job = await clerk.brings(Kind.STATIONS, rows, how)
    assert (job["state"], job["bad"], job["result"]["landed"], job["total"]) == ("done", 3, 297, 300)
    assert set(await clerk.errors(job)) == bad
    stations = await _staffed(clerk)
    entries = [dispute(number, station_id=stations[number % 10]) for number in range(DISPUTES)]
    entries[7] |= {"first_receiver": "无此人"}
    entries[500] |= {"settled_at": "2013-05-09 08:00"}
    sent = table(clerk.folder, Kind.LEDGER, entries, how)
    none = await clerk.imports("ledger", sent, "all_or_nothing")
    assert (none["bad"], none["result"]["landed"], (await clerk.desk.events()).count("DisputeReceived")) == (2, 0, 0)
    ledger = await clerk.imports("ledger", sent)
    assert (ledger["bad"], ledger["result"]["landed"]) == (2, 998)
    assert await clerk.errors(ledger) == [
        (str(7 + first), "首问接待人", "not-on-the-staff"),
        (str(500 + first), "", "ended-before-received"),
    ]
    assert await clerk.desk.runtime.pool.fetchval("SELECT count(*) FROM disputes WHERE satisfied") == 998
    head = await head_of(clerk.desk.runtime)
    # The same file, and another file with the same rows in another order: nothing happens.
    assert (await clerk.imports("ledger", sent))["job_id"] == ledger["job_id"]
    again = await clerk.brings(Kind.LEDGER, entries[::-1], how)
    assert (again["job_id"] != ledger["job_id"], again["result"]["landed"], again["bad"]) == (True, 998, 2)
    good = [row for place, row in enumerate(rows) if place not in {41, 99, 250}]
    whole = await clerk.brings(Kind.STATIONS, good, how, "all_or_nothing")
    assert (whole["bad"], whole["result"]["landed"]) == (0, 297)
    assert await head_of(clerk.desk.runtime) == head


@pytest.mark.parametrize("mode", ["skip_bad", "all_or_nothing"])
async def test_a_job_that_is_killed_goes_on_where_it_was(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 20)
    rows = register()
    if mode == "skip_bad":
        rows[150]["kind"] = "商铺"
    good = STATIONS - (mode == "skip_bad")
    job_id = (await clerk.sends("stations", table(clerk.folder, Kind.STATIONS, rows), mode)).json()["job_id"]
    runtime, reached = clerk.desk.runtime, asyncio.Event()
    until, submit = runtime.committer.commits + 50, runtime.committer.submit

    async def counted(commit: Commit) -> Committed:
        done = await submit(commit)
        if runtime.committer.commits >= until:
            reached.set()
        return done

    monkeypatch.setattr(runtime.committer, "submit", counted)
    chores = asyncio.create_task(run_jobs(runtime))
    await reached.wait()
    chores.cancel()
    await asyncio.gather(chores, return_exceptions=True)
    assert 20 <= await runtime.pool.fetchval("SELECT count(*) FROM stations") < good
    assert (await clerk.desk.read(f"/v1/jobs/{job_id}", TIANNING)).json()["state"] == "waiting"

    job = await clerk.waits(job_id)
    assert (job["state"], job["done"], job["result"]["landed"]) == ("done", STATIONS, good)
    recorded = await clerk.desk.events()
    assert (recorded.count("HostRegistered"), recorded.count("StationRegistered")) == (good, good)

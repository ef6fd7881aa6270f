"""长任务: who may ask for which, who sees them, and how one that has failed is taken up again."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.registry.jobs import importing, runner
from services.registry.jobs import job as jobs
from services.registry.jobs.importing import Kind
from services.registry.jobs.job import Job, LeaseLost, Report
from services.registry.jobs.runner import run_jobs, work_one
from shared.access.roles import Caller, Level
from shared.objects import Objects
from shared.runtime import Runtime
from tests.apps import head_of
from tests.registry.desk import AUDITOR, CHANGZHOU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.tables import NDJSON, XLSX, Clerk, dispute, station, table
from tests.registry.wishes import STAFF, a_host, a_station, number_of


@pytest.fixture
def clerk(desk: Desk, tmp_path: Path) -> Clerk:
    desk.runtime.resources["objects"] = Objects("", tmp_path)
    return Clerk(desk, tmp_path)


async def test_a_county_brings_its_own_and_nobody_elses(clerk: Clerk) -> None:
    rows = [station(1), station(2, division_code="320404"), station(3, division_code="320999")]
    job = await clerk.brings(Kind.STATIONS, rows)
    assert await clerk.errors(job) == [
        ("3", "行政区划代码", "outside-jurisdiction"),
        ("4", "行政区划代码", "no-competent-bureau"),
    ]
    for rule, caller, kind in (
        ("wrong-role", CHANGZHOU, "stations"),
        ("wrong-role", Caller("boss", Level.ENTERPRISE, "ho-1"), "stations"),
        ("wrong-role", AUDITOR, "ledger"),
        ("not-known-here", Caller("of-nobody", Level.COUNTY, "B-320402"), "ledger"),
        ("not-an-officer-here", Caller("of-tianning", Level.COUNTY, "B-320404"), "ledger"),
        ("request-not-valid", TIANNING, "officers"),
    ):
        answer = await Clerk(clerk.desk, clerk.folder, caller).sends(kind, b"x")
        assert answer.json()["type"] == f"/problems/{rule}", answer.text
    assert (await clerk.sends("stations", b"")).json()["type"] == "/problems/empty-file"
    answer = await clerk.desk.client.post("/v1/imports?kind=stations", content=b"x")
    assert answer.json()["type"] == "/problems/not-signed-in"


async def test_rows_of_a_register_know_of_each_other(clerk: Clerk) -> None:
    first = station(1)
    rows = [
        first,
        first | {"name": "二店站", "town": "青龙街道"},  # The same host at another place.
        first,  # The very same row.
        first | {"name": "另一站"},  # The same host in the same town: it may be the same station.
        first | {"name": "另二站", "distinct_because": "两层各设一站"},
        first | {"area_m2": 7},  # It was said otherwise above.
        first | {"host_name": "别的公司"},  # The number is another's.
        station(2, name=first["name"], host_name=first["host_name"]),  # The same names under another number.
    ]
    expected = [
        ("5", "服务站名称", "possible-duplicate"),
        ("7", "服务站名称", "station-known-otherwise"),
        ("8", "企业名称", "host-known-by-another-name"),
        ("9", "服务站名称", "possible-duplicate"),
    ]
    tried = await clerk.brings(Kind.STATIONS, rows, mode="all_or_nothing")
    assert await clerk.errors(tried) == expected
    assert "StationRegistered" not in await clerk.desk.events()
    landed = await clerk.brings(Kind.STATIONS, rows, XLSX)
    assert await clerk.errors(landed) == expected
    recorded = await clerk.desk.events()
    assert (recorded.count("HostRegistered"), recorded.count("StationRegistered")) == (1, 3)
    history = (await clerk.desk.runtime.store.after(0, 1_000))[-1]
    assert f'"imported":"{landed["job_id"]}"'.encode() in history.attributes


async def test_a_ledger_is_its_hosts_and_its_countys(clerk: Clerk) -> None:
    desk = clerk.desk
    host_id = await a_host(desk)
    station_id = await a_station(desk, host_id=host_id)
    member = (await desk.done(f"/v1/stations/{station_id}/staff", TIANNING, STAFF))["id"]
    host = Clerk(desk, clerk.folder, Caller("boss", Level.ENTERPRISE, host_id))
    by_name: dict[str, Any] = {"station_name": "甲百货消费维权服务站", "division_code": "320402"}
    rows = [
        dispute(1, station_id=station_id),
        dispute(2, **by_name, first_receiver=member),
        dispute(3, station_id=station_id, first_receiver="王小明", settled_by="head"),
        dispute(1, station_id=station_id, summary="别的诉求"),
        dispute(4),
        dispute(5, station_id="st-none"),
        dispute(6, station_id=station_id, outcome=None),
        dispute(7, station_id=station_id, referred_to="工商所", referred_at="2013-05-10 11:00", reason="复杂"),
        dispute(8, station_id=station_id, summary="请回电13800138000"),
        dispute(9, station_id=station_id, satisfied=None),
        dispute(10, station_id=station_id, received_at="2013-05-17 09:00", settled_at="2013-05-17 10:00"),
        dispute(11, station_id=station_id, amount="十元"),
    ]
    job = await host.brings(Kind.LEDGER, rows)
    assert await host.errors(job) == [
        ("5", "登记表编号", "dispute-number-taken"),
        ("6", "服务站编号", "station-not-named"),
        ("7", "服务站编号", "station-not-found-for-row"),
        ("8", "处理结果", "cell-missing"),
        ("9", "移送单位", "ended-two-ways"),
        ("10", "诉求摘要", "summary-names-a-person"),
        ("11", "是否满意", "cell-missing"),
        ("12", "", "in-the-future"),
        ("13", "涉及金额（元）", "money-not-readable"),
    ]
    head = await head_of(desk.runtime)
    county = await clerk.brings(Kind.LEDGER, rows[:3])
    assert (county["result"]["landed"], await head_of(desk.runtime)) == (3, head)
    for stranger in (ZHONGLOU, Caller("other", Level.ENTERPRISE, await a_host(desk, registration_number=_OTHER))):
        answer = await Clerk(desk, clerk.folder, stranger).brings(Kind.LEDGER, rows[:1])
        assert (answer["result"]["landed"], answer["bad"]) == (0, 1)


_OTHER = number_of(9_999)


async def test_jobs_are_seen_by_whose_they_are(clerk: Clerk) -> None:
    desk = clerk.desk
    mine = await clerk.brings(Kind.STATIONS, [station(1), station(2, kind="商铺")])
    theirs = await Clerk(desk, clerk.folder, ZHONGLOU).brings(Kind.STATIONS, [station(3)])
    for caller, seen in (
        (TIANNING, [mine]),
        (ZHONGLOU, [theirs]),
        (OPERATOR, [theirs, mine]),
        (AUDITOR, [theirs, mine]),
    ):
        listed = (await desk.read("/v1/jobs", caller)).json()["items"]
        assert {job["job_id"] for job in listed} == {job["job_id"] for job in seen}
    page = (await desk.read("/v1/jobs", OPERATOR, limit=1, state="done", kind="import")).json()
    rest = (await desk.read("/v1/jobs", OPERATOR, limit=1, cursor=page["next"])).json()
    assert {page["items"][0]["job_id"], rest["items"][0]["job_id"]} == {mine["job_id"], theirs["job_id"]}
    assert (mine["bureau_code"], mine["requested_by"], mine["total"], mine["bad"]) == ("B-320402", "of-tianning", 2, 1)
    for path in (f"/v1/jobs/{mine['job_id']}", f"/v1/imports/{mine['job_id']}/errors"):
        assert (await desk.read(path, ZHONGLOU)).json()["type"] == "/problems/not-your-case"
        assert (await desk.read(path)).json()["type"] == "/problems/not-signed-in"
        assert (await desk.read(path, AUDITOR)).status_code == 200
    assert (await desk.read("/v1/jobs")).json()["type"] == "/problems/not-signed-in"
    assert (await desk.read("/v1/imports/jb-none/errors", TIANNING)).json()["type"] == "/problems/no-such-job"


async def test_a_job_is_tried_again_when_the_cause_is_gone(clerk: Clerk) -> None:
    desk = clerk.desk
    job = await clerk.imports("stations", b"no,such,table\n1,2,3\n")
    assert (job["state"], job["result"]) == ("failed", {})
    assert "columns-not-known" in job["problem"]
    retried = await desk.send(f"/v1/jobs/{job['job_id']}/retry", TIANNING, {})
    assert (retried.status_code, retried.json()["state"]) == (202, "waiting")
    assert (await clerk.waits(job["job_id"]))["state"] == "failed"

    bad = await clerk.brings(Kind.STATIONS, [station(1, operating_since="2013-05-20"), station(2)])
    assert (bad["bad"], bad["result"]["landed"]) == (1, 1)
    await desk.send("/v1/sandbox/clock", OPERATOR, {"instant": "2013-05-21T09:00"})
    await desk.send(f"/v1/jobs/{bad['job_id']}/retry", TIANNING, {})
    good = await clerk.waits(bad["job_id"])
    assert (good["bad"], good["result"]["landed"], await clerk.errors(good)) == (0, 2, [])
    await desk.refused("job-not-retried", f"/v1/jobs/{good['job_id']}/retry", TIANNING, {})
    await desk.refused("not-your-case", f"/v1/jobs/{good['job_id']}/retry", ZHONGLOU, {})
    await desk.refused("wrong-role", f"/v1/jobs/{good['job_id']}/retry", AUDITOR, {})


async def test_what_goes_wrong_here_is_told_plainly(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_runtime: Runtime, _job: Job, _report: Report) -> dict[str, object]:
        raise RuntimeError("13800000000 is a secret")

    monkeypatch.setattr(runner, "KINDS", {"import": broken})
    job = await clerk.brings(Kind.STATIONS, [station(1)])
    assert job["state"] == "failed"
    assert "secret" not in job["problem"]
    monkeypatch.undo()
    # Sending the file again takes a failed job up.
    assert (await clerk.brings(Kind.STATIONS, [station(1)]))["result"]["landed"] == 1


@pytest.mark.parametrize(
    "outage", [asyncpg.InternalClientError("another operation is in progress"), ConnectionResetError()], ids=repr
)
async def test_a_job_waits_for_a_database_that_went_away(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch, outage: Exception
) -> None:
    tries: list[int] = []

    async def broken(_runtime: Runtime, job: Job, _report: Report) -> dict[str, object]:
        tries.append(job.attempt)
        if len(tries) == 1:
            raise outage
        return {"landed": 1}

    monkeypatch.setattr(runner, "KINDS", {"import": broken})
    monkeypatch.setattr(runner, "_WAIT_SECONDS", 0)
    job = await clerk.brings(Kind.STATIONS, [station(1)])
    while job["state"] == "waiting":
        job = await clerk.waits(job["job_id"])
    assert (job["state"], job["result"], tries) == ("done", {"landed": 1}, [1, 2])


async def test_half_a_character_is_a_bad_row_and_no_end_of_the_work(clerk: Clerk) -> None:
    good = table(clerk.folder, Kind.STATIONS, [station(1)], NDJSON)
    bad = [good.replace("第1百货有限公司".encode(), rb"x\ud800"), rb'{"\udc00": 1}', rb'{"name": "\u0000"}']
    job = await clerk.imports("stations", good + b"\n".join(bad))
    assert (job["state"], job["bad"], job["result"]["landed"]) == ("done", 3, 1)
    found = await clerk.errors(job)
    assert found[0] == ("2", "企业名称", "nul-in-text")
    assert ("4", "", "columns-not-known") in found
    assert ("5", "服务站名称", "nul-in-text") in found
    await clerk.desk.runtime.pool.execute('UPDATE jobs SET arguments = arguments || \'{"sha256": "00"}\'')
    await clerk.desk.send(f"/v1/jobs/{job['job_id']}/retry", TIANNING, {})
    assert "no-such-file" in (await clerk.waits(job["job_id"]))["problem"]


async def test_a_job_whose_worker_is_gone_is_taken_over_and_the_late_one_writes_nothing(clerk: Clerk) -> None:
    runtime = clerk.desk.runtime
    job_id = (await clerk.sends("stations", table(clerk.folder, Kind.STATIONS, [station(1)]))).json()["job_id"]
    gone = await runner._take(runtime)
    assert gone is not None
    assert not await work_one(runtime)  # It is in hand.
    await runtime.pool.execute("UPDATE jobs SET leased_until = now() - interval '1 second' WHERE job_id = $1", job_id)
    assert await work_one(runtime)
    with pytest.raises(LeaseLost):
        await importing.work(runtime, gone, Report(runtime, gone))
    assert (await clerk.waits(job_id))["state"] == "done"


async def test_a_runner_wakes_when_a_job_comes(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_LOOK_EVERY_SECONDS", 3_600)
    runtime, done = clerk.desk.runtime, asyncio.Event()

    async def noted(_runtime: Runtime, _job: Job, _report: Report) -> dict[str, object]:
        done.set()
        return {}

    monkeypatch.setattr(runner, "KINDS", {"import": noted})
    chores = asyncio.create_task(run_jobs(runtime))
    await clerk.sends("stations", table(clerk.folder, Kind.STATIONS, [station(1)]))
    await asyncio.wait_for(done.wait(), 20)
    chores.cancel()
    await asyncio.gather(chores, return_exceptions=True)
    assert jobs.waking(runtime) is jobs.waking(runtime)


async def test_a_template_is_what_an_import_takes(clerk: Clerk) -> None:
    for kind in Kind:
        for form in ("xlsx", "csv", "ndjson"):
            answer = await clerk.desk.read("/v1/imports/template", kind=kind, format=form)
            assert (answer.status_code, f"{kind}.{form}" in answer.headers["content-disposition"]) == (200, True)
            job = await clerk.imports("stations" if kind is Kind.STATIONS else "ledger", answer.content)
            if form == "ndjson":
                assert job["bad"] == 1  # Its one line has nothing in it.
            else:
                assert (job["state"], "table-empty" in job["problem"]) == ("failed", True)

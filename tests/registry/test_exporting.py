"""导出: what comes out is no formula, no more than the caller may see, and goes in again without a change."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from services.registry.jobs.importing import Kind
from services.registry.tables.writing import Encoding, Format
from shared.access.roles import Caller, Level
from shared.objects import Objects
from tests.apps import head_of
from tests.registry.desk import AUDITOR, CHANGZHOU, TIANNING, ZHONGLOU, Desk
from tests.registry.tables import CSV, CSV_GB, NDJSON, XLSX, Clerk, dispute, station
from tests.registry.wishes import STAFF, a_station


@pytest.fixture
async def clerk(desk: Desk, tmp_path: Path) -> Clerk:
    """Two stations of another's wording, one that came by hand, and a dispute at each stage."""
    desk.runtime.resources["objects"] = Objects("", tmp_path)
    clerk = Clerk(desk, tmp_path)
    by_hand = await a_station(desk, name="_x0041_站", town="青龙街道")
    rows = [station(1, trade="=HYPERLINK(1)", stars=4), station(2, name='＋２号，"站"\n', operating_since="2013-05-16")]
    assert (await clerk.brings(Kind.STATIONS, rows))["bad"] == 0
    await desk.done(f"/v1/stations/{by_hand}/staff", TIANNING, STAFF)
    open_one = {key: value for key, value in dispute(1, station_id=by_hand).items() if key in _RECEIVED}
    referred = open_one | {
        "number": "3", "referred_to": "消协", "referred_at": "2013-05-11 08:00", "reason": "-涉及专业检测",
        "followed_up_on": "2013-05-12", "satisfied": "否",
    }  # fmt: skip
    assert (await clerk.brings(Kind.LEDGER, [open_one, dispute(2, station_id=by_hand), referred]))["bad"] == 0
    return clerk


_RECEIVED = {"station_id", "number", "channel", "grade", "category", "summary", "first_receiver", "received_at"}


@pytest.mark.parametrize("how", [XLSX, CSV, CSV_GB, NDJSON], ids=lambda how: "-".join(map(str, how)))
async def test_what_came_out_goes_in_again_without_a_change(clerk: Clerk, how: tuple[Format, Encoding]) -> None:
    register, ledger = await clerk.exports("stations", how), await clerk.exports("ledger", how)
    head = await head_of(clerk.desk.runtime)
    for kind, content in (("stations", register), ("ledger", ledger)):
        job = await clerk.imports(kind, content, "all_or_nothing")
        assert (job["state"], job["bad"], job["done"], job["result"]["landed"]) == ("done", 0, 3, 3), (
            await clerk.errors(job)
        )
    assert await head_of(clerk.desk.runtime) == head


async def test_no_cell_is_a_formula(clerk: Clerk) -> None:
    content = (await clerk.exports("stations")).decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(content, newline="")) for cell in row]
    assert {"'=HYPERLINK(1)"} <= set(cells)
    assert [cell for cell in cells if cell[:1] in set("=+-@＝＋－＠\t\r")] == []
    sheet = load_workbook(BytesIO(await clerk.exports("stations", XLSX))).active
    assert sheet is not None
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


async def test_everybody_gets_what_they_may_see(clerk: Clerk) -> None:
    desk = clerk.desk
    stations = await desk.runtime.pool.fetch("SELECT host_id, station_id FROM stations ORDER BY station_id")
    host = Caller("boss", Level.ENTERPRISE, stations[0]["host_id"])
    seen = {caller: len((await Clerk(desk, clerk.folder, caller).exports("stations", NDJSON)).splitlines())
            for caller in (TIANNING, ZHONGLOU, CHANGZHOU, AUDITOR, host)}  # fmt: skip
    assert seen == {TIANNING: 3, ZHONGLOU: 0, CHANGZHOU: 3, AUDITOR: 3, host: 1}
    assert len((await clerk.exports("stations", NDJSON, trade="百货零售")).splitlines()) == 2
    assert len((await clerk.exports("stations", NDJSON, division="320400", host_id=host.bureau)).splitlines()) == 1
    assert len((await clerk.exports("ledger", NDJSON, since="2013-05-10", until="2013-05-11")).splitlines()) == 3
    assert (await clerk.exports("ledger", NDJSON, until="2013-05-10")) == b""


async def test_an_export_is_its_askers_and_is_fetched_when_it_is_done(clerk: Clerk) -> None:
    desk = clerk.desk
    wanted = {"kind": "stations", "format": "csv"}
    for tried in ("true", "maybe"):
        await desk.refused("request-not-valid", f"/v1/exports?dry_run={tried}", TIANNING, wanted)
    assert (await desk.read("/v1/jobs", TIANNING, kind="export")).json()["items"] == []
    answer = await desk.send("/v1/exports", TIANNING, wanted, key="once")
    again = await desk.send("/v1/exports", TIANNING, wanted, key="once")
    assert (answer.status_code, answer.json()["job_id"]) == (202, again.json()["job_id"])
    path = answer.headers["location"]
    file = path.replace("jobs", "exports") + "/file"
    assert (await desk.read(file, TIANNING)).json()["type"] == "/problems/export-not-ready"
    assert (await clerk.waits(answer.json()["job_id"]))["state"] == "done"
    fetched = await desk.read(file, TIANNING)
    assert fetched.headers["content-disposition"].startswith("attachment")
    assert (fetched.headers["content-type"], fetched.headers["x-content-type-options"]) == (
        "text/csv; charset=utf-8",
        "nosniff",
    )
    for rule, caller in (("not-your-case", ZHONGLOU), ("not-signed-in", None)):
        assert (await desk.read(file, caller)).json()["type"] == f"/problems/{rule}"
    await desk.refused("not-signed-in", "/v1/exports", None, wanted)
    await desk.refused("request-not-valid", "/v1/exports", TIANNING, {"kind": "officers", "format": "csv"})
    await desk.refused("request-not-valid", "/v1/exports", TIANNING, wanted | {"filters": {"since": "yesterday"}})
    nobody = Caller("of-nobody", Level.COUNTY, "B-320402", "科员")
    await desk.refused("not-known-here", "/v1/exports", nobody, wanted)

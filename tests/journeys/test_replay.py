"""The read models of a season that was lived through are a function of its records, wherever these are read."""

import asyncio
import json

import asyncpg
import pytest

from deploy.auditing.replaying import DIFFERENT, SAME, Outcome, replay
from deploy.cli import app
from deploy.stack import SERVICES
from tests.lived import Lived

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def whole(lived: Lived) -> Outcome:
    return asyncio.run(replay(lived.stack, SERVICES, ("kafka", "stores"), lambda _: None))


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("source", ["kafka", "stores"])
def test_every_read_model_is_the_same(whole: Outcome, source: str, service: str) -> None:
    replayed = next(one for one in whole.services[source] if one.service == service)
    assert [str(difference) for table in replayed.tables for difference in table.differences] == []
    assert (replayed.missing, replayed.unknown) == ({}, {})
    assert all(table.same for table in replayed.tables)
    assert replayed.events > 0
    assert any(table.before.rows for table in replayed.tables)


def test_both_sources_have_the_same_records(whole: Outcome, lived: Lived) -> None:
    assert [log for log in whole.logs if not log.same] == []
    assert {log.owner for log in whole.logs} == set(SERVICES)
    assert whole.code == SAME
    records = sum(lived.counts.values())
    assert all(read.records >= records for read in whole.read.values())


PLANTED = {
    "registry": ("stations", "UPDATE stations SET name = '假冒站' WHERE station_id = $1", "differs in name"),
    "publication": ("stations", "DELETE FROM stations WHERE station_id = $1", "only rebuilt"),
    "application": ("stations", "INSERT INTO stations (station_id) SELECT $1 || '-x'", "only live"),
}
"""A row of each kind of tampering, with what is said of it."""


@pytest.mark.parametrize("service", PLANTED)
async def test_a_row_that_no_event_made_is_named_and_put_right(
    lived: Lived, service: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table, statement, what = PLANTED[service]
    connection = await asyncpg.connect(lived.stack.postgres_dsn(service))
    try:
        station = await connection.fetchval("SELECT min(station_id) FROM stations")
        before = await connection.fetch("SELECT * FROM stations ORDER BY station_id")
        await connection.execute(statement, station)
        assert await _ended("replay", lived, "--service", service, "--from", "stores") == DIFFERENT
        assert f"{service} from stores: {table} (station_id={station}" in capsys.readouterr().out
        assert await _ended("rebuild", lived, service, "--from", "stores") == SAME
        assert what in capsys.readouterr().out
        assert await connection.fetch("SELECT * FROM stations ORDER BY station_id") == before
        assert await _ended("replay", lived, "--service", service, "--from", "stores", "--json") == SAME
        told = json.loads(capsys.readouterr().out)
        assert [(one["service"], one["source"], one["same"]) for one in told["services"]] == [(service, "stores", True)]
    finally:
        await connection.execute("DROP SCHEMA IF EXISTS replaced CASCADE")
        await connection.close()


async def _ended(command: str, lived: Lived, *arguments: str) -> int:
    """Carry a command of `./shifan` out on the season's stack; what it ends with."""

    def run() -> int:
        with pytest.raises(SystemExit) as ended:
            app(["--data", str(lived.stack.data), "--lang", "en", command, *arguments])
        return int(ended.value.code or 0)

    return await asyncio.to_thread(run)

"""No name of a member of staff is in any line that the registry logs, whatever goes wrong."""

from dataclasses import replace

import pytest

from services.registry.jobs.erasing import follow_erasures
from tests.logged import as_a_service_logs
from tests.registry.desk import OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import STAFF, a_station

NAME = "金丝雀氏13900000000"
_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> $1"


async def test_no_line_of_the_log_holds_a_name(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    station_id = await a_station(desk)
    path, named = f"/v1/stations/{station_id}/staff", STAFF | {"name": NAME}
    pool = desk.runtime.pool
    statuses: list[int] = []

    async def sent(body: object = named, to: str = path, caller: object = TIANNING) -> None:
        assert isinstance(caller, type(TIANNING))
        statuses.append((await desk.send(to, caller, body)).status_code)

    with as_a_service_logs("registry"):
        await sent()
        await sent(named | {"posts": [NAME]})
        await sent(named | {"name": NAME * 50})
        await sent(named | {NAME: NAME})
        await sent(NAME)
        await sent(caller=ZHONGLOU)
        await sent(to=f"{path}/{NAME}/appointment")
        # The database refuses a row, and tells which; then it has lost a table; then it cuts everybody off.
        await pool.execute("ALTER TABLE staff ADD CONSTRAINT planted CHECK (station_id = '') NOT VALID")
        await sent()
        await pool.execute("ALTER TABLE staff DROP CONSTRAINT planted; ALTER TABLE subject_keys RENAME TO away")
        await sent()
        await pool.execute("ALTER TABLE away RENAME TO subject_keys")
        async with pool.acquire() as connection:
            await connection.execute(_CUT, await connection.fetchval("SELECT pg_backend_pid()"))
        await sent()
        staff_id = (await desk.done(path, TIANNING, named))["id"]
        await desk.done(f"/v1/staff/{staff_id}/erasure", OPERATOR, {"grounds": NAME})
        other = replace(OPERATOR, subject="operator-2")
        await desk.done(f"/v1/staff/{staff_id}/erasure/confirmation", other, {})
        await follow_erasures(desk.runtime)
    assert statuses[:9] == [201, 422, 422, 422, 422, 403, 422, 500, 500], statuses
    lines = "".join(capfd.readouterr())
    assert lines.count('"event":"request"') >= 10
    assert '"sqlstate":"23514"' in lines
    assert "金丝雀" not in lines
    assert "13900000000" not in lines

"""Every command of the registry has a module that prepares it, and nothing else has."""

from typing import get_args

import pytest

from services.registry.commands import RegistryCommand
from services.registry.facts import _BY_COMMAND, hosts, prepare, stations
from tests.registry.desk import OPERATOR, Desk


def test_every_command_has_its_module() -> None:
    assert set(_BY_COMMAND) == set(get_args(RegistryCommand))


async def test_what_is_no_command_is_not_prepared(empty_desk: Desk) -> None:
    async with empty_desk.runtime.pool.acquire() as connection:
        with pytest.raises(TypeError, match="str"):
            await prepare("register everything", OPERATOR, connection)


async def test_what_looks_alike_is_found_by_an_index(empty_desk: Desk) -> None:
    """Every registration asks, so the question must not read the register from end to end."""
    pool = empty_desk.runtime.pool
    await pool.execute("""
        INSERT INTO hosts SELECT 'ho-' || n, '第' || n || '商厦', '320402', n::text, '2013-05-16'
          FROM generate_series(1, 2000) AS n
    """)
    await pool.execute("""
        INSERT INTO stations
        SELECT 'st-' || n, 'ho-' || n, '第' || n || '商厦消费维权服务站', 'mall', '百货', '320402', '', 'B',
               '2013-01-01', '2013-05-16'
          FROM generate_series(1, 2000) AS n
    """)
    await pool.execute("ANALYZE hosts, stations")
    questions = (
        (hosts.ALIKE, "hosts_alike", ("320402", "第7商厦有限公司", "ho-new")),
        (stations.ALIKE, "stations_alike", ("320402", "第7商厦", "ho-new", "兰陵街道")),
    )
    for sql, index, arguments in questions:
        assert await pool.fetchval(sql, *arguments) == f"{index[:2]}-7"
        plan = [row[0] for row in await pool.fetch(f"EXPLAIN {sql}", *arguments)]
        assert any(index in line for line in plan), plan
        assert not any("Seq Scan" in line for line in plan), plan
        # The function stands in the condition as what it computes.
        assert any("Index Cond" in line and "normalize" in line.lower() for line in plan), plan

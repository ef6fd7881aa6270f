"""What the database itself refuses, and how it finds its way."""

from uuid import uuid4

import asyncpg
import pytest

from shared.eventsourcing.committer import Commit, InboxPosition, Key
from shared.eventsourcing.writer import Writer
from tests.servers import MakeDatabase
from tests.shared.eventsourcing.making import SCHEMA, connected, log_of, new, running

SCANS = """
SELECT relname, seq_scan, idx_scan FROM pg_stat_user_tables
 WHERE relname IN ('events', 'idempotency', 'inbox') ORDER BY relname
"""


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    return await database(SCHEMA)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET payload = '{}'",
        "UPDATE events SET payload = '{}' WHERE false",
        "DELETE FROM events",
        "TRUNCATE events",
        "SET session_replication_role = replica; DELETE FROM events",
    ],
)
async def test_what_is_recorded_is_never_changed(dsn: str, change: str) -> None:
    async with running(dsn) as committer:
        await committer.submit(Commit((new("a", 1),)))
    async with connected(dsn) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="never changed"):
            await connection.execute(change)

    assert len(await log_of(dsn)) == 1


async def test_ordinary_roles_may_not_even_try(dsn: str) -> None:
    async with connected(dsn) as connection, connection.transaction():
        role = f"clerk_{uuid4().hex[:8]}"
        await connection.execute(f"CREATE ROLE {role}; GRANT INSERT, SELECT ON events TO {role}; SET LOCAL ROLE {role}")
        for privilege in ("UPDATE", "DELETE", "TRUNCATE"):
            assert not await connection.fetchval("SELECT has_table_privilege('events', $1)", privilege)
        await connection.execute(f"RESET ROLE; DROP OWNED BY {role}; DROP ROLE {role}")


async def test_no_position_comes_from_a_sequence(dsn: str) -> None:
    async with connected(dsn) as connection:
        assert await connection.fetch("SELECT relname FROM pg_class WHERE relkind = 'S'") == []


def full_commit(n: int, stream: str, version: int) -> Commit:
    return Commit(
        (new(stream, version),),
        guards=(("season", 0),) if n % 2 else (),
        key=Key(f"k-{uuid4()}", b"f", 200, b"{}"),
        inbox=InboxPosition("me", "t", n, version - 1, version, 0),
    )


async def test_every_look_up_is_an_index_scan_on_a_young_table_and_on_a_grown_one(dsn: str) -> None:
    before = await scans_of(dsn)
    writer = Writer(dsn)
    for version in (1, 2, 3):
        # The statistics of the third round know thousands of rows; those of the first know none.
        await writer.write([full_commit(n, f"s-{n}", version) for n in range(512)])
        await writer.write([full_commit(n, f"s-{n}", version) for n in range(64)])  # All of them duplicates.
        await writer.write([full_commit(1000, "lonely", version)])
        await writer.write([Commit((new(f"s-{n}", 1),)) for n in range(64)])  # All of them moved.
        async with connected(dsn) as connection:
            await connection.execute("ANALYZE")
    await writer.close()

    after = await scans_of(dsn)
    for table, (sequential, by_index) in after.items():
        assert sequential == before[table][0], table
        assert by_index - before[table][1] >= 3 * 512, table


async def scans_of(dsn: str) -> dict[str, tuple[int, int]]:
    async with connected(dsn) as connection:
        await connection.execute("SELECT pg_stat_force_next_flush()")
        return {row["relname"]: (row["seq_scan"], row["idx_scan"]) for row in await connection.fetch(SCANS)}


async def test_a_conflict_burns_no_number(dsn: str) -> None:
    async with running(dsn) as committer:
        for _ in range(20):
            await committer.submit(Commit((new("a", 1),)))
        await committer.submit(Commit((new("b", 1),)))

    assert [row.stream_id for row in await log_of(dsn)] == ["a", "b"]

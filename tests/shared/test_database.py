"""Migration: forward only, once, by whoever comes first."""

import asyncio
from pathlib import Path

import pytest

from shared.database import OLDEST_SERVER, SchemaChanged, ServerTooOld, create_pool, migrate, require_server
from tests.servers import MakeDatabase
from tests.shared.eventsourcing.making import connected


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "station" / "schema"
    folder.mkdir(parents=True)
    (folder / "0001_stations.sql").write_text("CREATE TABLE stations (id text);")
    (folder / "0002_names.sql").write_text(
        "ALTER TABLE stations ADD name text; INSERT INTO stations VALUES ('1', 'n');"
    )
    return folder


async def test_files_run_once_in_order_and_a_new_one_afterwards(database: MakeDatabase, folder: Path) -> None:
    dsn = await database()

    assert await migrate(dsn, folder) == ["station/0001_stations.sql", "station/0002_names.sql"]
    assert await migrate(dsn, folder) == []
    (folder / "0003_more.sql").write_text("CREATE TABLE more (id text);")
    assert await migrate(dsn, folder) == ["station/0003_more.sql"]


async def test_each_package_counts_for_itself(database: MakeDatabase, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "access" / "schema"
    other.mkdir(parents=True)
    (other / "0001_bureaus.sql").write_text("CREATE TABLE bureaus (id text);")

    assert len(await migrate(await database(), folder, other)) == 3


async def test_several_processes_may_migrate_at_once(database: MakeDatabase, folder: Path) -> None:
    dsn = await database()

    ran = await asyncio.gather(*[migrate(dsn, folder) for _ in range(6)])

    assert sorted(map(len, ran)) == [0, 0, 0, 0, 0, 2]


async def test_a_changed_file_is_refused_and_nothing_runs(database: MakeDatabase, folder: Path) -> None:
    dsn = await database()
    await migrate(dsn, folder)
    (folder / "0001_stations.sql").write_text("CREATE TABLE stations (id int);")
    (folder / "0003_more.sql").write_text("CREATE TABLE more (id text);")

    with pytest.raises(SchemaChanged, match=r"0001_stations\.sql of station has run here and was changed"):
        await migrate(dsn, folder)

    async with connected(dsn) as connection:
        assert await connection.fetchval("SELECT to_regclass('more')") is None


async def test_a_file_put_in_before_one_that_has_run_is_refused(database: MakeDatabase, folder: Path) -> None:
    dsn = await database()
    (folder / "0001_stations.sql").rename(folder / "0003_stations.sql")
    (folder / "0002_names.sql").rename(folder / "0004_names.sql")
    await migrate(dsn, folder)
    (folder / "0002_late.sql").write_text("CREATE TABLE late (id text);")

    with pytest.raises(SchemaChanged, match=r"0002_late\.sql of station comes before 0003_stations\.sql"):
        await migrate(dsn, folder)


async def test_a_file_without_a_number_is_refused(database: MakeDatabase, folder: Path) -> None:
    (folder / "more.sql").write_text("CREATE TABLE more (id text);")

    with pytest.raises(SchemaChanged, match="no number"):
        await migrate(await database(), folder)


async def test_a_file_that_fails_leaves_nothing_of_itself(database: MakeDatabase, folder: Path) -> None:
    dsn = await database()
    (folder / "0003_bad.sql").write_text("CREATE TABLE half (id text); SELECT nonsense;")

    with pytest.raises(Exception, match="nonsense"):
        await migrate(dsn, folder)

    async with connected(dsn) as connection:
        assert await connection.fetchval("SELECT to_regclass('half')") is None
        assert await connection.fetchval("SELECT count(*) FROM schema_history") == 2


async def test_a_connection_goes_back_to_the_pool_without_a_round_trip(database: MakeDatabase) -> None:
    pool = await create_pool(await database(), size=1)
    queries: list[str] = []
    async with pool.acquire() as connection:
        connection.add_query_logger(lambda query: queries.append(query.query))

    assert await pool.fetchval("SELECT 1") == 1

    assert queries == ["SELECT 1"]
    await pool.close()


def test_an_older_server_is_told_so_at_once() -> None:
    require_server(OLDEST_SERVER)
    with pytest.raises(ServerTooOld, match="PostgreSQL 18 or later is needed; the server named is PostgreSQL 17"):
        require_server(17)

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from asyncpg import Pool, Record

from shared.clock import SHANGHAI, Clock, ClockGoesForward, day_of, now, shanghai
from shared.database import create_pool
from shared.eventsourcing import committer
from tests.servers import MakeDatabase

NINE = datetime(2013, 9, 23, 9, tzinfo=SHANGHAI)


@pytest.fixture
async def pool(database: MakeDatabase) -> AsyncIterator["Pool[Record]"]:
    pool = await create_pool(await database(Path(committer.__file__).parent / "schema"))
    yield pool
    await pool.close()


def test_now_has_its_zone() -> None:
    assert now().utcoffset() == timedelta(hours=8)
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_day_is_shanghais() -> None:
    assert day_of(datetime(2013, 9, 22, 16, tzinfo=UTC)) == date(2013, 9, 23)
    assert day_of(datetime(2013, 9, 22, 15, 59, tzinfo=UTC)) == date(2013, 9, 22)
    assert shanghai(datetime(2013, 9, 23, 9)) == NINE  # noqa: DTZ001 - that it has no zone is the point.


def test_without_a_sandbox_it_is_the_real_time() -> None:
    assert abs(Clock().now() - now()) < timedelta(minutes=1)


async def test_a_sandboxs_clock_stands_still_until_it_is_moved(pool: "Pool[Record]") -> None:
    clock = Clock(sandbox=True)
    async with pool.acquire() as connection:
        await clock.load(connection)
    assert abs(clock.now() - now()) < timedelta(minutes=1)
    await clock.move(pool, NINE)
    assert clock.now() == NINE
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert clock.today() == date(2013, 9, 23)


async def test_it_never_goes_back(pool: "Pool[Record]") -> None:
    clock = Clock(sandbox=True)
    await clock.move(pool, NINE)
    await clock.move(pool, NINE.astimezone(UTC))
    with pytest.raises(ClockGoesForward):
        await clock.move(pool, NINE - timedelta(seconds=1))
    assert clock.now() == NINE
    await clock.move(pool, NINE + timedelta(days=300))
    assert clock.today() == date(2014, 7, 20)


async def test_it_is_kept_over_a_restart(pool: "Pool[Record]") -> None:
    await Clock(sandbox=True).move(pool, NINE)
    again = Clock(sandbox=True)
    async with pool.acquire() as connection:
        await again.load(connection)
    assert again.now() == NINE


async def test_a_stored_instant_means_nothing_outside_a_sandbox(pool: "Pool[Record]") -> None:
    await Clock(sandbox=True).move(pool, NINE)
    clock = Clock()
    async with pool.acquire() as connection:
        await clock.load(connection)
    assert clock.now() > NINE + timedelta(days=4000)

"""What publication hears from others may come in any order: the tables end up the same."""

import random
from datetime import date

import pytest
from asyncpg import Pool, Record

from services.publication.projections import project
from services.publication.queries.titles import TitleStatus, status_of, title
from shared.events.event import Event
from tests.publication.examples import (
    YI,
    certified,
    declined,
    ended,
    lapsed,
    recommended,
    refused,
    restored,
    resumed,
    revoked,
    submitted,
    supplemented,
    suspended,
    withdrawn_application,
)
from tests.publication.people import recorded

_TABLES = (
    "seasons",
    "candidates",
    "publication_periods",
    "lists",
    "list_entries",
    "titles",
    "title_changes",
)

HEARD: tuple[Event, ...] = (
    recommended,
    withdrawn_application,
    submitted,
    supplemented,
    certified,
    refused,
    declined,
    revoked,
    restored,
    suspended,
    resumed,
    lapsed,
    ended,
)


@pytest.fixture
async def pool(pool: "Pool[Record]") -> "Pool[Record]":
    """Nothing has been heard yet."""
    await pool.execute(f"TRUNCATE {', '.join(_TABLES)}")
    return pool


async def put(pool: "Pool[Record]", *events: Event) -> None:
    for event in events:
        for sql, arguments in project(recorded(event)):
            await pool.execute(sql, *arguments)


async def contents(pool: "Pool[Record]") -> dict[str, list[tuple[object, ...]]]:
    queries = {table: f"SELECT * FROM {table} AS row ORDER BY row::text" for table in _TABLES}  # noqa: S608 (names of ours)
    return {table: [tuple(row) for row in await pool.fetch(query)] for table, query in queries.items()}


async def test_events_of_other_services_commute(pool: "Pool[Record]") -> None:
    await put(pool, *HEARD)
    expected = await contents(pool)
    chance = random.Random(12315)
    for order in [HEARD[::-1], *(chance.sample(HEARD, len(HEARD)) for _ in range(30))]:
        await pool.execute(f"TRUNCATE {', '.join(_TABLES)}")
        await put(pool, *order)
        assert await contents(pool) == expected


async def test_an_event_that_comes_twice_changes_nothing(pool: "Pool[Record]") -> None:
    await put(pool, *HEARD)
    once = await contents(pool)
    await put(pool, *HEARD)
    assert await contents(pool) == once


async def test_a_withdrawn_application_that_was_never_recommended_is_in_no_season(pool: "Pool[Record]") -> None:
    await put(pool, withdrawn_application)
    row = await pool.fetchrow("SELECT season_id, withdrawn_at FROM candidates WHERE application_id = $1", YI)
    assert row is not None
    assert row["season_id"] == ""
    assert row["withdrawn_at"] == withdrawn_application.withdrawn_at


async def test_who_inspected_or_recommended_is_known_and_not_printed(pool: "Pool[Record]") -> None:
    await put(pool, recommended)
    row = await pool.fetchrow("SELECT took_part, printed FROM candidates WHERE application_id = $1", YI)
    assert row is not None
    assert row["took_part"] == ["of-li", "of-wang", "of-zhao"]
    assert "of-li" not in row["printed"]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2013-12-19", TitleStatus.NO_SUCH_TITLE),
        ("2013-12-20", TitleStatus.IN_FORCE),
        ("2014-06-19", TitleStatus.IN_FORCE),
        ("2014-06-20", TitleStatus.REVOKED),
    ],
)
async def test_a_title_is_in_force_from_its_day_until_it_is_revoked(
    pool: "Pool[Record]", day: str, status: TitleStatus
) -> None:
    await put(pool, revoked, certified)
    async with pool.acquire() as connection:
        row = await title(connection, certified.certificate_number, date.fromisoformat(day))
    assert status_of(row) is status

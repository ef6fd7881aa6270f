"""A month's counts are kept as entries come, and are what counting the entries gives, however often it is projected."""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

from benchmarks import ledger_entries
from services.registry.projections.ledger import project
from services.registry.queries import ledger
from services.registry.service import SERVICE
from shared.access import directory
from shared.clock import SHANGHAI
from shared.database import create_pool
from shared.events.event import Event
from shared.eventsourcing.envelope import Recorded
from tests.registry.conftest import STORE_SCHEMA
from tests.registry.ledger_examples import answered, followed_up, received, referred, settled, summarised
from tests.servers import MakeDatabase

NOW = datetime(2013, 12, 31, 23, 30, tzinfo=SHANGHAI)
UTC_NOON = datetime(2013, 5, 16, 4, tzinfo=UTC)


async def test_the_counts_of_every_month_are_those_of_its_entries(database: MakeDatabase) -> None:
    dsn = await database(STORE_SCHEMA, directory.SCHEMA, SERVICE.schema)
    # Twice: what is projected again is counted once.
    for _ in range(2):
        await ledger_entries.write(dsn, ledger_entries.events("st-1", "sf-1", 200, NOW), NOW)
        await ledger_entries.write(dsn, ledger_entries.events("st-2", "sf-2", 7, NOW), NOW)
    pool = await create_pool(dsn)
    overview = await ledger.overview(pool, "st-1", NOW.date())
    assert (overview.months[0].month, overview.months[-1].month) == ("2013-12", "2013-01")
    counted = [await ledger.figures(pool, "st-1", month.month) for month in overview.months]
    for month, figures in zip(overview.months, counted, strict=True):
        told = {name: value for name, value in asdict(figures).items() if name != "median_minutes"}
        assert month.model_dump(exclude={"month", "summarised_on"}) == told
    assert sum(figures.received for figures in counted) == sum(figures.consultations for figures in counted) == 200
    assert overview.open == sum(figures.open for figures in counted) == 4
    assert 0 < sum(figures.in_time for figures in counted) < 196
    assert min(figures.median_minutes for figures in counted if figures.settled) >= 30
    assert [one.received_at for one in overview.open_ones] == sorted(one.received_at for one in overview.open_ones)
    await pool.close()


async def test_an_event_of_the_ledger_projected_twice_makes_one_row(database: MakeDatabase) -> None:
    pool = await create_pool(await database(STORE_SCHEMA, directory.SCHEMA, SERVICE.schema))

    async def happened(event: Event) -> None:
        [(sql, arguments)] = project(
            Recorded(event, UUID(int=1), event.type_name(), "s", 1, 0, UTC_NOON, UTC_NOON, {}, b"")
        )
        await pool.execute(sql, *arguments)

    other = received.model_copy(update={"dispute_id": "di-2"})
    for event in (received, settled, followed_up, answered, summarised, other, referred):
        await happened(event)
        await happened(event)
    await happened(referred.model_copy(update={"dispute_id": "di-2"}))
    # The log again from its beginning: an ended dispute does not open again.
    await happened(received)
    for table in ("consultations", "ledger_summaries", "ledger_months"):
        assert await pool.fetchval(f"SELECT count(*) FROM {table}") == 1, table  # noqa: S608 - a name of ours.
    rows = await pool.fetch("SELECT dispute_id, state, in_time, satisfied FROM disputes ORDER BY dispute_id")
    assert [tuple(row) for row in rows] == [("di-1", "settled", True, True), ("di-2", "referred", True, None)]
    month = (await ledger.overview(pool, "st-1", UTC_NOON.date())).months[0]
    assert (month.received, month.settled, month.referred, month.followed_up, month.consultations) == (2, 1, 1, 1, 1)
    await pool.close()


async def test_an_entry_counts_in_the_month_of_its_receipt_in_shanghai(database: MakeDatabase) -> None:
    pool = await create_pool(await database(STORE_SCHEMA, directory.SCHEMA, SERVICE.schema))
    # Half past midnight of 1 June in Shanghai is still May in UTC; the settlement's month does not matter.
    at = datetime(2013, 5, 31, 16, 30, tzinfo=UTC)
    ended = datetime(2013, 7, 1, 4, tzinfo=UTC)
    events = (received.model_copy(update={"received_at": at}), settled.model_copy(update={"settled_at": ended}))
    for event in events:
        [(sql, arguments)] = project(Recorded(event, UUID(int=1), event.type_name(), "s", 1, 0, at, at, {}, b""))
        await pool.execute(sql, *arguments)
    june = await ledger.figures(pool, "st-1", "2013-06")
    assert (june.received, june.settled, june.in_time, june.median_minutes) == (1, 1, 0, 30 * 1440 + 690)
    for month in ("2013-05", "2013-07", "2013-12"):
        assert (await ledger.figures(pool, "st-1", month)).received == 0
    await pool.close()

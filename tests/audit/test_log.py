"""What the log is asked, on a real PostgreSQL: histories with their context, gaps, and the chain."""

import asyncpg

from services.audit import queries
from services.audit.history import in_causal_order
from services.audit.integrity import Verifier
from services.audit.projections import statements
from shared.eventsourcing.commits import Commit, InboxPosition, Outcome
from shared.eventsourcing.committer import Committer
from tests.audit.made import Log, a_season, entry_of, station_registered


async def _keep(writer: Committer, log: Log, *positions: int) -> None:
    for position in positions or range(1, len(log.rows) + 1):
        kept = tuple(statements(entry_of(log.rows[position - 1])))
        assert (await writer.submit(Commit(statements=kept))).outcome is Outcome.WRITTEN


async def test_a_history_holds_what_speaks_of_the_station_and_the_causes_of_that(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    for log in a_season():
        await _keep(writer, log)
    found = in_causal_order(await queries.history(connection, "st-1"))
    assert [(one.type.split(".")[2], one.context) for one in found] == [
        ("StationRegistered", False),
        ("ApplicationFiled", False),
        ("DayBegan", True),
        ("RecommendationsClosed", True),
        ("Certified", False),
        ("Revoked", False),
    ]


async def test_an_entry_that_comes_again_changes_nothing(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    log = a_season()[0]
    await _keep(writer, log)
    await _keep(writer, log)
    assert await connection.fetchval("SELECT count(*) FROM log") == len(log.rows)
    assert await connection.fetchval("SELECT count(*) FROM mentions") == 2


async def test_the_inbox_moves_with_the_entry_or_neither(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    kept = tuple(statements(entry_of(a_season()[0].rows[0])))
    gap = InboxPosition("audit", "events.registry", 3, previous=7, position=9, offset=4)
    assert (await writer.submit(Commit(statements=kept, inbox=gap))).outcome is Outcome.GAP
    assert await connection.fetchval("SELECT count(*) FROM log") == 0


async def test_holes_are_named_by_their_first_and_last_position(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    log = Log("registry")
    for number in range(8):
        log.add(station_registered(f"st-{number}"), f"station-st-{number}", key=f"st-{number}")
    await _keep(writer, log, 2, 3, 6, 8)
    assert await queries.missing(connection, "registry", 10) == [(1, 1), (4, 5), (7, 7)]
    assert await queries.counts(connection) == {"registry": (4, 8)}


async def test_the_chain_is_verified_as_far_as_the_log_is_whole(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    log = a_season()[0]
    verifier = Verifier()
    await _keep(writer, log, 1, 3)
    assert (await verifier.verify(connection, "registry")).position == 1
    await _keep(writer, log, 2)
    reached = await verifier.verify(connection, "registry")
    assert (reached.position, reached.chain) == (3, log.rows[2].chain)


async def test_a_byte_that_somebody_changed_in_the_log_is_found(
    writer: Committer, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    log = a_season()[0]
    await _keep(writer, log)
    await connection.execute(
        "UPDATE log SET record = set_byte(record, length(record) - 3, 65) WHERE owner = 'registry' AND position = 2"
    )
    assert (await Verifier().verify(connection, "registry")).broken_at == 2

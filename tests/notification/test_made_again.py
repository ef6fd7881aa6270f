"""Read models made again from what was heard are the same, and nothing is sent of them."""

from random import Random

import asyncpg

from services.notification.projections import project
from services.notification.service import SERVICE
from shared.database import Connection
from shared.eventsourcing.committer import Committer
from shared.replay.grouping import grouped, touching
from shared.replay.rebuild import NEW, Rebuild
from shared.replay.tables import names, read_models
from tests.notification.told import a_story, hear, heard, samples


async def test_what_is_made_again_in_another_order_is_the_same_and_nothing_is_sent(
    writer: Committer, connection: Connection, dsn: str
) -> None:
    story = [*a_story(), *(heard(event, 100 + place, days=70) for place, event in enumerate(samples()))]
    # The streams of one owner keep their order; how owners lie between each other is open.
    await hear(writer, story)
    sent = await connection.fetch("SELECT * FROM deliveries ORDER BY delivery_id")
    logs = {owner: [one for one in story if one.event.owner() == owner] for owner in {o.event.owner() for o in story}}
    turns = [owner for owner, log in logs.items() for _ in log]
    Random(9).shuffle(turns)
    other = await asyncpg.connect(dsn)
    try:
        made = Rebuild(SERVICE, dsn, other)
        await made.prepare()
        statements = [statement for owner in turns for statement in project(logs[owner].pop(0))]
        for group in grouped(statements, touching(await names(other, NEW))):
            await other.executemany(group.sql, group.arguments)
    finally:
        await other.close()
    differing = []
    for table in await read_models(connection, "public", SERVICE.beside_events):
        columns = ", ".join(f'"{one}"' for one in table.columns)
        rows = [
            await connection.fetch(f'SELECT {columns} FROM {schema}."{table.name}" ORDER BY {table.order}')  # noqa: S608
            for schema in ("public", NEW)
        ]
        differing += [] if rows[0] == rows[1] else [table.name]
    assert differing == []
    assert await connection.fetch("SELECT * FROM deliveries ORDER BY delivery_id") == sent

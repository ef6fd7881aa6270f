"""Read models put right from the records, while their service runs: rows that differ are replaced, and kept aside."""

from dataclasses import dataclass

import asyncpg

from shared.bus.topics import topic_of
from shared.replay.contents import Difference, Pg, contents, differences
from shared.replay.cut import Cut, cut_of
from shared.replay.gathering import Reader
from shared.replay.rebuild import NEW, Progress, Rebuild
from shared.replay.spool import Gathered
from shared.replay.tables import Table, read_models
from shared.runtime import Service

OLD = "replaced"
_MOVE_INBOX = """
UPDATE inbox SET position = $4, "offset" = $5 WHERE consumer = $1 AND topic = $2 AND partition = $3
"""


class CannotHeal(RuntimeError):
    """The records that are there do not suffice to put the read models right; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Healed:
    """By table how many rows were replaced, and the first of them; what they were lies in the schema `replaced`.

    `went_back` names, by owner, how many messages the worker will take again, for the source had lost them.
    """

    service: str
    rows: dict[str, int]
    differences: list[Difference]
    went_back: dict[str, int]


async def heal(
    service: Service, dsn: str, prefix: str, gathered: Gathered, reader: Reader, progress: Progress = lambda _: None
) -> Healed:
    """Make the read models again beside the live ones, catch up under the lock of the head, and replace what differs.

    Where the source has less than the worker has seen, the worker goes back to what is there. Nothing is written by the
    service while the lock is held: only what has come since the first reading is read under it.

    Raises:
        CannotHeal: the source lacks events of the service's own, or messages were parked meanwhile.
    """
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        made = Rebuild(service, dsn, connection, progress=progress)
        await made.prepare()
        await connection.execute("RESET search_path")
        first = await _cut(connection, service, prefix, gathered, reader)
        await connection.execute(f"SET search_path = {NEW}")
        await made.take(first.happenings(gathered))
        await connection.execute("RESET search_path")
        async with connection.transaction():
            await connection.execute("SELECT position FROM head FOR UPDATE")
            seen = await cut_of(connection, service, prefix)
            last = await _cut(connection, service, prefix, gathered, reader)
            if last.parked != first.parked:
                raise CannotHeal(f"messages of {service.name} were parked or taken up meanwhile: run it again")
            await connection.execute(f"SET LOCAL search_path = {NEW}")
            await made.take(last.happenings(gathered, since=first))
            await connection.execute("SET LOCAL search_path = public")
            healed = await _replace(connection, service)
            back = await _go_back(connection, prefix, seen, last, gathered)
            await connection.execute(f"DROP SCHEMA {NEW} CASCADE")
    finally:
        await connection.close()
    return Healed(service.name, *healed, back)


async def _cut(connection: Pg, service: Service, prefix: str, gathered: Gathered, reader: Reader) -> Cut:
    """How far the service is, as far as the source goes along."""
    cut = await cut_of(connection, service, prefix)
    await reader.read(cut.wanted)
    lost = [at for at in cut.missing(gathered).get(cut.service, ()) if at <= cut.head]
    if lost:
        raise CannotHeal(f"the source has no {cut.service} {lost[0]}, nor {len(lost) - 1} others of that log")
    return cut.lowered(gathered)


async def _replace(connection: Pg, service: Service) -> tuple[dict[str, int], list[Difference]]:
    await connection.execute(f"DROP SCHEMA IF EXISTS {OLD} CASCADE; CREATE SCHEMA {OLD}")
    rows: dict[str, int] = {}
    found: list[Difference] = []
    for table in await read_models(connection, "public", service.beside_events):
        if await contents(connection, "public", table) != await contents(connection, NEW, table):
            rows[table.name], first = await differences(connection, connection, NEW, table)
            found += first
            for statement in _replacing(table):
                await connection.execute(statement)
    if not rows:
        await connection.execute(f"DROP SCHEMA {OLD}")
    return rows, found


def _replacing(table: Table) -> tuple[str, ...]:
    """Rows that are not as they were made again go, after they were kept; those that then lack are put in."""
    live, new, old = (f'{schema}."{table.name}"' for schema in ("public", NEW, OLD))
    one, other = (", ".join(f'{alias}."{name}"' for name in table.columns) for alias in "ab")
    columns = ", ".join(f'"{name}"' for name in table.columns if name not in table.generated)
    same_key = " AND ".join(f'a."{name}" = b."{name}"' for name in table.key)
    differs = f"({one}) IS DISTINCT FROM ({other})"
    lacking = f"SELECT {columns} FROM {new} b WHERE NOT EXISTS (SELECT FROM {live} a WHERE {same_key})"  # noqa: S608 (names from the catalogue)
    return (
        f"CREATE TABLE {old} AS SELECT a.* FROM {live} a LEFT JOIN {new} b ON {same_key} WHERE {differs}",  # noqa: S608
        f"DELETE FROM {live} a USING {old} b WHERE {same_key}",  # noqa: S608
        f"INSERT INTO {live} ({columns}) {lacking}",
    )


async def _go_back(connection: Pg, prefix: str, seen: Cut, reached: Cut, gathered: Gathered) -> dict[str, int]:
    """Move the inbox to what the source has of each partition."""
    back: dict[str, int] = {}
    for owner, partitions in seen.heard.items():
        for partition, position in partitions.items():
            at = reached.heard[owner].get(partition, 0)
            if at < position:
                offset = gathered.spools[owner].kept[at].offset if at else -1
                topic = topic_of(owner, prefix)
                await connection.execute(_MOVE_INBOX, seen.service, topic, partition, at, offset)
                back[owner] = back.get(owner, 0) + 1
    return back

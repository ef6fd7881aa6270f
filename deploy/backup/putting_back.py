"""`./shifan restore`: databases put back from a backup, and events that a store lacks taken back from their logs."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import orjson
from asyncpg import Connection, Record

from deploy.auditing.replaying import heal_one
from deploy.backup.checking import Checked
from deploy.backup.making import kek_hash
from deploy.backup.manifest import Dump, Manifest
from deploy.backup.tools import put_back
from deploy.databases import database_name
from deploy.embedded.files import ServerTrouble
from deploy.embedded.servers import with_database
from deploy.roles import close_to_others, make_logins, quoted
from deploy.stack import Report, Stack
from services.audit.entries import parts
from shared.bus.comparing import Sent
from shared.eventsourcing.messages import COLUMN_ATTRIBUTES
from shared.eventsourcing.record import link_of_row
from shared.eventsourcing.rows import COLUMNS, Row

_NEW, _REPLACED = "_new", "_replaced"
_HEAD = "SELECT position, hash FROM head FOR UPDATE"
_ADD = f"INSERT INTO events ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"  # noqa: S608 (a constant of ours)
_MOVE = "UPDATE head SET position = $1, hash = $2"


async def restore(stack: Stack, folder: Path, manifest: Manifest, report: Report) -> None:
    """Put every database of a backup in the place of the one that is there.

    All are read in before the first is exchanged. A store that was there stays as `…_replaced` until the next time;
    keys and the vault do not, for what was erased from them must not lie about.

    Raises:
        ServerTrouble: the backup is of another installation, or a dump cannot be read in.
    """
    if manifest.topic_prefix != stack.topic_prefix:
        raise ServerTrouble(f"this backup is of an installation with the prefix {manifest.topic_prefix!r}")
    if manifest.kek and manifest.kek != kek_hash(stack.data):
        raise ServerTrouble("these keys of persons lie under another kek: put the folder keys/ back first")
    server = stack.postgres_dsn("postgres")
    names = {name: database_name(name, stack.topic_prefix) for name in manifest.dumps}
    connection = await asyncpg.connect(server, timeout=10)
    try:
        for name, dump in manifest.dumps.items():
            await _read_in(connection, stack, names[name], folder, dump)
            report(f"{name} is read in")
        for name, database in names.items():
            await _exchange(connection, stack, database, keeps=name in manifest.stores)
    finally:
        await connection.close()


async def _read_in(connection: "Connection[Record]", stack: Stack, name: str, folder: Path, dump: Dump) -> None:
    if not stack.logins.shared:
        await make_logins(connection, stack.logins, name)
    await connection.execute(f"DROP DATABASE IF EXISTS {quoted(name + _NEW)} WITH (FORCE)")
    await connection.execute(f"CREATE DATABASE {quoted(name + _NEW)} ENCODING 'UTF8' TEMPLATE template0")
    await put_back(with_database(stack.logins.server, name + _NEW), folder / dump.file)


async def _exchange(connection: "Connection[Record]", stack: Stack, name: str, *, keeps: bool) -> None:
    await connection.execute(f"DROP DATABASE IF EXISTS {quoted(name + _REPLACED)} WITH (FORCE)")
    if await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
        if keeps:
            await connection.execute(f"ALTER DATABASE {quoted(name)} RENAME TO {quoted(name + _REPLACED)}")
        else:
            await connection.execute(f"DROP DATABASE {quoted(name)} WITH (FORCE)")
    await connection.execute(f"ALTER DATABASE {quoted(name + _NEW)} RENAME TO {quoted(name)}")
    if not stack.logins.shared:
        await close_to_others(connection, name)


async def take_back(stack: Stack, checked: list[Checked], report: Report) -> dict[str, int]:
    """Add what each store lacks, byte for byte, and put its read models right; how many events each has got.

    The chain of the log is followed from event to event, so nothing comes in that was not recorded there.

    Raises:
        ServerTrouble: an event is nowhere to be had, or does not fit; nothing of that store was changed.
    """
    behind = [one for one in checked if one.missing is not None]
    for one in behind:
        if not one.can_be_taken_back:
            raise ServerTrouble(f"{one.service}: not every event that is missing is to be had, or the store has forked")
    taken: dict[str, int] = {}
    for one in behind:
        assert one.missing is not None, "it was chosen for it"
        taken[one.service] = await _add(stack.postgres_dsn(one.service), one.service, one.missing.positions, one.sent)
        report(f"{one.service}: {taken[one.service]} events taken back")
    for name in taken:
        await heal_one(stack, name, "stores", report)
    return taken


async def _add(dsn: str, service: str, positions: list[int], sent: Sent) -> int:
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        async with connection.transaction():
            head = await connection.fetchrow(_HEAD)
            assert head is not None, "every store has its head row from the first migration on"
            at, chain = head["position"], head["hash"]
            for position in positions:
                row = row_of(*parts(sent[position].record))
                if position != at + 1 or link_of_row(chain, row) != row.chain:
                    raise ServerTrouble(f"{service} {position} does not follow what the store has: nothing was changed")
                await connection.execute(_ADD, *row)
                at, chain = position, row.chain
            await connection.execute(_MOVE, at, chain)
    finally:
        await connection.close()
    return len(positions)


def row_of(attributes: Mapping[str, str], payload: bytes) -> Row:
    """The row that a record was made of; its chain value tells whether it is the same to the byte."""
    stored = {name: value for name, value in attributes.items() if name not in COLUMN_ATTRIBUTES}
    return Row(
        position=int(attributes["position"]),
        stream_id=attributes["subject"],
        version=int(attributes["version"]),
        type=attributes["type"],
        event_id=UUID(attributes["id"]),
        payload=payload,
        attributes=orjson.dumps(stored, option=orjson.OPT_SORT_KEYS),
        recorded_at=datetime.fromisoformat(attributes["time"]),
        effective_at=datetime.fromisoformat(attributes["effectivetime"]),
        chain=bytes.fromhex(attributes["chain"]),
    )

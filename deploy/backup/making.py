"""`./shifan backup`: every database at one and the same moment, while the services go on."""

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from asyncpg import Connection, Record

from deploy.backup.manifest import Dump, Manifest, StoreDump, digest, write_manifest
from deploy.backup.tools import dump
from deploy.databases import beside
from deploy.embedded.files import ServerTrouble
from deploy.keys import keys_in
from deploy.stack import SERVICES, Report, Stack
from shared.tlog.checkpoints import parsed
from shared.tlog.faults import TlogFault

_LOCK = "SELECT position FROM head FOR UPDATE"
_STANDING = """
SELECT h.position AS head, encode(h.hash, 'hex') AS chain,
       (SELECT e.recorded_at FROM events e WHERE e.position = h.position) AS last
  FROM head h
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the databases are at the moment of the backup: a snapshot of each, and how far each log has come."""

    snapshots: Mapping[str, str]
    standings: Mapping[str, Record]


async def back_up(
    stack: Stack, to: Path, keys_to: Path | None, report: Report, services: Sequence[str] = SERVICES
) -> Manifest:
    """Dump the stores into one folder, and into another what opens or names persons: their keys, and the vault.

    Raises:
        ServerTrouble: a folder is there already, one lies in the other, or a database cannot be dumped.
    """
    folders = [folder.absolute() for folder in (to, keys_to) if folder is not None]
    _must_be_apart(folders)
    apart = beside(services) if keys_to is not None else []
    async with _moment(stack, services, apart) as moment, AsyncExitStack() as made:
        unfinished = [made.enter_context(_unfinished(folder)) for folder in folders]
        made_at = datetime.now(UTC)
        stores: dict[str, StoreDump] = {}
        for name in services:
            dumped = await _dumped(stack, name, moment, unfinished[0], report)
            told = dumped.model_dump() | dict(moment.standings[name]) | _signed(stack.data, name)
            stores[name] = StoreDump.model_validate(told)
        manifest = Manifest(made_at=made_at, topic_prefix=stack.topic_prefix, stores=stores)
        write_manifest(unfinished[0], manifest)
        if keys_to is not None:
            keys = {name: await _dumped(stack, name, moment, unfinished[1], report) for name in apart}
            kek = kek_hash(stack.data)
            write_manifest(
                unfinished[1], Manifest(made_at=made_at, topic_prefix=stack.topic_prefix, keys=keys, kek=kek)
            )
        for folder, whole in zip(unfinished, folders, strict=True):
            folder.rename(whole)
    return manifest


def kek_hash(data: Path) -> str:
    """The hash of the key of the installation: it tells two apart and opens nothing."""
    file = keys_in(data).kek
    return hashlib.sha256(file.read_bytes().strip()).hexdigest() if file.exists() else ""


@asynccontextmanager
async def _moment(stack: Stack, stores: Sequence[str], apart: Sequence[str]) -> AsyncIterator[Moment]:
    """Hold the head of every log for as long as it takes to look at all databases at once.

    Every writing transaction begins with that lock. So no service has seen an event of another that is not in the
    backup, which two backups of different moments could not say.
    """
    async with AsyncExitStack() as stacked:
        looking = {name: await _connected(stack, name, stacked) for name in (*stores, *apart)}
        async with AsyncExitStack() as held:
            for name in stores:
                holder = await _connected(stack, name, held)
                await held.enter_async_context(holder.transaction())
                await holder.execute(_LOCK)
            for connection in looking.values():
                await stacked.enter_async_context(connection.transaction(isolation="repeatable_read", readonly=True))
            snapshots = {name: await one.fetchval("SELECT pg_export_snapshot()") for name, one in looking.items()}
        yield Moment(snapshots, {name: await _standing(looking[name]) for name in stores})


async def _connected(stack: Stack, name: str, closing: AsyncExitStack) -> "Connection[Record]":
    connection = await asyncpg.connect(stack.postgres_dsn(name), timeout=10)
    closing.push_async_callback(connection.close)
    return connection


async def _standing(connection: "Connection[Record]") -> Record:
    row = await connection.fetchrow(_STANDING)
    assert row is not None, "every store has its head row from the first migration on"
    return row


async def _dumped(stack: Stack, name: str, moment: Moment, folder: Path, report: Report) -> Dump:
    file = folder / f"{name}.dump"
    await dump(stack.postgres_dsn(name), moment.snapshots[name], file)
    size = file.stat().st_size
    report(f"{name}: {size:,} bytes")
    return Dump(file=file.name, sha256=await asyncio.to_thread(digest, file), size=size)


def _signed(data: Path, owner: str) -> dict[str, object]:
    note, size = last_checkpoint(data, owner)
    return {"signed": size or 0, "checkpoint": note}


def last_checkpoint(data: Path, owner: str) -> tuple[str, int | None]:
    """The last one that was signed of a log that lies in the data folder, and how many entries it covers."""
    with suppress(OSError, TlogFault):
        note = (data / "tlogs" / owner / "checkpoint").read_text(encoding="utf-8")
        return note, parsed(note.partition("\n\n")[0] + "\n").size
    return "", None


def _must_be_apart(folders: list[Path]) -> None:
    for folder in folders:
        if folder.exists():
            raise ServerTrouble(f"{folder} is there already: a backup is never written over")
        if any(other in folder.parents or other == folder for other in folders if other is not folder):
            raise ServerTrouble("the keys of persons never lie with what they open: name a folder elsewhere")
    if len(set(folders)) < len(folders):
        raise ServerTrouble("the keys of persons never lie with what they open: name a folder elsewhere")


class _unfinished:  # noqa: N801 (it is used as a function)
    """A folder beside the one that is meant, which gets its name when it is whole; else nothing of it is left."""

    def __init__(self, whole: Path) -> None:
        self._folder = whole.with_name(f".{whole.name}.unfinished")

    def __enter__(self) -> Path:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700, parents=True)
        return self._folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

"""Events a second appended to the audit's log, verified offline, and replayed into read models, and how that grows."""

import argparse
import asyncio
import hashlib
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import asyncpg

from benchmarks.measure import Aim, a_database, a_postgres, print_aims, print_json, say, table
from benchmarks.records import rows
from deploy.auditing.verifying.outcome import Asked, verify
from services.audit.service import SERVICE
from shared.bus.topics import PARTITIONS
from shared.database import DIRECTORY_SCHEMA, STORE_SCHEMA, migrate
from shared.eventsourcing.messages import recorded_of
from shared.eventsourcing.record import attributes_of_row, record
from shared.eventsourcing.rows import COLUMNS, Row
from shared.replay.cut import Cut
from shared.replay.gathering import StoresReader
from shared.replay.rebuild import rebuild
from shared.replay.spool import Gathered
from shared.tlog.notes import Signer
from shared.tlog.policies import Policy
from shared.tlog.writer import LogWriter

SIZES = (100_000, 1_000_000)
_CHECKPOINT_EVERY = 1_000
_BATCH = 5_000
_EVENTS = f"SELECT {COLUMNS} FROM events ORDER BY position"  # noqa: S608 (a constant of ours)


@dataclass(frozen=True, slots=True)
class Measured:
    """Events a second at one length of the log; `bytes_each` is the mean length of a record."""

    events: int
    bytes_each: int
    appended: float
    plain_hashing: float
    hashed: float
    verified: float
    read_and_decoded: float
    replayed: float


def main(arguments: Sequence[str]) -> int:
    """Measure at each length; 1 if an aim is missed."""
    parser = argparse.ArgumentParser(prog="shifan bench audit", description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=list(SIZES), help="how long the log is, one or more")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    asked = parser.parse_args(arguments)
    with a_postgres() as server:
        measured = [asyncio.run(_at(server, count)) for count in asked.events]
    aims = _aims(measured)
    if asked.json:
        found: dict[str, object] = {"benchmark": "audit", "cores": os.cpu_count(), "measured": measured, "aims": aims}
        print_json(found)
    else:
        _print(measured)
        print_aims(aims)
    return 0 if all(aim.held for aim in aims) else 1


async def _at(server: str, count: int) -> Measured:
    say(f"{count:,} events: making them")
    made = list(rows(count))
    records = [record(attributes_of_row(row), row.payload) for row in made]
    with tempfile.TemporaryDirectory(prefix="shifan-bench-") as name:
        folder = Path(name)
        appended = _append(folder / "tlogs", records)
        plain = _hash(records)
        hashed, verified = (_verify(folder / "tlogs", count, hash_only=only) for only in (True, False))
        length = sum(map(len, records)) // count
        records.clear()
        async with a_database(server) as store, a_database(server) as audit:
            await _store(store, made)
            made.clear()
            decoded = await _decode(store, count)
            replayed = await _replay(store, audit, folder / "replay", count)
    return Measured(count, length, appended, plain, hashed, verified, decoded, replayed)


def _append(folder: Path, records: Sequence[bytes]) -> float:
    """Appended with a signed checkpoint, and so an fsync of every new file, for each thousand."""
    signer = Signer.generate("bench.shifan.sandbox/registry")
    folder.mkdir()
    (folder / "policy").write_text(Policy((signer.verifier,)).written())
    began = time.perf_counter()
    writer = LogWriter(folder / "registry", signer)
    for first in range(0, len(records), _CHECKPOINT_EVERY):
        writer.append(records[first : first + _CHECKPOINT_EVERY])
        writer.sign()
    return _told("appended with fsync", len(records), began)


def _hash(records: Sequence[bytes]) -> float:
    """The peer of verifying: SHA-256 of the same bytes, from memory, by one process."""
    began = time.perf_counter()
    for one in records:
        hashlib.sha256(one).digest()
    return _told("plain SHA-256", len(records), began)


def _verify(folder: Path, count: int, *, hash_only: bool) -> float:
    """As `./shifan verify` does it, with or without reading the records; the rules are replayed, not verified here."""
    began = time.perf_counter()
    outcome = verify(Asked(folder, fold=False, hash_only=hash_only))
    rate = _told("hashed offline" if hash_only else "verified offline", count, began)
    assert (outcome.code, outcome.entries) == (0, count), outcome.findings[:3]
    return rate


async def _store(dsn: str, made: Sequence[Row]) -> None:
    """The registry's store, filled by COPY: how events come into it is measured elsewhere."""
    await migrate(dsn, STORE_SCHEMA)
    connection = await asyncpg.connect(dsn)
    try:
        await connection.copy_records_to_table("events", records=made, columns=Row._fields)
        await connection.execute("UPDATE head SET position = $1, hash = $2", len(made), made[-1].chain)
        await connection.execute("ANALYZE events")
    finally:
        await connection.close()


async def _decode(dsn: str, count: int) -> float:
    """The peer of replaying: the same events read from the store, and decoded."""
    connection = await asyncpg.connect(dsn)
    began = time.perf_counter()
    try:
        async with connection.transaction():
            cursor = await connection.cursor(_EVENTS)
            while batch := await cursor.fetch(_BATCH):
                for row in map(Row.of, batch):
                    recorded_of(attributes_of_row(row), row.payload)
    finally:
        await connection.close()
    return _told("read and decoded", count, began)


async def _replay(store: str, audit: str, folder: Path, count: int) -> float:
    """From the registry's store into all read models of the audit, as `./shifan replay` does it."""
    await migrate(audit, STORE_SCHEMA, DIRECTORY_SCHEMA, SERVICE.schema)
    gathered = Gathered(["registry", SERVICE.name], folder)
    began = time.perf_counter()
    try:
        await StoresReader(gathered, {"registry": store}).read({"registry": count})
        everything = dict.fromkeys(range(PARTITIONS), count)
        cut = Cut(SERVICE.name, 0, {"registry": everything})
        made = await rebuild(SERVICE, audit, cut.happenings(gathered))
        assert made.events == count
    finally:
        gathered.close()
    return _told("replayed", count, began)


def _told(what: str, count: int, began: float) -> float:
    rate = round(count / (time.perf_counter() - began), 1)
    say(f"{count:,} events: {what}: {rate:,.0f}/s")
    return rate


def _aims(measured: Sequence[Measured]) -> list[Aim]:
    return [
        aim
        for one in measured
        for aim in (
            Aim.at_least(f"verify --hash-only / SHA-256, {one.events:,}", 0.3, one.hashed / one.plain_hashing),
            Aim.at_least(f"verify in full / SHA-256, {one.events:,}", 0.3, one.verified / one.plain_hashing),
            Aim.at_least(f"replay / read and decode, {one.events:,}", 0.5, one.replayed / one.read_and_decoded),
        )
    ]


def _print(measured: Sequence[Measured]) -> None:
    header = ["events", "bytes each", "appended/s", "SHA-256/s", "hashed/s", "verified/s", "decoded/s", "replayed/s"]
    print(table(header, [[f"{value:,.0f}" for value in asdict(one).values()] for one in measured]))

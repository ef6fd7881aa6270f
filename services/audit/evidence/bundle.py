"""A bundle is made: records, proofs, documents, the reports and the verifier, one after another into a zip."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import orjson

from services.audit import history, queries
from services.audit.evidence import report, subjects
from services.audit.evidence.archive import Archive
from services.audit.evidence.contents import Contents, Document, proof_path, record_path
from services.audit.evidence.documents import Absent, Stores
from services.audit.evidence.proofs import Proved, proved
from services.audit.evidence.subjects import Place, Subject
from shared.database import Connection

VERIFIER = Path(__file__).parent / "verify.py"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a bundle's parts are taken from: the folder of the tile logs, and the owners' object stores.

    `patience` is how many seconds a checkpoint is waited for.
    """

    logs: Path
    stores: Stores
    patience: float


async def write(connection: Connection, subject: Subject, sources: Sources, made_at: datetime, to: BinaryIO) -> None:
    """Write the bundle of a subject into a file, from one state of the read models and one checkpoint a log.

    The same records, checkpoints and `made_at` give the same bytes.

    Raises:
        NotKnownHere: no entry speaks of the subject.
        CheckpointBehind: no signed checkpoint covers all of its records yet.
        RecordNotInItsLog: a record is not the one that the signed log holds.
    """
    places = await subjects.places(connection, subject)
    # Places are in the order of their logs: the last one of an owner is how far its checkpoint must reach.
    logs = await proved(sources.logs, {place.owner: place.position for place in places}, sources.patience)
    contents = Contents(subject, made_at, logs=_told(logs))
    with Archive(to) as archive, TemporaryDirectory() as scratch:
        archive.add("policy", (sources.logs / "policy").read_bytes())
        for owner, log in logs.items():
            archive.add(f"logs/{owner}/checkpoint", log.note.encode())
        await _add_records(connection, places, logs, contents, archive)
        streams = sorted({(line.log, line.fact.stream) for line in contents.lines})
        contents.streams.update(await subjects.lengths(connection, streams))
        for document in sorted(contents.documents.values(), key=lambda one: one.sha256):
            await _add_document(document, sources.stores, archive, Path(scratch) / "document")
        await asyncio.to_thread(_add_papers, contents, archive, Path(scratch) / "report")


def _told(logs: Mapping[str, Proved]) -> dict[str, dict[str, Any]]:
    return {
        owner: {
            "origin": log.checkpoint.origin,
            "size": log.checkpoint.size,
            "root": log.checkpoint.root.hex(),
        }
        for owner, log in logs.items()
    }


async def _add_records(
    connection: Connection, places: Sequence[Place], logs: Mapping[str, Proved], contents: Contents, archive: Archive
) -> None:
    names = await queries.names(connection, contents.subject.host_id)

    def add(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            owner, index, record = row["owner"], row["position"] - 1, row["record"]
            archive.add(record_path(owner, index), record)
            archive.add(proof_path(owner, index), logs[owner].proof(index, record).encode())
            contents.take(history.fact(row), names)

    async for rows in subjects.batches(connection, places):
        await asyncio.to_thread(add, rows)  # Hashing and packing are work: other requests go on meanwhile.


async def _add_document(document: Document, stores: Stores, archive: Archive, scratch: Path) -> None:
    try:
        ending = await stores.fetch(document.sha256, document.called, scratch)
    except Absent as absent:
        document.why = str(absent)
        return
    document.path = f"documents/{document.sha256}.{ending}"
    await asyncio.to_thread(archive.add_file, document.path, scratch)


def _add_papers(contents: Contents, archive: Archive, scratch: Path) -> None:
    manifest = orjson.dumps(contents.manifest(), option=orjson.OPT_INDENT_2)
    archive.add("manifest.json", manifest + b"\n")
    for language in report.LANGUAGES:
        with scratch.open("w", encoding="utf-8") as file:
            file.writelines(report.pieces(contents, language))
        archive.add_file(f"report.{language}.html", scratch)
    archive.add("README.txt", report.readme(contents).encode())
    archive.add("verify.py", VERIFIER.read_bytes())

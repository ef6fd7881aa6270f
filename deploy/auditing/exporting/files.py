"""The files of an export: lines of JSON, Parquet made of them, a manifest. All of them are there, or none."""

import base64
import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb
import orjson

from deploy.auditing.exporting.sources import Source
from deploy.embedded.files import ServerTrouble
from deploy.words import say
from services.audit.entries import parts
from shared.eventsourcing.envelope import Provenance

FORMAT = "shifan-export/1"
FORMATS = ("ndjson", "parquet")

_TYPES = {
    "owner": "VARCHAR",
    "position": "BIGINT",
    "id": "UUID",
    "type": "VARCHAR",
    "stream": "VARCHAR",
    "version": "INTEGER",
    "time": "TIMESTAMPTZ",
    "effectivetime": "TIMESTAMPTZ",
    **{field.name: "VARCHAR" for field in fields(Provenance)},
    **dict.fromkeys(("source", "partitionkey", "specversion", "chain"), "VARCHAR"),
    "data": "JSON",
    "record": "VARCHAR",
}
"""The columns, and what DuckDB reads them as. The record comes in base64 and is bytes in Parquet."""
_AS_PARQUET = """
COPY (
    SELECT * REPLACE (from_base64(record) AS record)
      FROM read_json(?, format = 'newline_delimited', columns = {columns})
) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20_000)
"""


@dataclass(slots=True)
class Written:
    """What was written of an owner."""

    records: int = 0
    first: int = 0
    last: int = 0


def line(owner: str, record: bytes) -> bytes:
    """A record as a line: its attributes side by side, the payload as JSON, and the record itself in base64.

    What CloudEvents calls `subject` is the stream. A payload that is no JSON is null; the record has it as it is.
    """
    attributes, payload = parts(record)
    told: dict[str, Any] = {"owner": owner, "position": int(attributes.pop("position"))}
    told |= {"stream": attributes.pop("subject"), "version": int(attributes.pop("version"))}
    told |= attributes
    told |= {"data": _json(payload), "record": base64.b64encode(record).decode()}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def _json(payload: bytes) -> Any:
    try:
        orjson.loads(payload)
    except ValueError:
        return None
    return orjson.Fragment(payload)


async def export(
    folder: Path, owners: Sequence[str], source: Source, formats: Sequence[str], *, told: Mapping[str, Any]
) -> dict[str, Any]:
    """Write the files of these owners into a folder, and give the manifest, which begins with what is `told`.

    Raises:
        ServerTrouble: the source gives no more, although there is more.
    """
    written: dict[str, Written] = {}
    for owner in owners:
        lines = folder / f"{owner}.ndjson"
        written[owner] = await _write_lines(lines, owner, source)
        _as_asked(lines, formats)
    return _write_manifest(folder, written, told)


def _write_manifest(folder: Path, written: Mapping[str, Written], told: Mapping[str, Any]) -> dict[str, Any]:
    manifest = {
        "format": FORMAT,
        **told,
        "owners": {
            owner: {"records": one.records, "first": one.first, "last": one.last} for owner, one in written.items()
        },
        "files": [_described(path) for path in sorted(folder.iterdir())],
    }
    with _private(folder / "manifest.json") as file:
        os.write(file, orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return manifest


async def _write_lines(path: Path, owner: str, source: Source) -> Written:
    written, started, told = Written(), time.monotonic(), time.monotonic()
    with _private(path) as handle, os.fdopen(handle, "wb", closefd=False) as file:
        async for records in source(owner):
            lines = [line(owner, record) for record in records]
            file.writelines(lines)
            written.records += len(lines)
            written.first = written.first or orjson.loads(lines[0])["position"]
            written.last = orjson.loads(lines[-1])["position"]
            if time.monotonic() - told >= 1:
                told = time.monotonic()
                say(f"export: {owner}: {written.records:,} records, {written.records / (told - started):,.0f}/s")
    return written


def _as_asked(lines: Path, formats: Sequence[str]) -> None:
    """Parquet is made of the lines, so they are there first, also where nobody asked for them."""
    if "parquet" in formats:
        _write_parquet(lines, lines.with_suffix(".parquet"))
    if "ndjson" not in formats:
        lines.unlink()


def _write_parquet(lines: Path, target: Path) -> None:
    """Sorted as the lines are; DuckDB keeps to some hundred megabytes and writes what it cannot hold beside."""
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in _TYPES.items()) + "}"
    quoted = str(target).replace("'", "''")
    with duckdb.connect(config={"memory_limit": "512MB", "threads": 2, "temp_directory": str(lines.parent)}) as made:
        made.execute("SET enable_progress_bar = false")  # It would stand in the answer.
        made.execute(_AS_PARQUET.format(columns=columns, target=quoted), [str(lines)])
    target.chmod(0o600)  # Until now the folder, which is its maker's alone, kept others out.
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": path.name, "bytes": path.stat().st_size, "sha256": digest}


@contextmanager
def _private(path: Path) -> Iterator[int]:
    """A new file that nobody else reads; what was written is on the disk when it is left."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        yield handle
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def whole(target: Path, *, force: bool) -> Iterator[Path]:
    """A folder beside `target` that takes its place in the end; after trouble it is gone, and `target` as it was.

    Raises:
        ServerTrouble: `target` is there already and was not to be replaced, or it has no place to be.
    """
    if target.exists() and not force:
        raise ServerTrouble(f"{target} is there already and is left as it is; --force puts a new export in its place")
    if target.exists() and not (target / "manifest.json").is_file():
        raise ServerTrouble(f"{target} is no export and is left as it is")
    if not target.parent.is_dir():
        raise ServerTrouble(f"there is no folder {target.parent}")
    beside = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield beside
        if target.exists():
            former = beside.with_name(f"{beside.name}.former")
            target.rename(former)
            beside.rename(target)
            shutil.rmtree(former)
        else:
            beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise

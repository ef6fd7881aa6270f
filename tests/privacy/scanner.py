"""Looks for a text in everything that a stack keeps: tables, the server's files, Kafka's segments, files, tiles, logs.

Tables are read as their rows' text, with bytes decoded; Kafka's batches are decompressed. Whatever is found is told by
its store, so that a test can first see that each is really looked into.
"""

import re
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import asyncpg
import cramjam

from deploy.stack import Stack

_TABLES = """
SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
 WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
_DATABASES = "SELECT datname FROM pg_database WHERE datallowconn AND datname <> 'template0' ORDER BY 1"
_HEX = re.compile(r"\\x((?:[0-9a-f]{2})+)")
_HEADER = struct.Struct(">qiibIhiqqqhii")
_CODECS: dict[int, Callable[[bytes], bytes]] = {
    0: lambda data: data,
    1: lambda data: bytes(cramjam.gzip.decompress(data)),
    2: lambda data: bytes(cramjam.snappy.decompress(data)),
    3: lambda data: bytes(cramjam.lz4.decompress(data)),
    4: lambda data: bytes(cramjam.zstd.decompress(data)),
}


async def found_in(stack: Stack, *texts: str) -> list[set[str]]:
    """For each text the stores that hold it: `table <database>`, `wal`, `kafka <topic>`, `files`, `tiles`, `logs`.

    `server files` are those that lie under the tables, with what was removed and is not overwritten yet.
    """
    wanted = [text.encode() for text in texts]
    found: list[set[str]] = [set() for _ in texts]
    async for store, content in _contents(stack):
        for one, stores in zip(wanted, found, strict=True):
            if one in content:
                stores.add(store)
    return found


async def _contents(stack: Stack) -> AsyncIterator[tuple[str, bytes]]:
    async for database, row in _rows(stack):
        yield f"table {database}", row
    postgres, kafka = stack.data / "postgres", stack.data / "kafka"
    for store, folder in (
        ("wal", postgres / "data" / "pg_wal"),
        ("server files", postgres / "data" / "base"),
        ("files", stack.data / "services"),
        ("tiles", stack.data / "tlogs"),
        ("logs", stack.data / "logs"),
    ):
        for path in _files(folder):
            yield store, path.read_bytes()
    for log in (*postgres.glob("*.log"), *kafka.glob("*.log")):
        yield "logs", log.read_bytes()
    for topic, batch in _batches(kafka):
        yield f"kafka {topic}", batch


async def _rows(stack: Stack) -> AsyncIterator[tuple[str, bytes]]:
    """Every row of every table, with its database."""
    server = await asyncpg.connect(stack.postgres_dsn("postgres"))
    try:
        # What lies in the server's memory is written to its files first.
        await server.execute("CHECKPOINT")
        names = [row["datname"] for row in await server.fetch(_DATABASES)]
    finally:
        await server.close()
    for name in names:
        connection = await asyncpg.connect(stack.postgres_dsn("postgres"), database=name)
        try:
            for (table,) in await connection.fetch(_TABLES):
                for (row,) in await connection.fetch(f"SELECT t::text FROM {table} AS t"):  # noqa: S608 (from the catalogue)
                    for form in _forms(row):
                        yield name, form
        finally:
            await connection.close()


def _forms(text: str) -> Iterator[bytes]:
    """A row as it reads, and each run of bytes in it."""
    yield text.encode()
    for run in _HEX.findall(text):
        yield bytes.fromhex(run)


def _batches(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every batch of records in the segments, decompressed, with its topic."""
    for path in _files(folder):
        if path.suffix == ".log" and re.fullmatch(r".+-\d+", path.parent.name):
            data, at = path.read_bytes(), 0
            while at + _HEADER.size <= len(data):
                header = _HEADER.unpack_from(data, at)
                end = at + 12 + header[1]
                if header[1] <= 0 or end > len(data):
                    break  # A segment is made larger than it is filled.
                yield path.parent.name.rpartition("-")[0], _CODECS[header[5] & 7](data[at + _HEADER.size : end])
                at = end


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())

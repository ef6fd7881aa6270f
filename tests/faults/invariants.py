"""What must hold of the stores, the inboxes and the audit's log after any fault."""

import asyncio
import re
import time
from collections.abc import Mapping
from typing import Any

import asyncpg

from deploy.stack import SERVICES, Stack
from shared.bus.topics import topic_of
from shared.eventsourcing.record import GENESIS, attributes_of_row, link_of_row, record
from shared.eventsourcing.rows import COLUMNS, Row

OWNERS = SERVICES

# Who looked at what hangs on how often something was asked, and not on what happened.
_STREAMS = """
SELECT stream_id, version, type, payload FROM events WHERE stream_id NOT LIKE 'access-%' ORDER BY stream_id, version
"""
_EVENTS = f"SELECT {COLUMNS} FROM events ORDER BY position"  # noqa: S608 (a constant of ours)
_TABLES = """
SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.column_name) AS columns
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name <> ALL($1)
 GROUP BY c.table_name ORDER BY c.table_name
"""
# The machinery's own tables: what they hold depends on when something happened, not on what happened.
_MACHINERY = (
    "head", "events", "idempotency", "inbox", "parked", "refused", "relayed", "relay_head", "schema_history",
)  # fmt: skip
_WHEN = {"recorded_at", "position", "chain", "record", "hash", "updated_at", "event_id", "cause", "correlation"}

_SALTED = re.compile(rb'"(content|answer)_hmac":"[0-9a-f]*",')
"""The vault salts each opinion and each answer by chance: what is kept of the words differs from run to run."""
_SEALED = re.compile(r"sealed\.v1\.[\w=-]+")
"""So does a sealed text, under a key that was made by chance."""


async def settle(stack: Stack, listens: Mapping[str, tuple[str, ...]], *, patience: float = 30.0) -> None:
    """Wait until every event is sent and worked off everywhere.

    Raises:
        AssertionError: something is missing and nothing has moved for `patience` seconds.
    """
    last: dict[str, Any] = {}
    moved = time.monotonic()
    while True:
        behind = await _behind(stack, listens)
        if not behind:
            return
        if behind != last:
            last, moved = behind, time.monotonic()
        assert time.monotonic() - moved < patience, f"nothing moves, and these are behind: {behind}"
        await asyncio.sleep(0.2)


async def _behind(stack: Stack, listens: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """By service and topic: how far it should be and how far it is, where the two differ."""
    behind: dict[str, Any] = {}
    sent: dict[str, dict[int, int]] = {}
    for owner in (name for name in OWNERS if name in stack.services):
        head = await _fetch(stack, owner, "SELECT (SELECT position FROM head), (SELECT position FROM relay_head)")
        if head[0][0] != head[0][1]:
            behind[f"{owner} relay"] = tuple(head[0])
        rows = await _fetch(stack, owner, "SELECT partition, position FROM relayed")
        sent[owner] = {row["partition"]: row["position"] for row in rows}
    for service, owners in listens.items():
        rows = await _fetch(stack, service, "SELECT topic, partition, position FROM inbox")
        taken = {(row["topic"], row["partition"]): row["position"] for row in rows}
        for owner in owners:
            topic = topic_of(owner, stack.topic_prefix)
            at = {partition: taken.get((topic, partition), 0) for partition in sent[owner]}
            if at != sent[owner]:
                behind[f"{service} < {owner}"] = (sum(at.values()), sum(sent[owner].values()))
    return behind


async def check_stores(stack: Stack) -> dict[str, int]:
    """Positions are dense, the chain holds, and the audit has every record exactly once, byte for byte."""
    counts: dict[str, int] = {}
    for owner in (name for name in OWNERS if name in stack.services):
        rows = [Row.of(row) for row in await _fetch(stack, owner, _EVENTS)]
        assert [row.position for row in rows] == list(range(1, len(rows) + 1)), f"positions of {owner} are not dense"
        chain = GENESIS
        for row in rows:
            chain = link_of_row(chain, row)
            assert chain == row.chain, f"the chain of {owner} breaks at {row.position}"
        logged = await _fetch(stack, "audit", "SELECT position, record FROM log WHERE owner = $1 ORDER BY 1", owner)
        assert [bytes(row["record"]) for row in logged] == [
            record(attributes_of_row(row), row.payload) for row in rows
        ], f"the audit's log of {owner} is not its store"
        counts[owner] = len(rows)
    return counts


async def what_happened(stack: Stack) -> dict[str, Any]:
    """All streams and all read models, without anything that tells when or in which order.

    Two runs of the same programme must give the same, whatever was killed in one of them.
    """
    found: dict[str, Any] = {}
    for service in SERVICES:
        rows = await _fetch(
            stack,
            service,
            "SELECT stream_id, version, type, payload FROM events WHERE stream_id NOT LIKE 'access-%' ORDER BY 1, 2",
        )
        found[f"{service} streams"] = [(*row[:3], _told_alike(row["payload"])) for row in rows]
        if service == "audit":
            continue
        for table, columns in await _fetch(stack, service, _TABLES, list(_MACHINERY)):
            wanted = ", ".join(f'"{column}"::text' for column in columns if column not in _WHEN)
            text = await _fetch(stack, service, f'SELECT {wanted} FROM "{table}"')  # noqa: S608 (names from the catalogue)
            found[f"{service} {table}"] = sorted(tuple(_SEALED.sub("", str(cell)) for cell in row) for row in text)
    return found


def _told_alike(payload: bytes) -> str:
    """The payload without what chance has made of it."""
    return _SEALED.sub("", _SALTED.sub(b"", payload).decode())


def difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Where two runs differ: by table, a few rows that only one of them has."""
    return {
        name: {
            "only first": _few(one.get(name, ()), other.get(name, ())),
            "only second": _few(other.get(name, ()), one.get(name, ())),
        }
        for name in sorted({*one, *other})
        if one.get(name) != other.get(name)
    }


def _few(rows: Any, others: Any) -> list[Any]:
    known = set(others)
    return [row for row in rows if row not in known][:3]


async def _fetch(stack: Stack, service: str, sql: str, *arguments: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(stack.postgres_dsn(service), timeout=10)
    try:
        return await connection.fetch(sql, *arguments)
    finally:
        await connection.close()

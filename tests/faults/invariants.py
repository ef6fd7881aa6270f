"""What must hold of the stores, the inboxes and the audit's log after any fault."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Protocol

import asyncpg

from deploy.stack import SERVICES
from shared.bus.topics import topic_of
from shared.eventsourcing.record import GENESIS, attributes_of_row, link_of_row, record
from shared.eventsourcing.rows import COLUMNS, Row

OWNERS = SERVICES


class Installation(Protocol):
    """What is looked at: a stack of processes, or one of containers."""

    @property
    def services(self) -> Collection[str]: ...

    @property
    def topic_prefix(self) -> str: ...

    def postgres_dsn(self, database: str) -> str:
        """A way into a service's database."""


# Who looked at what hangs on how often something was asked, what was signed and what was sent on when, and not on what
# happened; that everything was sent is seen where it arrives.
_STREAMS = """
SELECT stream_id, version, type, payload FROM events
 WHERE stream_id NOT LIKE 'access-%' AND stream_id NOT LIKE 'checkpoint-%' AND stream_id NOT LIKE 'delivery-%'
 ORDER BY stream_id, version
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
    "checkpoints", "attempts", "compared",
)  # fmt: skip
_WHEN = {"recorded_at", "position", "chain", "record", "hash", "updated_at", "event_id", "cause", "correlation"} | {
    # Of a board and of votes: how far the logs had come, and what chance has made.
    "heard", "salt", "bucket", "vote_id",
    # Of a message: its id is made of the event's, and the rest tells when.
    "message_id", "seq",
}  # fmt: skip

# Of what an installation has beside events only so much can be the same in two of them: an endpoint's id is made by
# chance, its address has a port, and how often something was tried hangs on what was killed.
_ALIKE = {
    "endpoints": """
SELECT recipient, substring(url FROM '[^/]*$'), templates::text, secret_number::text, state, registered_by
  FROM endpoints
""",
    "deliveries": """
SELECT deliveries.recipient, channel, deliveries.state, coalesce(substring(url FROM '[^/]*$'), ''), messages.template,
       messages.station_id, messages.case_id, messages.data::text
  FROM deliveries JOIN messages USING (message_id) LEFT JOIN endpoints ON endpoint_id::text = deliveries.endpoint
""",
}
_HEADS = "SELECT (SELECT position FROM head), (SELECT position FROM relay_head)"
_UNDONE = """
SELECT (SELECT count(*) FROM due JOIN programme_day ON "on" <= day) AS reminders,
       (SELECT count(*) FROM deliveries LEFT JOIN endpoints ON endpoint_id::text = endpoint
         WHERE deliveries.state = 'waiting' AND attempts = 0 AND due_at <= now()
           AND coalesce(endpoints.state, 'active') = 'active') AS deliveries
"""

# Whoever answers later than the sender waits has received what is sent again.
_ANSWERED_LATE = """
SELECT count(*) FROM attempts JOIN deliveries USING (delivery_id)
 WHERE channel = $1 AND (error LIKE 'no answer%' OR error LIKE '%Timeout%')
"""

_SALTED = re.compile(rb'"(content|answer)_hmac":"[0-9a-f]*",|"(bucket|vote_id)":"[0-9a-f]*",?')
"""The vault salts each opinion and each answer by chance: what is kept of the words differs from run to run. So does
the salt of a day under which a voter's address lies, and the token that a vote was cast with."""
_WHERE = re.compile(rb'"(heard":\[[^]]*\]|position":[0-9]+),')
"""A frozen board tells how far the logs had come, which hangs on what else was going on."""
_VOTE = re.compile(r"^(vote-.*-)[0-9a-f]{32}$")
"""A vote's stream is called after its token."""
_SEALED = re.compile(r"sealed\.v1\.[\w=-]+")
"""So does a sealed text, under a key that was made by chance."""


async def settle(stack: Installation, listens: Mapping[str, tuple[str, ...]], *, patience: float = 60.0) -> None:
    """Wait until every event is sent and worked off everywhere, and everybody was told.

    Raises:
        AssertionError: something is missing and nothing has moved for `patience` seconds.
    """
    await _until_nothing(partial(_behind_or_undone, stack, listens), patience)


async def until_heard(stack: Installation, listens: Mapping[str, tuple[str, ...]], *, patience: float = 60.0) -> None:
    """Wait until services have heard all that was recorded; what they do about it may still be under way.

    Raises:
        AssertionError: something is missing and nothing has moved for `patience` seconds.
    """
    await _until_nothing(partial(_behind, stack, listens), patience)


async def _until_nothing(look: Callable[[], Awaitable[dict[str, Any]]], patience: float) -> None:
    last: dict[str, Any] = {}
    moved = time.monotonic()
    while True:
        behind = await look()
        if not behind:
            return
        if behind != last:
            last, moved = behind, time.monotonic()
        assert time.monotonic() - moved < patience, f"nothing moves, and these are behind: {behind}"
        await asyncio.sleep(0.2)


async def _behind_or_undone(stack: Installation, listens: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """With what notification has still to do beside what it hears."""
    behind = await _behind(stack, listens)
    if "notification" in stack.services:
        undone = dict((await _fetch(stack, "notification", _UNDONE))[0])
        behind |= {what: count for what, count in undone.items() if count}
    return behind


async def _behind(stack: Installation, listens: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """By service and topic: how far it should be and how far it is, where the two differ."""
    behind: dict[str, Any] = {}
    sent: dict[str, dict[int, int]] = {}
    taken: dict[str, dict[tuple[str, int], int]] = {}
    for name in (name for name in OWNERS if name in stack.services):
        async with _connected(stack, name) as connection:
            head, relayed = await connection.fetchrow(_HEADS) or (0, 0)
            sends = await connection.fetch("SELECT partition, position FROM relayed")
            inbox = await connection.fetch("SELECT topic, partition, position FROM inbox")
        sent[name] = {row["partition"]: row["position"] for row in sends}
        taken[name] = {(row["topic"], row["partition"]): row["position"] for row in inbox}
        if head != relayed:
            behind[f"{name} relay"] = (head, relayed)
    for service, owners in listens.items():
        for owner in owners:
            topic = topic_of(owner, stack.topic_prefix)
            at = {partition: taken[service].get((topic, partition), 0) for partition in sent[owner]}
            if at != sent[owner]:
                behind[f"{service} < {owner}"] = (sum(at.values()), sum(sent[owner].values()))
    return behind


async def answered_late(stack: Installation, channel: str) -> int:
    """How often a receiver kept the sender waiting for too long: so often it may have received something once more."""
    return int((await _fetch(stack, "notification", _ANSWERED_LATE, channel))[0][0])


async def check_stores(stack: Installation) -> dict[str, int]:
    """Positions are dense, the chain holds, and the audit has every record exactly once, byte for byte."""
    counts: dict[str, int] = {}
    for owner in (name for name in OWNERS if name in stack.services):
        rows = [Row.of(row) for row in await _fetch(stack, owner, _EVENTS)]
        assert [row.position for row in rows] == list(range(1, len(rows) + 1)), f"positions of {owner} are not dense"
        chain = GENESIS
        for row in rows:
            chain = link_of_row(chain, row)
            assert chain == row.chain, f"the chain of {owner} breaks at {row.position}"
        logged = await _logged(stack, owner, len(rows))
        assert [bytes(row["record"]) for row in logged] == [
            record(attributes_of_row(row), row.payload) for row in rows
        ], f"the audit's log of {owner} is not its store"
        counts[owner] = len(rows)
    return counts


async def _logged(stack: Installation, owner: str, last: int, patience: float = 60.0) -> list[asyncpg.Record]:
    """The audit's log up to a position. It tells of its own signatures at any time, and hears them a moment later."""
    deadline = time.monotonic() + patience
    while True:
        sql = "SELECT position, record FROM log WHERE owner = $1 AND position <= $2 ORDER BY 1"
        logged = await _fetch(stack, "audit", sql, owner, last)
        if len(logged) >= last or time.monotonic() > deadline:
            return logged
        await asyncio.sleep(0.1)


async def what_happened(stack: Installation) -> dict[str, Any]:
    """All streams and all read models, without anything that tells when or in which order.

    Two runs of the same programme must give the same, whatever was killed in one of them.
    """
    found: dict[str, Any] = {}
    for service in SERVICES:
        rows = await _fetch(stack, service, _STREAMS)
        found[f"{service} streams"] = sorted(
            (_VOTE.sub(r"\1", row[0]), *row[1:3], _told_alike(row["payload"])) for row in rows
        )
        if service == "audit":
            continue
        for table, columns in await _fetch(stack, service, _TABLES, list(_MACHINERY)):
            wanted = ", ".join(f'"{column}"::text' for column in columns if column not in _WHEN)
            whole = f'SELECT {wanted} FROM "{table}"'  # noqa: S608 (names from the catalogue)
            text = await _fetch(stack, service, _ALIKE.get(table, whole))
            found[f"{service} {table}"] = sorted(tuple(_SEALED.sub("", str(cell)) for cell in row) for row in text)
    return found


def _told_alike(payload: bytes) -> str:
    """The payload without what chance has made of it."""
    return _SEALED.sub("", _WHERE.sub(b"", _SALTED.sub(b"", payload)).decode())


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


async def _fetch(stack: Installation, service: str, sql: str, *arguments: object) -> list[asyncpg.Record]:
    async with _connected(stack, service) as connection:
        return list(await connection.fetch(sql, *arguments))


@asynccontextmanager
async def _connected(stack: Installation, service: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(stack.postgres_dsn(service), timeout=10)
    try:
        yield connection
    finally:
        await connection.close()

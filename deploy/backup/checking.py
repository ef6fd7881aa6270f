"""`./shifan restore --check`: whether each store has all that anybody else has seen of its log."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from deploy.backup.making import last_checkpoint
from deploy.backup.manifest import Manifest
from deploy.stack import SERVICES, Stack
from deploy.topics import describe_topics
from services.audit.entries import parts
from shared.bus.comparing import Missing, Sent, Told, missing_of, sent_since, told_by
from shared.bus.topics import topic_of

_STANDING = """
SELECT h.position AS head, (SELECT e.recorded_at FROM events e WHERE e.position = h.position) AS last FROM head h
"""
_CHAINS = "SELECT position, chain FROM events WHERE position = ANY($1::bigint[])"
_AUDITED = "SELECT record FROM log WHERE owner = $1 AND position >= $2"
_HEARD = "SELECT topic, max(position) AS position FROM inbox GROUP BY topic"
_ABSENT = (asyncpg.InvalidCatalogNameError, asyncpg.UndefinedTableError)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a store is, and when its last event was recorded. `chains` has those of a store that is no database."""

    head: int
    last: datetime | None
    chains: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """A store, and the last position that each witness has seen of its log: nothing where there is no such witness.

    `sent` are the events that a topic or the audit can give back.
    """

    service: str
    head: int
    topic: int | None
    audit: int | None
    signed: int | None
    heard: int | None
    missing: Missing | None
    sent: Sent

    @property
    def can_be_taken_back(self) -> bool:
        """Whether every event that is missing lies in the topic or with the audit, and fits what the store has."""
        missing = self.missing
        return missing is not None and missing.forked_at is None and all(at in self.sent for at in missing.positions)


async def check_stores(stack: Stack, services: Sequence[str] = SERVICES) -> list[Checked]:
    """The stores as they are. A store that is not there has nothing."""
    standings: dict[str, Standing] = {}
    for name in services:
        rows = await _fetched(stack, name, _STANDING)
        standings[name] = Standing(rows[0]["head"], rows[0]["last"]) if rows else Standing(0, None)
    return await _checked(stack, standings, of_databases=True)


async def check_backup(stack: Stack, manifest: Manifest) -> list[Checked]:
    """What the stores would be if this backup were put back; nothing is changed."""
    standings = {name: Standing(one.head, one.last, {one.head: one.chain}) for name, one in manifest.stores.items()}
    return await _checked(stack, standings, of_databases=False)


async def _checked(stack: Stack, standings: Mapping[str, Standing], *, of_databases: bool) -> list[Checked]:
    there = {
        topic.name for topic in await describe_topics(stack.kafka, [topic_of(n, stack.topic_prefix) for n in standings])
    }
    heard = await _heard(stack)
    found: list[Checked] = []
    for name, standing in standings.items():
        topic = topic_of(name, stack.topic_prefix)
        sent = await sent_since(stack.kafka, topic, standing.last) if topic in there else {}
        audited = await _audited(stack, name, standing.head)
        both: dict[int, Told] = {**audited, **sent}
        _, signed = last_checkpoint(stack.data, name)
        chains = await _chains(stack, name, both) if of_databases else standing.chains
        last = max(signed or 0, heard.get(topic, 0))
        found.append(
            Checked(
                service=name,
                head=standing.head,
                topic=max(sent, default=0) if topic in there else None,
                audit=max(audited, default=None),
                signed=signed,
                heard=heard.get(topic),
                missing=missing_of(both, standing.head, chains, last),
                sent=both,
            )
        )
    return found


async def _heard(stack: Stack) -> dict[str, int]:
    """By topic, how far any service has come with it."""
    heard: dict[str, int] = {}
    for name in SERVICES:
        for row in await _fetched(stack, name, _HEARD):
            heard[row["topic"]] = max(row["position"], heard.get(row["topic"], 0))
    return heard


async def _audited(stack: Stack, owner: str, head: int) -> dict[int, Told]:
    """What the audit keeps of a log, from this position on."""
    found = (told_by(*parts(row["record"])) for row in await _fetched(stack, "audit", _AUDITED, owner, head))
    return dict(told for told in found if told is not None)


async def _chains(stack: Stack, name: str, sent: Sent) -> dict[int, str]:
    rows = await _fetched(stack, name, _CHAINS, list(sent))
    return {row["position"]: row["chain"].hex() for row in rows}


async def _fetched(stack: Stack, name: str, sql: str, *arguments: object) -> list[asyncpg.Record]:
    """The rows; none where the database, or the table, is not there."""
    with suppress(*_ABSENT):
        connection = await asyncpg.connect(stack.postgres_dsn(name), timeout=10)
        try:
            return await connection.fetch(sql, *arguments)
        finally:
            await connection.close()
    return []

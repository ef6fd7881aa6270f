"""Whether a log is whole: nothing missing, and the chain of its owner holds over it.

The chain is verified in position order and only forward: what was verified in this process is not read again unless
it is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson

from services.audit import queries
from services.audit.entries import parts
from shared.database import Connection
from shared.eventsourcing.record import GENESIS, link

_COLUMNS = frozenset({"specversion", "id", "type", "subject", "time", "effectivetime", "position", "version", "chain"})
"""Attributes that are columns of the owner's table: the rest is what it keeps as `attributes`."""

BATCH = 5_000
STRETCH = 100_000
"""How many entries are verified for one question at most; asked again, the verifying goes on from there."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The chain holds up to `position`, where its value is `chain`; `broken_at` is the first entry that it does not."""

    position: int = 0
    chain: bytes = GENESIS
    broken_at: int | None = None


@dataclass(slots=True)
class Verifier:
    """Remembers, for each owner, how far the chain was verified."""

    verified: dict[str, Verified] = field(default_factory=dict)

    async def verify(self, connection: Connection, owner: str) -> Verified:
        """Verify what has come since, and say how far the chain holds. A hole ends it, until it is filled."""
        reached = self.verified.get(owner, Verified())
        for _ in range(STRETCH // BATCH):
            records = await queries.records(connection, owner, reached.position, BATCH)
            reached, ended = advance(reached, records)
            if ended:
                break
        self.verified[owner] = reached
        return reached


def advance(reached: Verified, records: Sequence[tuple[int, bytes]]) -> tuple[Verified, bool]:
    """Verify these records, which follow in order; true where it cannot go on from here."""
    if reached.broken_at is not None or not records:
        return reached, True
    for position, kept in records:
        if position != reached.position + 1:
            return reached, True
        chain = _link(reached.chain, position, kept)
        if chain is None:
            return Verified(reached.position, reached.chain, position), True
        reached = Verified(position, chain)
    return reached, False


def _link(before: bytes, position: int, kept: bytes) -> bytes | None:
    """The chain value of an entry; nothing where its record does not say the same."""
    try:
        attributes, payload = parts(kept)
        stored = {name: value for name, value in attributes.items() if name not in _COLUMNS}
        chain = link(
            before,
            int(attributes["position"]),
            attributes["subject"],
            int(attributes["version"]),
            attributes["type"],
            UUID(attributes["id"]),
            payload,
            orjson.dumps(stored, option=orjson.OPT_SORT_KEYS),
            datetime.fromisoformat(attributes["time"]),
            datetime.fromisoformat(attributes["effectivetime"]),
        )
    except (KeyError, ValueError):
        return None
    told = attributes.get("chain"), attributes["position"]
    return chain if told == (chain.hex(), str(position)) else None

"""What can be asked of the signals: a page of them in time, each with its evidence, and what the log itself lacks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from asyncpg import Record
from pydantic import BaseModel, ConfigDict

from services.audit.signals.projecting import GROUPS
from services.audit.signals.thresholds import EVIDENCE_SHOWN
from services.audit.signals.words import said
from shared.database import Connection
from shared.events.catalogue import LOGS
from shared.eventsourcing.instants import CHINA

_SIGNALS = """
SELECT kind, key, at, person, bureau, station_id, subject, measure, evidence FROM signals s
 WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR person = $2) AND ($3::text IS NULL OR bureau = $3)
   AND ($4::text IS NULL OR station_id = $4 OR station_id = '' AND EXISTS (
        SELECT FROM signal_facts f WHERE f.kind = s.kind AND f.key = s.about AND f.station_id = $4))
   AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
   AND ($7::timestamptz IS NULL OR (at, kind, key) > ($7, $8, $9))
 ORDER BY at, kind, key LIMIT $10
"""
_EVIDENCE = """
SELECT owner || ':' || position AS place, count(*) OVER () AS facts, (
       SELECT count(DISTINCT side) FROM signal_facts WHERE kind = $1 AND key = $2) AS sides
  FROM signal_facts WHERE kind = $1 AND key = $2 ORDER BY at, owner, position LIMIT $3
"""
# The holes behind a position that is known to have none before it, and the first entry after each.
_MISSING = """
SELECT g.first, g.last, g.recorded_at
  FROM (SELECT lag(position, 1, $2::bigint) OVER (ORDER BY position) + 1 AS first, position - 1 AS last, recorded_at
          FROM log WHERE owner = $1 AND position > $2) g
 WHERE g.first <= g.last ORDER BY g.first LIMIT $3
"""
_HEAD = "SELECT max(position) FROM log WHERE owner = $1"
_PARKED = """
SELECT topic, partition, count(*) AS messages, min(parked_at) AS at, array_agg("offset" ORDER BY "offset") AS offsets
  FROM parked GROUP BY topic, partition
"""


class Signal(BaseModel):
    """Something that was seen in the records, and where: it accuses nobody, and explains nothing.

    `measure` is minutes, days or a count, as the sentences say; `evidence` are places in the logs, as `registry:12`,
    at most fifty of them.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    key: str
    at: datetime
    person: str
    bureau: str
    station_id: str
    subject: str
    measure: int
    zh: str
    en: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which signals are asked for; None is any. `since` is the first instant, `until` the first one after the last."""

    kind: str | None = None
    person: str | None = None
    bureau: str | None = None
    station_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


Key = tuple[datetime, str, str]


def key_of(signal: Signal) -> Key:
    """The place of a signal in the list."""
    return signal.at, signal.kind, signal.key


async def signals(
    connection: Connection, wanted: Wanted, after: Key | None, limit: int, whole: "Whole"
) -> list[Signal]:
    """A page of the signals in the order of their instants; what the log lacks stands among them."""
    who = (wanted.kind, wanted.person, wanted.bureau, wanted.station_id)
    rows = await connection.fetch(_SIGNALS, *who, wanted.since, wanted.until, *(after or (None, None, None)), limit)
    found = [await _signal(connection, row) for row in rows]
    if (wanted.person, wanted.bureau, wanted.station_id) == (None, None, None):
        lacking = [*await whole.lacking(connection), *await _parked(connection)]
        found += [one for one in lacking if _fits(one, wanted) and (after is None or key_of(one) > after)]
    return sorted(found, key=key_of)[:limit]


def _fits(signal: Signal, wanted: Wanted) -> bool:
    return (
        wanted.kind in {None, signal.kind}
        and (wanted.since is None or signal.at >= wanted.since)
        and (wanted.until is None or signal.at < wanted.until)
    )


async def _signal(connection: Connection, row: Record) -> Signal:
    measure, evidence = row["measure"], tuple(row["evidence"])
    if row["kind"] in GROUPS:
        facts = await connection.fetch(_EVIDENCE, row["kind"], row["key"], EVIDENCE_SHOWN)
        measure, evidence = facts[0]["sides"], tuple(dict.fromkeys(fact["place"] for fact in facts))
    zh, en = said(row["kind"], measure)
    told = dict(row) | {"measure": measure, "evidence": evidence, "at": row["at"].astimezone(CHINA), "zh": zh, "en": en}
    return Signal.model_validate(told)


@dataclass(slots=True)
class Whole:
    """Up to where each owner's log was seen to be whole, so that nobody looks twice."""

    up_to: dict[str, int] = field(default_factory=dict)

    async def lacking(self, connection: Connection) -> list[Signal]:
        """The holes in each owner's log. What may be missing behind the last entry nobody here can know."""
        found: list[Signal] = []
        for owner in LOGS:
            head = await connection.fetchval(_HEAD, owner)
            holes = await connection.fetch(_MISSING, owner, self.up_to.get(owner, 0), EVIDENCE_SHOWN)
            self.up_to[owner] = holes[0]["first"] - 1 if holes else head or 0
            for first, last, recorded_at in holes:
                evidence = [f"{owner}:{first}", f"{owner}:{last}"]
                found.append(_lacks("missing_records", recorded_at, last - first + 1, evidence))
        return found


async def _parked(connection: Connection) -> list[Signal]:
    """What could not be read, by its place in Kafka: it has no place in the log yet."""
    return [
        _lacks(
            "parked_records",
            row["at"],
            row["messages"],
            [f"{row['topic']}/{row['partition']}@{offset}" for offset in row["offsets"][:EVIDENCE_SHOWN]],
        )
        for row in await connection.fetch(_PARKED)
    ]


def _lacks(kind: str, at: datetime, measure: int, evidence: Sequence[str]) -> Signal:
    zh, en = said(kind, measure)
    return Signal(
        kind=kind,
        key=evidence[0],
        at=at.astimezone(CHINA),
        person="",
        bureau="",
        station_id="",
        subject="",
        measure=measure,
        zh=zh,
        en=en,
        evidence=tuple(evidence),
    )

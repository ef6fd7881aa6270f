"""How the outcome of a replay, or of a rebuilding, is told: as a table with the differing rows, and as JSON."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from deploy.auditing.replaying import Outcome
from deploy.words import Language, table, word
from shared.replay.comparing import Replayed
from shared.replay.contents import SHOWN, Difference
from shared.replay.healing import Healed
from shared.replay.sources import Log

_HASH = 16
_POSITIONS = 20


def replay_json(outcome: Outcome) -> dict[str, Any]:
    """Everything of it. Hashes are whole, in hexadecimal; rates are events a second."""
    return {
        "code": outcome.code,
        "read": {source: asdict(read) for source, read in outcome.read.items()},
        "services": [
            _service_json(source, replayed) for source, services in outcome.services.items() for replayed in services
        ],
        "logs": [asdict(log) for log in outcome.logs],
    }


def _service_json(source: str, replayed: Replayed) -> dict[str, Any]:
    return {
        "service": replayed.service,
        "source": source,
        "same": replayed.same,
        "events": replayed.events,
        "seconds": replayed.seconds,
        "rate": int(replayed.rate),
        "missing": replayed.missing,
        "unknown": replayed.unknown,
        "tables": [
            {
                "table": one.table,
                "same": one.same,
                "before": asdict(one.before),
                "after": asdict(one.after),
                "differing": one.differing,
                "differences": [asdict(difference) for difference in one.differences],
            }
            for one in replayed.tables
        ],
    }


def replay_table(outcome: Outcome, lang: Language) -> Any:
    rows = [
        (
            replayed.service,
            source,
            one.table,
            one.after.rows,
            one.before.sha256[:_HASH],
            one.after.sha256[:_HASH],
            word("same" if one.same else "DIFFERENT", lang),
        )
        for source, services in outcome.services.items()
        for replayed in services
        for one in replayed.tables
    ]
    return table(["service", "source", "table", "rows", "before", "after", "state"], rows, lang, ("rows",))


def replay_lines(outcome: Outcome) -> Iterator[str]:
    """What differs and what is missing, row by row and position by position, then how fast it went."""
    for source, services in outcome.services.items():
        for replayed in services:
            for one in replayed.tables:
                yield from _of_table(f"{replayed.service} from {source}", one.differences, one.differing)
            for owner, positions in replayed.missing.items():
                yield f"{replayed.service} from {source}: {owner} {_some(positions)} were seen and are not there"
            for kind, count in replayed.unknown.items():
                yield f"{replayed.service} from {source}: {count} of the unknown type {kind} changed nothing"
    for log in outcome.logs:
        yield from _of_log(log)
    for source, read in outcome.read.items():
        strange = f", {read.strange} messages are no events" if read.strange else ""
        yield f"{source}: {read.records:,} records read in {read.seconds:.1f} s ({read.rate:,}/s){strange}"
    for source, services in outcome.services.items():
        events, seconds = sum(one.events for one in services), sum(one.seconds for one in services)
        yield f"{source}: {events:,} events replayed in {seconds:.1f} s ({events / max(seconds, 1e-9):,.0f}/s)"


def _of_table(where: str, differences: list[Difference], count: int) -> Iterator[str]:
    for difference in differences:
        yield f"{where}: {difference}"
    if count > len(differences):
        yield f"{where}: {differences[0].table}: and {count - SHOWN} rows more"


def _of_log(log: Log) -> Iterator[str]:
    told = {
        "in the store and not in Kafka": log.only_store,
        "in Kafka and not in the store": log.only_kafka,
        "not the same in Kafka as in the store": log.differs,
        "more than once in Kafka, with other bytes": log.twice,
    }
    for what, positions in told.items():
        if positions:
            yield f"{log.owner} {_some(positions)}: {what}"


def _some(positions: list[int]) -> str:
    shown = ", ".join(map(str, positions[:_POSITIONS]))
    return shown if len(positions) <= _POSITIONS else f"{shown} and {len(positions) - _POSITIONS} more"


def healed_lines(healed: Healed) -> Iterator[str]:
    """What was replaced, and where it lies now."""
    yield from (f"{healed.service}: {difference}" for difference in healed.differences)
    for name, count in healed.rows.items():
        yield f"{healed.service}: {count:,} rows of {name} replaced; what they were is kept in the schema replaced"
    for owner, count in healed.went_back.items():
        yield f"{healed.service}: goes back in {count} partitions of {owner}, of which less is there than was seen"
    if not healed.rows:
        yield f"{healed.service}: nothing differed"

"""The events of a log folded by the services' own rules: what could not have been decided is found."""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from deploy.auditing.verifying.findings import Findings
from deploy.auditing.verifying.logs import VerifiedLog
from deploy.auditing.verifying.rules import AnyDecider, rules_of
from services.assessment.title.state import IN_FORCE, NO_TITLE, Stage, Title
from shared.events.assessment import Certified, RevocationSetAside, Revoked, TitleEnded, TitleLapsed, TitleSuspended
from shared.events.catalogue import UnknownEvent, decode
from shared.events.event import Event
from shared.events.incentives import VoteCast
from shared.tlog.faults import TlogFault
from shared.tlog.folder import LogFolder
from shared.tlog.tiles import TILE_WIDTH

STREAMS_AT_ONCE = 100_000
"""How many streams' states are held in one process at most, on average: a log with more is read several times."""

NOTED = (
    "shifan.audit.AccessLogged.",
    "shifan.audit.CheckpointSigned.",
    "shifan.notification.DeliverySucceeded.",
    "shifan.notification.DeliveryFailed.",
)
"""What is only noted: nothing is decided by it, and it has no state."""

_IMPOSSIBLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
_STANDS: dict[type[Event], frozenset[Stage]] = {
    Certified: NO_TITLE,
    TitleSuspended: IN_FORCE,
    Revoked: IN_FORCE,
    TitleLapsed: IN_FORCE,
    TitleEnded: IN_FORCE,
    RevocationSetAside: frozenset({Stage.REVOKED}),
}
"""Where a title must stand for what makes or ends it to happen."""


@dataclass(slots=True)
class Folded:
    """What the streams add up to, and what was found on the way."""

    states: dict[str, Any] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    events: int = 0
    broken: set[str] = field(default_factory=set)
    """The streams that could not be folded to their end."""


def fold(log: str, entries: Iterable[tuple[int, bytes]], folded: Folded, part: int = 0, parts: int = 1) -> Folded:
    """Fold the entries of one log, of every stream or of one part of them. What is no record was found before."""
    for index, entry in entries:
        head, _, payload = entry.partition(b"\n")
        try:
            told = orjson.loads(head)
            stream, kind = str(told["subject"]), str(told["type"])
        except (ValueError, LookupError, TypeError):
            continue
        mine = parts == 1 or sha256(stream.encode()).digest()[0] % parts == part
        if not mine or stream in folded.broken or kind.startswith(NOTED):
            continue
        folded.events += 1
        if not _folds(log, index, stream, kind, payload, folded):
            folded.broken.add(stream)
    return folded


def _folds(log: str, index: int, stream: str, kind: str, payload: bytes, folded: Folded) -> bool:
    """Whether the event follows upon what came before it in its stream."""
    rules = rules_of(log, stream)
    try:
        event = decode(kind, payload)
    except UnknownEvent as unknown:
        folded.findings.missing(log, index, "state", f"本版本不认识：{kind}", str(unknown))
        return False
    except ValueError as error:
        folded.findings.tampered(log, index, "state", f"不是 {kind}", f"no {kind}: {error}"[:300])
        return False
    if rules is None:
        folded.findings.missing(log, index, "state", f"没有适用的规则：{stream}", f"no rules are known for {stream}")
        return False
    try:
        before = folded.states.get(stream, rules.initial)
        folded.states[stream] = _after(rules, before, event)
    except _IMPOSSIBLE as error:
        zh, en = f"不可能的先后：{kind}（{stream}）", f"{kind} cannot follow in {stream}: {error}"[:300]
        folded.findings.tampered(log, index, "state", zh, en)
        return False
    return True


def _after(rules: AnyDecider, before: Any, event: Event) -> Any:
    stands = _STANDS.get(type(event))
    if isinstance(before, Title) and stands is not None and before.stage not in stands:
        raise ValueError(f"the title is {before.stage}")
    if isinstance(event, VoteCast) and before is not None:
        raise ValueError("the voter token is spent")
    return rules.evolve(before, event)


def fold_part(path: Path, log: str, size: int, part: int, parts: int) -> tuple[Findings, int]:
    """Fold one part of the streams of the log in this folder: what was found, and of how many events."""
    folded = Folded()
    fold(log, _entries(LogFolder(path), size), folded, part, parts)
    return folded.findings, folded.events


def _entries(folder: LogFolder, size: int) -> Iterable[tuple[int, bytes]]:
    """The entries that can be read; what cannot was found before."""
    for index in range(-(-size // TILE_WIDTH)):
        try:
            entries = folder.bundle(index, min(TILE_WIDTH, size - index * TILE_WIDTH))
        except TlogFault:
            continue
        yield from enumerate(entries, index * TILE_WIDTH)


def fold_log(path: Path, log: VerifiedLog, findings: Findings, pool: Executor | None) -> int:
    """Fold a whole log, in parts that do not take much room; how many events were folded."""
    if pool is None:
        results = [fold_part(path, log.name, log.size, 0, 1)]
    else:
        parts = max(2, -(-log.streams // STREAMS_AT_ONCE))
        work = [pool.submit(fold_part, path, log.name, log.size, part, parts) for part in range(parts)]
        results = [done.result() for done in work]
    for found, _ in results:
        findings.found += found.found
    return sum(events for _, events in results)

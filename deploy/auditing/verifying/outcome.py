"""One verification, from the path to the exit code."""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from deploy.auditing.verifying.against import compare_records, compare_seen
from deploy.auditing.verifying.bundles import MANIFEST, bundle_heads, verify_bundle
from deploy.auditing.verifying.findings import Finding, Findings
from deploy.auditing.verifying.folding import fold_log
from deploy.auditing.verifying.logs import POLICY, large, verify_folder
from services.audit.evidence.verify import Files
from shared.tlog import policies

USAGE = 3


class CannotVerify(ValueError):
    """What was asked cannot be verified at all: nothing was looked at."""


@dataclass(slots=True)
class Outcome:
    """What came of it. `policy` is the file whose keys were believed; `hashed` and `folded` are seconds.

    `hash_only`: of the records nothing was read, so that their order, their chain and their rules may not hold.
    """

    path: str
    kind: str
    policy: str
    entries: int = 0
    events: int = 0
    hashed: float = 0.0
    folded: float = 0.0
    hash_only: bool = False
    logs: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    code: int = 0

    @property
    def rate(self) -> int:
        """Entries verified a second: hashed, and unless `hash_only`, read and chained."""
        return int(self.entries / self.hashed) if self.hashed else 0

    def as_json(self) -> dict[str, Any]:
        findings = [asdict(finding) | {"kind": finding.kind.name.lower()} for finding in self.findings]
        return asdict(self) | {"findings": findings, "rate": self.rate}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be verified, and against what."""

    path: Path
    policy: Path | None = None
    seen: Sequence[Path] = ()
    records: Path | None = None
    fold: bool = True
    hash_only: bool = False
    """Nothing is read of the records: their bytes are hashed, and tiles and checkpoints held against the hashes."""


def verify(asked: Asked) -> Outcome:
    """Verify a folder of logs, or a bundle.

    Raises:
        CannotVerify: a path that was named is not there, or something is asked of a bundle that is asked of logs only.
    """
    for path in (asked.path, *filter(None, (asked.policy, asked.records)), *asked.seen):
        if not path.exists():
            raise CannotVerify(f"there is no {path}")
    bundle = asked.path.is_file() or (asked.path / MANIFEST).is_file()
    if bundle and asked.records:
        raise CannotVerify("records are compared with the logs, not with a bundle")
    if bundle and asked.hash_only:
        raise CannotVerify("a bundle is always verified in full")
    own = f"{asked.path}/{POLICY}"
    outcome = Outcome(str(asked.path), "bundle" if bundle else "logs", str(asked.policy or own))
    outcome.hash_only = asked.hash_only
    findings = Findings()
    with findings.about("-", "-", "path"):
        (_bundle if bundle else _folder)(asked, outcome, findings)
    outcome.findings, outcome.code = findings.found, findings.code
    return outcome


def _bundle(asked: Asked, outcome: Outcome, findings: Findings) -> None:
    files = Files(asked.path)
    policy = policies.parsed((asked.policy.read_bytes() if asked.policy else files.read(POLICY)).decode())
    began = time.perf_counter()
    outcome.entries = outcome.events = verify_bundle(files, policy, findings)
    outcome.hashed = time.perf_counter() - began
    compare_seen(asked.seen, dict(bundle_heads(files, policy)), policy, findings)


def _folder(asked: Asked, outcome: Outcome, findings: Findings) -> None:
    policy = policies.parsed((asked.policy or asked.path / POLICY).read_bytes().decode())
    with pool_for(asked.path) as pool:
        began = time.perf_counter()
        logs = verify_folder(asked.path, policy, findings, pool, records=not asked.hash_only)
        outcome.hashed = time.perf_counter() - began
        outcome.logs = {log.name: log.read for log in logs}
        outcome.entries = sum(outcome.logs.values())
        began = time.perf_counter()
        if asked.fold and not asked.hash_only:
            outcome.events = sum(fold_log(asked.path / log.name, log, findings, pool) for log in logs)
        outcome.folded = time.perf_counter() - began
    by_name = {log.name: log for log in logs}
    compare_seen(asked.seen, by_name, policy, findings)
    if asked.records:
        with asked.records.open("rb") as lines:
            compare_records(lines, by_name, findings)


@contextmanager
def pool_for(path: Path) -> Iterator[ProcessPoolExecutor | None]:
    """A process for each core where the logs are large; where they are small, starting them would take longer."""
    cores = os.cpu_count() or 1
    if cores == 1 or not large(path):
        yield None
        return
    with ProcessPoolExecutor(cores, get_context(_way())) as pool:
        yield pool


def _way() -> str:
    """How processes are started: copied where that is possible and no thread could hold a lock meanwhile.

    A copy has all modules loaded; to load them takes as long as to verify a hundred thousand entries.
    """
    return "fork" if "fork" in get_all_start_methods() and threading.active_count() == 1 else "spawn"

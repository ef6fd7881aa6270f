"""Both verifiers, asked in one way: `./shifan verify`, and the one file that is handed to auditors."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from deploy.auditing.verifying.outcome import Asked
from deploy.auditing.verifying.outcome import verify as ours
from services.audit.evidence import verify as one_file


class Found(NamedTuple):
    """How grave, in which log, at which index; and what it is about."""

    kind: int
    log: str
    where: int | str
    what: str


class Verdict(NamedTuple):
    """The exit code, and what was found."""

    code: int
    found: list[Found]

    def at(self, log: str, index: int | str) -> set[int]:
        """How grave what was found there is."""
        return {one.kind for one in self.found if (one.log, one.where) == (log, index)}


Verifier = Callable[..., Verdict]


def by_shifan(
    path: Path, policy: Path | None = None, seen: tuple[Path, ...] = (), records: Path | None = None
) -> Verdict:
    outcome = ours(Asked(path, policy, seen, records))
    return Verdict(outcome.code, [Found(int(one.kind), one.log, one.index, one.what) for one in outcome.findings])


def by_one_file(path: Path, policy: Path | None = None) -> Verdict:
    report = one_file.Report()
    report.trying("-", "-", "path", one_file.verify, path, policy.read_bytes() if policy else None, report)
    found = [Found(kind, log, index, what) for kind, log, index, what, _ in report]
    return Verdict(min((one.kind for one in found), default=0), found)


BOTH: tuple[Verifier, ...] = (by_shifan, by_one_file)

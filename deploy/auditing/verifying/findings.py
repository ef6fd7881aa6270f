"""What verifying finds: each finding names the log and the index, and says how grave it is."""

import zlib
from dataclasses import dataclass, field
from enum import IntEnum
from zipfile import BadZipFile

from shared.tlog.faults import Missing

_LONGEST = 300
_ABSENT = (Missing, FileNotFoundError)
WRONG = (
    *_ABSENT,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    BadZipFile,
    zlib.error,
)
"""What bytes can do to whoever reads them: those of a bundle come from anybody."""


class Kind(IntEnum):
    """How grave a finding is; its value is the exit code."""

    TAMPERED = 1
    INCOMPLETE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """`index` counts from 0, as in the log; it is a name where no single entry is meant, as of a stream or a file."""

    kind: Kind
    log: str
    index: int | str
    what: str
    zh: str
    en: str


@dataclass(slots=True)
class Findings:
    """Everything that was found, in the order in which it was."""

    found: list[Finding] = field(default_factory=list)

    def tampered(self, log: str, index: int | str, what: str, zh: str, en: str) -> None:
        self.found.append(Finding(Kind.TAMPERED, log, index, what, zh, en))

    def missing(self, log: str, index: int | str, what: str, zh: str, en: str) -> None:
        self.found.append(Finding(Kind.INCOMPLETE, log, index, what, zh, en))

    def failed(self, log: str, index: int | str, what: str, error: BaseException) -> None:
        """What such an error means: a file that is not there is missing, all else is tampered with."""
        if isinstance(error, _ABSENT):
            self.missing(log, index, what, f"缺失：{error}", f"missing: {error}")
        else:
            zh, en = f"不成立：{error}", f"does not hold: {error}"
            self.tampered(log, index, what, zh[:_LONGEST], en[:_LONGEST])

    def about(self, log: str, index: int | str, what: str) -> "_About":
        """What fails in here is a finding."""
        return _About(self, log, index, what)

    @property
    def code(self) -> int:
        """The exit code: 0 where nothing was found, else that of the gravest."""
        return min((int(finding.kind) for finding in self.found), default=0)


@dataclass(frozen=True, slots=True)
class _About:
    findings: Findings
    log: str
    index: int | str
    what: str

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, WRONG):
            return False
        self.findings.failed(self.log, self.index, self.what, error)
        return True

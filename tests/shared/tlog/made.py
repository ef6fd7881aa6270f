"""Records such as the audit keeps, and logs of them."""

from collections.abc import Iterable, Sequence
from itertools import cycle, islice
from pathlib import Path

from hypothesis import HealthCheck, settings

from shared.eventsourcing.record import attributes_of_row, record
from shared.tlog.notes import Signer
from shared.tlog.writer import LogWriter
from tests.audit.made import Log, certified, ended, revoked, set_aside, suspended

PATIENT = settings(suppress_health_check=list(HealthCheck))
"""How examples are run on a machine that has other things to do."""

ORIGIN = "shifan.example/assessment"
SIGNER = Signer.derived(bytes(32), ORIGIN)


def records(count: int) -> list[bytes]:
    """The records of that many titles' events, one after the other in one log."""
    log = Log("assessment")
    facts = islice(cycle((certified, suspended, revoked, set_aside, ended)), count)
    for number, fact in enumerate(facts):
        station = f"st-{number // 5}"
        log.add(fact(station), f"title-{station}", key=station)
    return [record(attributes_of_row(row), row.payload) for row in log.rows]


def small(count: int, first: int = 0) -> list[bytes]:
    """That many short entries, each unlike the others."""
    return [b"entry %d" % number for number in range(first, first + count)]


def written(folder: Path, entries: Sequence[bytes], sizes: Iterable[int] = ()) -> LogWriter:
    """A log of these entries, signed at these sizes and at the end."""
    writer = LogWriter(folder, SIGNER)
    for size in [*sizes, len(entries)]:
        writer.append(entries[writer.size : size])
        writer.sign()
    return writer


def files(folder: Path) -> dict[str, bytes]:
    """Every file under the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

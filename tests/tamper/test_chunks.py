"""A log that is verified in several pieces at once: what is wrong where two of them meet is found as anywhere."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.auditing.verifying import logs, outcome
from deploy.auditing.verifying.findings import Findings
from deploy.auditing.verifying.outcome import Asked, CannotVerify, verify
from shared.eventsourcing.rows import Row
from shared.tlog import policies
from shared.tlog.tiles import bundle, unbundled
from tests.tamper import evidence
from tests.tamper.evidence import ORIGIN, Logs, chained, registry

TAMPERED = 1
SIZE = 1_100
SEAM = 512
"""Where the second piece ends and the third begins, if each is one bundle."""


@pytest.fixture(autouse=True)
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every bundle is a piece, and no log is too small for several processes."""
    monkeypatch.setattr(logs, "BUNDLES", 1)
    monkeypatch.setattr(logs, "_SMALL", 0)


@pytest.fixture(params=[False, True], ids=["alone", "pool"])
def pool(request: pytest.FixtureRequest) -> Iterator[Executor | None]:
    if not request.param:
        yield None
        return
    with ThreadPoolExecutor(3) as threads:
        yield threads


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return registry(SIZE).rows


def found(path: Path, pool: Executor | None) -> list[tuple[int, str, int | str, str]]:
    findings = Findings()
    policy = policies.parsed((path / "policy").read_text())
    log = logs.verify_log(path / "registry", f"{ORIGIN}/registry", policy, findings, pool)
    assert log.read == SIZE
    return [(int(one.kind), one.log, one.index, one.what) for one in findings.found]


def test_a_clean_log_of_several_pieces_raises_no_alarm(tmp_path: Path, rows: list[Row], pool: Executor | None) -> None:
    assert found(Logs(tmp_path / "logs", 5, SIZE).make(registry=rows).path, pool) == []


def back_dated(rows: list[Row]) -> list[Row]:
    moved = rows[SEAM]._replace(recorded_at=rows[SEAM - 1].recorded_at - timedelta(milliseconds=1))
    return chained([*rows[:SEAM], moved, *rows[SEAM + 1 :]])


def id_again(rows: list[Row]) -> list[Row]:
    return chained([*rows[:SEAM], rows[SEAM]._replace(event_id=rows[3].event_id), *rows[SEAM + 1 :]])


def id_again_in_its_piece(rows: list[Row]) -> list[Row]:
    return chained([*rows[:SEAM], rows[SEAM]._replace(event_id=rows[SEAM + 2].event_id), *rows[SEAM + 1 :]])


def version_again(rows: list[Row]) -> list[Row]:
    """The last of one piece registered the station that the first of the next one renames."""
    first = rows[SEAM]._replace(stream_id=rows[SEAM - 1].stream_id, version=rows[SEAM - 1].version)
    return chained([*rows[:SEAM], first, *rows[SEAM + 1 :]])


def another_chain(rows: list[Row]) -> list[Row]:
    """From the seam on it goes on after another record than the one that is there."""
    before = chained([*rows[: SEAM - 1], rows[SEAM - 1]._replace(payload=rows[SEAM].payload)])
    return [*rows[: SEAM - 1], before[-1], *rows[SEAM:]]


@pytest.mark.parametrize(
    ("change", "index", "what"),
    [
        (back_dated, SEAM, "time"),
        (id_again, SEAM, "id"),
        (id_again_in_its_piece, SEAM + 2, "id"),
        (version_again, SEAM, "stream"),
        (another_chain, SEAM, "chain"),
    ],
)
def test_what_does_not_hold_between_two_pieces_is_found_there(
    tmp_path: Path,
    rows: list[Row],
    pool: Executor | None,
    change: Callable[[list[Row]], list[Row]],
    index: int,
    what: str,
) -> None:
    path = Logs(tmp_path / "logs", 5, SIZE).make(registry=change(rows)).path
    assert (TAMPERED, "registry", index, what) in found(path, pool)


def test_after_what_cannot_be_read_the_chain_goes_on(tmp_path: Path, rows: list[Row], pool: Executor | None) -> None:
    """At either side of a seam: only what is no record is named, and the version that is gone with it."""
    made = Logs(tmp_path / "logs", 5, SIZE).make(registry=rows)
    entries = evidence.records(rows)
    entries[SEAM - 1] = entries[SEAM] = b"{}\n"
    made.write("registry", entries, told=False)
    gone = {rows[SEAM - 1].stream_id, rows[SEAM].stream_id}
    later = {at for at, row in enumerate(rows) if row.stream_id in gone and row.version > 1}
    alarms = found(made.path, pool)
    assert {(index, what) for _, _, index, what in alarms} == {(SEAM - 1, "record"), (SEAM, "record")} | {
        (index, "stream") for index in later
    }


def test_who_asks_for_hashes_only_is_told_what_was_left_out(tmp_path: Path, rows: list[Row]) -> None:
    made = Logs(tmp_path / "logs", 5, SIZE).make(registry=back_dated(rows))
    hashed = verify(Asked(made.path, hash_only=True))
    assert (hashed.code, hashed.hash_only, hashed.events, hashed.logs["registry"]) == (0, True, 0, SIZE)
    assert verify(Asked(made.path)).code == TAMPERED


def test_hashes_are_enough_to_find_another_entry_and_a_fork(tmp_path: Path, rows: list[Row]) -> None:
    made = Logs(tmp_path / "logs", 5, 256).make(registry=rows)
    assert verify(Asked(made.path, hash_only=True)).code == 0
    path = made.path / "registry/tile/entries/001"
    entries, before = unbundled(path.read_bytes()), path.read_bytes()
    path.write_bytes(bundle([*entries[:7], entries[7] + b" ", *entries[8:]]))
    told = [(one.index, one.what) for one in verify(Asked(made.path, hash_only=True)).findings]
    assert told == [(263, "entry")]
    path.write_bytes(before)
    made.write("registry", evidence.records(id_again(rows)), told=False)
    forked = verify(Asked(made.path, hash_only=True)).findings
    assert {(one.index, one.what) for one in forked} == {
        (767, "checkpoint"),
        (1_023, "checkpoint"),
        (1_099, "checkpoint"),
    }


def test_a_bundle_is_verified_in_full_or_not_at_all(tmp_path: Path) -> None:
    made = evidence.bundle(Logs(tmp_path / "logs", 5, 5).make(), tmp_path / "bundle")
    with pytest.raises(CannotVerify, match="in full"):
        verify(Asked(made, hash_only=True))


def test_large_logs_are_verified_by_several_processes(
    tmp_path: Path, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Logs(tmp_path / "logs", 5, SIZE).make(registry=another_chain(rows))
    monkeypatch.setattr(outcome, "large", lambda _: True)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    told = verify(Asked(made.path, fold=False)).findings
    assert [(one.log, one.index, one.what) for one in told] == [("registry", SEAM, "chain")]

"""Every way to tamper with a folder of logs is found, where it was done; a clean one raises no alarm."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.eventsourcing.rows import Row
from shared.tlog.tiles import bundle, unbundled
from tests.tamper.both import BOTH, Verifier
from tests.tamper.evidence import Logs, chained, policy, records, signer

TAMPERED, INCOMPLETE = 1, 2
FULL, PARTIAL = "registry/tile/entries/000", "registry/tile/entries/001.p/44"
both = pytest.mark.parametrize("verify", BOTH, ids=["shifan", "one-file"])


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Logs:
    """A full bundle and a partial one, signed at 100, 200 and 300."""
    return Logs(tmp_path_factory.mktemp("clean") / "logs", 300, 100).make()


@pytest.fixture
def logs(clean: Logs, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean.path, tmp_path / "logs"))


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def change_entries(path: Path, change: Callable[[list[bytes]], None]) -> None:
    entries = unbundled(path.read_bytes())
    change(entries)
    path.write_bytes(bundle(entries))


def flip_entry(logs: Path) -> None:
    change_entries(
        logs / FULL, lambda entries: entries.__setitem__(5, entries[5].replace("莱".encode(), "菜".encode()))
    )


def swap_entries(logs: Path) -> None:
    change_entries(logs / FULL, lambda entries: entries.insert(5, entries.pop(6)))


def cut_bundle(logs: Path) -> None:
    (logs / PARTIAL).write_bytes((logs / PARTIAL).read_bytes()[:-9])


def drop_last_entry(logs: Path) -> None:
    change_entries(logs / PARTIAL, lambda entries: entries.__delitem__(-1))


@both
@pytest.mark.parametrize(
    ("tamper", "log", "index", "code"),
    [
        (flip_entry, "registry", 5, TAMPERED),
        (swap_entries, "registry", 5, TAMPERED),
        (cut_bundle, "registry", 256, TAMPERED),
        (drop_last_entry, "registry", 256, TAMPERED),
        (lambda logs: flip(logs / "registry/tile/0/000", 7 * 32), "registry", 7, TAMPERED),
        (lambda logs: flip(logs / "registry/tile/0/001.p/44", 3 * 32 + 31), "registry", 259, TAMPERED),
        (lambda logs: flip(logs / "registry/tile/1/000.p/1", 5), "registry", 0, TAMPERED),
        (lambda logs: flip(logs / "registry/checkpoint", 60), "registry", "-", TAMPERED),
        (lambda logs: flip(logs / "audit/checkpoint", -9), "audit", "-", TAMPERED),
        (lambda logs: flip(logs / "policy", 50), "-", "-", TAMPERED),
        (lambda logs: (logs / FULL).unlink(), "registry", 0, INCOMPLETE),
        (lambda logs: (logs / PARTIAL).unlink(), "registry", 256, INCOMPLETE),
        (lambda logs: (logs / "registry/tile/0/000").unlink(), "registry", 0, INCOMPLETE),
        (lambda logs: (logs / "registry/tile/1/000.p/1").unlink(), "registry", 0, INCOMPLETE),
        (lambda logs: (logs / "registry/checkpoint").unlink(), "registry", "-", INCOMPLETE),
        (lambda logs: shutil.rmtree(logs / "assessment"), "assessment", "-", INCOMPLETE),
        (lambda logs: (logs / "policy").unlink(), "-", "-", INCOMPLETE),
        (lambda logs: shutil.copytree(logs / "audit", logs / "another"), "another", "-", TAMPERED),
    ],
)
def test_what_is_changed_in_the_files_is_found(
    logs: Path, verify: Verifier, tamper: Callable[[Path], None], log: str, index: int | str, code: int
) -> None:
    tamper(logs)
    verdict = verify(logs)
    assert code in verdict.at(log, index), verdict
    assert verdict.code == code, verdict


def without_version(rows: list[Row]) -> list[Row]:
    """The station's registration is gone, its other name stays."""
    return [row for at, row in enumerate(rows) if at != 3]


def back_dated(rows: list[Row]) -> list[Row]:
    return [*rows[:10], rows[10]._replace(recorded_at=rows[10].recorded_at - timedelta(days=30)), *rows[11:]]


def version_twice(rows: list[Row]) -> list[Row]:
    return [*rows[:4], rows[4]._replace(version=1), *rows[5:]]


def entry_twice(rows: list[Row]) -> list[Row]:
    return [*rows[:20], rows[19], *rows[20:]]


@both
@pytest.mark.parametrize(
    ("rewrite", "index", "what"),
    [
        (without_version, 3, "stream"),
        (back_dated, 10, "time"),
        (version_twice, 4, "stream"),
        (entry_twice, 20, "id"),
    ],
)
def test_who_has_the_key_and_writes_all_anew_is_found_by_what_the_records_say(
    tmp_path: Path, verify: Verifier, rewrite: Callable[[list[Row]], list[Row]], index: int, what: str
) -> None:
    """Every chain value, tile and checkpoint is made again, and the audit's log with them: only order is left."""
    rows = Logs(tmp_path / "before", 30, 10).make().rows["registry"]
    logs = Logs(tmp_path / "logs", 30, 10).make(registry=chained(rewrite(rows)))
    verdict = verify(logs.path)
    assert (TAMPERED, "registry", index, what) in verdict.found, verdict
    assert {one.log for one in verdict.found} == {"registry"}


@both
@pytest.mark.parametrize(
    ("change", "index", "what"),
    [
        (lambda rows: [*rows[:12], *(row._replace(position=row.position + 1) for row in rows[12:])], 12, "position"),
        (lambda rows: [*rows[:12], rows[12]._replace(chain=bytes(32)), *rows[13:]], 12, "chain"),
        (lambda rows: [*rows[:12], rows[12]._replace(payload=rows[11].payload), *rows[13:]], 12, "chain"),
        (
            lambda rows: [
                *rows[:12],
                rows[12]._replace(attributes=rows[12].attributes.replace(b"/registry", b"/assessment")),
                *rows[13:],
            ],
            12,
            "source",
        ),
    ],
)
def test_positions_are_dense_and_the_chain_holds_from_the_first_entry_on(
    tmp_path: Path, verify: Verifier, change: Callable[[list[Row]], list[Row]], index: int, what: str
) -> None:
    rows = Logs(tmp_path / "before", 30, 10).make().rows["registry"]
    logs = Logs(tmp_path / "logs", 30, 10).make(registry=change(rows))
    assert (TAMPERED, "registry", index, what) in verify(logs.path).found


@both
def test_a_log_that_was_rolled_back_is_shorter_than_what_was_signed(logs: Path, clean: Logs, verify: Verifier) -> None:
    Logs(logs, 300, 100).write("registry", records(clean.rows["registry"][:200]), told=False)
    verdict = verify(logs)
    assert verdict.at("registry", 299) == {TAMPERED}
    assert verdict.code == TAMPERED


@both
def test_a_fork_has_another_root_than_the_audit_was_told_of(logs: Path, clean: Logs, verify: Verifier) -> None:
    """The true key signed it, and everything in it holds; yet others remember another history from entry 150 on."""
    rows = clean.rows["registry"]
    other = rows[150]._replace(payload=rows[149].payload)
    Logs(logs, 300, 100).write("registry", records(chained([*rows[:150], other, *rows[151:]])), told=False)
    verdict = verify(logs)
    assert (verdict.at("registry", 99), verdict.at("registry", 199)) == (set(), {TAMPERED})


@both
def test_an_earlier_checkpoint_of_another_history_is_found_beside_the_log(
    logs: Path, tmp_path: Path, verify: Verifier
) -> None:
    Logs(tmp_path / "other", 210, 100).make(
        registry=chained(Logs(tmp_path / "x", 220, 100).make().rows["registry"][1:])
    )
    shutil.copy(tmp_path / "other/registry/checkpoints/200", logs / "registry/checkpoints/200")
    assert verify(logs).at("registry", 199) == {TAMPERED}


@both
def test_another_key_is_not_the_log_s(logs: Path, clean: Logs, verify: Verifier, tmp_path: Path) -> None:
    Logs(logs, 300, 100).write("registry", records(clean.rows["registry"]), told=False, secret=b"x" * 32)
    assert verify(logs).at("registry", "-") == {TAMPERED}
    (logs / "policy").write_text(policy(b"x" * 32))
    (tmp_path / "known").write_text(policy())
    assert TAMPERED in verify(logs, tmp_path / "known").at("registry", "-")


@both
@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 1000])
@pytest.mark.parametrize("kept", [True, False], ids=["all-checkpoints", "the-last-checkpoint"])
def test_a_clean_folder_raises_no_alarm(tmp_path: Path, verify: Verifier, size: int, *, kept: bool) -> None:
    logs = Logs(tmp_path / "logs", size, 130).make()
    if not kept:
        logs.without_told()
    assert verify(logs.path) == (0, [])


@both
def test_what_no_checkpoint_covers_yet_is_no_tampering(tmp_path: Path, verify: Verifier) -> None:
    """A log is copied while it grows: its last bundle is full already, its checkpoint is of a moment before."""
    logs = Logs(tmp_path / "logs", 256, 100).make()
    kept = logs.path / "registry" / "checkpoints"
    shutil.copy(kept / "200", logs.path / "registry" / "checkpoint")
    (kept / "256").unlink()
    shutil.rmtree(logs.path / "audit")
    (logs.path / "policy").write_text(policy().replace(f"log {signer('audit').vkey}\n", ""))
    assert verify(logs.path) == (0, [])

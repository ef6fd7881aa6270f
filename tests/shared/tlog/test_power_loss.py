"""Wherever the power is lost, the log is opened again, keeps what was signed, and grows to the same log."""

from pathlib import Path

import pytest

from shared.tlog.folder import LogFolder
from shared.tlog.writer import LogWriter
from tests.shared.tlog.disk import Disk, PowerLost
from tests.shared.tlog.made import SIGNER, files, small, written

ENTRIES = small(530)
SIZES = (3, 256, 300, 530)


def grown(folder: Path) -> int:
    """Let the log grow to its end, and give the size that was signed last before the power was lost, if it was."""
    signed = 0
    try:
        writer = LogWriter(folder, SIGNER)
        for size in SIZES:
            if writer.size < size:
                writer.append(ENTRIES[writer.size : size])
                signed = writer.sign().checkpoint.size
    except PowerLost:
        return signed
    return -1


def read_whole(folder: Path) -> None:
    """Whoever reads before the log is opened again finds all that the checkpoint covers."""
    log = LogFolder(folder, SIGNER.verifier)
    if (folder / "checkpoint").exists():
        assert [*log.entries()] == ENTRIES[: log.size]
        assert log.frontier(log.size).root() == log.root_at(log.size) == log.checkpoint().root


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, bytes]:
    return files(written(tmp_path / "whole", ENTRIES, SIZES).path)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Disk:
    return Disk(monkeypatch, tmp_path)


@pytest.mark.parametrize("forgets", [True, False], ids=["power-lost", "killed"])
def test_after_each_act_on_the_disk(disk: Disk, tmp_path: Path, whole: dict[str, bytes], *, forgets: bool) -> None:
    acts, signed = 0, 0
    while signed >= 0:
        folder = tmp_path / f"after-{acts}"
        disk.lose_power_after(acts)
        signed = grown(folder)
        disk.lose_power_after(None)
        if forgets:
            disk.forget()
        acts += 1
        read_whole(folder)
        reopened = LogWriter(folder, SIGNER)
        assert reopened.size >= signed
        assert reopened.size in (0, *SIZES)
        assert grown(folder) == -1
        assert files(folder) == whole
    assert acts > 50


def test_once_more_while_it_is_opened_again(disk: Disk, tmp_path: Path, whole: dict[str, bytes]) -> None:
    for acts in range(12, 120, 9):
        folder = tmp_path / f"after-{acts}"
        for again in (acts, 1, acts // 3):
            disk.lose_power_after(again)
            grown(folder)
            disk.lose_power_after(None)
            disk.forget()
        assert grown(folder) == -1
        assert files(folder) == whole

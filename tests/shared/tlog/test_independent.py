"""Go's own implementation accepts what we write, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.tlog.folder import LogFolder
from tests.shared.tlog.independent.judge import CannotBeBuilt, built, proofs_in, verdict, with_a_byte_flipped
from tests.shared.tlog.made import SIGNER, records, written

SIZES = (1, 255, 256, 257, 600, 1_024, 2_999)


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return built(tmp_path_factory.mktemp("judge"))
    except CannotBeBuilt as cannot:
        pytest.skip(str(cannot))


@pytest.mark.parametrize("count", [1, 256, 3_000])
def test_a_log_with_its_proofs_and_earlier_checkpoints_is_accepted(judge: Path, tmp_path: Path, count: int) -> None:
    writer = written(tmp_path / "log", records(count), [size for size in SIZES if size < count])
    log = LogFolder(writer.path)
    proofs = proofs_in(tmp_path, log, {0, count // 2, count - 1})
    said = verdict(judge, writer.path, SIGNER.vkey, proofs)
    assert said.accepted, said.words
    assert f"{count} entries" in said.words
    assert f"{len(log.sizes())} checkpoints, {len(proofs)} proofs" in said.words


@pytest.mark.parametrize(
    "name", ["tile/entries/001", "tile/0/001", "tile/1/000.p/11", "checkpoint", "checkpoints/257", "tile/0/011.p/184"]
)
def test_one_bit_that_is_another_is_refused(judge: Path, tmp_path: Path, name: str) -> None:
    writer = written(tmp_path / "log", records(3_000), SIZES)
    with_a_byte_flipped(writer.path / name)
    assert not verdict(judge, writer.path, SIGNER.vkey, {}).accepted


def _another_entry(proof: Path, entry: Path) -> None:
    entry.write_bytes(entry.read_bytes() + b" ")
    assert proof.exists()


def _another_index(proof: Path, entry: Path) -> None:
    proof.write_text(proof.read_text().replace("index 7\n", "index 8\n"))
    assert entry.exists()


@pytest.mark.parametrize("change", [_another_entry, _another_index])
def test_a_proof_of_something_else_is_refused(
    judge: Path, tmp_path: Path, change: Callable[[Path, Path], None]
) -> None:
    writer = written(tmp_path / "log", records(300))
    proofs = proofs_in(tmp_path, LogFolder(writer.path), [7])
    for proof, entry in proofs.items():
        change(proof, entry)
    said = verdict(judge, writer.path, SIGNER.vkey, proofs)
    assert not said.accepted
    assert "7.tlog-proof" in said.words

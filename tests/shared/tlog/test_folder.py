"""Whoever reads a log finds its entries and proofs, or is told what is wrong with which file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.tlog.faults import Malformed, Missing, TlogFault, Unproven, Unsigned
from shared.tlog.folder import LogFolder
from shared.tlog.hashing import leaf_hash, leaf_hashes
from shared.tlog.notes import Signer
from shared.tlog.proofs import root_of_inclusion, verify_consistency
from shared.tlog.tree import Frontier
from tests.shared.tlog.made import ORIGIN, PATIENT, SIGNER, small, written

ENTRIES = small(1_300)
SIZES = (1, 200, 256, 700, 1_024)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> LogFolder:
    return LogFolder(written(tmp_path_factory.mktemp("log"), ENTRIES, SIZES).path, SIGNER.verifier)


@settings(PATIENT, max_examples=50)
@given(st.integers(0, 1_400), st.integers(0, 1_400))
def test_entries_are_those_that_were_written(log: LogFolder, first: int, stop: int) -> None:
    assert [*log.entries(first, stop)] == ENTRIES[first:stop]


def test_without_bounds_they_are_all(log: LogFolder) -> None:
    assert [*log.entries()] == ENTRIES
    assert log.entry(1_299) == ENTRIES[-1]
    with pytest.raises(Missing, match="has no entry 1300"):
        log.entry(1_300)


def test_every_checkpoint_that_was_signed_is_kept(log: LogFolder) -> None:
    assert log.sizes() == [*SIZES, 1_300]
    assert log.note_at(1_300) == log.note()
    for size in log.sizes():
        checkpoint = log.read(log.note_at(size))
        assert (checkpoint.origin, checkpoint.size) == (ORIGIN, size)
        assert checkpoint.root == log.root_at(size) == Frontier.of(leaf_hashes(ENTRIES[:size])).root()
    with pytest.raises(Missing, match="checkpoints/2 is not there"):
        log.note_at(2)


@settings(PATIENT, max_examples=50)
@given(st.integers(0, 1_299), st.data())
def test_every_entry_is_proven_at_every_size(log: LogFolder, index: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(index + 1, 1_300))
    path = log.inclusion(index, size)
    assert root_of_inclusion(index, size, leaf_hash(ENTRIES[index]), path) == log.root_at(size)


@settings(PATIENT, max_examples=50)
@given(st.integers(0, 1_300), st.integers(0, 1_300))
def test_every_size_continues_every_smaller_one(log: LogFolder, one: int, other: int) -> None:
    old, new = sorted((one, other))
    verify_consistency(old, new, log.root_at(old), log.root_at(new), log.consistency(old, new))


def test_proofs_are_of_the_size_now_where_none_is_said(log: LogFolder) -> None:
    assert log.inclusion(5) == log.inclusion(5, 1_300)
    assert log.consistency(5) == log.consistency(5, 1_300)
    assert log.frontier(1_300).root() == log.checkpoint().root
    assert log.frontier(0).size == 0


def test_what_is_not_in_the_log_is_not_proven(log: LogFolder) -> None:
    with pytest.raises(Unproven):
        log.inclusion(1_300)
    with pytest.raises(Unproven):
        log.consistency(1_301)
    for beyond in (
        lambda: log.inclusion(1_300, 1_400),
        lambda: log.consistency(1_300, 1_400),
        lambda: log.root_at(1_301),
    ):
        with pytest.raises(Missing):
            beyond()


def test_a_reader_goes_on_where_the_log_has_grown(tmp_path: Path) -> None:
    writer = written(tmp_path, ENTRIES[:300], [200])
    log = LogFolder(tmp_path, SIGNER.verifier)
    before = log.checkpoint()
    proofs = {index: log.inclusion(index, 200) for index in range(200)}
    writer.append(ENTRIES[300:])
    writer.sign()
    assert [*log.entries()] == ENTRIES
    assert log.root_at(before.size) == before.root
    assert {index: log.inclusion(index, 200) for index in range(200)} == proofs
    assert log.tile(0, 0, 200) == log.tile(0, 0)[: 200 * 32]
    assert log.bundle(0, 200) == ENTRIES[:200]


def test_a_reader_does_not_see_what_is_half_written(tmp_path: Path) -> None:
    written(tmp_path, ENTRIES[:300])
    for name in ("tile/0/001", "tile/entries/001"):
        (tmp_path / name).write_bytes(b"")
    log = LogFolder(tmp_path)
    assert [*log.entries()] == ENTRIES[:300]
    assert root_of_inclusion(299, 300, leaf_hash(ENTRIES[299]), log.inclusion(299)) == log.checkpoint().root


def test_a_checkpoint_is_believed_only_by_the_key_that_was_given(tmp_path: Path) -> None:
    written(tmp_path, small(3))
    assert LogFolder(tmp_path).size == 3
    with pytest.raises(Unsigned):
        LogFolder(tmp_path, Signer.generate(ORIGIN).verifier).checkpoint()


def test_a_folder_without_a_log_says_so(tmp_path: Path) -> None:
    nothing = LogFolder(tmp_path / "nothing")
    assert nothing.sizes() == []
    with pytest.raises(Missing, match="checkpoint is not there"):
        nothing.checkpoint()


@pytest.mark.parametrize(
    ("name", "content", "read", "fault"),
    [
        ("checkpoint", b"\xff\n\n\n", LogFolder.note, Malformed),
        ("checkpoint", b"no note", LogFolder.checkpoint, Malformed),
        ("checkpoint", b"no checkpoint\n\n-", LogFolder.checkpoint, Malformed),
        ("checkpoint", None, LogFolder.checkpoint, Missing),
        ("checkpoints/01", b"", LogFolder.sizes, Malformed),
        ("tile/0/000.p/200", bytes(199 * 32), lambda log: log.inclusion(5), Malformed),
        ("tile/0/000.p/200", None, lambda log: log.inclusion(5), Missing),
        ("tile/entries/000.p/200", b"\x00\x01a", lambda log: log.entry(5), Malformed),
        ("tile/entries/000.p/200", b"\x00\x02a", lambda log: log.entry(5), Malformed),
        ("tile/entries/000.p/200", None, lambda log: log.entry(5), Missing),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named(
    tmp_path: Path, name: str, content: bytes | None, read: Callable[[LogFolder], object], fault: type[TlogFault]
) -> None:
    written(tmp_path, small(200))
    if content is None:
        (tmp_path / name).unlink()
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(fault):
        read(LogFolder(tmp_path))

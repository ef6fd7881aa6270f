"""A log grows, and is signed only as the continuation of what was signed."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.tlog.checkpoints import Checkpoint
from shared.tlog.faults import EntryTooLong, Inconsistent, Malformed, Missing, TlogFault, Unsigned
from shared.tlog.folder import LogFolder
from shared.tlog.hashing import EMPTY_ROOT, leaf_hash, leaf_hashes
from shared.tlog.notes import Signer
from shared.tlog.proofs import root_of_inclusion
from shared.tlog.tiles import entries_path, named, tile_path, tiles_of
from shared.tlog.tree import Frontier
from shared.tlog.writer import LogWriter
from tests.shared.tlog.made import ORIGIN, PATIENT, SIGNER, files, small, written


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def tile_files(size: int) -> set[str]:
    """The names of the files that a tree of that size consists of."""
    tiles = [*tiles_of(size)]
    return {tile_path(*tile) for tile in tiles} | {entries_path(at, width) for level, at, width in tiles if not level}


@settings(PATIENT, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=6))
def test_however_a_log_grows_it_is_the_same_log(steps: list[tuple[int, bool]]) -> None:
    entries = small(sum(count for count, _ in steps))
    with TemporaryDirectory() as temporary:
        grown = LogWriter(Path(temporary, "grown"), SIGNER)
        for count, again in steps:
            grown.append(entries[grown.size : grown.size + count])
            if again:
                grown.sign()
                grown = LogWriter(grown.path, SIGNER)
        grown.sign()
        sizes = LogFolder(grown.path).sizes()
        at_once = written(Path(temporary, "at-once"), entries, sizes)
        assert files(grown.path) == files(at_once.path)
        assert grown.root() == Frontier.of(leaf_hashes(entries)).root()


@pytest.mark.parametrize("size", [1, 255, 256, 257, 70_000])
def test_a_log_consists_of_the_tiles_of_its_size_and_of_nothing_else(tmp_path: Path, size: int) -> None:
    writer = written(tmp_path, small(size))
    assert files(tmp_path).keys() == tile_files(size) | {"checkpoint", f"checkpoints/{size}"}
    assert writer.signed is not None
    assert writer.signed.checkpoint == Checkpoint(ORIGIN, size, Frontier.of(leaf_hashes(small(size))).root())


def test_partial_tiles_stay_until_the_full_one_is_signed(tmp_path: Path) -> None:
    writer = written(tmp_path, small(200), [100, 150])
    for size in (100, 150, 200):
        assert tile_files(size) <= files(tmp_path).keys()
    writer.append(small(56, 200))
    assert (tmp_path / entries_path(0, 100)).exists()
    writer.sign()
    left = {name for name in files(tmp_path) if named(name)}
    assert left == tile_files(256)


def test_a_log_without_entries_is_signed_too(tmp_path: Path) -> None:
    signed = LogWriter(tmp_path, SIGNER).sign()
    assert signed.checkpoint == Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    reopened = LogWriter(tmp_path, SIGNER)
    assert (reopened.size, reopened.signed) == (0, signed)


def test_asked_again_it_gives_the_same_note(tmp_path: Path) -> None:
    writer = written(tmp_path, small(10))
    before = files(tmp_path)
    assert writer.sign() == writer.signed == LogWriter(tmp_path, SIGNER).sign()
    assert files(tmp_path) == before


def test_what_was_not_signed_is_cut_off(tmp_path: Path) -> None:
    writer = written(tmp_path, small(300))
    before = files(tmp_path)
    writer.append(small(100_000 - 300, 300))
    assert files(tmp_path) != before
    (tmp_path / "checkpoints/.300.new").write_text("half a checkp")
    (tmp_path / "note.txt").write_text("whoever wrote this is no tile")
    reopened = LogWriter(tmp_path, SIGNER)
    assert reopened.size == 300
    assert files(tmp_path) == before | {"note.txt": b"whoever wrote this is no tile"}
    reopened.append(small(600, 300))
    reopened.sign()
    assert [*LogFolder(tmp_path).entries()] == small(900)


def test_a_checkpoint_that_was_signed_and_not_yet_shown_is_shown(tmp_path: Path) -> None:
    written(tmp_path, small(20))
    shown = (tmp_path / "checkpoint").read_bytes()
    signed = written(tmp_path, small(30)).signed
    (tmp_path / "checkpoint").write_bytes(shown)
    assert LogWriter(tmp_path, SIGNER).signed == signed
    assert LogFolder(tmp_path).size == 30
    (tmp_path / "checkpoint").unlink()
    assert LogWriter(tmp_path, SIGNER).signed == signed
    assert LogFolder(tmp_path).size == 30


def test_an_entry_that_is_too_long_is_refused_and_none_is_added(tmp_path: Path) -> None:
    writer = written(tmp_path, small(5))
    with pytest.raises(EntryTooLong, match="entry 6 has 65536 bytes"):
        writer.append([b"x" * 0xFFFF, b"x" * 0x10000])
    assert writer.size == 5
    assert writer.append([b"x" * 0xFFFF]) == 6
    assert writer.sign().checkpoint.size == 6


@pytest.mark.parametrize(
    "name",
    [
        "tile/entries/001",
        "tile/entries/002.p/88",
        "tile/0/001",
        "tile/0/002.p/88",
        "tile/1/000.p/2",
    ],
)
def test_what_changes_on_the_disk_before_it_is_signed_is_not_signed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    writer = written(tmp_path, small(300))
    before = files(tmp_path)["checkpoint"]
    writer.append(small(300, 300))

    def then_changed(paths: list[Path]) -> None:
        if tmp_path / name in paths:
            flipped(tmp_path / name)

    monkeypatch.setattr("shared.tlog.writer.synced", then_changed)
    with pytest.raises(Inconsistent):
        writer.sign()
    assert files(tmp_path)["checkpoint"] == before
    assert LogFolder(tmp_path).sizes() == [300]
    monkeypatch.undo()
    again = LogWriter(tmp_path, SIGNER)
    again.append(small(300, 300))
    assert again.sign().checkpoint.root == Frontier.of(leaf_hashes(small(600))).root()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda path: flipped(path / "tile/0/000.p/200"), Inconsistent),
        (lambda path: flipped(path / "tile/entries/000.p/200"), Inconsistent),
        (lambda path: (path / "tile/0/000.p/200").unlink(), Missing),
        (lambda path: (path / "tile/entries/000.p/200").unlink(), Missing),
        (lambda path: (path / "tile/0/000.p/200").write_bytes(b"short"), Malformed),
        (lambda path: (path / "checkpoint").write_text("no note"), Malformed),
        (lambda path: (path / "checkpoints/200").rename(path / "checkpoints/201"), Inconsistent),
        (lambda path: (path / "checkpoints/x").write_text(""), Malformed),
    ],
)
def test_a_log_that_was_changed_after_it_was_signed_is_not_gone_on_with(
    tmp_path: Path, change: Callable[[Path], object], fault: type[TlogFault]
) -> None:
    written(tmp_path, small(200))
    change(tmp_path)
    with pytest.raises(fault):
        LogWriter(tmp_path, SIGNER)


def test_a_full_tile_that_was_changed_is_found_in_what_is_built_on_it(tmp_path: Path) -> None:
    writer = written(tmp_path, small(600))
    flipped(tmp_path / "tile/0/001")
    path = LogFolder(tmp_path).inclusion(510)
    assert root_of_inclusion(510, 600, leaf_hash(small(600)[510]), path) != writer.root()
    flipped(tmp_path / "tile/1/000.p/2")
    with pytest.raises(Inconsistent, match="do not give the root that was signed at 600"):
        LogWriter(tmp_path, SIGNER)


def test_a_bundle_that_was_signed_and_changed_while_the_log_is_open_is_found(tmp_path: Path) -> None:
    writer = written(tmp_path, small(200))
    writer._open[7] = b"another"
    writer.append(small(100, 200))
    with pytest.raises(Inconsistent, match=r"tile/entries/000 .* is not what was signed"):
        writer.sign()


def test_two_writers_do_not_sign_two_stories(tmp_path: Path) -> None:
    one, other, third = (LogWriter(tmp_path, SIGNER) for _ in range(3))
    one.append([b"one"])
    other.append([b"other"])
    one.sign()
    before = files(tmp_path)
    with pytest.raises(Inconsistent, match="somebody else signed"):
        other.sign()
    with pytest.raises(Inconsistent, match="somebody else signed"):
        third.append(small(300))
    assert files(tmp_path) == before
    assert LogWriter(tmp_path, SIGNER).signed == one.signed


def test_another_key_does_not_go_on(tmp_path: Path) -> None:
    written(tmp_path, small(10))
    with pytest.raises(Unsigned):
        LogWriter(tmp_path, Signer.generate(ORIGIN))
    with pytest.raises(Unsigned):
        LogWriter(tmp_path, Signer.derived(bytes(32), "shifan.example/other"))

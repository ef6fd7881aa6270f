"""Tiles, proofs and policies are written as C2SP says, and nothing else is read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.tlog import policies, proof_files
from shared.tlog.faults import EntryTooLong, Malformed, TlogFault, Unsigned
from shared.tlog.notes import Signer
from shared.tlog.policies import Policy
from shared.tlog.proof_files import ProofFile
from shared.tlog.proofs import inclusion_proof
from shared.tlog.tiles import bundle, entries_path, named, tile_path, tiles_of, unbundled, width_at
from tests.shared.tlog.made import PATIENT

LOGS = [Signer.derived(bytes(32), f"shifan.example/{owner}").verifier for owner in ("registry", "audit")]
WITNESS = Signer.derived(bytes(32), "witness.example").vkey
NOTE = Signer.derived(bytes(32), "shifan.example/registry").sign("shifan.example/registry\n1\nAAAA\n")


@pytest.mark.parametrize(
    ("index", "width", "path"),
    [
        (0, 256, "000"),
        (67, 256, "067"),
        (999, 1, "999.p/1"),
        (1_000, 256, "x001/000"),
        (1_234_067, 256, "x001/x234/067"),
        (1_234_067, 255, "x001/x234/067.p/255"),
        (10**15 + 2, 256, "x001/x000/x000/x000/x000/002"),
    ],
)
def test_an_index_is_written_in_groups_of_three(index: int, width: int, path: str) -> None:
    assert tile_path(3, index, width) == f"tile/3/{path}"
    assert entries_path(index, width) == f"tile/entries/{path}"


@PATIENT
@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 10**18), st.integers(1, 256))
def test_a_path_says_which_tile_it_is(level: int | None, index: int, width: int) -> None:
    path = entries_path(index, width) if level is None else tile_path(level, index, width)
    assert named(path) == (level, index, width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/0",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/../000",
        "tile/0/000/",
        "tile/0/٠٠٠",
    ],
)
def test_other_paths_are_no_tiles(path: str) -> None:
    assert named(path) is None


def test_a_tree_of_70000_has_the_tiles_of_the_specification() -> None:
    tiles = [*tiles_of(70_000)]
    assert sum(level == 0 and width == 256 for level, _, width in tiles) == 273
    assert tiles[273:] == [(0, 273, 112), (1, 0, 256), (1, 1, 17), (2, 0, 1)]
    assert [*tiles_of(256)] == [(0, 0, 256), (1, 0, 1)]
    assert [*tiles_of(0)] == []
    assert width_at(0, 274, 70_000) == 0


@PATIENT
@given(st.lists(st.binary(max_size=300)))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert unbundled(bundle(entries)) == entries


def test_a_bundle_is_lengths_and_entries() -> None:
    assert bundle([b"ab", b"", b"c" * 0xFFFF]) == b"\x00\x02ab" + b"\x00\x00" + b"\xff\xff" + b"c" * 0xFFFF
    with pytest.raises(EntryTooLong, match="65536 bytes"):
        bundle([b"c" * 0x10000])


@pytest.mark.parametrize("content", [b"\x00", b"\x00\x01", b"\x00\x01a\x00", b"\x00\x01a\x00\x02b"])
def test_a_bundle_that_ends_inside_an_entry_is_refused(content: bytes) -> None:
    with pytest.raises(Malformed, match="ends inside its entry"):
        unbundled(content)


@PATIENT
@given(
    st.integers(0, 10**18 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=63),
    st.binary(max_size=50),
)
def test_a_proof_is_read_as_it_was_written(index: int, path: list[bytes], extra: bytes) -> None:
    text = proof_files.written(index, path, NOTE, extra)
    assert proof_files.parsed(text) == ProofFile(index, tuple(path), NOTE, extra)


def test_a_proof_looks_as_the_specification_shows_it() -> None:
    text = proof_files.written(5, [bytes(32)], "origin\n6\nroot\n\n— origin signature\n", b"age")
    assert text == (
        "c2sp.org/tlog-proof@v1\nextra YWdl\nindex 5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
        "\norigin\n6\nroot\n\n— origin signature\n"
    )


def test_a_proof_in_a_log_of_a_billion_entries_has_less_than_two_kilobytes() -> None:
    path = inclusion_proof(7, 10**9, lambda height, index: bytes([height, index % 256]) * 16)
    assert len(path) == 30
    assert len(proof_files.written(7, path, NOTE.replace("\n1\n", "\n1000000000\n")).encode()) < 2_000


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("c2sp.org/tlog-proof@v1\n", ""),
        ("index 5\n", ""),
        ("index 5", "index 05"),
        ("index 5", "index -5"),
        ("index 5", "Index 5"),
        ("extra YWdl", "extra !"),
        ("extra YWdl", "extra YWdl\nextra YWdl"),
        ("AAA=\n", "AAA=\n" * 64),
        ("AAA=", "AAB="),
        ("\n\n", "\n"),
    ],
)
def test_what_is_no_proof_is_refused(old: str, new: str) -> None:
    text = proof_files.written(5, [bytes(32)], NOTE, b"age")
    assert old in text
    with pytest.raises(Malformed):
        proof_files.parsed(text.replace(old, new))


def test_a_policy_is_read_as_it_was_written() -> None:
    policy = Policy(tuple(LOGS))
    text = policy.written("示范 the logs of the procedure")
    assert text == f"# 示范 the logs of the procedure\nlog {LOGS[0].vkey}\nlog {LOGS[1].vkey}\nquorum none\n"
    assert policies.parsed(text) == policy


def test_a_policy_may_have_addresses_comments_and_witnesses_that_it_does_not_need() -> None:
    text = f"\t# why\n\n  log\t{LOGS[0].vkey}  address \nwitness W {WITNESS}\ngroup G any W\nquorum none"
    assert policies.parsed(text) == Policy((LOGS[0],))


def test_a_policy_knows_each_log_by_its_origin_alone() -> None:
    policy = Policy(tuple(LOGS))
    assert policy.verifier("shifan.example/audit") == LOGS[1]
    with pytest.raises(Unsigned, match=r"names no log shifan\.example/other"):
        policy.verifier("shifan.example/other")
    with pytest.raises(TlogFault):
        policy.checkpoint(NOTE.replace("\n1\n", "\n2\n"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "0 quorum lines"),
        (f"log {LOGS[0].vkey}\n", "0 quorum lines"),
        ("quorum none\nquorum none\n", "2 quorum lines"),
        (f"witness W {WITNESS}\nquorum W\n", "witnesses"),
        ("quorum none none\n", "witnesses"),
        ("quorum\n", "means nothing"),
        ("log\nquorum none\n", "means nothing"),
        ("logs x\nquorum none\n", "means nothing"),
        ("log x\nquorum none\n", "no Ed25519 key"),
        (f"log {LOGS[0].vkey} a b\nquorum none\n", "at most an address"),
        (f"log {LOGS[0].vkey}\nlog {LOGS[0].vkey}\nquorum none\n", "the same key"),
        ("quorum none\r\n", "control characters"),
    ],
)
def test_what_is_no_policy_that_we_understand_is_refused(text: str, why: str) -> None:
    with pytest.raises(Malformed, match=re.escape(why)):
        policies.parsed(text)


def test_two_keys_for_one_origin_are_refused() -> None:
    other = Signer.derived(b"1" * 32, LOGS[0].name).verifier
    with pytest.raises(Malformed, match="the same origin"):
        Policy((LOGS[0], other))

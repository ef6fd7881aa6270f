"""Roots and proofs are those of RFC 6962: as its known trees have them, and as another implementation computes them."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from shared.tlog.faults import Unproven
from shared.tlog.hashing import EMPTY_ROOT, leaf_hash, leaf_hashes, node_hash, subtree_root
from shared.tlog.proofs import (
    consistency_proof,
    inclusion_proof,
    root_at,
    root_of_inclusion,
    verify_consistency,
)
from shared.tlog.tree import Frontier
from tests.shared.tlog.made import PATIENT, small

# The leaves and roots with which implementations of Certificate Transparency are tested.
KNOWN_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
KNOWN_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
KNOWN_CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
BOUNDARIES = (255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537)


class Perfect:
    """All whole subtrees over some leaves, kept by height."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._heights = [list(leaves)]
        while len(below := self._heights[-1]) > 1:
            self._heights.append([node_hash(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)])

    def at(self, height: int, index: int) -> bytes:
        return self._heights[height][index]


def oracle(entries: Sequence[bytes]) -> InmemoryTree:
    return InmemoryTree.init_from_entries(entries, algorithm="sha256")


def sizes(most: int = 600) -> st.SearchStrategy[int]:
    return st.integers(1, most)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_trees_have_their_known_roots(size: int) -> None:
    leaves = leaf_hashes(bytes.fromhex(leaf) for leaf in KNOWN_LEAVES[:size])
    assert Frontier.of(leaves).root().hex() == KNOWN_ROOTS[size - 1]


def test_a_tree_without_leaves_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT == root_at(0, Perfect([]).at)
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_leaf_is_no_node() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert leaf_hash(left + right) != node_hash(left, right)


@PATIENT
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=300))
def test_the_root_is_the_other_implementations(entries: list[bytes]) -> None:
    assert Frontier.of(leaf_hashes(entries)).root() == oracle(entries).get_root()


def test_at_the_boundaries_of_tiles_the_root_is_the_other_implementations() -> None:
    entries = small(max(BOUNDARIES))
    leaves = leaf_hashes(entries)
    theirs = oracle(entries)
    frontier, whole = Frontier(), Perfect(leaves)
    for size in BOUNDARIES:
        frontier.extend(leaves[frontier.size : size])
        assert (frontier.size, frontier.root()) == (size, theirs._get_root(0, size))
        assert frontier.root() == root_at(size, whole.at)


@settings(PATIENT, max_examples=40)
@given(st.lists(sizes(300), max_size=6))
def test_however_a_tree_grows_it_is_the_same_tree(steps: list[int]) -> None:
    leaves = leaf_hashes(small(sum(steps)))
    grown, tiles = Frontier(), []
    for step in steps:
        tiles += grown.extend(leaves[grown.size : grown.size + step])
    at_once = Frontier()
    assert sorted(tiles, key=lambda tile: (tile.level, tile.index)) == at_once.extend(leaves)
    assert grown.partial_tiles() == at_once.partial_tiles()
    assert (grown.size, grown.root()) == (at_once.size, at_once.root())


@PATIENT
@given(sizes())
def test_a_tree_goes_on_from_its_edges(size: int) -> None:
    leaves = leaf_hashes(small(size + 1))
    before = Frontier.of(leaves[:size])
    after = Frontier([before.edge(level) for level in range(3)])
    assert (after.size, after.root()) == (size, before.root())
    after.append(leaves[size])
    assert after.root() == Frontier.of(leaves).root()
    assert before.size == size


@settings(PATIENT, max_examples=40)
@given(sizes(), st.data())
def test_an_inclusion_proof_is_the_other_implementations_and_leads_to_the_root(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    entries = small(size)
    leaves = leaf_hashes(entries)
    path = inclusion_proof(index, size, Perfect(leaves).at)
    theirs = oracle(entries).prove_inclusion(index + 1)
    assert [leaves[index], *path] == theirs.path
    assert root_of_inclusion(index, size, leaves[index], path) == Frontier.of(leaves).root()


@settings(PATIENT, max_examples=40)
@given(sizes(), sizes())
def test_a_consistency_proof_holds_between_the_roots_of_the_other_implementation(one: int, other: int) -> None:
    old, new = sorted((one, other))
    entries = small(new)
    path = consistency_proof(old, new, Perfect(leaf_hashes(entries)).at)
    theirs = oracle(entries).prove_consistency(old, new)
    verify_consistency(old, new, theirs.retrieve_prior_state(), theirs.compute_root(), path)


@pytest.mark.parametrize(("old", "new"), KNOWN_CONSISTENCY)
def test_the_known_trees_continue_each_other_by_their_known_proofs(old: int, new: int) -> None:
    leaves = leaf_hashes(bytes.fromhex(leaf) for leaf in KNOWN_LEAVES[:new])
    path = consistency_proof(old, new, Perfect(leaves).at)
    assert [beside.hex() for beside in path] == KNOWN_CONSISTENCY[old, new]
    before, after = (bytes.fromhex(KNOWN_ROOTS[size - 1]) for size in (old, new))
    verify_consistency(old, new, before, after, path)


@settings(PATIENT, max_examples=50)
@given(sizes(300), st.data())
def test_whatever_is_changed_an_inclusion_proof_leads_elsewhere(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = leaf_hashes(small(size))
    path = inclusion_proof(index, size, Perfect(leaves).at)
    root = Frontier.of(leaves).root()

    def leads_there(index: int, size: int, leaf: bytes, path: list[bytes]) -> bool:
        try:
            return root_of_inclusion(index, size, leaf, path) == root
        except Unproven:
            return False

    assert leads_there(index, size, leaves[index], path)
    assert not leads_there(index, size, leaf_hash(b"another"), path)
    assert not leads_there(index, size, leaves[index], [*path, root])
    others = [other for other in range(size) if other != index]
    assert not any(leads_there(other, size, leaves[index], path) for other in others)
    for at, beside in enumerate(path):
        assert not leads_there(index, size, leaves[index], path[:at] + path[at + 1 :])
        assert not leads_there(index, size, leaves[index], [*path[:at], leaf_hash(beside), *path[at + 1 :]])


@settings(PATIENT, max_examples=50)
@given(sizes(300), sizes(300), st.data())
def test_whatever_is_changed_a_consistency_proof_does_not_hold(one: int, other: int, data: st.DataObject) -> None:
    old, new = sorted((one, other + 300))
    leaves = leaf_hashes(small(new))
    path = consistency_proof(old, new, Perfect(leaves).at)
    before, after = Frontier.of(leaves[:old]).root(), Frontier.of(leaves).root()
    changed = [*leaves]
    changed[data.draw(st.integers(0, old - 1))] = leaf_hash(b"another")
    wrong: list[tuple[bytes, bytes, list[bytes]]] = [
        (before, leaf_hash(b"another root"), path),
        (leaf_hash(b"another root"), after, path),
        (before, Frontier.of(changed).root(), consistency_proof(old, new, Perfect(changed).at)),
        (before, after, [*path, before]),
        *((before, after, path[:at] + path[at + 1 :]) for at in range(len(path))),
        *((before, after, [*path[:at], leaf_hash(path[at]), *path[at + 1 :]]) for at in range(len(path))),
    ]
    for old_root, new_root, proof in wrong:
        with pytest.raises(Unproven):
            verify_consistency(old, new, old_root, new_root, proof)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_what_is_not_in_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(Unproven, match=f"has no entry {index}"):
        inclusion_proof(index, size, Perfect(leaf_hashes(small(5))).at)
    with pytest.raises(Unproven, match=f"has no entry {index}"):
        root_of_inclusion(index, size, EMPTY_ROOT, [])


def test_a_tree_does_not_continue_a_larger_one() -> None:
    hashes = Perfect(leaf_hashes(small(9)))
    with pytest.raises(Unproven, match="a tree of 5 does not continue one of 9"):
        consistency_proof(9, 5, hashes.at)
    with pytest.raises(Unproven, match="a tree of 5 does not continue one of 9"):
        verify_consistency(9, 5, root_at(9, hashes.at), root_at(5, hashes.at), [])


def test_every_tree_continues_the_one_without_leaves_and_itself() -> None:
    hashes = Perfect(leaf_hashes(small(9)))
    root = root_at(9, hashes.at)
    assert consistency_proof(0, 9, hashes.at) == consistency_proof(9, 9, hashes.at) == []
    verify_consistency(0, 9, EMPTY_ROOT, root, [])
    verify_consistency(9, 9, root, root, [])
    for old, old_root, proof in [(0, root, []), (9, EMPTY_ROOT, []), (0, EMPTY_ROOT, [root]), (9, root, [root])]:
        with pytest.raises(Unproven):
            verify_consistency(old, 9, old_root, root, proof)


@PATIENT
@given(st.lists(st.integers(0, 3), max_size=4), st.integers(0, 300))
def test_a_tree_grows_by_roots_over_full_tiles_as_by_their_leaves(counts: list[int], last: int) -> None:
    leaves = leaf_hashes(bytes([at % 256, at >> 8]) for at in range(256 * sum(counts) + last))
    grown, first = Frontier(), 0
    for count in counts:
        tiles = [b"".join(leaves[at : at + 256]) for at in range(first, first + 256 * count, 256)]
        grown.extend([subtree_root(tile) for tile in tiles], 1)
        first += 256 * count
    grown.extend(leaves[first:])
    whole = Frontier.of(leaves)
    assert (grown.size, grown.root(), grown.partial_tiles()) == (whole.size, whole.root(), whole.partial_tiles())


def test_nothing_is_added_over_a_tile_that_has_begun() -> None:
    begun = Frontier.of(leaf_hashes([b"one"]))
    with pytest.raises(ValueError, match="level 1"):
        begun.extend([EMPTY_ROOT], 1)
    assert begun.size == 1

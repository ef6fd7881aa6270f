"""Proofs of RFC 6962: that an entry is in a tree, and that a tree is the beginning of a larger one.

A subtree is named by its height and its index among those of its height: `hash_at(0, 5)` is the sixth leaf.
"""

from collections.abc import Callable, Sequence

from shared.tlog.faults import Unproven
from shared.tlog.hashing import EMPTY_ROOT, node_hash

HashAt = Callable[[int, int], bytes]


def root_at(size: int, hash_at: HashAt) -> bytes:
    """The root of the tree's first `size` leaves."""
    return _range_root(0, size, hash_at) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, hash_at: HashAt) -> list[bytes]:
    """The hashes beside the way from a leaf up to the root, the leaf's sibling first.

    Raises:
        Unproven: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise Unproven(f"a tree of {size} has no entry {index}")
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = _middle(start, stop)
        if index < middle:
            path.append(_range_root(middle, stop, hash_at))
            stop = middle
        else:
            path.append(_range_root(start, middle, hash_at))
            start = middle
    return path[::-1]


def root_of_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root to which the proof leads; who asks compares it with the signed one.

    Raises:
        Unproven: the proof has not as many hashes as a tree of that size asks for.
    """
    if not 0 <= index < size:
        raise Unproven(f"a tree of {size} has no entry {index}")
    node, last, root = index, size - 1, leaf
    for beside in path:
        if not last:
            raise Unproven("the proof has more hashes than the tree has levels")
        if node & 1 or node == last:
            root = node_hash(beside, root)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, beside)
        node, last = node >> 1, last >> 1
    if last:
        raise Unproven("the proof ends below the root")
    return root


def consistency_proof(old: int, new: int, hash_at: HashAt) -> list[bytes]:
    """The hashes that show that the tree of size `old` is the beginning of the tree of size `new`.

    Raises:
        Unproven: the new tree is smaller than the old one.
    """
    if not 0 <= old <= new:
        raise Unproven(f"a tree of {new} does not continue one of {old}")
    path: list[bytes] = []
    start, stop = 0, new
    while old and old != stop:
        middle = _middle(start, stop)
        if old <= middle:
            path.append(_range_root(middle, stop, hash_at))
            stop = middle
        else:
            path.append(_range_root(start, middle, hash_at))
            start = middle
    if start:
        path.append(_range_root(start, stop, hash_at))
    return path[::-1]


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """Nothing, if the tree of size `new` continues the one of size `old`.

    Raises:
        Unproven: it does not, or the proof does not show it.
    """
    if not 0 <= old <= new:
        raise Unproven(f"a tree of {new} does not continue one of {old}")
    if old in {0, new}:
        if path or old_root != (new_root if old else EMPTY_ROOT):
            raise Unproven(f"the roots of {old} and {new} do not fit each other")
        return
    if _roots_of_consistency(old, new, old_root, path) != (old_root, new_root):
        raise Unproven(f"the tree of {new} does not continue the tree of {old}")


def _roots_of_consistency(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The two roots to which the proof leads. Where the old tree is whole in the new one, its root begins the proof."""
    first, *rest = path if old & (old - 1) else (old_root, *path)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = first
    for beside in rest:
        if not last:
            raise Unproven("the proof has more hashes than the tree has levels")
        if node & 1 or node == last:
            before, after = node_hash(beside, before), node_hash(beside, after)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, beside)
        node, last = node >> 1, last >> 1
    if last:
        raise Unproven("the proof ends below the root")
    return before, after


def _middle(start: int, stop: int) -> int:
    """Where RFC 6962 parts a range: at the largest power of two that is smaller than it."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


def _range_root(start: int, stop: int, hash_at: HashAt) -> bytes:
    """The root over a range that RFC 6962 parts off: folded from its whole subtrees, the smallest first."""
    peaks: list[bytes] = []
    while start < stop:
        height = (stop - start).bit_length() - 1
        peaks.append(hash_at(height, start >> height))
        start += 1 << height
    root = peaks.pop()
    while peaks:
        root = node_hash(peaks.pop(), root)
    return root

"""The right edge of a tree: all that is needed to let it grow, to know its root, and to cut its tiles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from shared.tlog.hashing import EMPTY_ROOT, HASH_BYTES, node_hash, subtree_root
from shared.tlog.tiles import TILE_WIDTH

_TILE_BYTES = TILE_WIDTH * HASH_BYTES


@dataclass(frozen=True, slots=True)
class Tile:
    """Consecutive hashes of one level, laid end to end; `index` is the tile's place in its level."""

    level: int
    index: int
    hashes: bytes

    @property
    def width(self) -> int:
        """How many hashes it holds: 256 when it is full."""
        return len(self.hashes) // HASH_BYTES


class Frontier:
    """A tree of which only the tiles are kept that are not full yet, one a level.

    `edges` are the hashes of those, from the leaves upwards; the size follows from them.
    """

    def __init__(self, edges: Sequence[bytes] = ()) -> None:
        self._edges = list(edges)
        self.size = sum(len(edge) // HASH_BYTES << 8 * level for level, edge in enumerate(edges))

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Self:
        """The tree over these leaf hashes."""
        frontier = cls()
        frontier.extend(leaves)
        return frontier

    def copy(self) -> "Frontier":
        """The same tree, to grow by itself."""
        return Frontier(self._edges)

    def append(self, leaf: bytes) -> list[Tile]:
        """Add one leaf hash: the tiles that it filled."""
        return self.extend((leaf,))

    def extend(self, hashes: Iterable[bytes], level: int = 0) -> list[Tile]:
        """Add leaf hashes, or those of a higher level: the tiles that they filled, those of the lowest level first.

        Raises:
            ValueError: a tile of a lower level has begun, which would have to be filled first.
        """
        if any(self._edges[:level]):
            raise ValueError(f"nothing can be added at level {level} of a tree of {self.size}")
        filled: list[Tile] = []
        added, first = b"".join(hashes), self.size >> 8 * level
        self.size += len(added) // HASH_BYTES << 8 * level
        while added:
            while level >= len(self._edges):
                self._edges.append(b"")
            added = self._edges[level] + added
            index = first >> 8
            full = len(added) // _TILE_BYTES
            tiles = [Tile(level, index + n, added[n * _TILE_BYTES : (n + 1) * _TILE_BYTES]) for n in range(full)]
            self._edges[level] = added[full * _TILE_BYTES :]
            filled += tiles
            added = b"".join([subtree_root(tile.hashes) for tile in tiles])
            first, level = index, level + 1
        return filled

    def edge(self, level: int) -> bytes:
        """The hashes of the tile of that level that is not full yet."""
        return self._edges[level] if level < len(self._edges) else b""

    def partial_tiles(self) -> list[Tile]:
        """The tiles that have begun and are not full, from the leaves upwards."""
        levels = enumerate(self._edges)
        return [Tile(level, self.size >> 8 * (level + 1), edge) for level, edge in levels if edge]

    def root(self) -> bytes:
        """The hash of the whole tree."""
        root = b""
        for edge in self._edges:
            end = len(edge)
            while end:
                hashes = end // HASH_BYTES
                begin = end - (hashes & -hashes) * HASH_BYTES
                peak = subtree_root(edge[begin:end])
                root = node_hash(peak, root) if root else peak
                end = begin
        return root or EMPTY_ROOT

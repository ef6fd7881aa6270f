"""sha256-sort: everything is put in the order of its hash with the seed and the entropy, and the first are drawn.

In `sha256-sort-1` the entropy was the chain value of the record that fixed what is drawn from; in `sha256-sort-2` it is
the root of the first signed checkpoint that covers this record. What is reckoned with it is the same.

Whoever has the published seed, entropy and population gets the same, in whatever order they have the population; what
joins or leaves it changes nothing between the others. `docs/recompute_draw.py` does it again in twenty lines.
"""

import hashlib
from collections.abc import Iterable

NAME = "sha256-sort-2"
BY_CHAIN = "sha256-sort-1"
"""That of draws that were committed to before checkpoints were signed."""


def commitment_of(seed: str) -> str:
    """What binds the province to a seed before it knows whom it will draw from."""
    return hashlib.sha256(seed.encode()).hexdigest()


def in_order(entries: Iterable[str], seed: str, entropy: str) -> list[str]:
    """All of them in the order in which they are drawn."""
    return sorted(entries, key=lambda entry: _hash(seed, entropy, entry))


def inspectors_in_order(
    inspectors: Iterable[str], recusals: frozenset[tuple[str, str]], entry: str, seed: str, entropy: str
) -> list[str]:
    """Those who are not recused for this entry, in the order in which they are drawn for it."""
    free = (one for one in inspectors if (one, entry) not in recusals)
    return sorted(free, key=lambda inspector: _hash(seed, entropy, entry, inspector))


def _hash(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()

"""A decider is the whole of an aggregate's rules: what it starts as, what it decides, what its facts add up to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Generic, TypeVar

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Decider(Generic[C, S, E]):
    """Two pure functions and a first state. `decide` may refuse; `evolve` never fails and never decides."""

    initial: S
    decide: Callable[[C, S], list[E]]
    evolve: Callable[[S, E], S]

    def state(self, history: Iterable[E]) -> S:
        """What the facts add up to."""
        return reduce(self.evolve, history, self.initial)

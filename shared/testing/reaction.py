"""How every policy is specified: when this happens, then that is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.events.event import Event

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Reaction(Generic[C]):
    react: Callable[[Event], Sequence[C]]

    def __call__(self, event: Event) -> "Asked[C]":
        return Asked(tuple(self.react(event)))


@dataclass(frozen=True, slots=True)
class Asked(Generic[C]):
    commands: tuple[C, ...]

    def then_asks(self, *expected: C) -> None:
        __tracebackhide__ = True
        assert self.commands == expected

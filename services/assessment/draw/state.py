"""A draw, as the facts recorded so far make it."""

from dataclasses import dataclass, replace
from typing import assert_never

from shared.events.assessment import DrawCommitted, DrawRevealed

DrawFact = DrawCommitted | DrawRevealed


@dataclass(frozen=True, slots=True)
class Draw:
    committed: DrawCommitted | None = None
    revealed: DrawRevealed | None = None


def evolve(draw: Draw, event: DrawFact) -> Draw:
    match event:
        case DrawCommitted():
            return Draw(event)
        case DrawRevealed():
            return replace(draw, revealed=event)
        case _:
            assert_never(event)

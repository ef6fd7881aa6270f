"""A long list in parts, each of which makes an event whose record can be kept."""

from collections.abc import Sequence
from typing import TypeVar

from shared.events.event import Part

P = TypeVar("P", bound=Part)

MOST = 60
"""How many lines stand in one event at most, if nothing else is said."""

ROOM = 56_000
"""How many bytes they take there at most: the rest of a record is for what else it tells."""


def in_parts(lines: Sequence[P], most: int = MOST, room: int = ROOM) -> list[tuple[P, ...]]:
    """The lines in their order; no part is empty."""
    parts: list[list[P]] = []
    left = 0
    for line in lines:
        size = len(line.model_dump_json().encode()) + 1
        if not parts or len(parts[-1]) == most or size > left:
            parts.append([])
            left = room
        parts[-1].append(line)
        left -= size
    return [tuple(part) for part in parts]

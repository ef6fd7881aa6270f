"""How a long list is published in parts: a record holds so many bytes and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from shared.events.parts import in_parts
from shared.events.publication import PublishedTitle

PART_BYTES = 48_000
"""The titles of one part at most: the rest of the record, and what its envelope needs, stay far below the limit."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the titles. `number` counts the parts from 1; it is 0 where the list is whole."""

    titles: tuple[PublishedTitle, ...]
    first_place: int = 1
    number: int = 0


def parts_of(titles: Sequence[PublishedTitle]) -> list[Part]:
    """The titles in their order, in as few parts as hold them; a list without titles is one part, too."""
    groups = in_parts(titles, most=len(titles), room=PART_BYTES)
    if len(groups) <= 1:
        return [Part(tuple(titles))]
    first_places = accumulate(map(len, groups), initial=1)
    return [
        Part(group, first, number) for number, (group, first) in enumerate(zip(groups, first_places, strict=False), 1)
    ]

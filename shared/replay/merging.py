"""One order for the logs of several owners: each log in its own, causes before effects, else by the clock. Pure."""

from collections.abc import Callable, Iterator, Mapping

from shared.replay.entries import Entry, Happening

PlaceOf = Callable[[str], tuple[str, int] | None]
"""In which log, and at which position, the event with this id stands; none where nobody knows it."""


def merged(logs: Mapping[str, Iterator[Happening]], place_of: PlaceOf) -> Iterator[Happening]:
    """Everything that happened, of all logs; they are named by their owners.

    Clocks of different servers go differently, so an effect may bear an earlier time than its cause; it waits for it.
    Where forged records wait for each other, the earliest goes first, so that there always is an order.
    """
    left = dict(logs)
    heads: dict[str, Happening] = {}
    _draw(left, heads, list(left))
    while heads:
        free = [one for one in heads.values() if not _waits(one.entry, heads, place_of)]
        first = min(free or heads.values(), key=_when)
        yield first
        del heads[first.entry.owner]
        _draw(left, heads, [first.entry.owner])


def _draw(left: dict[str, Iterator[Happening]], heads: dict[str, Happening], owners: list[str]) -> None:
    for owner in owners:
        happening = next(left[owner], None)
        if happening is not None:
            heads[owner] = happening


def _when(happening: Happening) -> tuple[str, str]:
    return happening.entry.recorded, happening.entry.owner


def _waits(entry: Entry, heads: Mapping[str, Happening], place_of: PlaceOf) -> bool:
    """Whether its cause is still to come. What has passed its place in its log, or ended before it, never comes."""
    place = place_of(entry.cause) if entry.cause else None
    if place is None or place[0] == entry.owner:
        return False
    ahead = heads.get(place[0])
    return ahead is not None and ahead.entry.position <= place[1]

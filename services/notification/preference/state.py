"""What the facts about a preference add up to: the last of them."""

from dataclasses import dataclass
from typing import assert_never

from shared.events.notification import PreferenceSet


@dataclass(frozen=True, slots=True)
class Preference:
    """The last wish; None while nothing was said."""

    last: PreferenceSet | None = None


def evolve(_preference: Preference, event: PreferenceSet) -> Preference:
    match event:
        case PreferenceSet():
            return Preference(event)
        case _:
            assert_never(event)

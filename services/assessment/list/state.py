"""A list, as the facts recorded so far make it."""

from dataclasses import dataclass, replace
from typing import assert_never

from shared.events.assessment import ListEntry, ListSubmitted, ListSupplemented

ListFact = ListSubmitted | ListSupplemented


@dataclass(frozen=True, slots=True)
class CityList:
    submitted: ListSubmitted | None = None
    supplements: tuple[ListSupplemented, ...] = ()
    """In their order; none of them takes anything from the list."""

    @property
    def entries(self) -> tuple[ListEntry, ...]:
        """All that were reported, the list's first, in the order of their ranks."""
        first = self.submitted.entries if self.submitted else ()
        return (*first, *(entry for supplement in self.supplements for entry in supplement.entries))

    @property
    def reserve(self) -> tuple[ListEntry, ...]:
        """Who still waits in reserve, in order."""
        entered = {entry.application_id for entry in self.entries}
        first = self.submitted.reserve if self.submitted else ()
        return tuple(entry for entry in first if entry.application_id not in entered)


def evolve(city_list: CityList, event: ListFact) -> CityList:
    match event:
        case ListSubmitted():
            return CityList(event)
        case ListSupplemented():
            return replace(city_list, supplements=(*city_list.supplements, event))
        case _:
            assert_never(event)

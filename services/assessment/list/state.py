"""A list, as the facts recorded so far make it."""

from dataclasses import dataclass

from shared.events.assessment import ListSubmitted


@dataclass(frozen=True, slots=True)
class CityList:
    submitted: ListSubmitted | None = None


def evolve(_list: CityList, event: ListSubmitted) -> CityList:
    return CityList(event)

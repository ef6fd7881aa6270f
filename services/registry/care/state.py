"""What the facts about the care for a station add up to."""

from dataclasses import dataclass, replace
from typing import assert_never

from shared.events.registry import CultivationStarted, GuidanceGiven, StationSurveyed

CareEvent = StationSurveyed | CultivationStarted | GuidanceGiven


@dataclass(frozen=True, slots=True)
class Care:
    """The years in which a station was surveyed and taken up. Guidance may be given at any time, so none is counted."""

    surveyed: frozenset[int] = frozenset()
    cultivated: frozenset[int] = frozenset()


def evolve(care: Care, event: CareEvent) -> Care:
    match event:
        case StationSurveyed():
            return replace(care, surveyed=care.surveyed | {event.year})
        case CultivationStarted():
            return replace(care, cultivated=care.cultivated | {event.year})
        case GuidanceGiven():
            return care
        case _:
            assert_never(event)

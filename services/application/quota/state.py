"""A season's places, as the facts recorded so far make them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from shared.events.application import QuotaPlaceFreed, QuotaPlaceTaken, RecommendationExchanged

QuotaEvent = QuotaPlaceTaken | QuotaPlaceFreed | RecommendationExchanged


@dataclass(frozen=True, slots=True)
class Quota:
    """`taken` tells of each application that has a place which bureau recommended it."""

    taken: Mapping[str, str] = field(default_factory=dict)

    def of_bureau(self, bureau_code: str) -> int:
        """How many places the bureau has taken."""
        return sum(bureau == bureau_code for bureau in self.taken.values())


def evolve(quota: Quota, event: QuotaEvent) -> Quota:
    match event:
        case QuotaPlaceTaken():
            return replace(quota, taken={**quota.taken, event.application_id: event.bureau_code})
        case QuotaPlaceFreed():
            return replace(quota, taken=_without(quota, event.application_id))
        case RecommendationExchanged():
            kept = _without(quota, event.demoted_application_id)
            return replace(quota, taken={**kept, event.promoted_application_id: event.bureau_code})
        case _:
            assert_never(event)


def _without(quota: Quota, application_id: str) -> dict[str, str]:
    return {application: bureau for application, bureau in quota.taken.items() if application != application_id}

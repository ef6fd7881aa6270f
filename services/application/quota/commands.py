"""What may be asked of a season's places. Each goes with an act on an application, in the same transaction."""

from dataclasses import dataclass
from datetime import date

from shared.events.application import OverWhat


@dataclass(frozen=True, slots=True)
class Limits:
    """How many places each county has, and how many the city has in all; 0 where nobody has set a limit."""

    district_quota: int = 0
    recommendation_limit: int = 0

    def __bool__(self) -> bool:
        return bool(self.district_quota or self.recommendation_limit)

    def over(self, of_the_county: int, of_all: int) -> OverWhat | None:
        """What one more would be over, where so many are taken."""
        if self.district_quota and of_the_county >= self.district_quota:
            return OverWhat.DISTRICT_QUOTA
        if self.recommendation_limit and of_all >= self.recommendation_limit:
            return OverWhat.RECOMMENDATION_LIMIT
        return None


@dataclass(frozen=True, slots=True)
class TakePlace:
    season_id: str
    bureau_code: str
    application_id: str
    limits: Limits
    today: date


@dataclass(frozen=True, slots=True)
class FreePlace:
    season_id: str
    application_id: str
    today: date


@dataclass(frozen=True, slots=True)
class ExchangePlaces:
    season_id: str
    bureau_code: str
    promoted_application_id: str
    demoted_application_id: str
    reason: str
    today: date


QuotaCommand = TakePlace | FreePlace | ExchangePlaces

"""推荐: the county recommends to its city, within the quota where there is one; and whose desk a case lies on."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Public


class OverWhat(StrEnum):
    """Why a station that reaches the standard waits in reserve."""

    DISTRICT_QUOTA = "district_quota"  # 超出县区名额
    RECOMMENDATION_LIMIT = "recommendation_limit"  # 超出全市推荐总数
    EXCHANGED = "exchanged"  # 由县级机关调换


class RecommendationIssued(Event):
    """推荐意见: the county recommends a station that reaches the standard to its city.

    Who came out of the reserve before others did so for the reason in `out_of_order_because`.
    """

    clause = "[notice] 二(五): 提出推荐意见"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    bureau_code: Public[str]
    recommender: Internal[str]
    opinion: Internal[str]
    recommended_on: Public[date]
    out_of_order_because: Internal[str] = ""


class RecommendationRefused(Event):
    """不予推荐: the county does not recommend the station, and says why."""

    clause = "[notice] 二(五): 达到示范标准的"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    reasons: Internal[str]
    refused_on: Public[date]


class RecommendationReturned(Event):
    """退回: the city returns a recommendation to its county, and says what is to be looked at again."""

    clause = "domain §7.2 (the city may return)"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    reasons: Internal[str]
    returned_on: Public[date]


class ApplicationPlacedInReserve(Event):
    """候补: the station reaches the standard, and waits behind those whose places are taken. It has not failed."""

    clause = "domain §7.6 rules 6, 7; domain §9 scenario 4"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    bureau_code: Public[str]
    over: Public[OverWhat]
    reserve_number: Public[int]
    recommender: Internal[str]
    opinion: Internal[str]
    placed_on: Public[date]


class RecommendationExchanged(Event):
    """调换: before the notice the county puts a station of its reserve in the place of one that it had recommended."""

    clause = "domain §9 scenario 4"

    season_id: Public[str]
    bureau_code: Public[str]
    promoted_application_id: Public[str]
    demoted_application_id: Public[str]
    reason: Internal[str]
    exchanged_on: Public[date]


class QuotaPlaceTaken(Event):
    """占用名额: a place of a season's quota is taken; the stream of places is what two counties at once meet on."""

    clause = "domain §7.6 rules 6, 7"

    season_id: Public[str]
    bureau_code: Public[str]
    application_id: Public[str]
    taken_on: Public[date]


class QuotaPlaceFreed(Event):
    """释放名额: a place of a season's quota is free again."""

    clause = "domain §7.6 rules 6, 7"

    season_id: Public[str]
    bureau_code: Public[str]
    application_id: Public[str]
    freed_on: Public[date]


class CaseAssigned(Event):
    """分派、认领: an officer of the responsible bureau has the case on the desk: claimed, or assigned by another."""

    clause = "domain §7.2 (county: decides)"

    application_id: Public[str]
    bureau_code: Public[str]
    assignee: Internal[str]
    assigned_on: Public[date]


class CaseReleased(Event):
    """退回待领: the case lies on nobody's desk, and waits to be claimed."""

    clause = "domain §7.2 (county: decides)"

    application_id: Public[str]
    bureau_code: Public[str]
    released_on: Public[date]

"""The rules of a season's places: never more are taken than there are, and one application takes one."""

from typing import assert_never

from services.application.quota.commands import ExchangePlaces, FreePlace, QuotaCommand, TakePlace
from services.application.quota.state import Quota, QuotaEvent, evolve
from shared.errors import Conflict
from shared.events.application import QuotaPlaceFreed, QuotaPlaceTaken, RecommendationExchanged
from shared.eventsourcing.decider import Decider


class NoPlaceLeft(Conflict):
    """A place is taken while the county's quota and the city's limit leave one; they may be widened for a reason."""

    title_zh = "县区名额或者全市推荐总数已满；说明理由后可以增加。"


class NotToBeExchanged(Conflict):
    """A place goes from a station that the county has recommended to one of its reserve."""

    title_zh = "只能以本县区候补的服务站调换本县区已经推荐的服务站。"


def decide(command: QuotaCommand, quota: Quota) -> list[QuotaEvent]:
    match command:
        case TakePlace():
            return take_place(command, quota)
        case FreePlace():
            return free_place(command, quota)
        case ExchangePlaces():
            return exchange_places(command, quota)
        case _:
            assert_never(command)


def take_place(command: TakePlace, quota: Quota) -> list[QuotaEvent]:
    """占用名额. The place is the application's own, whichever bureau is competent for it later."""
    if command.application_id in quota.taken:
        return []
    of_the_county = quota.of_bureau(command.bureau_code)
    over = command.limits.over(of_the_county, len(quota.taken))
    if over is not None:
        raise NoPlaceLeft(
            f"over the {over}: {of_the_county} of {command.bureau_code} are taken. Ask the city to widen it"
        )
    return [
        QuotaPlaceTaken(
            season_id=command.season_id,
            bureau_code=command.bureau_code,
            application_id=command.application_id,
            taken_on=command.today,
        )
    ]


def free_place(command: FreePlace, quota: Quota) -> list[QuotaEvent]:
    """释放名额. Who has none frees none."""
    bureau_code = quota.taken.get(command.application_id)
    if bureau_code is None:
        return []
    return [
        QuotaPlaceFreed(
            season_id=command.season_id,
            bureau_code=bureau_code,
            application_id=command.application_id,
            freed_on=command.today,
        )
    ]


def exchange_places(command: ExchangePlaces, quota: Quota) -> list[QuotaEvent]:
    promoted = quota.taken.get(command.promoted_application_id)
    demoted = quota.taken.get(command.demoted_application_id)
    if (promoted, demoted) == (command.bureau_code, None):
        return []
    if (promoted, demoted) != (None, command.bureau_code):
        raise NotToBeExchanged(f"{command.demoted_application_id} has no place that could be given away")
    return [
        RecommendationExchanged(
            season_id=command.season_id,
            bureau_code=command.bureau_code,
            promoted_application_id=command.promoted_application_id,
            demoted_application_id=command.demoted_application_id,
            reason=command.reason,
            exchanged_on=command.today,
        )
    ]


QUOTA = Decider(initial=Quota(), decide=decide, evolve=evolve)

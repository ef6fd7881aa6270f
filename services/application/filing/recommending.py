"""推荐意见、不予推荐: the rules by which the county puts a station forward to its city, or does not."""

from typing import assert_never

from services.application.filing.commands import (
    ExchangeRecommendation,
    GiveUpPlace,
    IssueRecommendation,
    PromoteFromReserve,
    RecommendingCommand,
    RefuseRecommendation,
    ReturnRecommendation,
)
from services.application.filing.standing import BEFORE_THE_COUNTY, filed, running, stands
from services.application.filing.state import Application, FilingEvent, Stage, Vetoes
from shared.errors import Conflict, Unacceptable
from shared.events.application import (
    ApplicationPlacedInReserve,
    OverWhat,
    RecommendationIssued,
    RecommendationRefused,
    RecommendationReturned,
)


class NotFitForRecommendation(Conflict):
    """Only a station that its county inspected and found up to the standard is recommended."""

    title_zh = "经查验达到标准的服务站方可推荐。"


class VetoesNotClear(Conflict):
    """Only a station whose veto items were all checked and found clear is recommended."""

    title_zh = "一票否决项目逐项核对且均不存在的，方可推荐。"


class RecommendedTooLate(Conflict):
    """A recommendation is made until the day on which the season's recommendations are due."""

    title_zh = "已过推荐截止日期。"


class NotBeforeTheCounty(Conflict):
    """The county refuses to recommend only what it has before it and has not decided."""

    title_zh = "县级机关只能对尚未决定的申请作出不予推荐。"


class StationNotActiveNow(Conflict):
    """Only a station that runs on the day is recommended; a suspended one is once it has resumed."""

    title_zh = "只有正常运行的服务站才能推荐；暂停的，恢复之后再推荐。"


class NotInReserve(Conflict):
    """What is promoted or exchanged comes out of the reserve."""

    title_zh = "只有候补的服务站才能递补或者调换。"


class WaitsInReserve(Conflict):
    """A station that waits in reserve is promoted, which keeps the order of the reserve."""

    title_zh = "已列入候补的，按候补次序递补，不再另行推荐。"


class ReserveOutOfOrder(Unacceptable):
    """The lowest number of the county's reserve is promoted first; another goes before it for a stated reason."""

    title_zh = "候补按次序递补；不按次序的须说明理由。"


class NotRecommended(Conflict):
    """What is returned to its county, or gives up its place, is recommended."""

    title_zh = "只有已经推荐的申请才能退回或者让出名额。"


def decide(command: RecommendingCommand, application: Application) -> list[FilingEvent]:
    match command:
        case IssueRecommendation():
            return issue_recommendation(command, application)
        case RefuseRecommendation():
            return refuse_recommendation(command, application)
        case PromoteFromReserve():
            return promote_from_reserve(command, application)
        case ExchangeRecommendation():
            return exchange_recommendation(command, application)
        case GiveUpPlace():
            return give_up_place(command, application)
        case ReturnRecommendation():
            return return_recommendation(command, application)
        case _:
            assert_never(command)


def issue_recommendation(command: IssueRecommendation, application: Application) -> list[FilingEvent]:
    """推荐意见. Who is over a quota waits in reserve, and has not failed."""
    filed(application, command.application_id)
    if application.stage is Stage.RECOMMENDED:
        return []
    if application.stage is Stage.RESERVE:
        if command.over is None:
            raise WaitsInReserve(f"{application.application_id} is number {application.reserve_number}; promote it")
        return []
    if application.stage is not Stage.FIT:
        raise NotFitForRecommendation(stands(application))
    _may_go_forward(command, application)
    if command.over is not None:
        return [_in_reserve(command, application, command.over, command.opinion)]
    return [_recommended(command, application)]


def promote_from_reserve(command: PromoteFromReserve, application: Application) -> list[FilingEvent]:
    """递补. That there is a place is the quota's own rule."""
    filed(application, command.application_id)
    if application.stage is Stage.RECOMMENDED:
        return []
    if application.stage is not Stage.RESERVE:
        raise NotInReserve(stands(application))
    _may_go_forward(command, application)
    if command.ahead and not command.reason.strip():
        raise ReserveOutOfOrder(f"{', '.join(command.ahead)} stand before it: state why it goes first")
    return [_recommended(command, application, command.reason if command.ahead else "")]


def exchange_recommendation(command: ExchangeRecommendation, application: Application) -> list[FilingEvent]:
    """调换. That the other one has a place to give is the quota's own rule."""
    filed(application, command.application_id)
    if application.stage is Stage.RECOMMENDED:
        return []
    if application.stage is not Stage.RESERVE:
        raise NotInReserve(stands(application))
    _may_go_forward(command, application)
    return [_recommended(command, application)]


def give_up_place(command: GiveUpPlace, application: Application) -> list[FilingEvent]:
    filed(application, command.application_id)
    if application.stage is Stage.RESERVE:
        return []
    if application.stage is not Stage.RECOMMENDED:
        raise NotRecommended(stands(application))
    return [_in_reserve(command, application, OverWhat.EXCHANGED, command.reason)]


def return_recommendation(command: ReturnRecommendation, application: Application) -> list[FilingEvent]:
    """退回. The county has it before it again, and recommends it anew or does not."""
    filed(application, command.application_id)
    if application.stage is not Stage.RECOMMENDED:
        raise NotRecommended(stands(application))
    running(command.season, application)
    return [
        RecommendationReturned(
            application_id=application.application_id,
            season_id=application.season_id,
            station_id=application.station_id,
            reasons=command.reasons,
            returned_on=command.today,
        )
    ]


def refuse_recommendation(command: RefuseRecommendation, application: Application) -> list[FilingEvent]:
    """不予推荐. Possible also after the season's day of recommendations: a host is owed the reasons."""
    filed(application, command.application_id)
    if application.stage is Stage.REFUSED:
        return []
    if application.stage not in {*BEFORE_THE_COUNTY, Stage.RESERVE}:
        raise NotBeforeTheCounty(stands(application))
    return [
        RecommendationRefused(
            application_id=application.application_id,
            season_id=application.season_id,
            station_id=application.station_id,
            reasons=command.reasons,
            refused_on=command.today,
        )
    ]


def _may_go_forward(
    command: IssueRecommendation | PromoteFromReserve | ExchangeRecommendation, application: Application
) -> None:
    if application.vetoes is not Vetoes.CLEAR:
        raise VetoesNotClear(f"the veto items of {application.application_id} are {application.vetoes}")
    if command.station_status != "active":
        raise StationNotActiveNow(f"{application.station_id} is {command.station_status}")
    running(command.season, application)
    if command.today > command.season.recommendations_due_on:
        raise RecommendedTooLate(f"recommendations were due on {command.season.recommendations_due_on}")


def _recommended(
    command: IssueRecommendation | PromoteFromReserve | ExchangeRecommendation,
    application: Application,
    out_of_order_because: str = "",
) -> RecommendationIssued:
    return RecommendationIssued(
        application_id=application.application_id,
        season_id=application.season_id,
        station_id=application.station_id,
        bureau_code=command.bureau_code,
        recommender=command.recommender,
        opinion=command.opinion,
        recommended_on=command.today,
        out_of_order_because=out_of_order_because,
    )


def _in_reserve(
    command: IssueRecommendation | GiveUpPlace, application: Application, over: OverWhat, opinion: str
) -> ApplicationPlacedInReserve:
    return ApplicationPlacedInReserve(
        application_id=application.application_id,
        season_id=application.season_id,
        station_id=application.station_id,
        bureau_code=command.bureau_code,
        over=over,
        reserve_number=command.reserve_number,
        recommender=command.recommender,
        opinion=opinion,
        placed_on=command.today,
    )

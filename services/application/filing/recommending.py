"""推荐意见、不予推荐: the rules by which the county puts a station forward to its city, or does not."""

from typing import assert_never

from services.application.filing.commands import IssueRecommendation, RecommendingCommand, RefuseRecommendation
from services.application.filing.standing import BEFORE_THE_COUNTY, filed, running, stands
from services.application.filing.state import Application, FilingEvent, Stage, Vetoes
from shared.errors import Conflict
from shared.events.application import RecommendationIssued, RecommendationRefused


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


def decide(command: RecommendingCommand, application: Application) -> list[FilingEvent]:
    match command:
        case IssueRecommendation():
            return issue_recommendation(command, application)
        case RefuseRecommendation():
            return refuse_recommendation(command, application)
        case _:
            assert_never(command)


def issue_recommendation(command: IssueRecommendation, application: Application) -> list[FilingEvent]:
    filed(application, command.application_id)
    if application.stage is Stage.RECOMMENDED:
        return []
    if application.stage is not Stage.FIT:
        raise NotFitForRecommendation(stands(application))
    if application.vetoes is not Vetoes.CLEAR:
        raise VetoesNotClear(f"the veto items of {application.application_id} are {application.vetoes}")
    running(command.season, application)
    if command.today > command.season.recommendations_due_on:
        raise RecommendedTooLate(f"recommendations were due on {command.season.recommendations_due_on}")
    return [
        RecommendationIssued(
            application_id=application.application_id,
            season_id=application.season_id,
            station_id=application.station_id,
            bureau_code=command.bureau_code,
            recommender=command.recommender,
            opinion=command.opinion,
            recommended_on=command.today,
        )
    ]


def refuse_recommendation(command: RefuseRecommendation, application: Application) -> list[FilingEvent]:
    """不予推荐. Possible also after the season's day of recommendations: a host is owed the reasons."""
    filed(application, command.application_id)
    if application.stage is Stage.REFUSED:
        return []
    if application.stage not in BEFORE_THE_COUNTY:
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

"""The rules of an application after its filing: one function for each command."""

from typing import assert_never

from services.application.filing.commands import (
    AcceptApplication,
    CheckVetoes,
    FileApplication,
    FilingCommand,
    IssueRecommendation,
    RecordInspection,
    RefuseRecommendation,
    SeasonFacts,
    WithdrawApplication,
)
from services.application.filing.eligibility import file_application
from services.application.filing.state import Application, FilingEvent, Stage, Vetoes, evolve
from services.application.rules import SeasonIsOver, not_after
from shared.errors import Conflict, NotFound, Unacceptable
from shared.events.application import (
    ApplicationAccepted,
    ApplicationWithdrawn,
    InspectionRecorded,
    RecommendationIssued,
    RecommendationRefused,
    VetoChecked,
)
from shared.eventsourcing.decider import Decider

VETO_ITEMS = ("V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9")
"""一票否决: any one of them stops an application [domain §8]."""

UNDER_VERIFICATION = (Stage.ACCEPTED, Stage.FIT, Stage.UNFIT)
BEFORE_THE_COUNTY = (Stage.FILED, *UNDER_VERIFICATION)
LIVE = (*BEFORE_THE_COUNTY, Stage.RECOMMENDED)


class NotFiled(NotFound):
    """Nobody has filed this application."""

    title_zh = "没有这份申请。"


class NotToBeAccepted(Conflict):
    """Only an application that was filed and is not yet taken up is accepted."""

    title_zh = "只有已经提交而尚未受理的申请才能受理。"


class NotUnderVerification(Conflict):
    """Vetoes are checked and stations inspected after acceptance and before the county's decision."""

    title_zh = "一票否决核对和查验在受理之后、作出推荐决定之前进行。"


class VetoItemsIncomplete(Unacceptable):
    """A veto check names each of the items V1 to V9 exactly once."""

    title_zh = "一票否决项目V1至V9须逐项填写，各填一次。"


class TooFewInspectors(Unacceptable):
    """An inspection is made by at least as many different officers as the season asks for."""

    title_zh = "查验人员不得少于本年度规定的人数。"


class InspectorOfAnotherBureau(Unacceptable):
    """Inspectors are officers of the bureau competent for the station."""

    title_zh = "查验人员须为有管辖权的机关的工作人员。"


class FailedItemsDisagree(Unacceptable):
    """Failed items are named when a station does not meet the standard, then at least one, and only then."""

    title_zh = "未达标准时须列明不合格项目，达到标准时不得填写。"


class InspectedBeforeAcceptance(Unacceptable):
    """A station is inspected for its application on or after the day of acceptance."""

    title_zh = "查验日期不得早于受理日期。"


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


class ApplicationIsOver(Conflict):
    """An application that the county has refused is over: there is nothing to withdraw."""

    title_zh = "申请已经不予推荐，无须撤回。"


class ListAlreadySubmitted(Conflict):
    """An application is withdrawn until the city's list is submitted; after that the host may decline the title."""

    title_zh = "名单上报之后不得撤回申请，可以放弃称号。"


def decide(command: FilingCommand, application: Application) -> list[FilingEvent]:  # noqa: PLR0911 (one return for each command)
    match command:
        case FileApplication():
            return file_application(command, application)
        case AcceptApplication():
            return accept_application(command, application)
        case CheckVetoes():
            return check_vetoes(command, application)
        case RecordInspection():
            return record_inspection(command, application)
        case IssueRecommendation():
            return issue_recommendation(command, application)
        case RefuseRecommendation():
            return refuse_recommendation(command, application)
        case WithdrawApplication():
            return withdraw_application(command, application)
        case _:
            assert_never(command)


def accept_application(command: AcceptApplication, application: Application) -> list[FilingEvent]:
    _filed(application, command.application_id)
    if application.stage in UNDER_VERIFICATION:
        return []
    if application.stage is not Stage.FILED:
        raise NotToBeAccepted(_stands(application))
    _running(command.season, application)
    return [
        ApplicationAccepted(
            application_id=application.application_id, station_id=application.station_id, accepted_on=command.today
        )
    ]


def check_vetoes(command: CheckVetoes, application: Application) -> list[FilingEvent]:
    _filed(application, command.application_id)
    if sorted(finding.item for finding in command.findings) != list(VETO_ITEMS):
        raise VetoItemsIncomplete(f"named: {', '.join(finding.item for finding in command.findings)}")
    if application.stage not in UNDER_VERIFICATION:
        raise NotUnderVerification(_stands(application))
    _running(command.season, application)
    checked = VetoChecked(
        application_id=application.application_id,
        station_id=application.station_id,
        findings=command.findings,
        clear=not any(finding.found for finding in command.findings),
        checked_on=command.today,
    )
    return [] if checked == application.last_check else [checked]


def record_inspection(command: RecordInspection, application: Application) -> list[FilingEvent]:
    _filed(application, command.application_id)
    _sound(command)
    if application.stage not in UNDER_VERIFICATION:
        raise NotUnderVerification(_stands(application))
    _running(command.season, application)
    if application.accepted_on is not None and command.inspected_on < application.accepted_on:
        raise InspectedBeforeAcceptance(f"accepted on {application.accepted_on}, inspected on {command.inspected_on}")
    inspected = InspectionRecorded(
        application_id=application.application_id,
        station_id=application.station_id,
        inspectors=tuple(dict.fromkeys(command.inspectors)),
        meets_standard=command.meets_standard,
        failed_items=command.failed_items,
        remarks=command.remarks,
        inspected_on=command.inspected_on,
    )
    return [] if inspected == application.last_inspection else [inspected]


def issue_recommendation(command: IssueRecommendation, application: Application) -> list[FilingEvent]:
    _filed(application, command.application_id)
    if application.stage is Stage.RECOMMENDED:
        return []
    if application.stage is not Stage.FIT:
        raise NotFitForRecommendation(_stands(application))
    if application.vetoes is not Vetoes.CLEAR:
        raise VetoesNotClear(f"the veto items of {application.application_id} are {application.vetoes}")
    _running(command.season, application)
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
    _filed(application, command.application_id)
    if application.stage is Stage.REFUSED:
        return []
    if application.stage not in BEFORE_THE_COUNTY:
        raise NotBeforeTheCounty(_stands(application))
    return [
        RecommendationRefused(
            application_id=application.application_id,
            season_id=application.season_id,
            station_id=application.station_id,
            reasons=command.reasons,
            refused_on=command.today,
        )
    ]


def withdraw_application(command: WithdrawApplication, application: Application) -> list[FilingEvent]:
    _filed(application, command.application_id)
    if application.stage is Stage.WITHDRAWN:
        return []
    if application.stage not in LIVE:
        raise ApplicationIsOver(_stands(application))
    if command.list_submitted:
        raise ListAlreadySubmitted(f"the list of {application.season_id} has gone to the province")
    return [
        ApplicationWithdrawn(
            application_id=application.application_id,
            season_id=application.season_id,
            station_id=application.station_id,
            reason=command.reason,
            withdrawn_at=command.received_at,
        )
    ]


def _filed(application: Application, application_id: str) -> None:
    if application.stage is Stage.NOT_FILED:
        raise NotFiled(f"there is no application {application_id}")


def _running(season: SeasonFacts, application: Application) -> None:
    if season.recommendations_closed:
        raise SeasonIsOver(f"{application.season_id} has handed its candidates over")


def _sound(command: RecordInspection) -> None:
    not_after(command.inspected_on, command.today)
    if len(set(command.inspectors)) < command.season.inspectors_required:
        raise TooFewInspectors(f"{len(set(command.inspectors))}, and {command.season.inspectors_required} are needed")
    strangers = [inspector for inspector in command.inspectors if inspector not in command.officers]
    if strangers:
        raise InspectorOfAnotherBureau(f"{', '.join(strangers)}: not of the competent bureau")
    if command.meets_standard == bool(command.failed_items):
        raise FailedItemsDisagree(f"meets the standard: {command.meets_standard}; failed: {command.failed_items}")


def _stands(application: Application) -> str:
    return f"{application.application_id} is {application.stage}"


APPLICATION = Decider(initial=Application(), decide=decide, evolve=evolve)

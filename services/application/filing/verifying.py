"""受理、一票否决、查验: the rules by which the county takes an application up and looks at it."""

from typing import assert_never

from services.application.filing.commands import (
    AcceptApplication,
    CheckVetoes,
    RecordInspection,
    VerifyingCommand,
)
from services.application.filing.standing import UNDER_VERIFICATION, filed, running, stands
from services.application.filing.state import Application, FilingEvent, Stage
from services.application.rules import not_after
from shared.errors import Conflict, Unacceptable
from shared.events.application import ApplicationAccepted, InspectionRecorded, VetoChecked

VETO_ITEMS = ("V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9")
"""一票否决: any one of them stops an application [domain §8]."""


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


def decide(command: VerifyingCommand, application: Application) -> list[FilingEvent]:
    match command:
        case AcceptApplication():
            return accept_application(command, application)
        case CheckVetoes():
            return check_vetoes(command, application)
        case RecordInspection():
            return record_inspection(command, application)
        case _:
            assert_never(command)


def accept_application(command: AcceptApplication, application: Application) -> list[FilingEvent]:
    filed(application, command.application_id)
    if application.stage in UNDER_VERIFICATION:
        return []
    if application.stage is not Stage.FILED:
        raise NotToBeAccepted(stands(application))
    running(command.season, application)
    return [
        ApplicationAccepted(
            application_id=application.application_id, station_id=application.station_id, accepted_on=command.today
        )
    ]


def check_vetoes(command: CheckVetoes, application: Application) -> list[FilingEvent]:
    filed(application, command.application_id)
    if sorted(finding.item for finding in command.findings) != list(VETO_ITEMS):
        raise VetoItemsIncomplete(f"named: {', '.join(finding.item for finding in command.findings)}")
    if application.stage not in UNDER_VERIFICATION:
        raise NotUnderVerification(stands(application))
    running(command.season, application)
    checked = VetoChecked(
        application_id=application.application_id,
        station_id=application.station_id,
        findings=command.findings,
        clear=not any(finding.found for finding in command.findings),
        checked_on=command.today,
    )
    return [] if checked == application.last_check else [checked]


def record_inspection(command: RecordInspection, application: Application) -> list[FilingEvent]:
    filed(application, command.application_id)
    _sound(command)
    if application.stage not in UNDER_VERIFICATION:
        raise NotUnderVerification(stands(application))
    running(command.season, application)
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


def _sound(command: RecordInspection) -> None:
    not_after(command.inspected_on, command.today)
    if len(set(command.inspectors)) < command.season.inspectors_required:
        raise TooFewInspectors(f"{len(set(command.inspectors))}, and {command.season.inspectors_required} are needed")
    strangers = [inspector for inspector in command.inspectors if inspector not in command.officers]
    if strangers:
        raise InspectorOfAnotherBureau(f"{', '.join(strangers)}: not of the competent bureau")
    if command.meets_standard == bool(command.failed_items):
        raise FailedItemsDisagree(f"meets the standard: {command.meets_standard}; failed: {command.failed_items}")

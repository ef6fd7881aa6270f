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
    """Inspectors are officers of the bureau that inspects: the competent one, or the one that acts for it."""

    title_zh = "查验人员须为实施查验的机关的工作人员。"


class FailedItemsDisagree(Unacceptable):
    """Failed items are named when a station does not meet the standard, then at least one, and only then."""

    title_zh = "未达标准时须列明不合格项目，达到标准时不得填写。"


class UnknownItem(Unacceptable):
    """Inspectors judge the items of the season's standard and no others."""

    title_zh = "查验项目须为本年度创建标准所列项目。"


class FindingsIncomplete(Unacceptable):
    """Where inspectors go item by item, each item of the standard has one finding."""

    title_zh = "逐项查验的，创建标准各项目须各有一项查验结果。"


class InspectorInterested(Unacceptable):
    """Nobody inspects a station to whose host they are linked."""

    title_zh = "与该企业有利害关系的人员不得参加查验。"


class InspectedTooLate(Conflict):
    """A station is inspected, and once more if it fell short, until the season's recommendations are due."""

    title_zh = "查验以及复查须在本年度推荐截止日之前进行。"


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
    if command.inspected_on > command.season.recommendations_due_on:
        raise InspectedTooLate(f"recommendations were due on {command.season.recommendations_due_on}")
    inspected = InspectionRecorded(
        application_id=application.application_id,
        station_id=application.station_id,
        inspectors=tuple(dict.fromkeys(command.inspectors)),
        meets_standard=command.meets_standard,
        failed_items=_failed(command),
        remarks=command.remarks,
        inspected_on=command.inspected_on,
        findings=command.findings,
        rubric_id=command.rubric_id,
    )
    return [] if inspected == application.last_inspection else [inspected]


def _failed(command: RecordInspection) -> tuple[str, ...]:
    """What the findings say; the named items where there are none."""
    return tuple(one.item for one in command.findings if not one.met) if command.findings else command.failed_items


def _sound(command: RecordInspection) -> None:
    not_after(command.inspected_on, command.today)
    if len(set(command.inspectors)) < command.season.inspectors_required:
        raise TooFewInspectors(f"{len(set(command.inspectors))}, and {command.season.inspectors_required} are needed")
    strangers = [inspector for inspector in command.inspectors if inspector not in command.officers]
    if strangers:
        raise InspectorOfAnotherBureau(f"{', '.join(strangers)}: not of the competent bureau")
    if command.interested:
        raise InspectorInterested(f"{', '.join(sorted(command.interested))}: linked to the host; name others")
    _of_the_standard(command)
    failed = _failed(command)
    if command.failed_items and set(command.failed_items) != set(failed):
        raise FailedItemsDisagree(f"failed: {', '.join(command.failed_items)}; not met: {', '.join(failed)}")
    if command.meets_standard == bool(failed):
        raise FailedItemsDisagree(f"meets the standard: {command.meets_standard}; failed: {', '.join(failed)}")


def _of_the_standard(command: RecordInspection) -> None:
    """Where the standard is not known here its items are taken as they are named, and each once."""
    found = [one.item for one in command.findings]
    if command.items is not None:
        unknown = sorted({*found, *command.failed_items} - command.items)
        if unknown:
            raise UnknownItem(f"{', '.join(unknown)}: not in {command.rubric_id}")
        missing = sorted(command.items.difference(found)) if found else []
        if missing:
            raise FindingsIncomplete(f"{', '.join(missing)}: without a finding")
    if len(found) != len(set(found)):
        raise FindingsIncomplete("an item has two findings; give each one")

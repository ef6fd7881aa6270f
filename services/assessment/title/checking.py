"""How a station that bears a title is looked at. Nothing follows by itself from what is found."""

from services.assessment.stated import stated_day
from services.assessment.title.commands import OrderTitleCheck, RecordTitleCheck, RecordUnannouncedVisit
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.state import IN_FORCE, Title, TitleFact
from shared.errors import Conflict, Forbidden, NotFound, Unacceptable
from shared.events.assessment import (
    Certified,
    CheckedThing,
    CheckMode,
    SpotCheckOrdered,
    SpotCheckRecorded,
    UnannouncedVisitRecorded,
)


class TitleNotDrawn(Conflict):
    """A drawn check of a title names a draw that has drawn this title, and a targeted one names none."""

    title_zh = "以抽签方式检查称号的，应当注明抽中该称号的抽查；定向检查不得注明。"


class DrawnTitleAlreadyOrdered(Conflict):
    """One check is ordered of each title that a draw has drawn."""

    title_zh = "该次抽查对此称号已经下达检查。"


class TargetedTitleCheckWithoutReason(Unacceptable):
    """Why a title is looked at that was not drawn is put down."""

    title_zh = "定向检查称号的，应当说明理由。"


class NoSuchTitleCheck(NotFound):
    """No such check of the station's title was ordered."""

    title_zh = "该称号没有此项抽查。"


class TitleCheckAlreadyRecorded(Conflict):
    """A check of a title is recorded once."""

    title_zh = "此项称号抽查已有记录。"


class PartialChecker(Forbidden):
    """Nobody checks a title who inspected, recommended or assessed for it, or who is linked to its host."""

    title_zh = "参与查验、推荐、测评或者与企业有利害关系的人员不得检查该称号。"


class DrawnInspectorAbsent(Conflict):
    """Those check a title whom the draw has named, and others only beside them."""

    title_zh = "抽签确定的检查人员应当参加检查。"


class LinkedVisitor(Forbidden):
    """Nobody visits a host to whom they are linked."""

    title_zh = "与企业有利害关系的人员不得暗访该企业。"


def order_title_check(command: OrderTitleCheck, title: Title) -> list[TitleFact]:
    """抽查: of any title in force, also of one that is suspended."""
    if command.check_id in title.checks:
        return []
    certified = _in_force(title, command.station_id)
    _require_its_basis(command, title)
    return [
        SpotCheckOrdered(
            check_id=command.check_id,
            application_id=certified.application_id,
            season_id=certified.season_id,
            station_id=command.station_id,
            mode=command.mode,
            reason=command.reason,
            ordered_on=command.today,
            about=CheckedThing.TITLE,
            announced=command.announced,
            draw_id=command.draw_id,
            inspectors=command.inspectors,
            certificate_number=certified.certificate_number,
        )
    ]


def _require_its_basis(command: OrderTitleCheck, title: Title) -> None:
    """A draw, or a reason."""
    is_drawn = command.mode is CheckMode.DRAWN
    if is_drawn != bool(command.draw_id) or (is_drawn and not command.is_drawn):
        raise TitleNotDrawn(f"Draw {command.draw_id or 'without an id'} has not drawn {title.certificate_number}.")
    if is_drawn and any(check.ordered.draw_id == command.draw_id for check in title.checks.values()):
        raise DrawnTitleAlreadyOrdered(f"A check of {title.certificate_number} follows {command.draw_id} already.")
    if not is_drawn and not command.reason:
        raise TargetedTitleCheckWithoutReason(f"Why {command.station_id} is looked at was not said.")


def record_title_check(command: RecordTitleCheck, title: Title) -> list[TitleFact]:
    """抽查记录: also of a title that is over in between, for what was seen was seen."""
    check = title.checks.get(command.check_id)
    if check is None:
        raise NoSuchTitleCheck(f"No check {command.check_id} of the title of {command.station_id} was ordered.")
    ordered = check.ordered
    wanted = SpotCheckRecorded(
        check_id=command.check_id,
        application_id=ordered.application_id,
        season_id=ordered.season_id,
        station_id=command.station_id,
        checkers=command.checkers,
        passed=command.passed,
        findings=command.findings,
        checked_on=stated_day(command.checked_on, not_before=ordered.ordered_on),
        certificate_number=ordered.certificate_number,
        report_sha256=command.report_sha256,
    )
    if check.recorded == wanted:
        return []
    if check.recorded is not None:
        raise TitleCheckAlreadyRecorded(f"{command.check_id} was recorded on {check.recorded.checked_on}.")
    _require_the_right_checkers(command, ordered)
    return [wanted]


def _require_the_right_checkers(command: RecordTitleCheck, ordered: SpotCheckOrdered) -> None:
    """Who was drawn and has declared a link since need not come, and may not."""
    partial = command.partial.intersection(command.checkers)
    if partial:
        raise PartialChecker(f"These are not apart from {command.station_id}: {', '.join(sorted(partial))}.")
    missing = set(ordered.inspectors) - command.partial - set(command.checkers)
    if missing:
        raise DrawnInspectorAbsent(f"The draw has named, too: {', '.join(sorted(missing))}.")


def record_unannounced_visit(command: RecordUnannouncedVisit, title: Title) -> list[TitleFact]:
    """暗访."""
    if command.visit_id in title.visits:
        return []
    certified = _in_force(title, command.station_id)
    linked = command.linked.intersection(command.visitors)
    if linked:
        raise LinkedVisitor(f"These are linked to the host of {command.station_id}: {', '.join(sorted(linked))}.")
    return [
        UnannouncedVisitRecorded(
            visit_id=command.visit_id,
            station_id=command.station_id,
            certificate_number=certified.certificate_number,
            visitors=command.visitors,
            is_in_order=command.is_in_order,
            findings=command.findings,
            report_sha256=command.report_sha256,
            visited_on=stated_day(command.visited_on, not_before=certified.certified_on),
        )
    ]


def _in_force(title: Title, station_id: str) -> Certified:
    if title.stage not in IN_FORCE or title.certified is None:
        raise TitleNotInForce(f"{station_id} has no title in force.")
    return title.certified

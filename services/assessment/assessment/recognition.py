"""The province's part: spot checks, and whether what the city passed is recognised."""

from services.assessment.assessment.commands import (
    OrderSpotCheck,
    RecogniseStation,
    RecordSpotCheck,
    RefuseRecognition,
)
from services.assessment.assessment.scoring import require_standing
from services.assessment.assessment.state import MARKING, Assessment, AssessmentFact, Check, Stage
from services.assessment.stated import stated_day
from shared.errors import Conflict, Forbidden, NotFound, Unacceptable
from shared.events.assessment import CheckMode, RecognitionRefused, SpotCheckOrdered, SpotCheckRecorded

_LIVE = MARKING | {Stage.PASSED, Stage.FAILED}


class NotSubmitted(Conflict):
    """The province acts on candidates that the city has submitted."""

    title_zh = "省局只对市局上报名单中的对象作出处理。"


class RecognitionAlreadyRefused(Conflict):
    """The province has refused this candidate."""

    title_zh = "省局已决定不予认定。"


class AlreadyRecognised(Conflict):
    """The province has recognised this candidate."""

    title_zh = "省局已予认定。"


class HasDeclined(Conflict):
    """A candidate whose host has declined the title is out of it."""

    title_zh = "企业已放弃认定，不再继续办理。"


class VetoStands(Conflict):
    """A candidate with a veto is not recognised."""

    title_zh = "存在一票否决情形的，不得认定。"


class CandidateNotDrawn(Conflict):
    """A check is a drawn one where the draw that it names has drawn the candidate, and there alone."""

    title_zh = "只有所列抽签抽中的对象可以按抽中抽查，定向抽查不列抽签。"


class TargetedWithoutReason(Unacceptable):
    """A targeted check says why this candidate is looked at."""

    title_zh = "定向抽查应当说明理由。"


class CheckerTookPart(Forbidden):
    """Whoever inspected, recommended or assessed a candidate does not check it."""

    title_zh = "参与查验、推荐或测评的人员不得抽查同一对象。"


class DrawnInspectorMissing(Conflict):
    """A drawn check is made by the inspectors whom the draw has given it, whoever comes with them."""

    title_zh = "抽中的检查人员应当参加抽查。"


class NoSuchSpotCheck(NotFound):
    """No such spot check was ordered."""

    title_zh = "没有此项抽查。"


class SpotCheckAlreadyRecorded(Conflict):
    """A spot check is recorded once."""

    title_zh = "此项抽查已有记录。"


class SpotCheckOpen(Conflict):
    """A spot check that was ordered is recorded before the recognition."""

    title_zh = "抽查尚未完成，不得认定。"


class SpotCheckFailed(Conflict):
    """A candidate that failed a spot check is not recognised."""

    title_zh = "抽查不合格，不得认定。"


def order_spot_check(command: OrderSpotCheck, assessment: Assessment) -> list[AssessmentFact]:
    """抽查: of whom the province likes, as often as it likes, and of nobody if it likes."""
    if command.check_id in assessment.checks:
        return []
    _require_submitted(command, assessment)
    if command.facts.certified:
        raise AlreadyRecognised(f"{command.application_id} has been recognised.")
    _require_its_basis(command)
    return [
        SpotCheckOrdered(
            check_id=command.check_id,
            application_id=command.application_id,
            season_id=assessment.season_id,
            station_id=assessment.station_id,
            mode=command.mode,
            reason=command.reason,
            ordered_on=command.today,
            announced=command.announced,
            draw_id=command.draw_id,
            inspectors=command.inspectors,
        )
    ]


def _require_its_basis(command: OrderSpotCheck) -> None:
    """A draw, or a reason."""
    drawn = command.mode is CheckMode.DRAWN
    if drawn and not command.is_drawn:
        raise CandidateNotDrawn(f"Draw {command.draw_id or 'without an id'} has not drawn {command.application_id}.")
    if command.draw_id and not drawn:
        raise CandidateNotDrawn(f"A targeted check rests on no draw, and {command.draw_id} is named.")
    if not drawn and not command.reason:
        raise TargetedWithoutReason(f"Why {command.application_id} is looked at was not said.")


def record_spot_check(command: RecordSpotCheck, assessment: Assessment) -> list[AssessmentFact]:
    """抽查记录."""
    check = assessment.checks.get(command.check_id)
    if check is None:
        raise NoSuchSpotCheck(f"No spot check {command.check_id} of {command.application_id} was ordered.")
    wanted = SpotCheckRecorded(
        check_id=command.check_id,
        application_id=command.application_id,
        season_id=assessment.season_id,
        station_id=assessment.station_id,
        checkers=command.checkers,
        passed=command.passed,
        findings=command.findings,
        checked_on=stated_day(command.checked_on, not_before=check.ordered_on),
        report_sha256=command.report_sha256,
    )
    if check.recorded == wanted:
        return []
    if check.recorded is not None:
        raise SpotCheckAlreadyRecorded(f"{command.check_id} was recorded on {check.recorded.checked_on}.")
    _require_checkers(command, check)
    return [wanted]


def _require_checkers(command: RecordSpotCheck, check: Check) -> None:
    """Nobody is known to have had no part before somebody has looked."""
    checkers = set(command.checkers)
    part = sorted(checkers if command.took_part is None else checkers & command.took_part)
    if part:
        raise CheckerTookPart(f"{', '.join(part)} inspected, recommended or assessed {command.application_id}.")
    missing = sorted(set(check.inspectors) - checkers)
    if missing:
        raise DrawnInspectorMissing(f"The draw has sent {', '.join(missing)}.")


def recognise_station(command: RecogniseStation, assessment: Assessment) -> list[AssessmentFact]:
    """认定: here is only judged whether it may be; the title is given on the station's stream, in the same commit."""
    _require_submitted(command, assessment)
    if assessment.vetoes:
        raise VetoStands(f"Found of {command.application_id}: {', '.join(sorted(assessment.vetoes))}.")
    if assessment.check_is_open:
        raise SpotCheckOpen(f"A spot check of {command.application_id} is not recorded yet.")
    if assessment.check_has_failed:
        raise SpotCheckFailed(f"{command.application_id} failed a spot check.")
    return []


def refuse_recognition(command: RefuseRecognition, assessment: Assessment) -> list[AssessmentFact]:
    """不予认定."""
    if assessment.stage is Stage.REFUSED:
        return []
    _require_submitted(command, assessment)
    if command.facts.certified:
        raise AlreadyRecognised(f"{command.application_id} has been recognised: its title could only be revoked.")
    return [
        RecognitionRefused(
            application_id=command.application_id,
            season_id=assessment.season_id,
            station_id=assessment.station_id,
            reasons=command.reasons,
            refused_on=command.today,
        )
    ]


def _require_submitted(command: OrderSpotCheck | RecogniseStation | RefuseRecognition, assessment: Assessment) -> None:
    require_live(assessment, command.application_id)
    if assessment.stage is not Stage.PASSED or not command.facts.submitted:
        raise NotSubmitted(f"{command.application_id} stands on no list that its city has submitted.")
    require_standing(command.facts.standing, command.application_id)


def require_live(assessment: Assessment, application_id: str) -> None:
    """Refuse what was decided already: neither the province nor the host comes back to it."""
    if assessment.stage is Stage.REFUSED:
        raise RecognitionAlreadyRefused(f"{application_id} was refused.")
    if assessment.stage not in _LIVE:
        raise HasDeclined(f"The host of {application_id} has declined the title.")

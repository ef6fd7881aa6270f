"""The province's part: spot checks, and whether what the city passed is recognised."""

from services.assessment.assessment.commands import (
    OrderSpotCheck,
    RecogniseStation,
    RecordSpotCheck,
    RefuseRecognition,
)
from services.assessment.assessment.scoring import require_standing
from services.assessment.assessment.state import Assessment, AssessmentFact, Stage
from services.assessment.stated import stated_day
from shared.errors import Conflict, NotFound
from shared.events.assessment import RecognitionRefused, SpotCheckOrdered, SpotCheckRecorded


class NotSubmitted(Conflict):
    """The province acts on candidates that the city has submitted."""

    title_zh = "省局只对市局上报名单中的对象作出处理。"


class RecognitionAlreadyRefused(Conflict):
    """The province has refused this candidate."""

    title_zh = "省局已决定不予认定。"


class AlreadyRecognised(Conflict):
    """The province has recognised this candidate."""

    title_zh = "省局已予认定。"


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
    return [
        SpotCheckOrdered(
            check_id=command.check_id,
            application_id=command.application_id,
            season_id=assessment.season_id,
            station_id=assessment.station_id,
            mode=command.mode,
            reason=command.reason,
            ordered_on=command.today,
        )
    ]


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
    )
    if check.recorded == wanted:
        return []
    if check.recorded is not None:
        raise SpotCheckAlreadyRecorded(f"{command.check_id} was recorded on {check.recorded.checked_on}.")
    return [wanted]


def recognise_station(command: RecogniseStation, assessment: Assessment) -> list[AssessmentFact]:
    """认定: here is only judged whether it may be; the title is given on the station's stream, in the same commit."""
    _require_submitted(command, assessment)
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
    if assessment.stage is Stage.REFUSED:
        raise RecognitionAlreadyRefused(f"{command.application_id} was refused.")
    if assessment.stage is not Stage.PASSED or not command.facts.submitted:
        raise NotSubmitted(f"{command.application_id} stands on no list that its city has submitted.")
    require_standing(command.facts.standing, command.application_id)

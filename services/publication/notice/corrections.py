"""公示更正: what was printed of one candidate is put right, and that candidate alone stands for a period of its own."""

from services.publication.notice.commands import CorrectNotice, EndCorrection, PutRight
from services.publication.notice.periods import check_period, check_running
from services.publication.notice.state import Correction, Notice, Standing
from services.publication.printing import sealed
from shared.errors import Conflict, NotFound, Unacceptable
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    NoticeResult,
    PublicNoticeCorrected,
)

PERIOD_IS_OVER = "更正公示期满"
"""Why a corrected candidate is released."""


class CorrectionRuns(Conflict):
    """A candidate is corrected again when the period of its correction is over."""

    title_zh = "该对象的更正公示期尚未结束。"


class NothingPutRight(Unacceptable):
    """A correction changes something that was printed of its candidate, and leaves nothing blank."""

    title_zh = "更正应当改动公示内容，且不得留空。"


class CorrectionGivesReason(Unacceptable):
    """The correction of a notice says why."""

    title_zh = "公示更正应当说明理由。"


class NoSuchCorrection(NotFound):
    """The candidate has no such correction."""

    title_zh = "该对象没有这次更正。"


class CorrectionStillRuns(Conflict):
    """A correction ends after the last day of its own period."""

    title_zh = "更正公示期尚未届满。"


class OpinionsOnCorrected(Conflict):
    """A correction ends when every opinion on its candidate is screened."""

    title_zh = "对更正对象的意见尚未全部甄别。"


def correct_notice(
    command: CorrectNotice, notice: Notice, standing: Standing
) -> list[PublicNoticeCorrected | CandidateHeld]:
    given = _given(command.put_right)
    corrected = standing.printed.model_copy(update=given)
    if corrected == standing.printed and _is_the_same(command, standing.correction):
        return []  # Asked twice, recorded once.
    check_running(command, notice)
    if standing.is_under_correction:
        raise CorrectionRuns(f"{command.application_id} is under correction already.")
    if corrected == standing.printed or not all(text.strip() for text in given.values()):
        raise NothingPutRight("Say what was printed wrongly of the candidate, as it is right.")
    if not command.reason.strip():
        raise CorrectionGivesReason("Say why the notice is corrected.")
    check_period(command)
    event = PublicNoticeCorrected(
        notice_id=command.notice_id,
        season_id=notice.season_id,
        correction_id=command.correction_id,
        application_id=command.application_id,
        station_id=standing.station_id,
        former=standing.printed,
        corrected=corrected,
        opens_on=command.opens_on,
        closes_on=command.closes_on,
        reason=command.reason,
        corrected_on=command.today,
        issued_by=command.facts.issued_by,
    )
    held = CandidateHeld(
        notice_id=command.notice_id,
        application_id=command.application_id,
        station_id=standing.station_id,
        opinion_id=command.correction_id,
        held_on=command.today,
    )
    return [sealed(event), held]


def _given(put_right: PutRight) -> dict[str, str]:
    """What is put right, by the names of the fields."""
    told = {
        "station_name": put_right.station_name,
        "host_name": put_right.host_name,
        "trade": put_right.trade,
        "kind": put_right.kind,
    }
    return {name: value for name, value in told.items() if value is not None}


def _is_the_same(command: CorrectNotice, correction: Correction | None) -> bool:
    """The correction that was asked for last: what it put right is printed so already."""
    return correction is not None and (correction.opens_on, correction.closes_on, correction.reason) == (
        command.opens_on,
        command.closes_on,
        command.reason,
    )


def end_correction(command: EndCorrection, notice: Notice, standing: Standing) -> list[CandidateReleased]:
    """The candidate goes on, unless an objection still holds it."""
    if command.correction_id in standing.dismissed:
        return []
    correction = standing.correction
    if correction is None or correction.correction_id != command.correction_id:
        raise NoSuchCorrection(f"{command.correction_id} is no correction of {command.application_id}.")
    if standing.result is not NoticeResult.HELD:
        return []  # It has left the notice: nothing is left to be ended.
    if command.today <= correction.closes_on:
        raise CorrectionStillRuns(f"{command.application_id} stands corrected until {correction.closes_on}.")
    if command.unscreened:
        raise OpinionsOnCorrected(f"{command.unscreened} opinions on {command.application_id} are not screened.")
    return [
        CandidateReleased(
            notice_id=command.notice_id,
            season_id=notice.season_id,
            application_id=command.application_id,
            station_id=standing.station_id,
            opinion_id=command.correction_id,
            investigators=(),
            reasons=PERIOD_IS_OVER,
            objections_left=len(standing.holds) - 1,
            decided_on=command.today,
        )
    ]

"""The rules of a notice: one function for each command, and one class for each rule that can refuse it."""

from typing import assert_never

from services.publication.notice.commands import (
    CloseNotice,
    CorrectNotice,
    EndCorrection,
    ExtendNotice,
    HoldCandidate,
    NoticeCommand,
    OpenNotice,
    ReleaseCandidate,
    StrikeOffCandidate,
    WithdrawCandidate,
)
from services.publication.notice.corrections import correct_notice, end_correction
from services.publication.notice.opening import open_notice
from services.publication.notice.periods import extend_notice
from services.publication.notice.state import Notice, NoticeEvent, Stage, Standing, evolve
from shared.errors import Conflict, NotFound, Unacceptable
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidateResult,
    CandidateStruckOff,
    CandidateWithdrawn,
    NoticeResult,
    PublicNoticeClosed,
)
from shared.eventsourcing.decider import Decider


class NoSuchNotice(NotFound):
    """There is no such notice."""

    title_zh = "没有这次公示。"


class NotOnNotice(NotFound):
    """The candidate does not stand on this notice."""

    title_zh = "该对象不在本次公示之列。"


class CandidateGone(Conflict):
    """A candidate that has withdrawn or was struck off is neither corrected, held, released nor struck off again."""

    title_zh = "该对象已撤回或已被取消资格。"


class NotHeldByThisObjection(Conflict):
    """Only an admissible objection that holds the candidate is decided, and only once."""

    title_zh = "该异议并未暂缓此对象。"


class ReasonsMissing(Unacceptable):
    """A decision on an objection gives its reasons."""

    title_zh = "处理异议应当说明理由。"


class InvestigatorMissing(Unacceptable):
    """Somebody has investigated the objection, and is named."""

    title_zh = "应当写明核查人员。"


class InvestigatorTookPart(Conflict):
    """Who inspected or recommended a candidate does not investigate an objection against it."""

    title_zh = "查验人、推荐人应当回避核查。"


class NoticeStillOpen(Conflict):
    """A notice is closed after its last printed day."""

    title_zh = "公示期尚未届满。"


class OpinionsUnscreened(Conflict):
    """A notice is closed when every opinion about a candidate that still stands is screened."""

    title_zh = "尚有意见未甄别。"


def decide(command: NoticeCommand, notice: Notice) -> list[NoticeEvent]:  # noqa: PLR0911 (one return for each command)
    match command:
        case OpenNotice():
            return [*open_notice(command, notice)]
        case ExtendNotice():
            _must_exist(notice, command.notice_id)
            return [*extend_notice(command, notice)]
        case CorrectNotice():
            standing = _in_the_running(notice, command.notice_id, command.application_id)
            return [*correct_notice(command, notice, standing)]
        case EndCorrection():
            standing = _standing(notice, command.notice_id, command.application_id)
            return [*end_correction(command, notice, standing)]
        case HoldCandidate():
            return hold_candidate(command, notice)
        case ReleaseCandidate():
            return release_candidate(command, notice)
        case StrikeOffCandidate():
            return strike_off_candidate(command, notice)
        case WithdrawCandidate():
            return withdraw_candidate(command, notice)
        case CloseNotice():
            return close_notice(command, notice)
        case _:
            assert_never(command)


def hold_candidate(command: HoldCandidate, notice: Notice) -> list[NoticeEvent]:
    """A closed notice still holds: an objection received on the last evening may be screened after the closing."""
    standing = _standing(notice, command.notice_id, command.application_id)
    if command.opinion_id in standing.holds | standing.dismissed:
        return []
    _in_the_running(notice, command.notice_id, command.application_id)
    return [
        CandidateHeld(
            notice_id=command.notice_id,
            application_id=command.application_id,
            station_id=standing.station_id,
            opinion_id=command.opinion_id,
            held_on=command.today,
        )
    ]


def release_candidate(command: ReleaseCandidate, notice: Notice) -> list[NoticeEvent]:
    standing = _standing(notice, command.notice_id, command.application_id)
    if command.opinion_id in standing.dismissed:
        return []
    _check_investigation(command, notice)
    return [
        CandidateReleased(
            notice_id=command.notice_id,
            season_id=notice.season_id,
            application_id=command.application_id,
            station_id=standing.station_id,
            opinion_id=command.opinion_id,
            investigators=command.investigators,
            reasons=command.reasons,
            objections_left=len(standing.holds) - 1,
            decided_on=command.today,
        )
    ]


def strike_off_candidate(command: StrikeOffCandidate, notice: Notice) -> list[NoticeEvent]:
    standing = _standing(notice, command.notice_id, command.application_id)
    if standing.upheld == command.opinion_id:
        return []
    _check_investigation(command, notice)
    return [
        CandidateStruckOff(
            notice_id=command.notice_id,
            season_id=notice.season_id,
            application_id=command.application_id,
            station_id=standing.station_id,
            opinion_id=command.opinion_id,
            investigators=command.investigators,
            reasons=command.reasons,
            decided_on=command.today,
        )
    ]


def _check_investigation(command: ReleaseCandidate | StrikeOffCandidate, notice: Notice) -> None:
    standing = _in_the_running(notice, command.notice_id, command.application_id)
    if command.opinion_id not in standing.objections:
        raise NotHeldByThisObjection(f"{command.opinion_id} does not hold {command.application_id}.")
    if not command.reasons.strip():
        raise ReasonsMissing("Say what the investigation found.")
    if not command.investigators or not all(officer.strip() for officer in command.investigators):
        raise InvestigatorMissing("Name at least one investigator, and each of them.")
    took_part = sorted(officer for officer in command.investigators if command.involvement.includes(officer))
    if took_part:
        raise InvestigatorTookPart(f"{', '.join(took_part)} inspected or recommended {command.application_id}.")


def withdraw_candidate(command: WithdrawCandidate, notice: Notice) -> list[NoticeEvent]:
    """Nothing to refuse here: the host has withdrawn. Where it stands on no notice, nothing follows from it."""
    standing = notice.candidates.get(command.application_id)
    if standing is None or standing.result not in {NoticeResult.KEPT, NoticeResult.HELD}:
        return []
    return [
        CandidateWithdrawn(
            notice_id=command.notice_id,
            season_id=notice.season_id,
            application_id=command.application_id,
            station_id=standing.station_id,
            withdrawn_at=command.withdrawn_at,
        )
    ]


def close_notice(command: CloseNotice, notice: Notice) -> list[NoticeEvent]:
    if notice.stage is Stage.CLOSED:
        return []
    _must_exist(notice, command.notice_id)
    if command.today <= notice.closes_on:
        raise NoticeStillOpen(f"{command.notice_id} is open until {notice.closes_on}.")
    if command.unscreened:
        raise OpinionsUnscreened(f"{command.unscreened} opinions on {command.notice_id} are not screened.")
    results = tuple(
        CandidateResult(application_id=application_id, station_id=standing.station_id, result=standing.result)
        for application_id, standing in notice.candidates.items()
    )
    return [
        PublicNoticeClosed(
            notice_id=command.notice_id, season_id=notice.season_id, results=results, closed_on=command.today
        )
    ]


def _must_exist(notice: Notice, notice_id: str) -> None:
    if notice.stage not in {Stage.OPEN, Stage.CLOSED}:
        raise NoSuchNotice(f"There is no notice {notice_id}.")


def _standing(notice: Notice, notice_id: str, application_id: str) -> Standing:
    _must_exist(notice, notice_id)
    standing = notice.candidates.get(application_id)
    if standing is None:
        raise NotOnNotice(f"{application_id} does not stand on {notice_id}.")
    return standing


def _in_the_running(notice: Notice, notice_id: str, application_id: str) -> Standing:
    """A candidate that is neither withdrawn nor struck off."""
    standing = _standing(notice, notice_id, application_id)
    if standing.result not in {NoticeResult.KEPT, NoticeResult.HELD}:
        raise CandidateGone(f"{application_id} is {standing.result}.")
    return standing


NOTICE = Decider(initial=Notice(), decide=decide, evolve=evolve)

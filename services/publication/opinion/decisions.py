"""The rules of an opinion: one function for each command, and one class for each rule that can refuse it."""

from datetime import date, datetime
from typing import assert_never

from services.publication.opinion.commands import CloseOpinionAsMoot, OpinionCommand, ReceiveOpinion, ScreenOpinion
from services.publication.opinion.state import Opinion, OpinionEvent, Stage, evolve
from shared.errors import Conflict, NotFound, Unacceptable
from shared.events.publication import OpinionClosedAsMoot, OpinionReceived, OpinionScreened, Screening, Stance
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.instants import CHINA

LONGEST = 2_000
"""Characters of an opinion [assurance §3]."""

_SCREENINGS = {
    Stance.SUPPORT: frozenset({Screening.SUPPORT_NOTED}),
    Stance.OBJECTION: frozenset({Screening.ADMISSIBLE, Screening.LEAD_ONLY, Screening.REJECTED}),
}


class NoSuchOpinion(NotFound):
    """There is no such opinion."""

    title_zh = "没有这条意见。"


class AlreadyReceived(Conflict):
    """An opinion is given once; another one has an identifier of its own."""

    title_zh = "该意见已经收到。"


class NoticeNotOpen(Conflict):
    """Opinions are received from the first to the last printed day of a notice."""

    title_zh = "公示期内方可提出意见。"


class CandidateNotOnNotice(NotFound):
    """The candidate does not stand on this notice, or no longer."""

    title_zh = "该对象不在本次公示之列。"


class OpinionEmpty(Unacceptable):
    """An opinion says something."""

    title_zh = "意见内容不能为空。"


class OpinionTooLong(Unacceptable):
    """An opinion has at most 2,000 characters."""

    title_zh = "意见不得超过2000字。"


class AlreadyScreened(Conflict):
    """An opinion is screened once."""

    title_zh = "该意见已经甄别。"


class OpinionIsMoot(Conflict):
    """What an opinion was about is gone: it is closed, and not screened any more."""

    title_zh = "推荐对象已撤回，该意见已终结，不再甄别。"


class AnonymousIsALead(Conflict):
    """An anonymous objection is a lead: it may start a check, but it holds nobody."""

    title_zh = "匿名意见只作线索，不暂缓推荐对象。"


class ScreenedAsAnotherKind(Conflict):
    """Support is noted and nothing else; an objection is admissible, a lead, or rejected."""

    title_zh = "甄别结果与意见性质不符。"


class ScreeningGivesReasons(Unacceptable):
    """The screening of an objection gives its reason."""

    title_zh = "甄别异议应当说明理由。"


def decide(command: OpinionCommand, opinion: Opinion) -> list[OpinionEvent]:
    match command:
        case ReceiveOpinion():
            return receive_opinion(command, opinion)
        case ScreenOpinion():
            return screen_opinion(command, opinion)
        case CloseOpinionAsMoot():
            return close_as_moot(command, opinion)
        case _:
            assert_never(command)


def receive_opinion(command: ReceiveOpinion, opinion: Opinion) -> list[OpinionEvent]:
    if opinion.stage is not Stage.NOT_RECEIVED:
        if opinion.content_hmac == command.content_hmac:
            return []  # Sent twice, received once.
        raise AlreadyReceived(f"{command.opinion_id} was received before, with other words.")
    facts = command.facts
    if not (facts.is_open and facts.opens_on <= _day(command.received_at) <= facts.closes_on):
        raise NoticeNotOpen(f"{command.notice_id} takes opinions from {facts.opens_on} to {facts.closes_on}.")
    if not facts.is_on_notice:
        raise CandidateNotOnNotice(f"{command.application_id} does not stand on {command.notice_id}.")
    if command.length < 1:
        raise OpinionEmpty("Say what you think of the candidate.")
    if command.length > LONGEST:
        raise OpinionTooLong(f"The text has {command.length} characters; {LONGEST} are taken.")
    if not command.content_hmac:
        raise AlreadyReceived(f"The vault holds other words for {command.opinion_id}.")
    return [
        OpinionReceived(
            opinion_id=command.opinion_id,
            notice_id=command.notice_id,
            application_id=command.application_id,
            station_id=facts.station_id,
            side=command.side,
            stance=command.stance,
            is_named=command.is_named,
            content_hmac=command.content_hmac,
            received_at=command.received_at,
        )
    ]


def _day(instant: datetime) -> date:
    return instant.astimezone(CHINA).date()


def screen_opinion(command: ScreenOpinion, opinion: Opinion) -> list[OpinionEvent]:
    if opinion.stage is Stage.MOOT:
        raise OpinionIsMoot(f"{command.opinion_id} was closed when its candidate withdrew.")
    if opinion.stage is Stage.SCREENED:
        if opinion.screened_as is command.result:
            return []
        raise AlreadyScreened(f"{command.opinion_id} was screened as {opinion.screened_as}.")
    if opinion.stage is not Stage.RECEIVED:
        raise NoSuchOpinion(f"There is no opinion {command.opinion_id}.")
    if command.result not in _SCREENINGS[opinion.stance]:
        raise ScreenedAsAnotherKind(f"{command.opinion_id} is {opinion.stance}, which is not {command.result}.")
    if command.result is Screening.ADMISSIBLE and not opinion.is_named:
        raise AnonymousIsALead(f"{command.opinion_id} bears no name: record it as a lead.")
    if opinion.stance is Stance.OBJECTION and not command.reason.strip():
        raise ScreeningGivesReasons("Say why the objection is admissible, a lead, or rejected.")
    return [
        OpinionScreened(
            opinion_id=command.opinion_id,
            notice_id=opinion.notice_id,
            application_id=opinion.application_id,
            station_id=opinion.station_id,
            result=command.result,
            reason=command.reason,
            screened_on=command.today,
        )
    ]


def close_as_moot(command: CloseOpinionAsMoot, opinion: Opinion) -> list[OpinionEvent]:
    """Nothing to refuse here: only an objection that nobody has decided is closed, and what is closed stays so."""
    if opinion.stage is Stage.NOT_RECEIVED:
        raise NoSuchOpinion(f"There is no opinion {command.opinion_id}.")
    holds = opinion.screened_as is Screening.ADMISSIBLE and command.is_holding
    is_open = opinion.stage is Stage.RECEIVED or (opinion.stage is Stage.SCREENED and holds)
    if opinion.stance is not Stance.OBJECTION or not is_open:
        return []
    return [
        OpinionClosedAsMoot(
            opinion_id=command.opinion_id,
            notice_id=opinion.notice_id,
            application_id=opinion.application_id,
            station_id=opinion.station_id,
            reason=command.reason,
            closed_on=command.today,
        )
    ]


OPINION = Decider(initial=Opinion(), decide=decide, evolve=evolve)

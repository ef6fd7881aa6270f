"""收到意见: when an opinion is taken in, about a candidate on notice or about a title in force."""

from datetime import date, datetime

from services.publication.opinion.commands import ReceiveOpinion, ReceiveOpinionOnTitle, Receiving
from services.publication.opinion.state import About, Opinion, Stage
from shared.errors import Conflict, NotFound, Unacceptable
from shared.events.publication import OpinionReceived
from shared.eventsourcing.instants import CHINA

LONGEST = 2_000
"""Characters of an opinion, with what happened [assurance §3]."""


class AlreadyReceived(Conflict):
    """An opinion is given once; another one has an identifier of its own."""

    title_zh = "该意见已经收到。"


class NoticeNotOpen(Conflict):
    """Opinions are received from the first to the last printed day of a notice."""

    title_zh = "公示期内方可提出意见。"


class CandidateNotOnNotice(NotFound):
    """The candidate does not stand on this notice, or no longer."""

    title_zh = "该对象不在本次公示之列。"


class NoTitleToSpeakOf(NotFound):
    """An opinion about a title is about one that is in force on its day."""

    title_zh = "该站当日没有有效的示范站称号。"


class OpinionEmpty(Unacceptable):
    """An opinion says something."""

    title_zh = "意见内容不能为空。"


class OpinionTooLong(Unacceptable):
    """An opinion has at most 2,000 characters."""

    title_zh = "意见连同事实依据不得超过2000字。"


def receive_opinion(command: ReceiveOpinion, opinion: Opinion) -> list[OpinionReceived]:
    if _is_repeated(command, opinion):
        return []
    facts = command.facts
    if not (facts.is_open and facts.opens_on <= _day(command.received_at) <= facts.closes_on):
        raise NoticeNotOpen(f"{command.notice_id} takes opinions from {facts.opens_on} to {facts.closes_on}.")
    if not facts.is_on_notice:
        raise CandidateNotOnNotice(f"{command.application_id} does not stand on {command.notice_id}.")
    return _received(command, About(command.notice_id, command.application_id, facts.station_id))


def receive_opinion_on_title(command: ReceiveOpinionOnTitle, opinion: Opinion) -> list[OpinionReceived]:
    if _is_repeated(command, opinion):
        return []
    certificate_number = command.facts.certificate_number
    if not certificate_number:
        raise NoTitleToSpeakOf(f"Station {command.station_id} bears no title on {_day(command.received_at)}.")
    return _received(command, About(station_id=command.station_id, certificate_number=certificate_number))


def _is_repeated(command: Receiving, opinion: Opinion) -> bool:
    """Sent twice, received once."""
    if opinion.stage is Stage.NOT_RECEIVED:
        return False
    if opinion.content_hmac != command.content_hmac:
        raise AlreadyReceived(f"{command.opinion_id} was received before, with other words.")
    return True


def _received(command: Receiving, about: About) -> list[OpinionReceived]:
    if command.length < 1:
        raise OpinionEmpty("Say what you think.")
    if command.length > LONGEST:
        raise OpinionTooLong(f"The text and the facts have {command.length} characters; {LONGEST} are taken.")
    if not command.content_hmac:
        raise AlreadyReceived(f"The vault holds other words for {command.opinion_id}.")
    return [
        OpinionReceived(
            opinion_id=command.opinion_id,
            notice_id=about.notice_id,
            application_id=about.application_id,
            station_id=about.station_id,
            side=command.side,
            stance=command.stance,
            is_named=command.is_named,
            content_hmac=command.content_hmac,
            received_at=command.received_at,
            certificate_number=about.certificate_number,
            channel=command.channel,
            states_facts=command.states_facts,
        )
    ]


def _day(instant: datetime) -> date:
    return instant.astimezone(CHINA).date()

"""公示: a city opens one notice over all the candidates of a season."""

from services.publication.notice.commands import OpenNotice
from services.publication.notice.periods import check_period
from services.publication.notice.state import Notice, Stage
from services.publication.printing import sealed
from shared.errors import Conflict, Unacceptable
from shared.events.parts import in_parts
from shared.events.publication import CandidatesPutOnNotice, PublicNoticeOpened


class NoticeAlreadyOpened(Conflict):
    """A season has one notice, and it has been opened."""

    title_zh = "本年度公示已经发布。"


class NoCandidates(Conflict):
    """A notice is about at least one candidate."""

    title_zh = "没有可以公示的推荐对象。"


class NoticeNamesNobody(Unacceptable):
    """A notice names the media in which it appears and whom people turn to."""

    title_zh = "公示应当写明媒体和联系方式。"


def open_notice(command: OpenNotice, notice: Notice) -> list[PublicNoticeOpened | CandidatesPutOnNotice]:
    if notice.stage is not Stage.NOT_OPENED:
        printed = (notice.opens_on, notice.first_closes_on, notice.media, notice.contact)
        if printed == (command.opens_on, command.closes_on, command.media, command.contact):
            return []  # Asked twice, recorded once.
        raise NoticeAlreadyOpened(f"{command.notice_id} runs from {notice.opens_on} to {notice.closes_on}.")
    if not (command.media.strip() and command.contact.strip()):
        raise NoticeNamesNobody("Name the media in which the notice appears, and the contact for opinions.")
    if not command.facts.candidates:
        raise NoCandidates(f"No candidate of season {command.facts.season_id} is left to be put on notice.")
    check_period(command)
    return _opened(command)


def _opened(command: OpenNotice) -> list[PublicNoticeOpened | CandidatesPutOnNotice]:
    """The notice with its first candidates, and the others behind it; its print shows them all."""
    first, *others = in_parts(command.facts.candidates)
    opened = PublicNoticeOpened(
        notice_id=command.notice_id,
        season_id=command.facts.season_id,
        city_code=command.facts.city_code,
        candidates=first,
        opens_on=command.opens_on,
        closes_on=command.closes_on,
        counting_rule=command.facts.counting_rule,
        media=command.media,
        contact=command.contact,
        issued_by=command.facts.issued_by,
        candidates_in_all=len(command.facts.candidates),
    )
    further = [
        CandidatesPutOnNotice(
            notice_id=command.notice_id,
            season_id=command.facts.season_id,
            opens_on=command.opens_on,
            closes_on=command.closes_on,
            candidates=part,
        )
        for part in others
    ]
    return [sealed(opened, *further), *further]

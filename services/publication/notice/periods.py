"""How long a notice stands: the rules of its period, of a longer one, and of a corrected candidate's own one."""

from services.publication.notice.commands import CorrectNotice, ExtendNotice, OpenNotice
from services.publication.notice.state import Notice, Stage
from shared.errors import Conflict, Unacceptable
from shared.events.publication import PublicNoticeExtended


class OpensInThePast(Unacceptable):
    """A notice opens today or later: nobody could have read it before."""

    title_zh = "公示不能从过去的日期开始。"


class PeriodTooShort(Unacceptable):
    """A notice stays open for the season's working days at least."""

    title_zh = "公示期不足规定的工作日。"


class CalendarNotPublished(Conflict):
    """The working days of a year are not guessed: its calendar must be published first."""

    title_zh = "该年度工作日历尚未发布。"


class PeriodOver(Conflict):
    """A notice is extended or corrected on its last day at the latest: a period that is over is not taken up again."""

    title_zh = "公示期已经届满，不能延期或者更正。"


class ExtensionGivesReason(Unacceptable):
    """The extension of a notice says why."""

    title_zh = "公示延期应当说明理由。"


class ExtensionNotLater(Unacceptable):
    """An extended notice ends later than it did before: a printed period is never cut short."""

    title_zh = "延期后的截止日应当晚于原截止日。"


class ExtensionWithoutWorkingDay(Unacceptable):
    """An extension gives one more working day at least."""

    title_zh = "延长的期间至少应当有一个工作日。"


def check_period(command: OpenNotice | CorrectNotice) -> None:
    """A corrected candidate stands as long as a whole notice would: those who were misled have its days to object."""
    if command.opens_on < command.today:
        raise OpensInThePast(f"It is {command.today}: the notice cannot open on {command.opens_on}.")
    earliest = command.facts.earliest_close
    if earliest is None:
        raise CalendarNotPublished(f"The working days from {command.opens_on} on are not all published yet.")
    if command.closes_on < earliest:
        raise PeriodTooShort(
            f"A notice that opens on {command.opens_on} stays open until {earliest} at least"
            f" ({command.facts.counting_rule})."
        )


def check_running(command: ExtendNotice | CorrectNotice, notice: Notice) -> None:
    if notice.stage is not Stage.OPEN or command.today > notice.closes_on:
        raise PeriodOver(f"{command.notice_id} ran until {notice.closes_on}; it is {command.today}.")


def extend_notice(command: ExtendNotice, notice: Notice) -> list[PublicNoticeExtended]:
    if (notice.closes_on, notice.extended_because) == (command.closes_on, command.reason):
        return []  # Asked twice, recorded once.
    check_running(command, notice)
    if not command.reason.strip():
        raise ExtensionGivesReason("Say why the notice stands longer than was printed.")
    if command.closes_on <= notice.closes_on:
        raise ExtensionNotLater(f"{command.notice_id} runs until {notice.closes_on} already.")
    if command.working_days is None:
        raise CalendarNotPublished(f"The working days until {command.closes_on} are not all published yet.")
    if command.working_days < 1:
        raise ExtensionWithoutWorkingDay(f"No day after {notice.closes_on} until {command.closes_on} is worked.")
    return [
        PublicNoticeExtended(
            notice_id=command.notice_id,
            season_id=notice.season_id,
            former_closes_on=notice.closes_on,
            closes_on=command.closes_on,
            reason=command.reason,
            extended_on=command.today,
        )
    ]

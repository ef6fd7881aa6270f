"""A title whose station has moved, or does not run: it does not count until somebody has looked at the place."""

from services.assessment.stated import stated_day
from services.assessment.title.commands import ResumeTitle, SuspendTitle
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.state import IN_FORCE, Title, TitleFact
from shared.errors import Conflict
from shared.events.assessment import TitleResumed, TitleSuspended

MOVED = "服务站已迁址，待新址查验"
OUT_OF_USE = "服务站停用"


class TitleNotSuspended(Conflict):
    """A title is resumed that is suspended."""

    title_zh = "该称号未被中止。"


def suspend_title(command: SuspendTitle, title: Title) -> list[TitleFact]:
    """称号中止: where no title is, or where it is suspended already, nothing is to be done.

    One suspension stands for all reasons at once, and one inspection of the place ends it.
    """
    if title.stage not in IN_FORCE or title.certified is None or title.suspended is not None:
        return []
    return [
        TitleSuspended(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            reason=command.reason or MOVED,
            suspended_on=max(command.moved_on, title.certified.certified_on),
        )
    ]


def resume_title(command: ResumeTitle, title: Title) -> list[TitleFact]:
    """称号恢复."""
    if title.stage not in IN_FORCE:
        raise TitleNotInForce(f"{command.station_id} has no title in force.")
    if title.suspended is None:
        last = title.resumed
        if last is not None and (last.findings, last.resumed_on) == (command.findings, command.resumed_on):
            return []
        raise TitleNotSuspended(f"The title of {command.station_id} counts.")
    return [
        TitleResumed(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            findings=command.findings,
            resumed_on=stated_day(command.resumed_on, not_before=title.suspended.suspended_on),
        )
    ]

"""The rules for erasing what is known of a member of staff.

Erasing destroys the person's key, which nobody can undo: so one orders it and another confirms it. To close the data
while the law wants them kept destroys nothing, and one is enough.
"""

from typing import assert_never

from services.registry.subject.commands import ConfirmErasure, EraseSubject, SubjectCommand
from services.registry.subject.state import ERASED, RESTRICTED, Subject, SubjectEvent, evolve
from shared.errors import Conflict, Forbidden
from shared.events.registry import ErasureOrdered, SubjectErased
from shared.eventsourcing.decider import Decider


class RetentionRuns(Conflict):
    """While the law wants the data kept they stay closed, and are not erased."""

    title_zh = "法定保存期限尚未届满，仅可停止除存储以外的处理。"


class NoErasureOrdered(Conflict):
    """An erasure is confirmed after somebody has ordered it."""

    title_zh = "尚无待确认的删除申请。"


class ConfirmedByTheSame(Forbidden):
    """Who has ordered an erasure does not confirm it."""

    title_zh = "提请删除的人不得自行确认。"


def decide(command: SubjectCommand, subject: Subject) -> list[SubjectEvent]:
    match command:
        case EraseSubject():
            return erase_subject(command, subject)
        case ConfirmErasure():
            return confirm_erasure(command, subject)
        case _:
            assert_never(command)


def erase_subject(command: EraseSubject, subject: Subject) -> list[SubjectEvent]:
    """While a retention period runs the data are closed to everybody; after it their erasing is ordered."""
    if subject.outcome == ERASED:
        return []
    if command.retained_until > command.today:
        return [] if subject.outcome == RESTRICTED else [_outcome(command, RESTRICTED)]
    if subject.retained_until > command.today:
        raise RetentionRuns(f"the data of {command.staff_id} are kept until {subject.retained_until}")
    if subject.order is not None:
        return []
    return [
        ErasureOrdered(
            subject_id=command.staff_id,
            station_id=command.station_id,
            grounds=command.grounds,
            ordered_by=command.by,
            retained_until=command.retained_until,
            ordered_on=command.today,
        )
    ]


def confirm_erasure(command: ConfirmErasure, subject: Subject) -> list[SubjectEvent]:
    if subject.outcome == ERASED:
        return []
    order = subject.order
    if order is None:
        raise NoErasureOrdered(f"nobody has ordered that the data of {command.staff_id} be erased")
    if order.ordered_by == command.by:
        raise ConfirmedByTheSame("let somebody else confirm what you have ordered")
    told = EraseSubject(command.staff_id, order.grounds, order.retained_until, command.today, command.station_id)
    return [_outcome(told, ERASED)]


def _outcome(command: EraseSubject, outcome: str) -> SubjectErased:
    return SubjectErased(
        subject_id=command.staff_id,
        station_id=command.station_id,
        outcome=outcome,
        grounds=command.grounds,
        retained_until=command.retained_until,
        erased_on=command.today,
    )


SUBJECT = Decider(initial=Subject(), decide=decide, evolve=evolve)

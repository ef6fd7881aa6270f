"""By which day something is to be done about an objection, in working days, the day that it begins not counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.publication.opinion.commands import ANSWER, INVESTIGATION, SettleObjectionDay
from services.publication.opinion.state import Opinion, Stage
from shared.events.publication import ObjectionDaySettled
from shared.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Due:
    """A last day. It is provisional where a year that it was counted through has no published calendar."""

    day: date
    is_provisional: bool


def days_after(start: date, working_days: int, calendar: WorkingCalendar) -> Due:
    """The last of so many working days after the day."""
    day = calendar.add_working_days(start, working_days)
    return Due(day, any(calendar.is_provisional(one) for one in (start, day)))


def settle_day(command: SettleObjectionDay, opinion: Opinion) -> Sequence[ObjectionDaySettled]:
    """Nothing to refuse here: a day that is certain stays, and one that nobody can reckon yet waits."""
    former, due = _reckoned_anew(command, opinion)
    if former is None or due.is_provisional:
        return []
    return [
        ObjectionDaySettled(
            opinion_id=command.opinion_id,
            what=command.what,
            former_due_on=former,
            due_on=due.day,
            settled_on=command.today,
        )
    ]


def _reckoned_anew(command: SettleObjectionDay, opinion: Opinion) -> tuple[date | None, Due]:
    """The provisional day that is waited for, if there is one, and what it is by today's calendars."""
    terms, begun, decision = command.terms, opinion.investigation, opinion.decision
    if command.what == ANSWER and opinion.stage is Stage.DECIDED and decision and decision.is_provisional:
        return decision.answer_due_on, days_after(decision.decided_on, terms.answer_working_days, terms.calendar)
    if command.what == INVESTIGATION and opinion.decision is None and begun.is_provisional:
        is_open = opinion.stage in {Stage.SCREENED, Stage.INVESTIGATED}
        working_days = terms.objection_working_days * (1 + len(begun.extensions))
        return begun.due_on if is_open else None, days_after(begun.began_on, working_days, terms.calendar)
    return None, Due(command.today, is_provisional=True)

"""When somebody is reminded, and in which colour."""

from datetime import timedelta

from services.notification.reminder.commands import RemindOfDeadline
from services.notification.reminder.state import Reminders, evolve
from shared.events.notification import Colour, DeadlineReminded
from shared.eventsourcing.decider import Decider

MARKS = (30, 7, 1)
"""So many days before a deadline its reminders are given."""
_YELLOW, _RED = 7, 1


def colour_of(days_left: int) -> Colour:
    """Yellow in the last week, red on the day before the last."""
    if days_left <= _RED:
        return Colour.RED
    return Colour.YELLOW if days_left <= _YELLOW else Colour.PLAIN


def decide(command: RemindOfDeadline, reminders: Reminders) -> list[DeadlineReminded]:
    """One reminder a mark. It is the mark's own, with its day and its count, on whichever day it is worked off.

    Which event was heard of first hangs on chance; what somebody was reminded of does not.
    """
    deadline, days_left = command.deadline, command.mark
    if reminders.is_done(deadline.due_on, days_left):
        return []
    return [
        DeadlineReminded(
            deadline_id=deadline.deadline_id,
            what=deadline.what,
            whose=deadline.whose,
            about=deadline.about,
            station_id=deadline.station_id,
            case_id=deadline.case_id,
            due_on=deadline.due_on,
            days_left=days_left,
            colour=colour_of(days_left),
            reminded_on=deadline.due_on - timedelta(days_left),
        )
    ]


REMINDER = Decider(initial=Reminders(), decide=decide, evolve=evolve)

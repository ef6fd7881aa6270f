"""What falls due as the days begin."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.notification.reminder.commands import Deadline, RemindOfDeadline
from shared.events.notification import DeadlineKind

_REMIND = "remind_"
"""A row is called after its mark and its last day, as `remind_7_2013-07-10`: who moves a day has marks of both."""


def from_due(name: str, arguments: Mapping[str, Any]) -> RemindOfDeadline:
    """The reminder of a row.

    Raises:
        ValueError: nothing of that name falls due here.
    """
    if not name.startswith(_REMIND):
        raise ValueError(f"nothing called {name!r} falls due in notification")
    deadline = Deadline(
        deadline_id=arguments["deadline_id"],
        what=DeadlineKind(arguments["what"]),
        whose=arguments["whose"],
        about=arguments["about"],
        station_id=arguments["station_id"],
        case_id=arguments["case_id"],
        due_on=date.fromisoformat(arguments["due_on"]),
    )
    return RemindOfDeadline(deadline, int(name.removeprefix(_REMIND).partition("_")[0]))

"""What a decision needs to know, and whom a caller may speak for."""

from dataclasses import replace

from services.notification.preference.commands import SetPreference
from services.notification.preference.decisions import PREFERENCE
from services.notification.preference.rules import SpeaksForNobody
from services.notification.queries import recipient_of
from services.notification.reminder.commands import RemindOfDeadline
from services.notification.reminder.decisions import REMINDER
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

NotificationCommand = SetPreference | RemindOfDeadline


async def prepare(command: NotificationCommand, caller: Caller, connection: Connection) -> Prepared:
    """A preference is its recipient's own; reminders come of themselves.

    Raises:
        SpeaksForNobody: no messages go to the caller.
    """
    if isinstance(command, RemindOfDeadline):
        return Prepared(decider=REMINDER, stream=command.deadline.stream, command=command)
    recipient = await recipient_of(connection, caller)
    if not recipient:
        raise SpeaksForNobody(f"no messages go to {caller.level}")
    stream = f"preference-{recipient}-{command.channel}"
    return Prepared(decider=PREFERENCE, stream=stream, command=replace(command, recipient=recipient))

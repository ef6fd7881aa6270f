"""The rules for preferences."""

from services.notification.preference.commands import SetPreference
from services.notification.preference.rules import QuietHoursNotWhole
from services.notification.preference.state import Preference, evolve
from shared.events.notification import PreferenceSet
from shared.eventsourcing.decider import Decider


def decide(command: SetPreference, preference: Preference) -> list[PreferenceSet]:
    quiet = command.quiet_from, command.quiet_until
    if quiet != (None, None) and (None in quiet or quiet[0] == quiet[1]):
        raise QuietHoursNotWhole("name when the quiet hours begin and when they end")
    wished = PreferenceSet(
        recipient=command.recipient,
        channel=command.channel,
        enabled=command.enabled,
        language=command.language,
        quiet_from=command.quiet_from.strftime("%H:%M") if command.quiet_from else "",
        quiet_until=command.quiet_until.strftime("%H:%M") if command.quiet_until else "",
        set_on=command.today,
    )
    last = preference.last
    if last is not None and wished.model_copy(update={"set_on": last.set_on}) == last:
        return []  # Asked twice, recorded once.
    return [wished]


PREFERENCE = Decider(initial=Preference(), decide=decide, evolve=evolve)

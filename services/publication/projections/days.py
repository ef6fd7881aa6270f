"""From which day on a fact counts in the register."""

from datetime import date

from shared.events.event import Event
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.instants import CHINA


def known_from(stated: date, recorded: Recorded[Event]) -> date:
    """The day that the event states, but never one before it was on record: what a register has shown stays true."""
    return max(stated, recorded.effective_at.astimezone(CHINA).date())

"""What each event changes in incentives' tables."""

from typing import get_args

from services.incentives.projections import elsewhere, own
from shared.access import directory
from shared.events.event import Event
from shared.events.incentives import IncentivesEvent
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_OWN = get_args(IncentivesEvent)


def project(recorded: Recorded[Event]) -> list[Statement]:
    """An event that nothing is kept of may still move the directory."""
    if isinstance(recorded.event, _OWN):
        return own.project(recorded.event)
    return elsewhere.project(recorded.event) or directory.project(recorded)

"""Facts thrown onto tables: those of others about the candidates, and the service's own. Twice is as once."""

from typing import get_args

from services.assessment.projections import (
    appeals,
    checkpoints,
    checks,
    disapproval,
    draws,
    known,
    lists,
    marks,
    reviews,
    standing,
    titles,
)
from services.assessment.projections.lists import ListFact
from services.assessment.projections.marks import MarksFact
from services.assessment.projections.titles import TitleFactOfActs
from shared.access import directory
from shared.events.assessment import AssessmentEvent
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes here. The own ones come in the order of the log."""
    event = recorded.event
    if not isinstance(event, get_args(AssessmentEvent)):
        taken = [*directory.project(recorded), *known.project(event), *disapproval.project(event)]
        taken += checkpoints.project(recorded)
    else:
        taken = [*_own(event, recorded.version), *appeals.project(event), *draws.project(event)]
    # These two look at what the others have made of the event.
    return [*taken, *standing.project(recorded), *reviews.project(recorded)]


def _own(event: Event, version: int) -> list[Statement]:
    match event:
        case event if checks.is_of_a_title(event):
            return [checks.project(event)]
        case event if isinstance(event, get_args(MarksFact)):
            return [marks.project(event, version)]
        case event if isinstance(event, get_args(ListFact)):
            return lists.project(event)
        case event if isinstance(event, get_args(TitleFactOfActs)):
            return [titles.project(event)]
        case _:
            return []

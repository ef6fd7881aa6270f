"""Keeps the service's tables in step with its own events, and hands foreign ones to where they belong."""

from services.application.projections import applications, known, outcomes, seasons
from services.application.season.state import SeasonEvent
from shared.access import directory
from shared.clock import day_of
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes in this service's tables: own ones and what others say."""
    event = recorded.event
    match event.owner():
        case "application" if isinstance(event, SeasonEvent):
            return seasons.project(event, recorded.version, day_of(recorded.effective_at))
        case "application":
            return applications.project(event, recorded.version)
        case "publication":
            return outcomes.of_publication(event)
        case "assessment":
            return [*outcomes.of_assessment(event), *known.of_assessment(event)]
        case "incentives":
            return known.of_incentives(event)
        case _:
            return [*directory.project(recorded), *known.of_registry(event)]

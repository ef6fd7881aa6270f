"""Keeps the service's tables in step with its own events, and hands foreign ones to where they belong."""

from services.application.projections import applications, outcomes, seasons
from services.application.season.state import SeasonEvent
from shared.access import directory
from shared.events.event import Event
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event changes in this service's tables: own ones here, foreign ones in `outcomes` and the directory."""
    event = recorded.event
    match event.owner():
        case "application" if isinstance(event, SeasonEvent):
            return seasons.project(event, recorded.version)
        case "application":
            return applications.project(event, recorded.version)
        case "publication":
            return outcomes.of_publication(event)
        case "assessment":
            return outcomes.of_assessment(event)
        case _:
            return directory.project(recorded)

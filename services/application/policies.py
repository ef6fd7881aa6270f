"""When something happens elsewhere, what this service asks of itself: nothing but what falls due on a day.

What others record is projected (`projections.outcomes`) and waits there until a host or a bureau acts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.application.names import CLOSE_APPLICATIONS, CLOSE_RECOMMENDATIONS
from services.application.season.commands import CloseApplications, CloseRecommendations
from shared.events.event import Event

DueCommand = CloseApplications | CloseRecommendations


class NothingOfThatName(LookupError):
    """A row of the table `due` names a command that this release does not know."""


def react(_event: Event) -> Sequence[DueCommand]:
    """No event elsewhere opens, moves or ends an application: each act here is a host's or a bureau's own."""
    return ()


def from_due(name: str, arguments: Mapping[str, Any]) -> DueCommand:
    """The command of a row that a season's opening has put down, on the day when it falls due."""
    match name:
        case "close_applications":
            return CloseApplications(season_id=arguments["season_id"])
        case "close_recommendations":
            return CloseRecommendations(season_id=arguments["season_id"])
        case _:
            raise NothingOfThatName(f"{name!r}; known are {CLOSE_APPLICATIONS} and {CLOSE_RECOMMENDATIONS}")

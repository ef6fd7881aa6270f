"""When something happens elsewhere, or a day comes, what this service asks of itself.

The calendar of a year lets provisional deadlines be reckoned again, and the publication of a result ends the season.
A station that moves, or for which another bureau becomes competent, has its application handed over; one that closes,
or that another host takes over, has it ended.
What else others record is projected (`projections.outcomes`) and waits there until a host or a bureau acts.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from services.application.filing.commands import EndApplication, HandOver
from services.application.names import CLOSE_APPLICATIONS, CLOSE_RECOMMENDATIONS
from services.application.season.commands import (
    CloseApplications,
    CloseRecommendations,
    CloseSeason,
    RecomputeDeadlines,
)
from shared.clock import SHANGHAI
from shared.events.event import Event
from shared.events.publication import ResultPublished
from shared.events.registry import (
    CalendarPublished,
    JurisdictionResolved,
    StationClosed,
    StationMoved,
    StationTransferred,
)

DueCommand = CloseApplications | CloseRecommendations


class NothingOfThatName(LookupError):
    """A row of the table `due` names a command that this release does not know."""


def react(event: Event) -> Sequence[CloseSeason | RecomputeDeadlines | HandOver | EndApplication]:
    """What follows from others' events by itself; whatever else becomes of an application is a person's own act."""
    match event:
        case CalendarPublished():
            return [
                RecomputeDeadlines(
                    event.year, tuple(event.weekday_holidays), tuple(event.weekend_workdays), event.source
                )
            ]
        case ResultPublished():
            return [CloseSeason(event.season_id, event.published_on)]
        case _:
            return _of_station(event)


def _of_station(event: Event) -> Sequence[HandOver | EndApplication]:
    """A move resolves the jurisdiction, too: the second hand-over then finds that the bureau has the case already."""
    match event:
        case StationMoved(station_id=station, division_code=division, town=town, moved_on=day):
            return [HandOver(station, division, town, day, premises_moved=True)]
        case JurisdictionResolved(replaces=former, bureau_code=new) if former:
            place = (event.station_id, event.division_code, event.town, event.since)
            return [HandOver(*place, premises_moved=False, bureau_code=new)]
        case StationClosed():
            return [EndApplication(event.station_id, f"服务站已撤站：{event.reason}", _beginning_of(event.closed_on))]
        case StationTransferred():
            return [EndApplication(event.station_id, "服务站已变更建站企业", _beginning_of(event.transferred_on))]
        case _:
            return ()


def _beginning_of(day: date) -> datetime:
    return datetime.combine(day, time(tzinfo=SHANGHAI))


def from_due(name: str, arguments: Mapping[str, Any]) -> DueCommand:
    """The command of a row that a season's opening has put down; `day` is the day that has begun."""
    match name:
        case "close_applications":
            return CloseApplications(arguments["season_id"], date.fromisoformat(arguments["day"]))
        case "close_recommendations":
            return CloseRecommendations(arguments["season_id"], date.fromisoformat(arguments["day"]))
        case _:
            raise NothingOfThatName(f"{name!r}; known are {CLOSE_APPLICATIONS} and {CLOSE_RECOMMENDATIONS}")

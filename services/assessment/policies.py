"""When something happens elsewhere, what this service asks of itself.

A title belongs to the station with its host: it ends with the station, or when another host takes it over. Where the
station moves, be it to another city, the title is suspended until the county there has looked at the new premises.
Every other act here is a person's: the panel scores, the city concludes and submits, the province decides. What
others record only changes who is still a candidate and what may be asked, which the projections keep. Nothing falls
due by itself: a list that is late is submitted late, with a reason, and what is mended late is accepted late.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Never

from services.assessment.title.commands import EndTitle, SuspendTitle
from shared.events.assessment import EndedBy
from shared.events.event import Event
from shared.events.registry import StationClosed, StationMoved, StationTransferred


def react(event: Event) -> Sequence[EndTitle | SuspendTitle]:
    """Whether the station bears a title is decided there: where it bears none, nothing ends."""
    match event:
        case StationClosed(station_id=station, closed_on=day):
            return [EndTitle(station_id=station, ended_by=EndedBy.CLOSURE, on=day)]
        case StationTransferred(station_id=station, transferred_on=day, host_id=host):
            return [EndTitle(station_id=station, ended_by=EndedBy.CHANGE_OF_HOST, on=day, new_host_id=host)]
        case StationMoved(station_id=station, division_code=division, town=town, moved_on=day):
            return [SuspendTitle(station_id=station, division_code=division, town=town, moved_on=day)]
        case _:
            return ()


def from_due(name: str, _arguments: Mapping[str, Any]) -> Never:
    """No projection here schedules anything, so a row that asks for it comes from elsewhere.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"nothing called {name!r} falls due in assessment")

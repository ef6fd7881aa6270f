"""When something happens elsewhere, what this service asks of itself.

A title belongs to the station with its host: it ends with the station, or when another host takes it over. Where the
station moves, be it to another city, or is put out of use, the title is suspended until the county has looked at the
place; a move to another province ends it, which the look-up finds out. What falls due by itself is the yearly review,
with its reminders and its end, and the last day of a rectification that is reckoned anew.
Every other act here is a person's: the panel scores, the city concludes and submits, the province decides. What
others record only changes who is still a candidate and what may be asked, which the projections keep. A list that is
late is submitted late, with a reason, and what is mended late is accepted late.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from services.assessment.streams import (
    END_REVIEW_WINDOW,
    LET_REVIEW_FALL_DUE,
    REMIND_OF_REVIEW,
    SETTLE_RECTIFICATION_DAY,
)
from services.assessment.title.commands import (
    EndReviewWindow,
    EndTitle,
    LetReviewFallDue,
    RemindOfReview,
    SettleRectificationDay,
    SuspendTitle,
)
from services.assessment.title.suspending import OUT_OF_USE
from shared.events.assessment import EndedBy
from shared.events.event import Event
from shared.events.registry import StationClosed, StationMoved, StationSuspended, StationTransferred


def react(event: Event) -> Sequence[EndTitle | SuspendTitle]:
    """Whether the station bears a title is decided there: where it bears none, nothing ends."""
    match event:
        case StationClosed(station_id=station, closed_on=day):
            return [EndTitle(station_id=station, ended_by=EndedBy.CLOSURE, on=day)]
        case StationTransferred(station_id=station, transferred_on=day, host_id=host):
            return [EndTitle(station_id=station, ended_by=EndedBy.CHANGE_OF_HOST, on=day, new_host_id=host)]
        case StationMoved(station_id=station, division_code=division, town=town, moved_on=day):
            return [SuspendTitle(station_id=station, division_code=division, town=town, moved_on=day)]
        case StationSuspended(station_id=station, suspended_on=day):
            return [SuspendTitle(station_id=station, division_code="", town="", moved_on=day, reason=OUT_OF_USE)]
        case _:
            return ()


DueCommand = LetReviewFallDue | RemindOfReview | EndReviewWindow | SettleRectificationDay


def from_due(name: str, arguments: Mapping[str, Any]) -> DueCommand:
    """What fell due; `day` is the day that has begun, which may be later than the first one it was due on.

    Raises:
        ValueError: nothing of that name falls due here.
    """
    if name not in _FALLS_DUE:
        raise ValueError(f"nothing called {name!r} falls due in assessment")
    return _FALLS_DUE[name](arguments, date.fromisoformat(arguments["day"]))


def _let_review_fall_due(arguments: Mapping[str, Any], today: date) -> LetReviewFallDue:
    return LetReviewFallDue(
        station_id=arguments["station_id"],
        season_id=arguments["season_id"],
        opens_on=date.fromisoformat(arguments["opens_on"]),
        closes_on=date.fromisoformat(arguments["closes_on"]),
        today=today,
    )


def _remind_of_review(arguments: Mapping[str, Any], today: date) -> RemindOfReview:
    station, season = arguments["station_id"], arguments["season_id"]
    return RemindOfReview(station_id=station, season_id=season, days_left=arguments["days_left"], today=today)


def _end_review_window(arguments: Mapping[str, Any], today: date) -> EndReviewWindow:
    return EndReviewWindow(station_id=arguments["station_id"], season_id=arguments["season_id"], today=today)


def _settle_rectification_day(arguments: Mapping[str, Any], today: date) -> SettleRectificationDay:
    return SettleRectificationDay(station_id=arguments["station_id"], order_id=arguments["order_id"], today=today)


_FALLS_DUE: Mapping[str, Callable[[Mapping[str, Any], date], DueCommand]] = {
    LET_REVIEW_FALL_DUE: _let_review_fall_due,
    REMIND_OF_REVIEW: _remind_of_review,
    END_REVIEW_WINDOW: _end_review_window,
    SETTLE_RECTIFICATION_DAY: _settle_rectification_day,
}

"""Applications and their seasons as changes: the county's part, and what others make of them afterwards."""

from collections.abc import Iterable

from services.audit.lists import outcomes
from services.audit.lists.changes import Change, change, seen_elsewhere
from shared.events.application import (
    ApplicationAccepted,
    ApplicationFiled,
    ApplicationHandedOver,
    ApplicationNotAccepted,
    ApplicationPlacedInReserve,
    ApplicationRefiled,
    ApplicationReturned,
    ApplicationsClosed,
    ApplicationWithdrawn,
    CaseAssigned,
    CaseReleased,
    InspectionRecorded,
    RecommendationIssued,
    RecommendationRefused,
    RecommendationReturned,
    RecommendationsClosed,
    SeasonApproved,
    SeasonClosed,
    SeasonDrafted,
    SeasonExtended,
    SeasonOpened,
)
from shared.events.event import Event

_STAGES: dict[type[Event], str] = {
    ApplicationReturned: "returned",
    ApplicationRefiled: "filed",
    ApplicationAccepted: "accepted",
    ApplicationNotAccepted: "not_accepted",
    RecommendationRefused: "refused",
    RecommendationReturned: "fit",
    ApplicationWithdrawn: "withdrawn",
}
"""The stage to which each of these brings its application, saying nothing else that a list shows."""
_SEASONS: dict[type[Event], str] = {
    SeasonApproved: "approved",
    SeasonOpened: "open",
    ApplicationsClosed: "applications_closed",
    SeasonExtended: "open",
    RecommendationsClosed: "recommendations_closed",
    SeasonClosed: "closed",
}


def changes(event: Event) -> Iterable[Change]:  # noqa: PLR0911 (one return for each kind of event)
    """What a fact changes of applications and seasons."""
    stage, of_season = _STAGES.get(type(event)), _SEASONS.get(type(event))
    if stage is not None:
        return (change("case", event.application_id, stage=stage),)  # type: ignore[attr-defined] # Each names it.
    if of_season is not None:
        return (change("season", event.season_id, stage=of_season),)  # type: ignore[attr-defined] # Each names it.
    match event:
        case SeasonDrafted():
            return (change("season", event.season_id, stage="drafted", year=event.year, city_code=event.city_code),)
        case CaseAssigned() | CaseReleased():
            assignee = event.assignee if isinstance(event, CaseAssigned) else ""
            return (change("case", event.application_id, **{f"assignee:{event.bureau_code}": assignee}),)
        case ApplicationFiled() | ApplicationHandedOver() | InspectionRecorded():
            return (_with_the_county(event),)
        case RecommendationIssued() | ApplicationPlacedInReserve():
            reserve = event.reserve_number if isinstance(event, ApplicationPlacedInReserve) else 0
            stage = "reserve" if reserve else "recommended"
            recommended = {"stage": stage, "bureau_code": event.bureau_code, "reserve_number": reserve}
            return (change("case", event.application_id, **recommended),)
        case _:
            return outcomes.changes(event)


def _with_the_county(event: ApplicationFiled | ApplicationHandedOver | InspectionRecorded) -> Change:
    match event:
        case ApplicationFiled():
            who = event.model_dump(include={"season_id", "station_id", "host_id", "bureau_code", "filed_at"})
            return change("case", event.application_id, kind="application", stage="filed", **who)
        case ApplicationHandedOver():
            make = seen_elsewhere if event.premises_moved else _as_it_was
            return make(event.application_id, bureau_code=event.to_bureau)
        case InspectionRecorded():
            return change("case", event.application_id, stage="fit" if event.meets_standard else "unfit")


def _as_it_was(application_id: str, **what: str) -> Change:
    return change("case", application_id, **what)

"""Titles and contests as changes."""

from collections.abc import Iterable

from services.audit.lists.changes import JUDGED, Change, change
from shared.events.assessment import (
    Certified,
    RevocationSetAside,
    Revoked,
    TitleEnded,
    TitleLapsed,
    TitleResumed,
    TitleSuspended,
)
from shared.events.event import Event
from shared.events.incentives import ContestAnnounced, ContestClosed, StaffAwarded, StaffNominated, StaffScored

_PRINTED = {
    "station_id",
    "application_id",
    "season_id",
    "host_id",
    "station_name",
    "host_name",
    "kind",
    "trade",
    "bureau_code",
    "bureau_name",
    "certified_on",
}


def changes(event: Event) -> Iterable[Change]:  # noqa: PLR0911 (one return for each event)
    """What a fact changes of titles and contests.

    A title that was suspended before its revocation is suspended again when it is restored, so that the premises are
    kept apart from whether the title is over.
    """
    match event:
        case Certified():
            told = event.model_dump(include=_PRINTED)
            return (_title(event, event.certified_on, over="", premises="in_force", **told),)
        case TitleSuspended():
            return (_title(event, event.suspended_on, over="", premises="suspended"),)
        case TitleResumed():
            return (_title(event, event.resumed_on, over="", premises="in_force"),)
        case RevocationSetAside():
            return (_title(event, event.set_aside_on, over=""),)
        case Revoked():
            return (_title(event, event.decided_on, over="revoked"),)
        case TitleLapsed():
            return (_title(event, event.lapsed_on, over="lapsed"),)
        case TitleEnded():
            return (_title(event, event.ended_on, over="ended"),)
        case _:
            return _of_contests(event)


_Titled = Certified | TitleSuspended | TitleResumed | RevocationSetAside | Revoked | TitleLapsed | TitleEnded


def _title(event: _Titled, since: object, **what: object) -> Change:
    return change("title", event.certificate_number, **({"station_id": event.station_id, "since": since} | what))


def _of_contests(event: Event) -> Iterable[Change]:
    match event:
        case ContestAnnounced():
            whose = event.model_dump(include={"title", "host_id", "bureau_code"})
            return (change("contest", event.contest_id, stage="open", **whose),)
        case ContestClosed():
            places = [_nominee(event.contest_id, one.staff_id, rank=one.rank, total=one.total) for one in event.ranking]
            return [change("contest", event.contest_id, stage="closed", closed_on=event.closed_on), *places]
        case StaffNominated():
            who = {"station_id": event.station_id, "host_id": event.host_id, "nominated_on": event.nominated_on}
            return (_nominee(event.contest_id, event.staff_id, **who),)
        case StaffScored():
            return (_nominee(event.contest_id, event.staff_id, **{JUDGED + event.judge: True}),)
        case StaffAwarded():
            return (_nominee(event.contest_id, event.staff_id, honour=event.honour, awarded_on=event.awarded_on),)
        case _:
            return ()


def _nominee(contest_id: str, staff_id: str, **what: object) -> Change:
    return change("nominee", f"{contest_id}/{staff_id}", contest_id=contest_id, staff_id=staff_id, **what)

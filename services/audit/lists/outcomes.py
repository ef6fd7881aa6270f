"""What publication and assessment make of an application, and the cases that they open themselves, as changes."""

from collections.abc import Iterable

from services.audit.lists.changes import HELD, Change, change
from shared.events.assessment import (
    AssessmentFailed,
    AssessmentPassed,
    Certified,
    ListSubmitted,
    ListSupplemented,
    RecognitionRefused,
    RectificationAccepted,
    RectificationOrdered,
    ReviewFailed,
    ReviewFellDue,
    ReviewPassed,
    ReviewSubmitted,
    TitleDeclined,
)
from shared.events.event import Event
from shared.events.publication import (
    CandidateHeld,
    CandidateReleased,
    CandidatesPutOnNotice,
    CandidateStruckOff,
    ObjectionDecided,
    ObjectionInvestigated,
    OpinionClosedAsMoot,
    OpinionScreened,
    PublicNoticeClosed,
    PublicNoticeOpened,
    ResultPublished,
    Screening,
)


def changes(event: Event) -> Iterable[Change]:
    """What a fact of publication or assessment changes of cases."""
    return (*_of_the_notice(event), *_of_the_assessment(event), *_of_objections(event), *_of_titles(event))


def _of_the_notice(event: Event) -> Iterable[Change]:  # noqa: PLR0911 (one return for each event)
    match event:
        case PublicNoticeOpened() | CandidatesPutOnNotice():
            return [change("case", one.application_id, noticed_on=event.opens_on) for one in event.candidates]
        case PublicNoticeClosed():
            return [change("case", one.application_id, notice_closed_on=event.closed_on) for one in event.results]
        case CandidateHeld():
            return (change("case", event.application_id, **{HELD + event.opinion_id: True}),)
        case CandidateReleased():
            return (change("case", event.application_id, **{HELD + event.opinion_id: False}),)
        case CandidateStruckOff():
            return (change("case", event.application_id, struck_off_on=event.decided_on),)
        case ResultPublished():
            # A season has one application of a station, and its title bears the number that is printed.
            return [change("title", one.certificate_number, published_on=event.published_on) for one in event.titles]
        case _:
            return ()


def _of_the_assessment(event: Event) -> Iterable[Change]:  # noqa: PLR0911 (one return for each event)
    match event:
        case AssessmentPassed() | AssessmentFailed():
            outcome = "passed" if isinstance(event, AssessmentPassed) else "failed"
            return (change("case", event.application_id, assessment=outcome),)
        case ListSubmitted():
            listed = [change("case", one.application_id, list_standing="listed") for one in event.entries]
            return [*listed, *(change("case", one.application_id, list_standing="reserve") for one in event.reserve)]
        case ListSupplemented():
            return [change("case", one.application_id, list_standing="listed") for one in event.entries]
        case RecognitionRefused():
            return (change("case", event.application_id, recognition_refused_on=event.refused_on),)
        case TitleDeclined():
            return (change("case", event.application_id, declined_on=event.declined_on),)
        case Certified():
            number = event.certificate_number
            return (change("case", event.application_id, certified_on=event.certified_on, certificate_number=number),)
        case _:
            return ()


def _of_objections(event: Event) -> Iterable[Change]:
    """An objection is a case once it is found admissible, and waits for its investigation and its decision."""
    match event:
        case OpinionScreened(result=Screening.ADMISSIBLE):
            return (change("case", event.opinion_id, kind="objection", stage="open", station_id=event.station_id),)
        case ObjectionInvestigated():
            return (change("case", event.opinion_id, stage="investigated"),)
        case ObjectionDecided() | OpinionClosedAsMoot():
            return (change("case", event.opinion_id, stage="closed"),)
        case _:
            return ()


def _of_titles(event: Event) -> Iterable[Change]:
    """The yearly review of a title, and what its station is told to mend."""
    match event:
        case RectificationOrdered():
            told = {"kind": "rectification", "stage": "open", "station_id": event.station_id}
            return (change("case", event.order_id, **told, title=event.certificate_number),)
        case RectificationAccepted():
            return (change("case", event.order_id, stage="closed"),)
        case ReviewFellDue() | ReviewSubmitted() | ReviewPassed() | ReviewFailed():
            stage = {ReviewFellDue: "due", ReviewSubmitted: "submitted"}.get(type(event), "closed")
            told = {"kind": "review", "station_id": event.station_id, "season_id": event.season_id, "stage": stage}
            about = f"review-{event.season_id}-{event.certificate_number}"
            return (change("case", about, **told, title=event.certificate_number),)
        case _:
            return ()

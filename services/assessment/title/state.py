"""A station's title, as the facts recorded so far make it. A station may have had others before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.assessment import (
    AppealDecided,
    AppealLodged,
    Certified,
    DecisionServed,
    DefenceHeard,
    DefenceWaived,
    PlaqueDeclaredVoid,
    PlaqueHandedOver,
    PlaqueReturned,
    RectificationAccepted,
    RectificationDaySettled,
    RectificationOrdered,
    ReviewFailed,
    ReviewFellDue,
    ReviewPassed,
    ReviewReminded,
    ReviewSubmitted,
    RevocationProposed,
    RevocationSetAside,
    Revoked,
    SpotCheckOrdered,
    SpotCheckRecorded,
    TitleEnded,
    TitleLapsed,
    TitleResumed,
    TitleSuspended,
    UnannouncedVisitRecorded,
)

PlaqueFact = PlaqueHandedOver | PlaqueReturned | PlaqueDeclaredVoid
RevocationFact = RevocationProposed | DefenceHeard | DefenceWaived | Revoked | DecisionServed
AppealFact = AppealLodged | AppealDecided | RevocationSetAside
StandingFact = RectificationOrdered | RectificationAccepted | RectificationDaySettled | TitleSuspended | TitleResumed
ReviewFact = ReviewFellDue | ReviewReminded | ReviewSubmitted | ReviewPassed | ReviewFailed
CheckFact = SpotCheckOrdered | SpotCheckRecorded | UnannouncedVisitRecorded
TitleFact = (
    Certified
    | PlaqueFact
    | RevocationFact
    | AppealFact
    | StandingFact
    | ReviewFact
    | CheckFact
    | TitleEnded
    | TitleLapsed
)


class Stage(StrEnum):
    NONE = "none"
    IN_FORCE = "in_force"
    PROPOSED = "revocation_proposed"  # in force still
    HEARD = "defence_heard"  # in force still
    WAIVED = "defence_waived"  # in force still
    REVOKED = "revoked"
    LAPSED = "lapsed"
    ENDED = "ended"


IN_FORCE = frozenset({Stage.IN_FORCE, Stage.PROPOSED, Stage.HEARD, Stage.WAIVED})
"""The stages in which the station bears its title."""

NO_TITLE = frozenset({Stage.NONE, Stage.REVOKED, Stage.LAPSED, Stage.ENDED})
"""The stages in which it has none, or none any more."""

DEFENDED = frozenset({Stage.HEARD, Stage.WAIVED})
"""The stages in which the host has had its chance to be heard."""


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one season, as far as it has come."""

    due: ReviewFellDue
    reminded: frozenset[int] = frozenset()
    submitted: ReviewSubmitted | None = None
    reviewed: ReviewPassed | ReviewFailed | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal against the revocation; it is open as long as nothing is decided."""

    lodged: AppealLodged
    decided: AppealDecided | None = None


@dataclass(frozen=True, slots=True)
class TitleCheck:
    """A spot check of the title; it is open until something is recorded of it."""

    ordered: SpotCheckOrdered
    recorded: SpotCheckRecorded | None = None


@dataclass(frozen=True, slots=True)
class Title:
    stage: Stage = Stage.NONE
    applications: frozenset[str] = frozenset()
    """Every application that has led to a title of this station."""
    certified: Certified | None = None
    plaque: PlaqueHandedOver | None = None
    proposal: RevocationProposed | None = None
    defence: DefenceHeard | None = None
    waiver: DefenceWaived | None = None
    revoked: Revoked | None = None
    served: DecisionServed | None = None
    appeals: Mapping[str, Appeal] = field(default_factory=dict)
    """By the appeal's id, of every revocation of this title."""
    set_aside: RevocationSetAside | None = None
    set_aside_documents: frozenset[str] = frozenset()
    """The numbers of the revocations that were set aside: none is used again."""
    returned: PlaqueReturned | None = None
    declared_void: PlaqueDeclaredVoid | None = None
    ended: TitleEnded | None = None
    lapsed: TitleLapsed | None = None
    rectification: RectificationOrdered | None = None
    """What is to be mended still; `mended` is the last that was."""
    mended: RectificationAccepted | None = None
    suspended: TitleSuspended | None = None
    """The title does not count, for its station has moved; `resumed` is the last time that it came to count again."""
    resumed: TitleResumed | None = None
    review: Review | None = None
    """The latest one."""
    checks: Mapping[str, TitleCheck] = field(default_factory=dict)
    """By the check's id."""
    visits: Mapping[str, UnannouncedVisitRecorded] = field(default_factory=dict)

    @property
    def certificate_number(self) -> str:
        return self.certified.certificate_number if self.certified else ""

    @property
    def over_since(self) -> date | None:
        """The day of the revocation, of the lapse, or of the end without blame."""
        if self.revoked is not None:
            return self.revoked.decided_on
        if self.lapsed is not None:
            return self.lapsed.lapsed_on
        return self.ended.ended_on if self.ended is not None else None


def evolve(title: Title, event: TitleFact) -> Title:  # noqa: PLR0911 (one line a family)
    match event:
        case Certified():
            return Title(Stage.IN_FORCE, title.applications | {event.application_id}, event)
        case PlaqueHandedOver() | PlaqueReturned() | PlaqueDeclaredVoid():
            return _of_the_plaque(title, event)
        case RevocationProposed() | DefenceHeard() | DefenceWaived() | Revoked() | DecisionServed():
            return _of_the_revocation(title, event)
        case AppealLodged() | AppealDecided() | RevocationSetAside():
            return _of_an_appeal(title, event)
        case (
            RectificationOrdered()
            | RectificationAccepted()
            | RectificationDaySettled()
            | TitleSuspended()
            | TitleResumed()
        ):
            return _of_the_standing(title, event)
        case ReviewFellDue() | ReviewReminded() | ReviewSubmitted() | ReviewPassed() | ReviewFailed():
            return replace(title, review=_reviewed(title.review, event))
        case SpotCheckOrdered() | SpotCheckRecorded() | UnannouncedVisitRecorded():
            return _checked(title, event)
        case TitleLapsed():
            return replace(title, stage=Stage.LAPSED, lapsed=event)
        case TitleEnded():
            return replace(title, stage=Stage.ENDED, ended=event)
        case _:
            assert_never(event)


def _of_the_plaque(title: Title, event: PlaqueFact) -> Title:
    match event:
        case PlaqueHandedOver():
            return replace(title, plaque=event)
        case PlaqueReturned():
            return replace(title, returned=event)
        case PlaqueDeclaredVoid():
            return replace(title, declared_void=event)
        case _:
            assert_never(event)


def _of_the_revocation(title: Title, event: RevocationFact) -> Title:
    match event:
        case RevocationProposed():
            return replace(title, stage=Stage.PROPOSED, proposal=event)
        case DefenceHeard():
            return replace(title, stage=Stage.HEARD, defence=event)
        case DefenceWaived():
            return replace(title, stage=Stage.WAIVED, waiver=event)
        case Revoked():
            return replace(title, stage=Stage.REVOKED, revoked=event)
        case DecisionServed():
            return replace(title, served=event)
        case _:
            assert_never(event)


def _of_an_appeal(title: Title, event: AppealFact) -> Title:
    match event:
        case AppealLodged():
            return replace(title, appeals={**title.appeals, event.appeal_id: Appeal(event)})
        case AppealDecided():
            appeal = replace(title.appeals[event.appeal_id], decided=event)
            return replace(title, appeals={**title.appeals, event.appeal_id: appeal})
        case RevocationSetAside():
            return _restored(title, event)
        case _:
            assert_never(event)


def _restored(title: Title, event: RevocationSetAside) -> Title:
    """In force again, with nothing proposed. A plaque that came back or was declared void is handed over anew."""
    has_plaque = title.returned is None and title.declared_void is None
    return replace(
        title,
        stage=Stage.IN_FORCE,
        proposal=None,
        defence=None,
        waiver=None,
        revoked=None,
        served=None,
        set_aside=event,
        set_aside_documents=title.set_aside_documents | ({title.revoked.document_number} if title.revoked else set()),
        plaque=title.plaque if has_plaque else None,
        returned=None,
        declared_void=None,
    )


def _of_the_standing(title: Title, event: StandingFact) -> Title:
    match event:
        case RectificationOrdered():
            return replace(title, rectification=event)
        case RectificationAccepted():
            return replace(title, rectification=None, mended=event)
        case RectificationDaySettled():
            if title.rectification is None or title.rectification.order_id != event.order_id:
                return title
            settled = {"due_on": event.due_on, "due_is_provisional": False}
            return replace(title, rectification=title.rectification.model_copy(update=settled))
        case TitleSuspended():
            return replace(title, suspended=event)
        case TitleResumed():
            return replace(title, suspended=None, resumed=event)
        case _:
            assert_never(event)


def _reviewed(review: Review | None, event: ReviewFact) -> Review | None:
    if isinstance(event, ReviewFellDue):
        return Review(event)
    if review is None:
        return None
    match event:
        case ReviewReminded():
            return replace(review, reminded=review.reminded | {event.days_left})
        case ReviewSubmitted():
            return replace(review, submitted=event)
        case ReviewPassed() | ReviewFailed():
            return replace(review, reviewed=event)
        case _:
            assert_never(event)


def _checked(title: Title, event: CheckFact) -> Title:
    match event:
        case SpotCheckOrdered():
            return replace(title, checks={**title.checks, event.check_id: TitleCheck(event)})
        case SpotCheckRecorded():
            check = replace(title.checks[event.check_id], recorded=event)
            return replace(title, checks={**title.checks, event.check_id: check})
        case UnannouncedVisitRecorded():
            return replace(title, visits={**title.visits, event.visit_id: event})
        case _:
            assert_never(event)

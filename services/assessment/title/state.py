"""A station's title, as the facts recorded so far make it. A station may have had others before."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.assessment import (
    Certified,
    DecisionServed,
    DefenceHeard,
    DefenceWaived,
    PlaqueDeclaredVoid,
    PlaqueHandedOver,
    PlaqueReturned,
    RectificationAccepted,
    RectificationOrdered,
    RevocationProposed,
    Revoked,
    TitleEnded,
    TitleResumed,
    TitleSuspended,
)

TitleFact = (
    Certified
    | PlaqueHandedOver
    | RevocationProposed
    | DefenceHeard
    | DefenceWaived
    | Revoked
    | DecisionServed
    | PlaqueReturned
    | PlaqueDeclaredVoid
    | TitleEnded
    | RectificationOrdered
    | RectificationAccepted
    | TitleSuspended
    | TitleResumed
)


class Stage(StrEnum):
    NONE = "none"
    IN_FORCE = "in_force"
    PROPOSED = "revocation_proposed"  # in force still
    HEARD = "defence_heard"  # in force still
    WAIVED = "defence_waived"  # in force still
    REVOKED = "revoked"
    ENDED = "ended"


IN_FORCE = frozenset({Stage.IN_FORCE, Stage.PROPOSED, Stage.HEARD, Stage.WAIVED})
"""The stages in which the station bears its title."""

NO_TITLE = frozenset({Stage.NONE, Stage.REVOKED, Stage.ENDED})
"""The stages in which it has none, or none any more."""

DEFENDED = frozenset({Stage.HEARD, Stage.WAIVED})
"""The stages in which the host has had its chance to be heard."""


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
    returned: PlaqueReturned | None = None
    declared_void: PlaqueDeclaredVoid | None = None
    ended: TitleEnded | None = None
    rectification: RectificationOrdered | None = None
    """What is to be mended still; `mended` is the last that was."""
    mended: RectificationAccepted | None = None
    suspended: TitleSuspended | None = None
    """The title does not count, for its station has moved; `resumed` is the last time that it came to count again."""
    resumed: TitleResumed | None = None

    @property
    def certificate_number(self) -> str:
        return self.certified.certificate_number if self.certified else ""

    @property
    def over_since(self) -> date | None:
        """The day of the revocation, or of the end without blame."""
        if self.revoked is not None:
            return self.revoked.decided_on
        return self.ended.ended_on if self.ended is not None else None


def evolve(title: Title, event: TitleFact) -> Title:  # noqa: C901, PLR0911, PLR0912 (one line an event)
    match event:
        case Certified():
            return Title(Stage.IN_FORCE, title.applications | {event.application_id}, event)
        case PlaqueHandedOver():
            return replace(title, plaque=event)
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
        case PlaqueReturned():
            return replace(title, returned=event)
        case PlaqueDeclaredVoid():
            return replace(title, declared_void=event)
        case TitleEnded():
            return replace(title, stage=Stage.ENDED, ended=event)
        case RectificationOrdered():
            return replace(title, rectification=event)
        case RectificationAccepted():
            return replace(title, rectification=None, mended=event)
        case TitleSuspended():
            return replace(title, suspended=event)
        case TitleResumed():
            return replace(title, suspended=None, resumed=event)
        case _:
            assert_never(event)

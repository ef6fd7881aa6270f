"""A station's title, as the facts recorded so far make it. A station may have had others before."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from shared.events.assessment import (
    Certified,
    DecisionServed,
    DefenceHeard,
    PlaqueHandedOver,
    PlaqueReturned,
    RevocationProposed,
    Revoked,
)

TitleFact = Certified | PlaqueHandedOver | RevocationProposed | DefenceHeard | Revoked | DecisionServed | PlaqueReturned


class Stage(StrEnum):
    NONE = "none"
    IN_FORCE = "in_force"
    PROPOSED = "revocation_proposed"  # in force still
    HEARD = "defence_heard"  # in force still
    REVOKED = "revoked"


IN_FORCE = frozenset({Stage.IN_FORCE, Stage.PROPOSED, Stage.HEARD})
"""The stages in which the station bears its title."""


@dataclass(frozen=True, slots=True)
class Title:
    stage: Stage = Stage.NONE
    applications: frozenset[str] = frozenset()
    """Every application that has led to a title of this station."""
    certified: Certified | None = None
    plaque: PlaqueHandedOver | None = None
    proposal: RevocationProposed | None = None
    defence: DefenceHeard | None = None
    revoked: Revoked | None = None
    served: DecisionServed | None = None
    returned: PlaqueReturned | None = None

    @property
    def certificate_number(self) -> str:
        return self.certified.certificate_number if self.certified else ""


def evolve(title: Title, event: TitleFact) -> Title:  # noqa: PLR0911 (one line an event)
    match event:
        case Certified():
            return Title(Stage.IN_FORCE, title.applications | {event.application_id}, event)
        case PlaqueHandedOver():
            return replace(title, plaque=event)
        case RevocationProposed():
            return replace(title, stage=Stage.PROPOSED, proposal=event)
        case DefenceHeard():
            return replace(title, stage=Stage.HEARD, defence=event)
        case Revoked():
            return replace(title, stage=Stage.REVOKED, revoked=event)
        case DecisionServed():
            return replace(title, served=event)
        case PlaqueReturned():
            return replace(title, returned=event)
        case _:
            assert_never(event)

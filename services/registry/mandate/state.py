"""What the facts about a mandate add up to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from shared.access.mandates import MandateKind
from shared.events.registry import CaseTakenUp, CompetenceDelegated, DelegationEnded

MandateEvent = CompetenceDelegated | CaseTakenUp | DelegationEnded


@dataclass(frozen=True, slots=True)
class GivenMandate:
    """A mandate; without what was given there is none yet."""

    given: CompetenceDelegated | CaseTakenUp | None = None
    ended_on: date | None = None
    """The first day on which it stands no more."""

    @property
    def kind(self) -> MandateKind:
        return MandateKind.TAKEN_UP if isinstance(self.given, CaseTakenUp) else MandateKind.DELEGATED

    def has_run_out(self, today: date) -> bool:
        """Whether its own last day is over; a taking up has none."""
        return isinstance(self.given, CompetenceDelegated) and self.given.until < today


def evolve(mandate: GivenMandate, event: MandateEvent) -> GivenMandate:
    match event:
        case CompetenceDelegated() | CaseTakenUp():
            return replace(mandate, given=event)
        case DelegationEnded():
            return replace(mandate, ended_on=event.ended_on)
        case _:
            assert_never(event)

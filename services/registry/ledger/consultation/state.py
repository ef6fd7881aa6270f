"""What the facts about a consultation add up to: it was answered, or there is none."""

from dataclasses import dataclass

from shared.events.registry import ConsultationAnswered

ConsultationEvent = ConsultationAnswered


@dataclass(frozen=True, slots=True)
class Consultation:
    answered: ConsultationAnswered | None = None


def evolve(_consultation: Consultation, event: ConsultationEvent) -> Consultation:
    return Consultation(answered=event)

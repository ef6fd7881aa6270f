"""The rules for consultations."""

from services.registry.ledger.consultation.commands import AnswerConsultation
from services.registry.ledger.consultation.state import Consultation, ConsultationEvent, evolve
from services.registry.ledger.rules import require_nameless, require_on_staff, require_open
from services.registry.rules import require_not_after
from shared.events.registry import ConsultationAnswered
from shared.eventsourcing.decider import Decider


def answer_consultation(command: AnswerConsultation, consultation: Consultation) -> list[ConsultationEvent]:
    """The id follows from the request, so what is answered already is the same request."""
    if consultation.answered is not None:
        return []
    require_open(command.station_status, command.station_id)
    require_not_after(command.today, command.answered_on, "the day of the answer")
    require_on_staff(command.staff, command.staff_id, command.station_id)
    require_nameless([command.topic])
    return [
        ConsultationAnswered(
            consultation_id=command.consultation_id,
            station_id=command.station_id,
            topic=command.topic,
            staff_id=command.staff_id,
            answered_on=command.answered_on,
        )
    ]


CONSULTATION = Decider(initial=Consultation(), decide=answer_consultation, evolve=evolve)

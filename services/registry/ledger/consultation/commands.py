"""What may be asked about a consultation. `today` is the day of the act; the facts are filled in before."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AnswerConsultation:
    consultation_id: str
    station_id: str
    topic: str
    staff_id: str
    answered_on: date
    today: date
    station_status: str = ""
    """A fact: `active`, `suspended` or `closed`."""
    staff: frozenset[str] = frozenset()
    """A fact: who serves at the station."""


ConsultationCommand = AnswerConsultation

"""What may be asked about the personal data of a member of staff.

`station_id`, where the person serves or served, and `by`, who acts, are facts.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EraseSubject:
    """Somebody orders that the data be erased, or closed until the day to which the law wants them kept."""

    staff_id: str
    grounds: str
    retained_until: date
    today: date
    station_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmErasure:
    """Another confirms the order, and the data are erased."""

    staff_id: str
    today: date
    station_id: str = ""
    by: str = ""


SubjectCommand = EraseSubject | ConfirmErasure

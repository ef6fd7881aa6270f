"""What may be asked about the personal data of a member of staff."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EraseSubject:
    """`station_id` is a fact: the station at which the person serves or served."""

    staff_id: str
    grounds: str
    retained_until: date
    today: date
    station_id: str = ""


SubjectCommand = EraseSubject

"""What may be asked about wrong records."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CorrectRecord:
    """`stream` is the one that holds the record, where it is neither the station's, nor its care's, nor this one.

    `record_type` is a fact: the name of the event of that id about that station, empty where there is none.
    """

    station_id: str
    correction_id: str
    record_id: str
    correction: str
    reason: str
    today: date
    stream: str = ""
    record_type: str = ""


CorrectionCommand = CorrectRecord

"""The rules for correcting a record: it must be there, and both it and its correction stand."""

from services.registry.correction.commands import CorrectRecord
from services.registry.correction.state import Corrections, evolve
from shared.errors import NotFound
from shared.events.registry import RecordCorrected
from shared.eventsourcing.decider import Decider


class NoSuchRecord(NotFound):
    """Only a record about that station is corrected in its file."""

    title_zh = "该服务站没有这条记录。"


def decide(command: CorrectRecord, corrections: Corrections) -> list[RecordCorrected]:
    return correct_record(command, corrections)


def correct_record(command: CorrectRecord, corrections: Corrections) -> list[RecordCorrected]:
    """A correction may be corrected in turn; the same one again changes nothing."""
    if not command.record_type:
        raise NoSuchRecord(
            f"no record {command.record_id} is about station {command.station_id}; "
            "for a record of another stream, as a dispute's, name its `stream`"
        )
    latest = corrections.latest.get(command.record_id)
    if latest is not None and latest.correction == command.correction:
        return []
    return [
        RecordCorrected(
            correction_id=command.correction_id,
            station_id=command.station_id,
            record_id=command.record_id,
            record_type=command.record_type,
            correction=command.correction,
            reason=command.reason,
            corrected_on=command.today,
        )
    ]


CORRECTION = Decider(initial=Corrections(), decide=decide, evolve=evolve)

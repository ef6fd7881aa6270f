"""Corrections of a station's records, and what became of the personal data of its staff."""

from shared.events.event import Event
from shared.events.registry import RecordCorrected, SubjectErased
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_CORRECTION = """
INSERT INTO corrections (correction_id, station_id, record_id, record_type, correction, reason, corrected_on)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (correction_id) DO UPDATE SET station_id = excluded.station_id, record_id = excluded.record_id,
    record_type = excluded.record_type, correction = excluded.correction, reason = excluded.reason,
    corrected_on = excluded.corrected_on
"""
_ERASURE = """
INSERT INTO erasures (subject_id, station_id, outcome, retained_until, erased_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (subject_id) DO UPDATE SET station_id = excluded.station_id, outcome = excluded.outcome,
    retained_until = excluded.retained_until, erased_on = excluded.erased_on
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case RecordCorrected() as e:
            what = (e.record_id, e.record_type, e.correction, e.reason)
            return [(_CORRECTION, (e.correction_id, e.station_id, *what, e.corrected_on))]
        case SubjectErased() as e:
            return [(_ERASURE, (e.subject_id, e.station_id, e.outcome, e.retained_until, e.erased_on))]
        case _:
            return []

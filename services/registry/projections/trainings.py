"""Which stations were trained, and in what."""

from shared.events.event import Event
from shared.events.registry import TrainingHeld
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_TRAINING = """
INSERT INTO trainings (training_id, division_code, topic, station_ids, held_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (training_id) DO UPDATE SET division_code = excluded.division_code, topic = excluded.topic,
    station_ids = excluded.station_ids, held_on = excluded.held_on
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case TrainingHeld() as e:
            return [(_TRAINING, (e.training_id, e.division_code, e.topic, list(e.station_ids), e.held_on))]
        case _:
            return []

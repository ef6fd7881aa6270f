"""Which trainings are planned and held, and which stations came."""

import orjson

from shared.events.event import Event
from shared.events.registry import TrainingHeld, TrainingScheduled
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_SCHEDULED = """
INSERT INTO trainings (training_id, division_code, topic, place, invited, planned_on) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (training_id) DO UPDATE SET division_code = excluded.division_code, topic = excluded.topic,
    place = excluded.place, invited = excluded.invited, planned_on = excluded.planned_on
"""
_HELD = """
INSERT INTO trainings (training_id, division_code, topic, station_ids, held_on, absent) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (training_id) DO UPDATE SET division_code = excluded.division_code, topic = excluded.topic,
    station_ids = excluded.station_ids, held_on = excluded.held_on, absent = excluded.absent
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case TrainingScheduled() as e:
            return [(_SCHEDULED, (e.training_id, e.division_code, e.topic, e.place, list(e.invited), e.planned_on))]
        case TrainingHeld() as e:
            absent = orjson.dumps([absence.model_dump() for absence in e.absent]).decode()
            return [(_HELD, (e.training_id, e.division_code, e.topic, list(e.station_ids), e.held_on, absent))]
        case _:
            return []

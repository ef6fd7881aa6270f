"""What a county has done for a station: surveys, cultivation and guidance."""

from shared.events.event import Event
from shared.events.registry import CultivationStarted, GuidanceGiven, StationSurveyed
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_SURVEY = """
INSERT INTO surveys (
    station_id, year, hardware_ready, rules_ready, staff_ready, results_ready, wants_to_compete, remarks, surveyed_on
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (station_id, year) DO UPDATE SET hardware_ready = excluded.hardware_ready,
    rules_ready = excluded.rules_ready, staff_ready = excluded.staff_ready, results_ready = excluded.results_ready,
    wants_to_compete = excluded.wants_to_compete, remarks = excluded.remarks, surveyed_on = excluded.surveyed_on
"""
_CULTIVATION = """
INSERT INTO cultivations (station_id, year, measures, started_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (station_id, year) DO UPDATE SET measures = excluded.measures, started_on = excluded.started_on
"""
_GUIDANCE = """
INSERT INTO guidances (guidance_id, station_id, topic, summary, given_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (guidance_id) DO UPDATE SET station_id = excluded.station_id, topic = excluded.topic,
    summary = excluded.summary, given_on = excluded.given_on
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case StationSurveyed() as e:
            return [_survey(e)]
        case CultivationStarted() as e:
            return [(_CULTIVATION, (e.station_id, e.year, list(e.measures), e.started_on))]
        case GuidanceGiven() as e:
            return [(_GUIDANCE, (e.guidance_id, e.station_id, e.topic, e.summary, e.given_on))]
        case _:
            return []


def _survey(e: StationSurveyed) -> Statement:
    ready = (e.hardware_ready, e.rules_ready, e.staff_ready, e.results_ready)
    return _SURVEY, (e.station_id, e.year, *ready, e.wants_to_compete, e.remarks, e.surveyed_on)

"""The registry's own events as rows: the directory, and what its pages answer from."""

from shared.access import directory
from shared.events.event import Event
from shared.events.registry import (
    CampaignPublicised,
    CultivationStarted,
    GuidanceGiven,
    StaffAppointed,
    StationRegistered,
    StationSurveyed,
    TrainingHeld,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_SIZE = """
INSERT INTO station_sizes (station_id, area_m2, stalls, staff, stars) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (station_id) DO UPDATE SET area_m2 = excluded.area_m2, stalls = excluded.stalls,
    staff = excluded.staff, stars = excluded.stars
"""
_STAFF = """
INSERT INTO staff (staff_id, station_id, name, posts, appointed_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (staff_id) DO UPDATE SET station_id = excluded.station_id, name = excluded.name,
    posts = excluded.posts, appointed_on = excluded.appointed_on
"""
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
_CAMPAIGN = """
INSERT INTO campaigns (campaign_id, bureau_code, year, channel, summary, held_on) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (campaign_id) DO UPDATE SET bureau_code = excluded.bureau_code, year = excluded.year,
    channel = excluded.channel, summary = excluded.summary, held_on = excluded.held_on
"""
_TRAINING = """
INSERT INTO trainings (training_id, division_code, topic, station_ids, held_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (training_id) DO UPDATE SET division_code = excluded.division_code, topic = excluded.topic,
    station_ids = excluded.station_ids, held_on = excluded.held_on
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    return [*directory.project(recorded), *_own(recorded.event)]


def _own(event: Event) -> list[Statement]:
    """What the directory does not keep. Events of hosts, bureaus, officers and years are there entirely."""
    statement: Statement | None
    match event:
        case StationRegistered(size=size) as e:
            statement = _SIZE, (e.station_id, size.area_m2, size.stalls, size.staff, size.stars)
        case StaffAppointed() as e:
            statement = _STAFF, (e.staff_id, e.station_id, e.name, [str(post) for post in e.posts], e.appointed_on)
        case StationSurveyed() as e:
            statement = _survey(e)
        case CultivationStarted() as e:
            statement = _CULTIVATION, (e.station_id, e.year, list(e.measures), e.started_on)
        case GuidanceGiven() as e:
            statement = _GUIDANCE, (e.guidance_id, e.station_id, e.topic, e.summary, e.given_on)
        case CampaignPublicised() as e:
            statement = _CAMPAIGN, (e.campaign_id, e.bureau_code, e.year, e.channel, e.summary, e.held_on)
        case TrainingHeld() as e:
            statement = _TRAINING, (e.training_id, e.division_code, e.topic, list(e.station_ids), e.held_on)
        case _:
            statement = None
    return [] if statement is None else [statement]


def _survey(e: StationSurveyed) -> Statement:
    ready = (e.hardware_ready, e.rules_ready, e.staff_ready, e.results_ready)
    return _SURVEY, (e.station_id, e.year, *ready, e.wants_to_compete, e.remarks, e.surveyed_on)

"""What the register and the standard say of a station and its items, kept for self-assessments.

Each event writes columns of its own in a row that may begin with any of them, and writes them again alike.
"""

from typing import Any

import orjson

from shared.events.assessment import RubricPublished
from shared.events.event import Event
from shared.events.incentives import AwardWithdrawn, StaffAwarded
from shared.events.registry import (
    CultivationStarted,
    PeriodSummarised,
    PlatformActivityRecorded,
    StaffAppointed,
    StaffLeft,
    TrainingHeld,
)
from shared.eventsourcing.commits import Statement

_RUBRIC = """
INSERT INTO rubrics (rubric_id, items) VALUES ($1, $2) ON CONFLICT (rubric_id) DO UPDATE SET items = excluded.items
"""
_TRAINING = """
INSERT INTO known_trainings (training_id, station_id, held_on, attended) VALUES ($1, $2, $3, $4)
ON CONFLICT (station_id, training_id) DO UPDATE SET held_on = excluded.held_on, attended = excluded.attended
"""
# A month that is summarised again counts as it was summarised last.
_SUMMARY = """
INSERT INTO known_summaries AS k (station_id, period, received, settled, median_minutes, summarised_on)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (station_id, period) DO UPDATE SET received = excluded.received, settled = excluded.settled,
    median_minutes = excluded.median_minutes, summarised_on = excluded.summarised_on
 WHERE k.summarised_on <= excluded.summarised_on
"""
_APPOINTED = """
INSERT INTO known_staff (staff_id, station_id, posts, appointed_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (staff_id) DO UPDATE
   SET station_id = excluded.station_id, posts = excluded.posts, appointed_on = excluded.appointed_on
"""
_LEFT = """
INSERT INTO known_staff (staff_id, station_id, left_on) VALUES ($1, $2, $3)
ON CONFLICT (staff_id) DO UPDATE SET left_on = excluded.left_on
"""
_ACTIVITY = """
INSERT INTO known_activities (activity_id, station_id, platform, held_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (activity_id) DO UPDATE SET platform = excluded.platform, held_on = excluded.held_on
"""
_CULTIVATION = """
INSERT INTO known_cultivations (station_id, year, started_on) VALUES ($1, $2, $3)
ON CONFLICT (station_id, year) DO UPDATE SET started_on = excluded.started_on
"""
_STAR = """
INSERT INTO known_stars (contest_id, staff_id, station_id, awarded_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (contest_id, staff_id) DO UPDATE SET station_id = excluded.station_id, awarded_on = excluded.awarded_on
"""
_NO_STAR = """
INSERT INTO known_stars (contest_id, staff_id, station_id, withdrawn_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (contest_id, staff_id) DO UPDATE SET withdrawn_on = excluded.withdrawn_on
"""


def of_incentives(event: Event) -> list[Statement]:
    """The stars of a station, for C5."""
    match event:
        case StaffAwarded() as e:
            return [(_STAR, (e.contest_id, e.staff_id, e.station_id, e.awarded_on))]
        case AwardWithdrawn() as e:
            return [(_NO_STAR, (e.contest_id, e.staff_id, e.station_id, e.withdrawn_on))]
        case _:
            return []


def of_assessment(event: Event) -> list[Statement]:
    """The standard's items and what each is worth."""
    match event:
        case RubricPublished():
            items: list[dict[str, Any]] = [item.model_dump(mode="json") for item in event.items]
            return [(_RUBRIC, (event.rubric_id, orjson.dumps(items).decode()))]
        case _:
            return []


def of_registry(event: Event) -> list[Statement]:  # noqa: PLR0911 (one return for each event)
    """What a station has done through the year."""
    match event:
        case TrainingHeld():
            came = [(station, True) for station in event.station_ids]
            stayed_away = [(absence.station_id, False) for absence in event.absent]
            return [(_TRAINING, (event.training_id, one, event.held_on, there)) for one, there in (*came, *stayed_away)]
        case PeriodSummarised():
            figures = (event.received, event.settled, event.median_minutes, event.summarised_on)
            return [(_SUMMARY, (event.station_id, event.period, *figures))]
        case StaffAppointed():
            posts = [post.value for post in event.posts]
            return [(_APPOINTED, (event.staff_id, event.station_id, posts, event.appointed_on))]
        case StaffLeft():
            return [(_LEFT, (event.staff_id, event.station_id, event.left_on))]
        case PlatformActivityRecorded():
            return [(_ACTIVITY, (event.activity_id, event.station_id, event.platform.value, event.held_on))]
        case CultivationStarted():
            return [(_CULTIVATION, (event.station_id, event.year, event.started_on))]
        case _:
            return []

"""Contests as rows, the directory, and who serves where. The names of staff are never taken over."""

from typing import assert_never

from shared.access import directory
from shared.events.event import Event
from shared.events.incentives import (
    ContestAnnounced,
    ContestClosed,
    IncentivesEvent,
    StaffAwarded,
    StaffNominated,
    StaffScored,
)
from shared.events.registry import StaffAppointed
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

_ANNOUNCED = """
INSERT INTO contests (
    contest_id, host_id, bureau_code, title, organiser, approval_number,
    service, competence, performance, satisfaction, places, nominations_until, announced_on
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (contest_id) DO UPDATE SET host_id = excluded.host_id, bureau_code = excluded.bureau_code,
    title = excluded.title, organiser = excluded.organiser, approval_number = excluded.approval_number,
    service = excluded.service, competence = excluded.competence, performance = excluded.performance,
    satisfaction = excluded.satisfaction, places = excluded.places, nominations_until = excluded.nominations_until,
    announced_on = excluded.announced_on
"""
_NOMINATED = """
INSERT INTO nominees (contest_id, staff_id, station_id, host_id, deeds, nominated_on) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (contest_id, staff_id) DO UPDATE SET station_id = excluded.station_id, host_id = excluded.host_id,
    deeds = excluded.deeds, nominated_on = excluded.nominated_on
"""
_SCORED = """
INSERT INTO scores (contest_id, staff_id, judge, service, competence, performance, satisfaction, scored_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (contest_id, staff_id, judge) DO UPDATE SET service = excluded.service, competence = excluded.competence,
    performance = excluded.performance, satisfaction = excluded.satisfaction, scored_on = excluded.scored_on
"""
_CLOSED = "UPDATE contests SET stage = 'closed', closed_on = $2 WHERE contest_id = $1"
_RANKED = """
UPDATE nominees SET rank = ranked.rank, total = ranked.total
  FROM unnest($2::text[], $3::integer[], $4::integer[]) AS ranked (staff_id, rank, total)
 WHERE contest_id = $1 AND nominees.staff_id = ranked.staff_id
"""
_AWARDED = """
INSERT INTO awards (contest_id, staff_id, station_id, host_id, rank, honour, reward_fen, awarded_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (contest_id, staff_id) DO UPDATE SET station_id = excluded.station_id, host_id = excluded.host_id,
    rank = excluded.rank, honour = excluded.honour, reward_fen = excluded.reward_fen, awarded_on = excluded.awarded_on
"""
_STAFF = """
INSERT INTO staff (staff_id, station_id, host_id) VALUES ($1, $2, $3)
ON CONFLICT (staff_id) DO UPDATE SET station_id = excluded.station_id, host_id = excluded.host_id
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    match recorded.event:
        case ContestAnnounced() | StaffNominated() | StaffScored() | ContestClosed() | StaffAwarded() as own:
            return _own(own)
        case StaffAppointed() as e:
            return [(_STAFF, (e.staff_id, e.station_id, e.host_id))]
        case _:
            return directory.project(recorded)


def _own(event: IncentivesEvent) -> list[Statement]:
    match event:
        case ContestAnnounced(weights=weights) as e:
            who = (e.contest_id, e.host_id, e.bureau_code, e.title, str(e.organiser), e.approval_number)
            percents = (weights.service, weights.competence, weights.performance, weights.satisfaction)
            return [(_ANNOUNCED, (*who, *percents, e.places, e.nominations_until, e.announced_on))]
        case StaffNominated() as e:
            return [(_NOMINATED, (e.contest_id, e.staff_id, e.station_id, e.host_id, e.deeds, e.nominated_on))]
        case StaffScored() as e:
            marks = (e.service, e.competence, e.performance, e.satisfaction)
            return [(_SCORED, (e.contest_id, e.staff_id, e.judge, *marks, e.scored_on))]
        case ContestClosed() as e:
            return [(_CLOSED, (e.contest_id, e.closed_on)), _ranked(e)]
        case StaffAwarded() as e:
            where = (e.contest_id, e.staff_id, e.station_id, e.host_id)
            return [(_AWARDED, (*where, e.rank, e.honour, e.reward_fen, e.awarded_on))]
        case _:
            assert_never(event)


def _ranked(e: ContestClosed) -> Statement:
    columns = [ranked.staff_id for ranked in e.ranking], [r.rank for r in e.ranking], [r.total for r in e.ranking]
    return _RANKED, (e.contest_id, *columns)

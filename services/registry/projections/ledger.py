"""The desk's ledger as rows, and its months as counts. One statement an event, alike for all events of a type.

A statement that makes or ends an entry counts it in the same go, and only if the entry was not made or ended before:
so an event that is projected again counts nothing twice.

What has not ended is told by `ended_at`, not by `state`: on `state = 'open'` a plan that was made while the table was
small would go through the index of all open disputes, and keep doing so.
"""

from services.registry.ledger.handling import due_on
from shared.events.event import Event
from shared.events.registry import (
    ConsultationAnswered,
    DisputeReceived,
    DisputeReferred,
    DisputeSettled,
    FollowUpRecorded,
    PeriodSummarised,
)
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.instants import CHINA

_CONSULTATION = """
WITH answered AS (
    INSERT INTO consultations (consultation_id, station_id, topic, staff_id, answered_on) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (consultation_id) DO UPDATE SET station_id = excluded.station_id, topic = excluded.topic,
        staff_id = excluded.staff_id, answered_on = excluded.answered_on
    RETURNING (old.consultation_id IS NULL)::integer AS is_new
)
INSERT INTO ledger_months AS months (station_id, month, consultations) SELECT $2, $6, is_new FROM answered
ON CONFLICT (station_id, month) DO UPDATE SET consultations = months.consultations + excluded.consultations
"""
_RECEIVED = """
WITH received AS (
    INSERT INTO disputes (dispute_id, station_id, month, number, channel, grade, category, summary, amount_fen,
                          first_receiver, received_at, due_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    ON CONFLICT (dispute_id) DO UPDATE SET number = excluded.number, channel = excluded.channel,
        grade = excluded.grade, category = excluded.category, summary = excluded.summary,
        amount_fen = excluded.amount_fen, first_receiver = excluded.first_receiver,
        received_at = excluded.received_at, due_on = excluded.due_on
    RETURNING new.station_id, new.month, (old.dispute_id IS NULL)::integer AS is_new
)
INSERT INTO ledger_months AS months (station_id, month, received) SELECT station_id, month, is_new FROM received
ON CONFLICT (station_id, month) DO UPDATE SET received = months.received + excluded.received
"""
_SETTLED = """
WITH ended AS (
    UPDATE disputes SET state = 'settled', settled_by = $2, settled_where = $3, outcome = $4, refunded_fen = $5,
           taken_over_because = $6, ended_at = $7, in_time = $8 <= due_on
     WHERE dispute_id = $1 AND ended_at IS NULL
    RETURNING station_id, month, settled_where, refunded_fen, in_time
)
INSERT INTO ledger_months AS months (station_id, month, settled, settled_in_enterprise, settled_in_community,
                                     settled_at_grass_roots, in_time, refunded_fen)
SELECT station_id, month, 1, (settled_where = 'enterprise')::integer, (settled_where = 'community')::integer,
       (settled_where = 'grass_roots')::integer, in_time::integer, refunded_fen
  FROM ended
ON CONFLICT (station_id, month) DO UPDATE SET settled = months.settled + 1,
    settled_in_enterprise = months.settled_in_enterprise + excluded.settled_in_enterprise,
    settled_in_community = months.settled_in_community + excluded.settled_in_community,
    settled_at_grass_roots = months.settled_at_grass_roots + excluded.settled_at_grass_roots,
    in_time = months.in_time + excluded.in_time, refunded_fen = months.refunded_fen + excluded.refunded_fen
"""
_REFERRED = """
WITH ended AS (
    UPDATE disputes SET state = 'referred', referred_to = $2, reason = $3, ended_at = $4, in_time = $5 <= due_on
     WHERE dispute_id = $1 AND ended_at IS NULL
    RETURNING station_id, month, in_time
)
INSERT INTO ledger_months AS months (station_id, month, referred, in_time)
SELECT station_id, month, 1, in_time::integer FROM ended
ON CONFLICT (station_id, month) DO UPDATE SET referred = months.referred + 1,
    in_time = months.in_time + excluded.in_time
"""
_FOLLOWED_UP = """
WITH called AS (
    UPDATE disputes SET satisfied = $2, remarks = $3, followed_up_on = $4
     WHERE dispute_id = $1 AND followed_up_on IS NULL
    RETURNING station_id, month, satisfied
)
INSERT INTO ledger_months AS months (station_id, month, followed_up, satisfied)
SELECT station_id, month, 1, satisfied::integer FROM called
ON CONFLICT (station_id, month) DO UPDATE SET followed_up = months.followed_up + 1,
    satisfied = months.satisfied + excluded.satisfied
"""
_SUMMARISED = """
INSERT INTO ledger_summaries (
    station_id, period, consultations, received, settled, settled_in_enterprise, settled_in_community,
    settled_at_grass_roots, referred, open, in_time, followed_up, satisfied, settled_permille, median_minutes,
    refunded_fen, analysis, summarised_on
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (station_id, period) DO UPDATE SET consultations = excluded.consultations, received = excluded.received,
    settled = excluded.settled, settled_in_enterprise = excluded.settled_in_enterprise,
    settled_in_community = excluded.settled_in_community, settled_at_grass_roots = excluded.settled_at_grass_roots,
    referred = excluded.referred, open = excluded.open, in_time = excluded.in_time,
    followed_up = excluded.followed_up, satisfied = excluded.satisfied, settled_permille = excluded.settled_permille,
    median_minutes = excluded.median_minutes, refunded_fen = excluded.refunded_fen, analysis = excluded.analysis,
    summarised_on = excluded.summarised_on
"""


def project(recorded: Recorded[Event]) -> list[Statement]:
    statement: Statement
    match recorded.event:
        case ConsultationAnswered() as e:
            month = f"{e.answered_on:%Y-%m}"
            statement = _CONSULTATION, (e.consultation_id, e.station_id, e.topic, e.staff_id, e.answered_on, month)
        case DisputeReceived() as e:
            statement = _received(e)
        case DisputeSettled() as e:
            statement = _settled(e)
        case DisputeReferred() as e:
            day = e.referred_at.astimezone(CHINA).date()
            statement = _REFERRED, (e.dispute_id, e.referred_to, e.reason, e.referred_at, day)
        case FollowUpRecorded() as e:
            statement = _FOLLOWED_UP, (e.dispute_id, e.satisfied, e.remarks, e.followed_up_on)
        case PeriodSummarised() as e:
            statement = _summarised(e)
        case _:
            return []
    return [statement]


def _received(e: DisputeReceived) -> Statement:
    day = e.received_at.astimezone(CHINA).date()
    told = (e.number, str(e.channel), str(e.grade), e.category, e.summary, e.amount_fen, e.first_receiver)
    return _RECEIVED, (e.dispute_id, e.station_id, f"{day:%Y-%m}", *told, e.received_at, due_on(e.grade, day))


def _settled(e: DisputeSettled) -> Statement:
    day = e.settled_at.astimezone(CHINA).date()
    told = (e.settled_by, str(e.where), e.outcome, e.refunded_fen, e.taken_over_because)
    return _SETTLED, (e.dispute_id, *told, e.settled_at, day)


def _summarised(e: PeriodSummarised) -> Statement:
    settled = (e.settled, e.settled_in_enterprise, e.settled_in_community, e.settled_at_grass_roots)
    ended = (e.referred, e.open, e.in_time, e.followed_up, e.satisfied, e.settled_permille, e.median_minutes)
    told = (e.consultations, e.received, *settled, *ended, e.refunded_fen, e.analysis, e.summarised_on)
    return _SUMMARISED, (e.station_id, e.period, *told)

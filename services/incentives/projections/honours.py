"""Awards as rows: what was given for them, whether they are looked at again, and whether they were taken back."""

from collections.abc import Callable
from typing import Any

from shared.events.incentives import AwardReviewOpened, AwardWithdrawn, RewardGiven, StaffAwarded
from shared.eventsourcing.commits import Statement

_AWARDED = """
INSERT INTO awards (contest_id, staff_id, station_id, host_id, rank, honour, reward_fen, awarded_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (contest_id, staff_id) DO UPDATE SET station_id = excluded.station_id, host_id = excluded.host_id,
    rank = excluded.rank, honour = excluded.honour, reward_fen = excluded.reward_fen, awarded_on = excluded.awarded_on
"""
_REWARDED = """
INSERT INTO rewards (contest_id, staff_id, kind, what, fen, receipt, given_on) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
"""
_UNDER_REVIEW = "UPDATE awards SET under_review_since = $3 WHERE contest_id = $1 AND staff_id = $2"
_TAKEN_BACK = "UPDATE awards SET withdrawn_on = $3, to_return_fen = $4 WHERE contest_id = $1 AND staff_id = $2"


def _awarded(e: StaffAwarded) -> list[Statement]:
    where = (e.contest_id, e.staff_id, e.station_id, e.host_id)
    return [(_AWARDED, (*where, e.rank, e.honour, e.reward_fen, e.awarded_on))]


def _rewarded(e: RewardGiven) -> list[Statement]:
    return [(_REWARDED, (e.contest_id, e.staff_id, str(e.kind), e.what, e.fen, e.receipt, e.given_on))]


def _under_review(e: AwardReviewOpened) -> list[Statement]:
    return [(_UNDER_REVIEW, (e.contest_id, e.staff_id, e.opened_on))]


def _taken_back(e: AwardWithdrawn) -> list[Statement]:
    return [(_TAKEN_BACK, (e.contest_id, e.staff_id, e.withdrawn_on, e.to_return_fen))]


PROJECTS: dict[type, Callable[[Any], list[Statement]]] = {
    StaffAwarded: _awarded,
    RewardGiven: _rewarded,
    AwardReviewOpened: _under_review,
    AwardWithdrawn: _taken_back,
}

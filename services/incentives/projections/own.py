"""A contest's own events as rows: what was declared, who stands, how they were scored, and the board in the end."""

from collections.abc import Callable
from typing import Any

import orjson

from services.incentives.projections import honours, votes
from shared.events.event import Event
from shared.events.incentives import (
    ContestAnnounced,
    ContestClosed,
    KnowledgeTested,
    LeaderboardFrozen,
    NominationReviewed,
    NominationWithdrawn,
    StaffNominated,
    StaffScored,
    WinnersAnnounced,
)
from shared.eventsourcing.commits import Statement

_ANNOUNCED = """
INSERT INTO contests (
    contest_id, host_id, bureau_code, title, organiser, approval_number,
    service, competence, performance, satisfaction, places, nominations_until, announced_on,
    test, results, vote, experts, tie_rule, period_from, period_until, per_station, per_host, budget_fen
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
ON CONFLICT (contest_id) DO UPDATE SET host_id = excluded.host_id, bureau_code = excluded.bureau_code,
    title = excluded.title, organiser = excluded.organiser, approval_number = excluded.approval_number,
    service = excluded.service, competence = excluded.competence, performance = excluded.performance,
    satisfaction = excluded.satisfaction, places = excluded.places, nominations_until = excluded.nominations_until,
    announced_on = excluded.announced_on, test = excluded.test, results = excluded.results, vote = excluded.vote,
    experts = excluded.experts, tie_rule = excluded.tie_rule, period_from = excluded.period_from,
    period_until = excluded.period_until, per_station = excluded.per_station, per_host = excluded.per_host,
    budget_fen = excluded.budget_fen
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
_WITHDRAWN = "UPDATE nominees SET withdrawn_on = $3 WHERE contest_id = $1 AND staff_id = $2"
_REVIEWED = "UPDATE nominees SET qualified = $3 WHERE contest_id = $1 AND staff_id = $2"
_TESTED = "UPDATE nominees SET test = $3 WHERE contest_id = $1 AND staff_id = $2"
_ON_NOTICE = "UPDATE contests SET stage = 'on_notice', objections_until = $2 WHERE contest_id = $1"
# A contest that has gone on since is not brought back.
_FROZEN = "UPDATE contests SET stage = 'frozen' WHERE contest_id = $1 AND stage = 'open'"
# The board that is there stays, whatever comes.
_BOARD = """
INSERT INTO boards (contest_id, position, heard, sha256, rows, frozen_on) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (contest_id) DO NOTHING
"""
_CLOSED = "UPDATE contests SET stage = 'closed', closed_on = $2 WHERE contest_id = $1"
# Where a board was frozen it is the ranking, whatever else is said of it.
_RANKED = """
UPDATE nominees SET rank = ranked.rank, total = ranked.total
  FROM unnest($2::text[], $3::integer[], $4::integer[]) AS ranked (staff_id, rank, total)
 WHERE contest_id = $1 AND nominees.staff_id = ranked.staff_id
   AND NOT EXISTS (SELECT FROM boards WHERE boards.contest_id = $1)
"""
_RANKED_BY_THE_BOARD = """
UPDATE nominees SET rank = ranked.rank, total = ranked.total
  FROM boards, jsonb_to_recordset(boards.rows::jsonb) AS ranked (staff_id text, rank integer, total integer)
 WHERE boards.contest_id = $1 AND nominees.contest_id = $1 AND nominees.staff_id = ranked.staff_id
"""


def project(event: Event) -> list[Statement]:
    """The statements of one of incentives' own events."""
    return _PROJECTS[type(event)](event)


def _announced(e: ContestAnnounced) -> list[Statement]:
    who = (e.contest_id, e.host_id, e.bureau_code, e.title, str(e.organiser), e.approval_number)
    weights, made_of = e.weights, e.components
    percents = (weights.service, weights.competence, weights.performance, weights.satisfaction)
    shares = (made_of.test, made_of.results, made_of.vote, made_of.experts, str(e.tie_rule))
    bounds = (e.period_from, e.period_until, e.per_station, e.per_host, e.budget_fen)
    return [(_ANNOUNCED, (*who, *percents, e.places, e.nominations_until, e.announced_on, *shares, *bounds))]


def _nominated(e: StaffNominated) -> list[Statement]:
    return [(_NOMINATED, (e.contest_id, e.staff_id, e.station_id, e.host_id, e.deeds, e.nominated_on))]


def _withdrawn(e: NominationWithdrawn) -> list[Statement]:
    return [(_WITHDRAWN, (e.contest_id, e.staff_id, e.withdrawn_on))]


def _reviewed(e: NominationReviewed) -> list[Statement]:
    return [(_REVIEWED, (e.contest_id, e.staff_id, e.qualified))]


def _tested(e: KnowledgeTested) -> list[Statement]:
    return [(_TESTED, (e.contest_id, e.staff_id, e.score))]


def _scored(e: StaffScored) -> list[Statement]:
    marks = (e.service, e.competence, e.performance, e.satisfaction)
    return [(_SCORED, (e.contest_id, e.staff_id, e.judge, *marks, e.scored_on))]


def _frozen(e: LeaderboardFrozen) -> list[Statement]:
    heard = orjson.dumps([one.model_dump() for one in e.heard]).decode()
    rows = orjson.dumps([row.model_dump() for row in e.rows]).decode()
    return [(_BOARD, (e.contest_id, e.position, heard, e.sha256, rows, e.frozen_on)), (_FROZEN, (e.contest_id,))]


def _on_notice(e: WinnersAnnounced) -> list[Statement]:
    return [(_ON_NOTICE, (e.contest_id, e.objections_until))]


def _closed(e: ContestClosed) -> list[Statement]:
    columns = [ranked.staff_id for ranked in e.ranking], [r.rank for r in e.ranking], [r.total for r in e.ranking]
    return [
        (_CLOSED, (e.contest_id, e.closed_on)),
        (_RANKED, (e.contest_id, *columns)),
        (_RANKED_BY_THE_BOARD, (e.contest_id,)),
    ]


_PROJECTS: dict[type, Callable[[Any], list[Statement]]] = {
    ContestAnnounced: _announced,
    StaffNominated: _nominated,
    NominationWithdrawn: _withdrawn,
    NominationReviewed: _reviewed,
    KnowledgeTested: _tested,
    StaffScored: _scored,
    LeaderboardFrozen: _frozen,
    WinnersAnnounced: _on_notice,
    ContestClosed: _closed,
    **votes.PROJECTS,
    **honours.PROJECTS,
}

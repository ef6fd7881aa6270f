"""Votes as rows. They are counted when somebody asks, so their order makes no difference."""

from collections.abc import Callable
from typing import Any

from shared.events.incentives import VoteCast, VotesSetAside, VotingOpened
from shared.eventsourcing.commits import Statement

_OPENED = "UPDATE contests SET voting_until = $2 WHERE contest_id = $1"
_CAST = """
INSERT INTO votes (contest_id, vote_id, staff_id, bucket, cast_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (contest_id, vote_id) DO NOTHING
"""
_SET_ASIDE = """
INSERT INTO votes_set_aside (contest_id, bucket, votes, reason, set_aside_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (contest_id, bucket) DO NOTHING
"""


def _opened(e: VotingOpened) -> list[Statement]:
    return [(_OPENED, (e.contest_id, e.until))]


def _cast(e: VoteCast) -> list[Statement]:
    return [(_CAST, (e.contest_id, e.vote_id, e.staff_id, e.bucket, e.cast_on))]


def _set_aside(e: VotesSetAside) -> list[Statement]:
    return [(_SET_ASIDE, (e.contest_id, e.bucket, e.votes, e.reason, e.set_aside_on))]


PROJECTS: dict[type, Callable[[Any], list[Statement]]] = {
    VotingOpened: _opened,
    VoteCast: _cast,
    VotesSetAside: _set_aside,
}

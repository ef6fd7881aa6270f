"""How a contest comes to its end: the board is frozen, the winners are posted, and the ranking stands."""

import hashlib
from datetime import date, timedelta

import orjson

from services.incentives.contest.board import board
from services.incentives.contest.commands import AnnounceWinners, CloseContest, FreezeLeaderboard
from services.incentives.contest.guards import require_open, require_organiser
from services.incentives.contest.rules import (
    BoardNotFrozen,
    NominationsStillOpen,
    NomineeNotReviewed,
    NomineeNotScored,
    NoticeTooShort,
    ObjectionsStillOpen,
    VotingNotOver,
    WinnersAnnouncedAlready,
    WinnersNotAnnounced,
)
from services.incentives.contest.state import Contest, Nominee, Stage
from shared.events.incentives import (
    BoardRow,
    ContestClosed,
    ContestEvent,
    LeaderboardFrozen,
    Ranked,
    TieRule,
    Winner,
    WinnersAnnounced,
)

NOTICE_DAYS = 7
"""Those of the consumers' association in 2014 [S50]."""


def freeze_leaderboard(command: FreezeLeaderboard, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    if contest.board:
        return []  # The first freeze is the only one.
    require_open(contest)
    _require_nominations_over(contest, command.today)
    _require_all_reviewed_and_scored(contest)
    if contest.components.vote and (contest.voting_until is None or command.today <= contest.voting_until):
        raise VotingNotOver(f"votes are taken until {contest.voting_until or 'a day that is not set yet'}")
    rows = board(contest, command.measures)
    return [
        LeaderboardFrozen(
            contest_id=command.contest_id,
            position=command.position,
            heard=command.heard,
            sha256=digest(rows),
            rows=rows,
            frozen_on=command.today,
        )
    ]


def digest(rows: tuple[BoardRow, ...]) -> str:
    """SHA-256 over the rows as canonical JSON, in hexadecimal: who has the rows can tell whether they moved."""
    content = orjson.dumps([row.model_dump(mode="json") for row in rows], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()


def _require_nominations_over(contest: Contest, today: date) -> None:
    if today <= contest.nominations_until:
        raise NominationsStillOpen(f"nominations are taken until {contest.nominations_until}")


def _require_all_reviewed_and_scored(contest: Contest) -> None:
    """Somebody is on the board, and of everybody there it is known what the declared components ask for."""
    standing = contest.on_the_board.values()
    unreviewed = [one.staff_id for one in standing if one.qualified is None]
    if contest.goes_step_by_step and unreviewed:
        raise NomineeNotReviewed(f"nobody has looked whether {unreviewed[0]} is qualified")
    unscored = [one.staff_id for one in standing if not _is_scored(contest, one)]
    if unscored or not standing:
        raise NomineeNotScored(f"{unscored[0]} has no score" if unscored else "nobody stands in this contest")


def _is_scored(contest: Contest, nominee: Nominee) -> bool:
    shares = contest.components
    return (not shares.test or nominee.test is not None) and (not shares.experts or bool(nominee.scores))


def announce_winners(command: AnnounceWinners, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    if contest.winners is not None and contest.winners.objections_until == command.objections_until:
        return []
    if contest.winners is not None:
        raise WinnersAnnouncedAlready(f"objections are taken until {contest.winners.objections_until}")
    if contest.stage is not Stage.FROZEN:
        raise BoardNotFrozen(f"the contest is {contest.stage}")
    if command.objections_until < command.today + timedelta(days=NOTICE_DAYS):
        raise NoticeTooShort(f"{command.objections_until} is less than {NOTICE_DAYS} days after {command.today}")
    winners = tuple(
        Winner(rank=row.rank, staff_id=row.staff_id, station_id=row.station_id)
        for row in contest.board
        if row.rank <= contest.places
    )
    return [
        WinnersAnnounced(
            contest_id=command.contest_id,
            winners=winners,
            objections_until=command.objections_until,
            announced_on=command.today,
        )
    ]


def close_contest(command: CloseContest, contest: Contest) -> list[ContestEvent]:
    """Where a board was frozen it is the ranking; experts alone may be ranked as they have scored.

    Only a freeze measures results, so where these break ties a board is asked for, too.
    """
    require_organiser(contest, command.organiser_id)
    if contest.stage is Stage.CLOSED:
        return []
    if contest.board:
        return [_closed_by_the_board(command, contest)]
    if contest.goes_step_by_step or contest.tie_rule is TieRule.RESULTS:
        raise BoardNotFrozen(f"the contest is {contest.stage}")
    require_open(contest)
    _require_nominations_over(contest, command.today)
    _require_all_reviewed_and_scored(contest)
    return [_closed_by(command, board(contest, {}))]


def _closed_by_the_board(command: CloseContest, contest: Contest) -> ContestClosed:
    if contest.winners is None:
        raise WinnersNotAnnounced("post who is to be honoured before the contest is closed")
    if command.today <= contest.winners.objections_until:
        raise ObjectionsStillOpen(f"objections are taken until {contest.winners.objections_until}")
    return _closed_by(command, contest.board)


def _closed_by(command: CloseContest, rows: tuple[BoardRow, ...]) -> ContestClosed:
    ranking = tuple(
        Ranked(rank=row.rank, staff_id=row.staff_id, station_id=row.station_id, total=row.total) for row in rows
    )
    return ContestClosed(contest_id=command.contest_id, ranking=ranking, closed_on=command.today)

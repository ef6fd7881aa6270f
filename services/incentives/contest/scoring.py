"""How nominees are scored: by judges on the four criteria, by a knowledge test, and by a vote of the public."""

from services.incentives.contest.commands import OpenVoting, ScoreStaff, ScoreTest, SetVotesAside
from services.incentives.contest.guards import require_nominee, require_open, require_organiser, require_qualified
from services.incentives.contest.rules import (
    KnowledgeTestedAlready,
    NoSuchVotes,
    NotAComponent,
    ScoredAlready,
    ScoreOutOfRange,
    ScoringOneself,
    VotingEndsInThePast,
    VotingOpenedAlready,
)
from services.incentives.contest.state import Contest
from shared.events.incentives import ContestEvent, KnowledgeTested, StaffScored, VotesSetAside, VotingOpened

_HIGHEST_SCORE = 1000


def score_staff(command: ScoreStaff, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    if command.judge == command.staff_id:
        raise ScoringOneself(f"{command.judge} stands in this contest")
    marks = _marks(command)
    if min(marks) < 0 or max(marks) > _HIGHEST_SCORE:
        raise ScoreOutOfRange(f"{marks} has a score out of this range")
    nominee = require_nominee(contest, command.staff_id)
    given = nominee.scores.get(command.judge)
    if given is not None and _marks(given) == marks:
        return []  # Asked twice, recorded once.
    require_open(contest)
    require_qualified(nominee)
    if given is not None:
        raise ScoredAlready(f"{command.judge} has scored {command.staff_id} with {_marks(given)}")
    return [
        StaffScored(
            contest_id=command.contest_id,
            staff_id=command.staff_id,
            judge=command.judge,
            service=command.service,
            competence=command.competence,
            performance=command.performance,
            satisfaction=command.satisfaction,
            scored_on=command.today,
        )
    ]


def _marks(scores: ScoreStaff | StaffScored) -> tuple[int, int, int, int]:
    return scores.service, scores.competence, scores.performance, scores.satisfaction


def score_test(command: ScoreTest, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    if not 0 <= command.score <= _HIGHEST_SCORE:
        raise ScoreOutOfRange(f"{command.score} is out of this range")
    nominee = require_nominee(contest, command.staff_id)
    if nominee.test == command.score:
        return []
    if not contest.components.test:
        raise NotAComponent("no knowledge test counts in this contest")
    require_open(contest)
    require_qualified(nominee)
    if nominee.test is not None:
        raise KnowledgeTestedAlready(f"{command.staff_id} has reached {nominee.test}")
    return [
        KnowledgeTested(
            contest_id=command.contest_id, staff_id=command.staff_id, score=command.score, scored_on=command.today
        )
    ]


def open_voting(command: OpenVoting, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    if contest.voting_until == command.until:
        return []
    if not contest.components.vote:
        raise NotAComponent("no vote counts in this contest")
    require_open(contest)
    if contest.voting_until is not None:
        raise VotingOpenedAlready(f"votes are taken until {contest.voting_until}")
    if command.until < command.today:
        raise VotingEndsInThePast(f"{command.until} is before {command.today}")
    return [VotingOpened(contest_id=command.contest_id, until=command.until, opened_on=command.today)]


def set_votes_aside(command: SetVotesAside, contest: Contest) -> list[ContestEvent]:
    require_organiser(contest, command.organiser_id)
    if command.bucket in contest.set_aside:
        return []
    require_open(contest)
    if not command.votes:
        raise NoSuchVotes(f"bucket {command.bucket} has no votes in this contest")
    return [
        VotesSetAside(
            contest_id=command.contest_id,
            bucket=command.bucket,
            votes=command.votes,
            reason=command.reason,
            set_aside_on=command.today,
        )
    ]

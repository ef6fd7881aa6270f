"""The rules for contests: which decision is in charge of which command."""

from collections.abc import Callable
from typing import Any

from services.incentives.contest.announcing import announce_contest
from services.incentives.contest.commands import (
    AnnounceContest,
    AnnounceWinners,
    AwardStaff,
    CloseContest,
    ContestCommand,
    FreezeLeaderboard,
    GiveReward,
    NominateStaff,
    OpenVoting,
    ReviewAwards,
    ReviewNomination,
    ScoreStaff,
    ScoreTest,
    SetVotesAside,
    WithdrawAward,
    WithdrawNomination,
)
from services.incentives.contest.deciding import announce_winners, close_contest, freeze_leaderboard
from services.incentives.contest.honouring import award_staff, give_reward, review_awards, withdraw_award
from services.incentives.contest.scoring import open_voting, score_staff, score_test, set_votes_aside
from services.incentives.contest.standing import nominate_staff, review_nomination, withdraw_nomination
from services.incentives.contest.state import Contest, evolve
from shared.dispatch import by_command
from shared.events.incentives import ContestEvent
from shared.eventsourcing.decider import Decider

_Decide = Callable[[Any, Contest], list[ContestEvent]]

_IN_CHARGE: dict[type, _Decide] = by_command(
    (AnnounceContest, announce_contest),
    (NominateStaff, nominate_staff),
    (WithdrawNomination, withdraw_nomination),
    (ReviewNomination, review_nomination),
    (ScoreStaff, score_staff),
    (ScoreTest, score_test),
    (OpenVoting, open_voting),
    (SetVotesAside, set_votes_aside),
    (FreezeLeaderboard, freeze_leaderboard),
    (AnnounceWinners, announce_winners),
    (CloseContest, close_contest),
    (AwardStaff, award_staff),
    (GiveReward, give_reward),
    (WithdrawAward, withdraw_award),
    (ReviewAwards, review_awards),
)


def decide(command: ContestCommand, contest: Contest) -> list[ContestEvent]:
    return _IN_CHARGE[type(command)](command, contest)


CONTEST = Decider(initial=Contest(), decide=decide, evolve=evolve)

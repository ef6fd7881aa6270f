"""投票: one vote for each token, while votes are taken, for somebody who stands."""

from dataclasses import replace
from datetime import date

import pytest

from services.incentives.vote.commands import Ballot, CastVote
from services.incentives.vote.decisions import EXPIRED, MISSING, VOTE, WRONG
from services.incentives.vote.rules import (
    NotOnTheBallot,
    VoterTokenExpired,
    VoterTokenMissing,
    VoterTokenSpent,
    VoterTokenWrong,
    VotingNotOpen,
)
from shared.errors import NotKnownHere, Refusal
from shared.events.incentives import VoteCast
from shared.testing.scenario import Scenario

given = Scenario(VOTE)

DAY = date(2013, 11, 15)
on = Ballot(is_open=True, until=DAY, stands=True)
vote = CastVote("v-1", "co-1", "sf-1", "b1", DAY, ballot=on)
cast = VoteCast(vote_id="v-1", contest_id="co-1", staff_id="sf-1", bucket="b1", cast_on=DAY)


def test_a_vote_is_cast_until_the_end_of_the_last_day() -> None:
    given().when(vote).then(cast)
    given().when(replace(vote, today=date(2013, 11, 16))).then_refused(VotingNotOpen)


def test_a_token_is_one_vote() -> None:
    given(cast).when(vote).then_nothing()
    given(cast).when(replace(vote, staff_id="sf-2")).then_refused(VoterTokenSpent)


@pytest.mark.parametrize("ballot", [replace(on, is_open=False), replace(on, until=None)])
def test_no_vote_is_taken_before_it_is_opened_or_after_the_freeze(ballot: Ballot) -> None:
    given().when(replace(vote, ballot=ballot)).then_refused(VotingNotOpen)


def test_votes_are_for_those_who_stand() -> None:
    given().when(replace(vote, ballot=replace(on, stands=False))).then_refused(NotOnTheBallot)


@pytest.mark.parametrize(
    ("fault", "rule"), [(MISSING, VoterTokenMissing), (WRONG, VoterTokenWrong), (EXPIRED, VoterTokenExpired)]
)
def test_a_token_that_does_not_hold_is_no_vote(fault: str, rule: type[Refusal]) -> None:
    given().when(replace(vote, token_fault=fault)).then_refused(rule)


def test_there_is_no_vote_in_an_unknown_contest() -> None:
    given().when(replace(vote, ballot=None)).then_refused(NotKnownHere)

"""知识测试、投票: what counts beside the judges, where the contest has declared it."""

from dataclasses import replace
from datetime import date

import pytest

from services.incentives.contest.commands import OpenVoting, ScoreTest, SetVotesAside
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import (
    ComponentsNotHundred,
    ContestNotOpen,
    KnowledgeTestedAlready,
    NoSuchVotes,
    NotAComponent,
    NotNominated,
    NotQualified,
    NotTheOrganiser,
    PeriodUpsideDown,
    ScoreOutOfRange,
    VoteTooHeavy,
    VotingEndsInThePast,
    VotingOpenedAlready,
)
from shared.errors import NotKnownHere
from shared.events.incentives import Components
from shared.testing.scenario import Scenario
from tests.incentives.examples import AFTER, UNTIL, announce, announced, nominated
from tests.incentives.steps import (
    VOTES_UNTIL,
    aside,
    frozen,
    in_steps,
    reached,
    reviewed,
    standing,
    two_ready,
    voting,
)

given = Scenario(CONTEST)

sitting = ScoreTest("co-1", "sf-1", 800, "ho-1", AFTER)
opening = OpenVoting("co-1", VOTES_UNTIL, "ho-1", AFTER)
set_aside = SetVotesAside("co-1", "b1", "同一地址", "ho-1", AFTER, votes=900)
custom = replace(announce, components=Components(test=40, results=40, vote=20, experts=0), budget_fen=150_000)


def test_what_a_total_is_made_of_is_declared_before_anybody_stands() -> None:
    given().when(custom).then(in_steps)


@pytest.mark.parametrize("percents", [(40, 40, 10, 0), (60, 60, -20, 0), (0, 0, 0, 101)])
def test_components_make_a_hundred_percent(percents: tuple[int, int, int, int]) -> None:
    made_of = Components(**dict(zip(("test", "results", "vote", "experts"), percents, strict=True)))
    given().when(replace(custom, components=made_of)).then_refused(ComponentsNotHundred)


def test_the_vote_never_decides_alone() -> None:
    heavy = Components(test=59, results=0, vote=41, experts=0)
    given().when(replace(custom, components=heavy)).then_refused(VoteTooHeavy)
    heaviest = Components(test=60, results=0, vote=40, experts=0)
    given().when(replace(custom, components=heaviest)).then(in_steps.model_copy(update={"components": heaviest}))


def test_results_have_a_period() -> None:
    given().when(replace(custom, period_from=date(2013, 11, 9))).then_refused(PeriodUpsideDown)
    given().when(replace(custom, period_until=date(2012, 12, 31))).then_refused(PeriodUpsideDown)
    one_day = replace(custom, period_from=UNTIL, period_until=UNTIL)
    given().when(one_day).then(in_steps.model_copy(update={"period_from": UNTIL}))


def test_a_test_is_scored_once() -> None:
    ready = (in_steps, standing("sf-1"))
    given(*ready).when(sitting).then(reached("sf-1"))
    given(*ready, reached("sf-1")).when(sitting).then_nothing()
    given(*ready, reached("sf-1")).when(replace(sitting, score=801)).then_refused(KnowledgeTestedAlready)
    for edge in (0, 1000):
        given(*ready).when(replace(sitting, score=edge)).then(reached("sf-1", edge))
    for beyond in (-1, 1001):
        given(*ready).when(replace(sitting, score=beyond)).then_refused(ScoreOutOfRange)


def test_a_test_is_of_somebody_who_stands_in_a_contest_where_it_counts() -> None:
    given(in_steps).when(sitting).then_refused(NotNominated)
    given(announced, nominated("sf-1")).when(sitting).then_refused(NotAComponent)
    unfit = reviewed("sf-1", qualified=False)
    given(in_steps, standing("sf-1"), unfit).when(sitting).then_refused(NotQualified)
    given(in_steps, standing("sf-1"), frozen).when(sitting).then_refused(ContestNotOpen)


def test_the_public_votes_until_a_day() -> None:
    given(in_steps).when(opening).then(voting)
    given(in_steps, voting).when(opening).then_nothing()
    given(in_steps, voting).when(replace(opening, until=AFTER)).then_refused(VotingOpenedAlready)
    given(in_steps).when(replace(opening, until=UNTIL)).then_refused(VotingEndsInThePast)
    given(announced).when(opening).then_refused(NotAComponent)
    given(in_steps, standing("sf-1"), frozen).when(opening).then_refused(ContestNotOpen)


def test_votes_of_a_bucket_are_set_aside_with_a_reason() -> None:
    given(*two_ready).when(set_aside).then(aside)
    given(*two_ready, aside).when(set_aside).then_nothing()
    given(*two_ready).when(replace(set_aside, votes=0)).then_refused(NoSuchVotes)
    given(*two_ready, frozen).when(set_aside).then_refused(ContestNotOpen)


def test_only_the_organiser_does_any_of_it() -> None:
    for command in (sitting, opening, set_aside):
        given(*two_ready).when(replace(command, organiser_id="ho-9")).then_refused(NotTheOrganiser)
        given().when(command).then_refused(NotKnownHere)

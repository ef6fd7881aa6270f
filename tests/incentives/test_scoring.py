"""评分: a judge scores a nominee once on the notice's four criteria, and never themselves."""

from dataclasses import replace

import pytest

from services.incentives.contest.commands import ScoreStaff
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import (
    ContestNotOpen,
    NotNominated,
    NotTheOrganiser,
    ScoredAlready,
    ScoreOutOfRange,
    ScoringOneself,
)
from shared.errors import NotKnownHere
from shared.testing.scenario import Scenario
from tests.incentives.examples import announced, closed, nominated, score, scored

given = Scenario(CONTEST)


def test_a_judge_scores_a_nominee() -> None:
    given(announced, nominated("sf-1")).when(score).then(scored("sf-1", "judge-1"))


def test_scores_reach_from_nothing_to_a_hundred_points() -> None:
    edge = replace(score, service=0, competence=1000)
    given(announced, nominated("sf-1")).when(edge).then(scored("sf-1", "judge-1", 0, 1000, 700, 600))


@pytest.mark.parametrize(
    "beyond",
    [
        replace(score, service=-1),
        replace(score, competence=1001),
        replace(score, performance=1001),
        replace(score, satisfaction=-1),
    ],
)
def test_a_score_beyond_the_range_is_refused(beyond: ScoreStaff) -> None:
    given(announced, nominated("sf-1")).when(beyond).then_refused(ScoreOutOfRange)


def test_the_same_score_again_is_recorded_once() -> None:
    given(announced, nominated("sf-1"), scored("sf-1", "judge-1")).when(score).then_nothing()
    done = closed((1, "sf-1", 790))
    given(announced, nominated("sf-1"), scored("sf-1", "judge-1"), done).when(score).then_nothing()


def test_a_judge_does_not_score_twice() -> None:
    other = replace(score, service=901)
    given(announced, nominated("sf-1"), scored("sf-1", "judge-1")).when(other).then_refused(ScoredAlready)


def test_each_judge_scores() -> None:
    another = replace(score, judge="judge-2")
    given(announced, nominated("sf-1"), scored("sf-1", "judge-1")).when(another).then(scored("sf-1", "judge-2"))


def test_nobody_scores_themselves() -> None:
    given(announced, nominated("sf-1")).when(replace(score, judge="sf-1")).then_refused(ScoringOneself)


def test_only_who_stands_is_scored() -> None:
    given(announced).when(score).then_refused(NotNominated)


def test_only_the_organisers_judges_score() -> None:
    given(announced, nominated("sf-1")).when(replace(score, organiser_id="")).then_refused(NotTheOrganiser)
    given().when(score).then_refused(NotKnownHere)


def test_nobody_scores_when_the_contest_is_closed() -> None:
    done = closed((1, "sf-1", 790))
    late = replace(score, judge="judge-2")
    given(announced, nominated("sf-1"), scored("sf-1", "judge-1"), done).when(late).then_refused(ContestNotOpen)

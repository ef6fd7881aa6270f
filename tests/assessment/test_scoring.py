"""测评表: an assessor scores a candidate, item by item."""

from dataclasses import replace

import pytest

from services.assessment.assessment.commands import ScoreCandidate, ScoringFacts, Standing
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.assessment.scoring import (
    AlreadyScored,
    AssessmentConcluded,
    AssessorTookPart,
    ItemScoreOutOfRange,
    NotInTheSet,
    NotOnThePanel,
    RubricNotPublished,
    ScoresIncomplete,
)
from shared.events.assessment import ItemScore
from shared.testing.scenario import Scenario
from tests.assessment.examples import (
    APPLICATION_ID,
    SEASON_ID,
    STATION_ID,
    TODAY,
    failed,
    passed,
    recognition_refused,
    rubric,
    scored,
    scores,
)

given = Scenario(ASSESSMENT)
facts = ScoringFacts(
    season_id=SEASON_ID,
    station_id=STATION_ID,
    standing=Standing.IN_THE_SET,
    rubric=rubric,
    panel=frozenset({"of-c1", "of-c2"}),
    took_part=frozenset({"of-1", "of-2"}),
)
score = ScoreCandidate(application_id=APPLICATION_ID, assessor="of-c1", scores=scores(A1=37), today=TODAY, facts=facts)


def test_a_member_of_the_panel_scores_a_candidate() -> None:
    given().when(score).then(scored(A1=37))
    assert scored(A1=37).total == 997


def test_the_items_are_kept_in_the_order_of_the_rubric() -> None:
    given().when(replace(score, scores=scores(A1=37)[::-1])).then(scored(A1=37))


def test_who_is_not_on_the_panel_does_not_score() -> None:
    given().when(replace(score, assessor="of-c9")).then_refused(NotOnThePanel)


def test_without_facts_nobody_scores() -> None:
    given().when(replace(score, facts=ScoringFacts())).then_refused(NotOnThePanel)


def test_who_inspected_or_recommended_does_not_assess() -> None:
    took_part = replace(facts, took_part=frozenset({"of-c1"}))
    given().when(replace(score, facts=took_part)).then_refused(AssessorTookPart)


@pytest.mark.parametrize("standing", [Standing.WITHDRAWN, Standing.STRUCK_OFF, Standing.UNKNOWN])
def test_who_has_left_the_set_is_not_scored(standing: Standing) -> None:
    given().when(replace(score, facts=replace(facts, standing=standing))).then_refused(NotInTheSet)


def test_nobody_scores_without_a_standard() -> None:
    given().when(replace(score, facts=replace(facts, rubric=None))).then_refused(RubricNotPublished)


def test_every_item_is_scored() -> None:
    given().when(replace(score, scores=scores()[1:])).then_refused(ScoresIncomplete)


def test_no_item_is_scored_twice() -> None:
    given().when(replace(score, scores=(*scores(), scores()[0]))).then_refused(ScoresIncomplete)


def test_no_item_is_made_up() -> None:
    given().when(replace(score, scores=(*scores(), ItemScore(item="Z1", tenths=1)))).then_refused(ScoresIncomplete)


def test_an_item_is_scored_within_its_weight() -> None:
    given().when(replace(score, scores=scores(A1=41))).then_refused(ItemScoreOutOfRange)
    given().when(replace(score, scores=scores(A1=-1))).then_refused(ItemScoreOutOfRange)
    given().when(replace(score, scores=scores(A1=0))).then(scored(A1=0))


def test_scoring_twice_records_it_once() -> None:
    given(scored(A1=37)).when(score).then_nothing()
    given(scored(A1=37), scored("of-c2"), passed).when(score).then_nothing()


def test_an_assessor_does_not_change_their_marks() -> None:
    given(scored(A1=36)).when(score).then_refused(AlreadyScored)


def test_another_assessor_scores_for_themselves() -> None:
    given(scored(A1=37)).when(replace(score, assessor="of-c2")).then(scored("of-c2", A1=37))


def test_after_the_conclusion_nobody_scores() -> None:
    given(scored("of-c2"), passed).when(score).then_refused(AssessmentConcluded)
    given(scored("of-c2"), failed).when(score).then_refused(AssessmentConcluded)
    given(scored("of-c2"), passed, recognition_refused).when(score).then_refused(AssessmentConcluded)

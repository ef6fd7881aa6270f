"""回避: a member of the panel does not assess a candidate."""

from dataclasses import replace

import pytest

from services.assessment.assessment.commands import (
    ConcludeAssessment,
    ConclusionFacts,
    RecusalFacts,
    RecuseAssessor,
    ScoreCandidate,
    ScoringFacts,
    Standing,
)
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.assessment.recusal import RecusalTooLate
from services.assessment.assessment.scoring import (
    AssessorIsRecused,
    NotInTheSet,
    NotOnThePanel,
    RemarkIncomplete,
    TooFewAssessors,
)
from services.assessment.assessment.state import AssessmentFact, Stage
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
from tests.assessment.marks import recused, remark_ordered

PANEL = frozenset({"of-c1", "of-c2", "of-c3"})

given = Scenario(ASSESSMENT)
facts = RecusalFacts(season_id=SEASON_ID, station_id=STATION_ID, standing=Standing.IN_THE_SET, panel=PANEL)
recuse = RecuseAssessor(
    application_id=APPLICATION_ID, assessor="of-c1", reason="配偶在该企业任职", today=TODAY, facts=facts
)
score = ScoreCandidate(
    application_id=APPLICATION_ID,
    assessor="of-c1",
    scores=scores(),
    today=TODAY,
    facts=ScoringFacts(
        season_id=SEASON_ID, station_id=STATION_ID, standing=Standing.IN_THE_SET, rubric=rubric, panel=PANEL
    ),
)
conclude = ConcludeAssessment(
    application_id=APPLICATION_ID,
    today=TODAY,
    facts=ConclusionFacts(standing=Standing.IN_THE_SET, rubric=rubric, assessors_required=2, vetoes_found=()),
)


def test_a_member_is_recused_before_anybody_has_scored_and_after() -> None:
    given().when(recuse).then(recused())
    given(scored("of-c1"), scored("of-c2")).when(recuse).then(recused())


def test_a_recused_assessor_does_not_score() -> None:
    given(recused()).when(score).then_refused(AssessorIsRecused)
    given(scored("of-c1"), recused()).when(score).then_refused(AssessorIsRecused)
    given(recused()).when(replace(score, assessor="of-c2")).then(scored("of-c2"))


def test_what_a_recused_assessor_has_scored_does_not_count() -> None:
    low = scored("of-c1", A1=0, B1=0)
    given(low, scored("of-c2"), recused()).when(conclude).then_refused(TooFewAssessors)
    given(low, scored("of-c2"), recused(), scored("of-c3")).when(conclude).then(passed)


def test_who_is_recused_twice_is_recused_once() -> None:
    given(recused()).when(replace(recuse, reason="另有原因")).then_nothing()
    given(recused(), scored("of-c2"), scored("of-c3"), passed).when(recuse).then_nothing()


def test_only_members_of_the_panel_are_recused() -> None:
    given().when(replace(recuse, assessor="of-c9")).then_refused(NotOnThePanel)
    given().when(replace(recuse, facts=RecusalFacts())).then_refused(NotOnThePanel)


@pytest.mark.parametrize("standing", [Standing.WITHDRAWN, Standing.STRUCK_OFF, Standing.UNKNOWN])
def test_nobody_is_recused_from_who_has_left_the_set(standing: Standing) -> None:
    given().when(replace(recuse, facts=replace(facts, standing=standing))).then_refused(NotInTheSet)


@pytest.mark.parametrize("conclusion", [(passed,), (failed,), (passed, recognition_refused)])
def test_nobody_is_recused_after_the_conclusion(conclusion: tuple[AssessmentFact, ...]) -> None:
    given(scored("of-c1"), scored("of-c2"), *conclusion).when(recuse).then_refused(RecusalTooLate)


def test_a_joint_re_mark_does_not_wait_for_who_is_recused() -> None:
    marks = (scored("of-c1", A1=0), scored("of-c2"), scored("of-c3"), remark_ordered)
    given(*marks, scored("of-c2"), scored("of-c3")).when(conclude).then_refused(RemarkIncomplete)
    given(*marks, scored("of-c2"), scored("of-c3"), recused()).when(conclude).then(passed)
    given(*marks, scored("of-c2"), recused()).when(conclude).then_refused(RemarkIncomplete)


def test_the_stage_falls_back_with_the_scores() -> None:
    stages = [
        ASSESSMENT.state(history).stage
        for history in (
            (recused(),),
            (scored("of-c1"), recused()),
            (scored("of-c1"), scored("of-c2"), recused()),
            (scored("of-c1", A1=0), scored("of-c2"), remark_ordered, recused()),
            (scored("of-c1", A1=0), scored("of-c2"), remark_ordered, scored("of-c2"), recused()),
        )
    ]
    assert stages == [Stage.UNSCORED, Stage.UNSCORED, Stage.SCORED, Stage.REMARK, Stage.SCORED]

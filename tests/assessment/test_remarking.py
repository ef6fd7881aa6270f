"""共同复评: assessors who lie too far apart score a candidate again."""

from dataclasses import replace

from services.assessment.assessment.commands import (
    ConcludeAssessment,
    ConclusionFacts,
    ScoreCandidate,
    ScoringFacts,
    Standing,
)
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.assessment.scoring import (
    AlreadyScored,
    NotInTheSet,
    RemarkIncomplete,
    TooFewAssessors,
    VetoNotChecked,
)
from services.assessment.assessment.state import Stage
from shared.testing.scenario import Scenario
from tests.assessment.examples import (
    APPLICATION_ID,
    SEASON_ID,
    STATION_ID,
    TODAY,
    dimensions,
    failed,
    passed,
    rubric,
    scored,
    scores,
)
from tests.assessment.marks import remark_ordered

given = Scenario(ASSESSMENT)
facts = ConclusionFacts(standing=Standing.IN_THE_SET, rubric=rubric, assessors_required=2, vetoes_found=())
conclude = ConcludeAssessment(application_id=APPLICATION_ID, today=TODAY, facts=facts)
score = ScoreCandidate(
    application_id=APPLICATION_ID,
    assessor="of-c1",
    scores=scores(A1=20),
    today=TODAY,
    facts=ScoringFacts(
        season_id=SEASON_ID,
        station_id=STATION_ID,
        standing=Standing.IN_THE_SET,
        rubric=rubric,
        panel=frozenset({"of-c1", "of-c2", "of-c3"}),
    ),
)
apart = (scored("of-c1", A1=0), scored("of-c2"))


def test_more_than_three_points_apart_is_no_conclusion_but_a_joint_re_mark() -> None:
    # Three points on a dimension are allowed, a tenth more is not; A and B together do not count.
    given(scored("of-c1"), scored("of-c2", A1=10)).when(conclude).then(
        passed.model_copy(update={"total": 985, "dimensions": dimensions(A=185)})
    )
    given(scored("of-c1"), scored("of-c2", A1=9)).when(conclude).then(
        remark_ordered.model_copy(update={"spread_tenths": 31})
    )
    given(scored("of-c1"), scored("of-c2", A1=10, B1=10)).when(conclude).then(
        passed.model_copy(update={"total": 970, "dimensions": dimensions(A=185, B=135)})
    )


def test_every_dimension_that_is_too_wide_is_named_and_the_widest_spread() -> None:
    given(scored("of-c1", D1=0, D2=0), scored("of-c2", A1=0)).when(conclude).then(
        remark_ordered.model_copy(update={"dimensions": ("A", "D"), "spread_tenths": _worth("D1", "D2")})
    )


def test_ordering_twice_records_it_once() -> None:
    given(*apart, remark_ordered).when(conclude).then_nothing()


def test_after_the_order_each_assessor_scores_again_once() -> None:
    given(*apart, remark_ordered).when(score).then(scored("of-c1", A1=20))
    given(*apart, remark_ordered).when(replace(score, scores=scores(A1=0))).then(scored("of-c1", A1=0))
    given(*apart, remark_ordered, scored("of-c1", A1=20)).when(score).then_nothing()
    given(*apart, remark_ordered, scored("of-c1", A1=30)).when(score).then_refused(AlreadyScored)


def test_without_an_order_nobody_scores_again() -> None:
    given(*apart).when(score).then_refused(AlreadyScored)


def test_everybody_who_had_scored_scores_again_before_the_conclusion() -> None:
    given(*apart, remark_ordered, scored("of-c1", A1=20)).when(conclude).then_refused(RemarkIncomplete)
    given(*apart, remark_ordered, scored("of-c1"), scored("of-c3")).when(conclude).then_refused(RemarkIncomplete)


def test_the_new_scores_are_concluded_and_not_the_first_ones() -> None:
    given(*apart, remark_ordered, scored("of-c1"), scored("of-c2")).when(conclude).then(passed)
    low = {"C1": 0, "C4": 9}
    given(*apart, remark_ordered, scored("of-c1", **low), scored("of-c2", **low)).when(conclude).then(
        failed.model_copy(
            update={
                "total": 939,
                "dimensions": dimensions(C=89),
                "reasons": ("dimension C: 8.9 below 60% of 15.0",),
            }
        )
    )


def test_a_spread_that_persists_is_concluded_by_the_mean() -> None:
    given(*apart, remark_ordered, *apart).when(conclude).then(
        passed.model_copy(update={"total": 980, "dimensions": dimensions(A=180)})
    )
    given(*apart, remark_ordered, *apart, passed).when(conclude).then_nothing()


def test_what_hinders_a_conclusion_hinders_the_order_too() -> None:
    given(apart[0]).when(conclude).then_refused(TooFewAssessors)
    given(*apart).when(replace(conclude, facts=replace(facts, vetoes_found=None))).then_refused(VetoNotChecked)
    gone = replace(conclude, facts=replace(facts, standing=Standing.WITHDRAWN))
    given(*apart).when(gone).then_refused(NotInTheSet)


def test_the_stage_is_remark_until_everybody_has_scored_again() -> None:
    ordered = ASSESSMENT.state((*apart, remark_ordered))
    half = ASSESSMENT.state((*apart, remark_ordered, apart[0]))
    whole = ASSESSMENT.state((*apart, remark_ordered, *apart))
    assert [state.stage for state in (ordered, half, whole)] == [Stage.REMARK, Stage.REMARK, Stage.SCORED]
    assert [len(state.scores) for state in (ordered, half, whole)] == [0, 1, 2]


def _worth(*items: str) -> int:
    return sum(item.weight for item in rubric.items if item.code in items)

"""测评结论: means, cut-offs, vetoes."""

from dataclasses import replace

import pytest

from services.assessment.assessment import marking
from services.assessment.assessment.commands import ConcludeAssessment, ConclusionFacts, Standing
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.assessment.scoring import (
    NotInTheSet,
    RubricNotPublished,
    TooFewAssessors,
    VetoNotChecked,
)
from shared.testing.scenario import Scenario
from tests.assessment.examples import (
    APPLICATION_ID,
    TODAY,
    dimensions,
    failed,
    passed,
    recognition_refused,
    rubric,
    scored,
    scores,
)

given = Scenario(ASSESSMENT)
facts = ConclusionFacts(standing=Standing.IN_THE_SET, rubric=rubric, assessors_required=2, vetoes_found=())
conclude = ConcludeAssessment(application_id=APPLICATION_ID, today=TODAY, facts=facts)


def test_full_marks_pass() -> None:
    given(scored("of-c1"), scored("of-c2")).when(conclude).then(passed)


def test_a_mean_is_rounded_half_up_once_for_each_dimension() -> None:
    # A: 400 and 395 of two assessors make 197.5, so 198 of 200; the two half tenths in A are added before rounding.
    history = (scored("of-c1"), scored("of-c2", A1=37, A2=38, B1=39))
    given(*history).when(conclude).then(
        passed.model_copy(update={"total": 1000 - 2 - 0, "dimensions": dimensions(A=198, B=150)})
    )


def test_three_assessors_are_averaged_as_two() -> None:
    history = (scored("of-c1", A1=38), scored("of-c2", A1=39), scored("of-c3", A1=39))
    given(*history).when(conclude).then(passed.model_copy(update={"total": 999, "dimensions": dimensions(A=199)}))


def test_ninety_points_pass_and_less_does_not() -> None:
    at_ninety = {"D1": 30, "D2": 30}  # 50 and 50 less.
    given(scored("of-c1", **at_ninety), scored("of-c2", **at_ninety)).when(conclude).then(
        passed.model_copy(update={"total": 900, "dimensions": dimensions(D=250)})
    )
    below = at_ninety | {"D3": 39}
    given(scored("of-c1", **below), scored("of-c2", **below)).when(conclude).then(
        failed.model_copy(update={"total": 899, "dimensions": dimensions(D=249), "reasons": ("total 89.9 below 90.0",)})
    )


def test_a_dimension_below_its_floor_fails_whatever_the_total() -> None:
    at_floor = {"C1": 0, "C4": 10}  # C: 90 of 150 are 60 %.
    given(scored("of-c1", **at_floor), scored("of-c2", **at_floor)).when(conclude).then(
        passed.model_copy(update={"total": 940, "dimensions": dimensions(C=90)})
    )
    below = {"C1": 0, "C4": 9}
    given(scored("of-c1", **below), scored("of-c2", **below)).when(conclude).then(
        failed.model_copy(
            update={
                "total": 939,
                "dimensions": dimensions(C=89),
                "reasons": ("dimension C: 8.9 below 60% of 15.0",),
            }
        )
    )


def test_demonstration_has_a_higher_floor() -> None:
    at_floor, below = {"E1": 5}, {"E1": 4}
    given(scored("of-c1", **at_floor), scored("of-c2", **at_floor)).when(conclude).then(
        passed.model_copy(update={"total": 955, "dimensions": dimensions(E=105)})
    )
    given(scored("of-c1", **below), scored("of-c2", **below)).when(conclude).then(
        failed.model_copy(
            update={
                "total": 954,
                "dimensions": dimensions(E=104),
                "reasons": ("dimension E: 10.4 below 70% of 15.0",),
            }
        )
    )


def test_a_veto_fails_whatever_the_score() -> None:
    with_veto = replace(conclude, facts=replace(facts, vetoes_found=("V5",)))
    given(scored("of-c1"), scored("of-c2")).when(with_veto).then(failed)


def test_without_a_veto_check_there_is_no_conclusion() -> None:
    unchecked = replace(conclude, facts=replace(facts, vetoes_found=None))
    given(scored("of-c1"), scored("of-c2")).when(unchecked).then_refused(VetoNotChecked)


def test_as_many_have_scored_as_the_season_requires() -> None:
    given(scored("of-c1")).when(conclude).then_refused(TooFewAssessors)
    given().when(conclude).then_refused(TooFewAssessors)
    three = replace(conclude, facts=replace(facts, assessors_required=3))
    given(scored("of-c1"), scored("of-c2")).when(three).then_refused(TooFewAssessors)


def test_nobody_concludes_without_any_score() -> None:
    given().when(replace(conclude, facts=replace(facts, assessors_required=0))).then_refused(TooFewAssessors)


def test_who_has_left_the_set_is_not_concluded() -> None:
    gone = replace(conclude, facts=replace(facts, standing=Standing.WITHDRAWN))
    given(scored("of-c1"), scored("of-c2")).when(gone).then_refused(NotInTheSet)


def test_without_a_standard_there_is_no_conclusion() -> None:
    without = replace(conclude, facts=replace(facts, rubric=None))
    given(scored("of-c1"), scored("of-c2")).when(without).then_refused(RubricNotPublished)


def test_concluding_twice_records_it_once() -> None:
    given(scored("of-c1"), scored("of-c2"), passed).when(conclude).then_nothing()
    given(scored("of-c1"), scored("of-c2"), failed).when(conclude).then_nothing()
    given(scored("of-c1"), scored("of-c2"), passed, recognition_refused).when(conclude).then_nothing()


@pytest.mark.parametrize(
    ("tenths", "assessors", "mean"), [(5, 2, 3), (4, 2, 2), (1, 3, 0), (2, 3, 1), (7, 4, 2), (6, 4, 2), (5, 4, 1)]
)
def test_half_a_tenth_is_rounded_up(tenths: int, assessors: int, mean: int) -> None:
    assert marking.mean_half_up(tenths, assessors) == mean


def test_points_are_written_with_one_decimal() -> None:
    assert [marking.points(tenths) for tenths in (934, 900, 5)] == ["93.4", "90.0", "0.5"]
    assert marking.total(scores()) == 1000

"""竞赛公布: a contest is announced by its organiser, across enterprises only with an approval number."""

from dataclasses import replace
from datetime import date

import pytest

from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import ApprovalNumberMissing, NominationsEndInThePast, WeightsNotHundred
from shared.events.incentives import Organiser, Weights
from shared.testing.scenario import Scenario
from tests.incentives.examples import TODAY, announce, announced

given = Scenario(CONTEST)

across = replace(announce, organiser=Organiser.CROSS_ENTERPRISE)
across_announced = announced.model_copy(update={"organiser": Organiser.CROSS_ENTERPRISE})


def test_a_host_announces_a_contest_for_its_own_staff() -> None:
    given().when(announce).then(announced)


def test_the_same_request_announces_it_once() -> None:
    given(announced).when(announce).then_nothing()


@pytest.mark.parametrize(
    "weights",
    [
        Weights(service=40, competence=20, performance=30, satisfaction=11),
        Weights(service=40, competence=20, performance=30, satisfaction=9),
        Weights(service=130, competence=-30, performance=0, satisfaction=0),
    ],
)
def test_the_weights_make_a_hundred(weights: Weights) -> None:
    given().when(replace(announce, weights=weights)).then_refused(WeightsNotHundred)


def test_one_criterion_may_count_alone() -> None:
    alone = Weights(service=0, competence=0, performance=0, satisfaction=100)
    given().when(replace(announce, weights=alone)).then(announced.model_copy(update={"weights": alone}))


def test_nominations_do_not_end_before_the_contest_is_announced() -> None:
    given().when(replace(announce, nominations_until=date(2013, 11, 3))).then_refused(NominationsEndInThePast)
    given().when(replace(announce, nominations_until=TODAY)).then(
        announced.model_copy(update={"nominations_until": TODAY})
    )


def test_a_contest_across_enterprises_needs_an_approval_number() -> None:
    given().when(across).then_refused(ApprovalNumberMissing)
    given().when(replace(across, approval_number="苏评组〔2013〕7号")).then(
        across_announced.model_copy(update={"approval_number": "苏评组〔2013〕7号"})
    )


def test_it_needed_none_before_the_rules_of_27_october_2010() -> None:
    day = date(2010, 10, 27)
    given().when(replace(across, today=day, nominations_until=day)).then(
        across_announced.model_copy(update={"announced_on": day, "nominations_until": day})
    )
    after = date(2010, 10, 28)
    given().when(replace(across, today=after, nominations_until=after)).then_refused(ApprovalNumberMissing)

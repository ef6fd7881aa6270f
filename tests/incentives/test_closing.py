"""竞赛结束: everybody has a score, and the ranking stands from then on."""

from dataclasses import replace

from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import BoardNotFrozen, NominationsStillOpen, NomineeNotScored, NotTheOrganiser
from shared.errors import NotKnownHere
from shared.events.incentives import TieRule, Weights
from shared.testing.scenario import Scenario
from tests.incentives.examples import UNTIL, announced, close, closed, nominated, scored
from tests.incentives.steps import reviewed

given = Scenario(CONTEST)

even = announced.model_copy(
    update={"weights": Weights(service=25, competence=25, performance=25, satisfaction=25)},
)
one_stands = (announced, nominated("sf-1"), scored("sf-1", "judge-1"))


def test_a_judges_score_is_the_mean_weighted_by_the_contest() -> None:
    given(*one_stands).when(close).then(closed((1, "sf-1", 790)))


def test_the_total_is_the_mean_over_the_judges() -> None:
    second = scored("sf-1", "judge-2", 1000, 1000, 1000, 1000)
    given(*one_stands, second).when(close).then(closed((1, "sf-1", 895)))


def test_a_half_tenth_goes_up_and_less_goes_down() -> None:
    half = (even, nominated("sf-1"), scored("sf-1", "judge-1", 801, 801, 800, 800))
    given(*half).when(close).then(closed((1, "sf-1", 801)))
    quarter = (even, nominated("sf-1"), scored("sf-1", "judge-1", 801, 800, 800, 800))
    given(*quarter).when(close).then(closed((1, "sf-1", 800)))


def test_equal_totals_share_the_better_rank_in_the_order_of_their_ids() -> None:
    stand = [nominated(staff_id) for staff_id in ("sf-3", "sf-2", "sf-1", "sf-4")]
    marks = [("sf-3", 900), ("sf-2", 700), ("sf-1", 900), ("sf-4", 600)]
    given(announced, *stand, *(scored(staff_id, "j", *[mark] * 4) for staff_id, mark in marks)).when(close).then(
        closed((1, "sf-1", 900), (1, "sf-3", 900), (3, "sf-2", 700), (4, "sf-4", 600))
    )


def test_who_was_found_not_to_be_qualified_is_not_ranked_scored_or_not() -> None:
    unscored = (*one_stands, nominated("sf-2"), reviewed("sf-2", qualified=False))
    given(*unscored).when(close).then(closed((1, "sf-1", 790)))
    better = (*one_stands, nominated("sf-2"), scored("sf-2", "judge-1", 1000, 1000, 1000, 1000))
    given(*better, reviewed("sf-2", qualified=False)).when(close).then(closed((1, "sf-1", 790)))


def test_where_results_break_ties_the_board_that_has_measured_them_is_frozen_first() -> None:
    by_results = announced.model_copy(update={"tie_rule": TieRule.RESULTS})
    given(by_results, *one_stands[1:]).when(close).then_refused(BoardNotFrozen)
    by_experts = announced.model_copy(update={"tie_rule": TieRule.EXPERTS})
    given(by_experts, *one_stands[1:]).when(close).then(closed((1, "sf-1", 790)))


def test_a_contest_is_closed_once() -> None:
    given(*one_stands, closed((1, "sf-1", 790))).when(close).then_nothing()


def test_a_nominee_without_a_score_keeps_it_open() -> None:
    given(*one_stands, nominated("sf-2")).when(close).then_refused(NomineeNotScored)


def test_a_contest_in_which_nobody_stands_is_not_closed() -> None:
    given(announced).when(close).then_refused(NomineeNotScored)


def test_a_contest_is_not_closed_while_nominations_are_taken() -> None:
    given(*one_stands).when(replace(close, today=UNTIL)).then_refused(NominationsStillOpen)


def test_only_the_organiser_closes() -> None:
    given(*one_stands).when(replace(close, organiser_id="ho-9")).then_refused(NotTheOrganiser)
    given().when(close).then_refused(NotKnownHere)

"""榜单: what a place on the board is made of, and who goes before whom."""

import pytest

from services.incentives.contest.board import board
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.measure import Measure
from shared.events.incentives import Components, ContestEvent, TieRule
from tests.incentives.examples import scored
from tests.incentives.steps import in_steps, measures, reached, reviewed, rows, standing, two_ready, withdrew

ONLY = {"test": 0, "results": 0, "vote": 0, "experts": 0}


def places(*history: ContestEvent, **of: Measure) -> list[tuple[int, str, int]]:
    return [(row.rank, row.staff_id, row.total) for row in board(CONTEST.state(history), of)]


def with_components(tie_rule: TieRule = TieRule.SHARED, **percents: int) -> ContestEvent:
    return in_steps.model_copy(update={"components": Components(**ONLY | percents), "tie_rule": tie_rule})


def test_the_components_are_weighed_by_the_declared_percents() -> None:
    assert board(CONTEST.state(two_ready), measures) == rows


def test_who_leads_in_votes_does_not_lead_by_that_alone() -> None:
    leaders = {"sf-1": Measure(votes=1), "sf-2": Measure(votes=1_000)}
    history = (in_steps, standing("sf-1"), standing("sf-2"), reached("sf-1", 1000), reached("sf-2", 400))
    assert places(*history, **leaders) == [(1, "sf-1", 400), (2, "sf-2", 360)]


def test_of_nothing_measured_nothing_counts() -> None:
    assert places(in_steps, standing("sf-1")) == [(1, "sf-1", 0)]
    assert places(in_steps) == []


def test_who_withdrew_or_is_not_qualified_is_on_no_board() -> None:
    history = (in_steps, *(standing(f"sf-{number}") for number in (1, 2, 3)))
    assert len(places(*history)) == 3
    assert places(*history, withdrew("sf-1"), reviewed("sf-2", qualified=False)) == [(1, "sf-3", 0)]


def test_results_are_the_mean_of_the_three_figures_of_the_ledger() -> None:
    even = in_steps.weights.model_copy(update={"service": 0, "competence": 100, "performance": 0, "satisfaction": 0})
    ledger = with_components(results=100).model_copy(update={"weights": even})
    measure = Measure(settled=3, in_time=2, followed_up=2, satisfied=1)
    [row] = board(CONTEST.state((ledger, standing("sf-1"))), {"sf-1": measure})
    assert (row.service, row.performance, row.satisfaction, row.results) == (667, 1000, 500, 722)


def test_judges_speak_of_all_four_criteria() -> None:
    judged = (with_components(experts=100), standing("sf-1"), scored("sf-1", "a"), scored("sf-1", "b", 800, 0, 0, 1))
    [row] = board(CONTEST.state(judged), {})
    assert (row.service, row.competence, row.performance, row.satisfaction) == (850, 400, 350, 301)
    assert row.total == row.experts


@pytest.mark.parametrize(
    ("rule", "ranks"),
    [
        (TieRule.SHARED, {"sf-1": 1, "sf-2": 1, "sf-3": 3}),
        (TieRule.TEST, {"sf-2": 1, "sf-1": 2, "sf-3": 3}),
        (TieRule.RESULTS, {"sf-1": 1, "sf-2": 2, "sf-3": 3}),
        (TieRule.EXPERTS, {"sf-1": 1, "sf-2": 1, "sf-3": 3}),
    ],
)
def test_an_equal_total_goes_by_the_declared_rule(rule: TieRule, ranks: dict[str, int]) -> None:
    history = (
        with_components(rule, test=50, results=50),
        *(standing(f"sf-{number}") for number in (1, 2, 3)),
        reached("sf-1", 0),
        reached("sf-2", 1000),
        reached("sf-3", 0),
    )
    ledger = Measure(settled=1, in_time=1, followed_up=1, satisfied=1)
    found = board(CONTEST.state(history), {"sf-1": ledger})
    assert {row.staff_id: row.rank for row in found} == ranks

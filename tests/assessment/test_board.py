"""名额: what a choice would come to, and which balance it breaks."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.assessment.list.board import FEWEST_TO_DOMINATE, WORDS, Board, BoardRule, board
from services.assessment.list.commands import RankedCandidate
from services.assessment.list.ranking import ranked
from tests.assessment.examples import ranked_candidate

NOBODY: frozenset[str] = frozenset()


def of(name: str, trade: str = "百货", district: str = "B-320402", total: int = 934) -> RankedCandidate:
    one = ranked_candidate(name, trade=trade, total=total)
    return replace(one, line=one.line.model_copy(update={"bureau_code": district}))


def broken(made: Board) -> list[tuple[BoardRule, str]]:
    return [(one.rule, one.about) for one in made.broken]


def test_without_a_choice_the_best_fill_the_places() -> None:
    made = board([of("b", total=930), of("a", total=950), of("c", total=920)], 2, NOBODY, None)
    assert [one.line.application_id for one in made.chosen] == ["A-2013-st-a", "A-2013-st-b"]
    assert (made.by_trade, made.by_district, made.broken) == ({"百货": 2}, {"B-320402": 2}, ())


def test_fewer_than_the_places_are_fine() -> None:
    assert board([of("a")], 10, NOBODY, None).broken == ()
    assert board([], 10, NOBODY, None).broken == ()


def test_more_than_the_places_need_a_recorded_reason() -> None:
    made = board([of("a"), of("b"), of("c")], 2, NOBODY, [f"A-2013-st-{name}" for name in "abc"])
    assert broken(made) == [(BoardRule.OVER_PLACES, "3/2")]


def test_one_trade_dominates_with_more_than_half_of_four_or_more() -> None:
    three_of_four = [of("a"), of("b"), of("c"), of("d", "超市")]
    assert broken(board(three_of_four, 4, NOBODY, None)) == [(BoardRule.ONE_TRADE_DOMINATES, "百货")]
    assert board([*three_of_four[1:], of("e", "超市")], 4, NOBODY, None).broken == ()
    assert board(three_of_four[:3], 3, NOBODY, None).broken == ()


def test_a_district_and_a_trade_with_an_eligible_candidate_are_missed() -> None:
    far = of("b", "景区", "B-320404", total=920)
    assert broken(board([of("a"), far], 1, NOBODY, None)) == [
        (BoardRule.DISTRICT_WITHOUT_PLACE, "B-320404"),
        (BoardRule.TRADE_WITHOUT_PLACE, "景区"),
    ]
    for unfit in (replace(far, kept=False), replace(far, passed=False), replace(far, has_veto=True)):
        assert board([of("a"), unfit], 1, NOBODY, None).broken == ()
    assert board([of("a"), far], 1, frozenset({"A-2013-st-b"}), None).broken == ()


def test_who_is_not_eligible_is_named_and_takes_no_place() -> None:
    made = board([of("a")], 1, NOBODY, ["A-2013-st-a", "A-2013-st-x", "A-2013-st-a"])
    assert broken(made) == [(BoardRule.NOT_ELIGIBLE, "A-2013-st-x")]
    assert len(made.chosen) == 1


def test_every_rule_has_its_words() -> None:
    assert WORDS.keys() == set(BoardRule)


@st.composite
def seasons(draw: st.DrawFn) -> tuple[list[RankedCandidate], int, list[str]]:
    names = [str(number) for number in range(draw(st.integers(0, 8)))]
    candidates = [
        replace(
            of(
                name,
                draw(st.sampled_from(["百货", "超市", "景区"])),
                draw(st.sampled_from(["B-320402", "B-320404"])),
                draw(st.integers(900, 905)),
            ),
            kept=draw(st.booleans()),
        )
        for name in names
    ]
    choice = draw(st.lists(st.sampled_from([f"A-2013-st-{name}" for name in [*names, "x"]]), max_size=8))
    return candidates, draw(st.integers(0, 5)), choice


@given(seasons())
def test_the_board_counts_its_choice_and_nothing_else(season: tuple[list[RankedCandidate], int, list[str]]) -> None:
    candidates, places, choice = season
    made = board(candidates, places, NOBODY, choice)
    assert list(made.order) == ranked(one for one in candidates if one.kept)
    assert sum(made.by_trade.values()) == sum(made.by_district.values()) == len(made.chosen)
    named = {about for rule, about in broken(made) if rule is BoardRule.NOT_ELIGIBLE}
    assert named | {one.line.application_id for one in made.chosen} == set(choice)
    rules = [one.rule for one in made.broken]
    assert (BoardRule.OVER_PLACES in rules) == (len(made.chosen) > places)
    most = max(made.by_trade.values(), default=0)
    assert (BoardRule.ONE_TRADE_DOMINATES in rules) == (
        len(made.chosen) >= FEWEST_TO_DOMINATE and 2 * most > len(made.chosen)
    )
    for missed, counted in (("district_without_place", made.by_district), ("trade_without_place", made.by_trade)):
        assert {about for rule, about in broken(made) if rule == missed}.isdisjoint(counted)


@given(seasons())
def test_the_best_by_rank_break_neither_the_places_nor_eligibility(
    season: tuple[list[RankedCandidate], int, list[str]],
) -> None:
    candidates, places, _ = season
    made = board(candidates, places, NOBODY, None)
    assert made.chosen == made.order[:places]
    assert {BoardRule.OVER_PLACES, BoardRule.NOT_ELIGIBLE}.isdisjoint(one.rule for one in made.broken)


@given(seasons())
def test_the_board_does_not_depend_on_the_order_of_the_candidates(
    season: tuple[list[RankedCandidate], int, list[str]],
) -> None:
    candidates, places, choice = season
    assert board(candidates, places, NOBODY, choice) == board(candidates[::-1], places, NOBODY, choice)

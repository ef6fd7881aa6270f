"""上报名单: who stands on it, in which order, and when."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from services.assessment.list.commands import ListFacts, RankedCandidate, SubmitList
from services.assessment.list.decisions import LIST
from services.assessment.list.ranking import ranked
from services.assessment.list.submitting import (
    LONGEST,
    AssessmentNotConcluded,
    LateWithoutReason,
    ListedTwice,
    ListTooLong,
    NotEligibleForList,
    NoticeNotClosed,
    OtherListSubmitted,
    OverQuotaWithoutReason,
)
from services.assessment.printing import sealed
from shared.events.assessment import ListSubmitted
from shared.testing.scenario import Scenario
from tests.assessment.examples import SEASON_ID, ranked_candidate

given = Scenario(LIST)
DUE_ON = date(2013, 10, 31)

best = ranked_candidate("a", total=960)
second = ranked_candidate("b", total=940)
third = ranked_candidate("c", total=920)


def submit(*candidates: RankedCandidate, entries: tuple[str, ...] | None = None, today: date = DUE_ON) -> SubmitList:
    return SubmitList(
        list_id="L-2013-320400",
        season_id=SEASON_ID,
        entries=entries,
        over_quota_reason="",
        late_reason="",
        today=today,
        facts=ListFacts(places=2, due_on=DUE_ON, candidates=candidates),
        submitted_by="市局",
    )


def submitted(
    *entries: RankedCandidate,
    reserve: tuple[RankedCandidate, ...] = (),
    over_quota_reason: str = "",
    late_reason: str = "",
    on: date = DUE_ON,
) -> ListSubmitted:
    lines = [one.line.model_copy(update={"rank": rank}) for rank, one in enumerate((*entries, *reserve), start=1)]
    return sealed(
        ListSubmitted(
            list_id="L-2013-320400",
            season_id=SEASON_ID,
            entries=tuple(lines[: len(entries)]),
            reserve=tuple(lines[len(entries) :]),
            over_quota_reason=over_quota_reason,
            late_reason=late_reason,
            submitted_on=on,
            submitted_by="市局",
        )
    )


def test_the_best_fill_the_places_and_the_rest_is_in_reserve() -> None:
    given().when(submit(third, best, second)).then(submitted(best, second, reserve=(third,)))


def test_under_quota_is_fine() -> None:
    given().when(submit(best)).then(submitted(best))


def test_a_season_in_which_nobody_is_ripe_has_an_empty_list() -> None:
    given().when(submit(replace(best, passed=False))).then(submitted())


def test_the_city_may_name_the_entries_in_its_own_order() -> None:
    chosen = (third.line.application_id, best.line.application_id)
    given().when(submit(best, second, third, entries=chosen)).then(submitted(third, best, reserve=(second,)))


def test_more_than_the_places_need_a_reason() -> None:
    everybody = tuple(one.line.application_id for one in (best, second, third))
    wish = submit(best, second, third, entries=everybody)
    given().when(wish).then_refused(OverQuotaWithoutReason)
    given().when(replace(wish, over_quota_reason="兼顾行业")).then(
        submitted(best, second, third, over_quota_reason="兼顾行业")
    )


def test_a_reason_that_nobody_needs_is_not_recorded() -> None:
    given().when(replace(submit(best), over_quota_reason="兼顾行业", late_reason="台风")).then(submitted(best))


def test_after_its_day_a_list_needs_a_reason() -> None:
    late = submit(best, today=DUE_ON + timedelta(days=1))
    given().when(late).then_refused(LateWithoutReason)
    given().when(replace(late, late_reason="台风")).then(
        submitted(best, late_reason="台风", on=DUE_ON + timedelta(days=1))
    )


def test_the_notice_is_closed_before() -> None:
    waiting = ranked_candidate("w", notice_closed=False, kept=False)
    given().when(submit(best, waiting)).then_refused(NoticeNotClosed)
    given().when(submit(best, waiting, entries=(best.line.application_id,))).then_refused(NoticeNotClosed)


def test_the_assessments_are_concluded_before() -> None:
    given().when(submit(best, ranked_candidate("w", passed=None))).then_refused(AssessmentNotConcluded)


def test_an_objection_holds_its_own_candidate_and_never_the_list() -> None:
    held = ranked_candidate("h", total=999, kept=False, passed=None)
    given().when(submit(best, held)).then(submitted(best))


def test_who_has_left_the_set_does_not_stand_in_the_way() -> None:
    withdrawn = ranked_candidate("w", total=999, in_the_set=False, notice_closed=False, kept=False, passed=None)
    struck_off = ranked_candidate("s", total=999, in_the_set=False, kept=False)
    given().when(submit(best, withdrawn, struck_off)).then(submitted(best))


@pytest.mark.parametrize(
    "odd",
    [
        ranked_candidate("o", passed=False),
        ranked_candidate("o", kept=False),
        ranked_candidate("o", in_the_set=False),
        replace(ranked_candidate("o"), has_veto=True),
    ],
)
def test_who_failed_or_was_not_kept_does_not_stand_on_it(odd: RankedCandidate) -> None:
    given().when(submit(best, odd, entries=(odd.line.application_id,))).then_refused(NotEligibleForList)


def test_a_veto_that_came_out_late_keeps_the_best_off_the_list() -> None:
    given().when(submit(replace(best, has_veto=True), second)).then(submitted(second))


def many(number: int) -> tuple[RankedCandidate, ...]:
    """Candidates with names as long as real ones are."""
    long = {
        "station_name": "常州市新北区春江百馨苑农贸市场消费者权益服务站",
        "host_name": "常州市春江百馨苑市场经营管理有限公司",
    }
    return tuple(
        replace(one, line=one.line.model_copy(update=long))
        for one in (ranked_candidate(f"{place:04}", filed=place) for place in range(number))
    )


def test_a_list_of_a_hundred_and_twenty_has_room_in_its_record() -> None:
    (event,) = LIST.decide(submit(*many(120)), LIST.initial)
    assert len(event.payload()) <= LONGEST


def test_what_has_no_room_is_refused_before_anything_is_recorded() -> None:
    given().when(submit(*many(300))).then_refused(ListTooLong)


def test_a_refusal_names_a_few_of_many() -> None:
    many = tuple(f"A-2013-st-x{number}" for number in range(7))
    with pytest.raises(NotEligibleForList, match="and 2 more"):
        LIST.decide(submit(best, entries=many), LIST.initial)


def test_nobody_stands_on_it_twice() -> None:
    twice = (best.line.application_id,) * 2
    given().when(submit(best, entries=twice)).then_refused(ListedTwice)


def test_it_is_submitted_once() -> None:
    before = submitted(best, second, reserve=(third,))
    given(before).when(submit(best, second, third)).then_nothing()
    same = (best.line.application_id, second.line.application_id)
    given(before).when(submit(best, second, third, entries=same)).then_nothing()
    given(before).when(submit(best, second, third, entries=same[::-1])).then_refused(OtherListSubmitted)


# Each of them comes before those after it by the first criterion in which they differ.
IN_ORDER = (
    ranked_candidate("a", total=960, of={"D": 1, "E": 1}, trade="百货", filed=9),
    ranked_candidate("b", total=940, of={"D": 330, "E": 1}, trade="百货", filed=9),
    ranked_candidate("c", total=940, of={"D": 320, "E": 140}, trade="百货", filed=9),
    ranked_candidate("d", total=940, of={"D": 320, "E": 130}, trade="超市", filed=9),  # 百货 is ranked thrice already.
    ranked_candidate("e", total=940, of={"D": 320, "E": 130}, trade="景区", filed=10),  # As new as 超市, filed later.
    ranked_candidate("f", total=940, of={"D": 320, "E": 130}, trade="超市", filed=1),
    ranked_candidate("g", total=940, of={"D": 320, "E": 130}, trade="百货", filed=0),
)


def test_total_then_results_then_demonstration_then_balance_of_trades_then_earlier_filing() -> None:
    expected = [IN_ORDER[index].line.application_id for index in (0, 1, 2, 5, 4, 3, 6)]
    for order in permutations(IN_ORDER, len(IN_ORDER)):
        assert [one.line.application_id for one in ranked(order)] == expected


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[list[RankedCandidate], list[RankedCandidate]]:
    few = st.integers(0, 1)
    candidates = [
        ranked_candidate(
            str(number),
            total=930 + draw(few),
            of={"D": draw(few), "E": draw(few)},
            trade=draw(st.sampled_from(["百货", "超市"])),
            filed=draw(few),
        )
        for number in range(draw(st.integers(0, 7)))
    ]
    return candidates, draw(st.permutations(candidates))


@for_all(shuffled())
def test_the_ranking_does_not_depend_on_the_order_of_its_input(
    pair: tuple[list[RankedCandidate], list[RankedCandidate]],
) -> None:
    once, again = ranked(pair[0]), ranked(pair[1])
    assert once == again
    assert {one.line.application_id for one in once} == {one.line.application_id for one in pair[0]}
    merits = [(-one.line.total, -one.dimensions["D"], -one.dimensions["E"]) for one in once]
    assert merits == sorted(merits)

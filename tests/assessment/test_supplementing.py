"""补报名单: who joins a list that was submitted, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.assessment.list.commands import RankedCandidate, SupplementFacts, SupplementList
from services.assessment.list.decisions import LIST
from services.assessment.list.submitting import (
    LateWithoutReason,
    ListedTwice,
    ListTooLong,
    NotEligibleForList,
    OverQuotaWithoutReason,
)
from services.assessment.list.supplementing import (
    AlreadyOnTheList,
    ListNotSubmitted,
    NeverOnNotice,
    NothingToSupplement,
    ResultAlreadyPublished,
)
from services.assessment.printing import sealed
from shared.events.assessment import ListSupplemented
from shared.testing.scenario import Scenario
from tests.assessment.examples import SEASON_ID, ranked_candidate
from tests.assessment.test_submitting_a_list import DUE_ON, best, many, second, submitted, third

given = Scenario(LIST)
fourth = ranked_candidate("d", total=910)
held = ranked_candidate("h", total=955)
ALL = (best, second, third, fourth, held)
frozen = submitted(best, second, reserve=(third, fourth))


def ids(*candidates: RankedCandidate) -> tuple[str, ...]:
    return tuple(one.line.application_id for one in candidates)


def supplement(
    *gone: RankedCandidate,
    entries: tuple[str, ...] | None = None,
    candidates: tuple[RankedCandidate, ...] = ALL,
    places: int = 2,
) -> SupplementList:
    return SupplementList(
        list_id="L-2013-320400",
        season_id=SEASON_ID,
        entries=entries,
        reason="递补",
        over_quota_reason="",
        late_reason="",
        today=DUE_ON,
        facts=SupplementFacts(
            places=places, due_on=DUE_ON, candidates=candidates, gone=frozenset(ids(*gone)), is_published=False
        ),
        submitted_by="市局",
    )


def supplemented(
    *entries: RankedCandidate,
    first: int = 3,
    number: int = 1,
    over_quota_reason: str = "",
    late_reason: str = "",
    on: date = DUE_ON,
) -> ListSupplemented:
    return sealed(
        ListSupplemented(
            list_id="L-2013-320400",
            season_id=SEASON_ID,
            supplement=number,
            entries=tuple(one.line.model_copy(update={"rank": rank}) for rank, one in enumerate(entries, start=first)),
            reason="递补",
            over_quota_reason=over_quota_reason,
            late_reason=late_reason,
            supplemented_on=on,
            submitted_by="市局",
        )
    )


def test_the_next_of_the_reserve_takes_the_place_that_fell_free() -> None:
    given(frozen).when(supplement(best)).then(supplemented(third))
    given(frozen).when(supplement(best, second)).then(supplemented(third, fourth))


def test_who_left_the_reserve_is_passed_over() -> None:
    given(frozen).when(supplement(best, third)).then(supplemented(fourth))
    vetoed = tuple(replace(one, has_veto=one is third) for one in ALL)
    given(frozen).when(supplement(best, candidates=vetoed)).then(supplemented(fourth))


def test_ranks_go_on_and_a_place_is_filled_once() -> None:
    once = supplemented(third)
    given(frozen, once).when(supplement(best)).then_nothing()
    given(frozen, once).when(supplement(best, third)).then(supplemented(fourth, first=4, number=2))
    given(frozen, once).when(replace(supplement(best), reason="又有空缺")).then_refused(NothingToSupplement)


def test_no_place_fell_free() -> None:
    given(frozen).when(supplement()).then_refused(NothingToSupplement)
    given(frozen).when(supplement(best, third, fourth)).then_refused(NothingToSupplement)
    given(frozen).when(supplement(best, entries=())).then_refused(NothingToSupplement)
    given(submitted(best, reserve=(second,))).when(supplement(best, places=0)).then_refused(NothingToSupplement)


def test_more_than_the_places_are_not_filled_again_by_themselves() -> None:
    three = submitted(best, second, third, reserve=(fourth,), over_quota_reason="兼顾行业")
    given(three).when(supplement(best)).then_refused(NothingToSupplement)


def test_a_list_that_was_short_stays_short_unless_somebody_is_named() -> None:
    short = submitted(best, reserve=(third,))
    given(short).when(supplement()).then_refused(NothingToSupplement)
    given(short).when(supplement(entries=ids(held))).then(supplemented(held, first=2))


def test_who_was_held_and_is_released_may_be_named() -> None:
    given(frozen).when(supplement(best, entries=ids(held))).then(supplemented(held))
    given(frozen, supplemented(held)).when(supplement(best, entries=ids(held))).then_nothing()


@pytest.mark.parametrize(
    "odd",
    [
        replace(held, kept=False),
        replace(held, passed=False),
        replace(held, passed=None),
        replace(held, in_the_set=False),
        replace(held, has_veto=True),
    ],
)
def test_who_is_not_eligible_does_not_join(odd: RankedCandidate) -> None:
    wish = supplement(best, entries=ids(held), candidates=(best, second, third, odd))
    given(frozen).when(wish).then_refused(NotEligibleForList)


def test_who_declined_or_is_not_known_does_not_join() -> None:
    given(frozen).when(supplement(best, third, entries=ids(third))).then_refused(NotEligibleForList)
    given(frozen).when(supplement(best, entries=("A-2013-st-nobody",))).then_refused(NotEligibleForList)


def test_who_never_stood_on_notice_needs_a_fresh_one() -> None:
    new = replace(held, notice_closed=False, kept=False)
    wish = supplement(best, entries=ids(held), candidates=(best, second, new))
    given(frozen).when(wish).then_refused(NeverOnNotice)


def test_who_stands_on_it_does_not_join_it_again() -> None:
    given(frozen).when(supplement(best, entries=ids(second))).then_refused(AlreadyOnTheList)
    given(frozen, supplemented(third)).when(supplement(best, entries=ids(third, fourth))).then_refused(AlreadyOnTheList)
    given(frozen).when(supplement(best, entries=ids(third, third))).then_refused(ListedTwice)


def test_more_live_entries_than_places_need_a_reason() -> None:
    wish = supplement(entries=ids(held))
    given(frozen).when(wish).then_refused(OverQuotaWithoutReason)
    given(frozen).when(replace(wish, over_quota_reason="兼顾行业")).then(
        supplemented(held, over_quota_reason="兼顾行业")
    )


def test_after_the_day_of_the_list_a_supplement_needs_a_reason() -> None:
    late = replace(supplement(best), today=DUE_ON + timedelta(days=1))
    given(frozen).when(late).then_refused(LateWithoutReason)
    given(frozen).when(replace(late, late_reason="异议核查")).then(
        supplemented(third, late_reason="异议核查", on=DUE_ON + timedelta(days=1))
    )


def test_nobody_joins_once_the_result_is_published() -> None:
    wish = supplement(best)
    given(frozen).when(replace(wish, facts=replace(wish.facts, is_published=True))).then_refused(ResultAlreadyPublished)
    given(frozen).when(replace(wish, facts=SupplementFacts())).then_refused(ResultAlreadyPublished)


def test_a_list_that_was_not_submitted_is_not_supplemented() -> None:
    given().when(supplement(best)).then_refused(ListNotSubmitted)


def test_a_supplement_has_room_in_its_record() -> None:
    crowd = many(300)
    wish = replace(supplement(entries=ids(*crowd), candidates=crowd), over_quota_reason="兼顾行业")
    given(frozen).when(wish).then_refused(ListTooLong)

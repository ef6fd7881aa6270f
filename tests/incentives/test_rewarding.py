"""兑现奖励、撤销表彰: what was promised is given within the budget, and what rests on false records is taken back."""

from dataclasses import replace

import pytest

from services.incentives.contest.commands import GiveReward, ReviewAwards, WithdrawAward
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import (
    AwardedAlready,
    AwardNotStanding,
    BudgetExceeded,
    MoralRewardWithMoney,
    NotTheOrganiser,
    ReceiptMissing,
    ReceiptUsed,
    RewardBeyondPromise,
)
from shared.errors import NotKnownHere
from shared.events.incentives import AwardReviewOpened, AwardWithdrawn, RewardGiven, RewardKind
from shared.testing.scenario import Scenario
from tests.incentives.examples import award, awarded
from tests.incentives.steps import END, decided, frozen, honoured, in_steps, two_ready, winners

given = Scenario(CONTEST)

money = GiveReward("co-1", "sf-1", RewardKind.MATERIAL, "奖金", 60_000, "收条1", "ho-1", END)
rest = replace(money, fen=40_000, receipt="收条2")
honour = GiveReward("co-1", "sf-1", RewardKind.MORAL, "荣誉证书", 0, "", "ho-1", END)
take_back = WithdrawAward("co-1", "sf-1", "台账不实", "ho-1", END)
review = ReviewAwards("st-1", "苏示站2013-0001", END, contest_id="co-1")


def gave(command: GiveReward) -> RewardGiven:
    return RewardGiven(
        contest_id="co-1",
        staff_id=command.staff_id,
        station_id="st-1",
        kind=command.kind,
        what=command.what,
        fen=command.fen,
        receipt=command.receipt,
        given_on=END,
    )


def taken_back(to_return_fen: int) -> AwardWithdrawn:
    return AwardWithdrawn(
        contest_id="co-1",
        staff_id="sf-1",
        station_id="st-1",
        reason="台账不实",
        to_return_fen=to_return_fen,
        withdrawn_on=END,
    )


opened = AwardReviewOpened(
    contest_id="co-1", staff_id="sf-1", station_id="st-1", certificate_number="苏示站2013-0001", opened_on=END
)


def test_promises_keep_within_the_budget() -> None:
    ready = (*two_ready, frozen, winners, decided)
    whole = awarded.model_copy(update={"reward_fen": 150_000})
    given(*ready).when(replace(award, reward_fen=150_000)).then(whole)
    given(*ready).when(replace(award, reward_fen=150_001)).then_refused(BudgetExceeded)
    two_places = (in_steps.model_copy(update={"places": 2}), *ready[1:], awarded)
    other = replace(award, staff_id="sf-2", reward_fen=50_001)
    given(*two_places).when(other).then_refused(BudgetExceeded)
    freed = awarded.model_copy(update={"staff_id": "sf-2", "rank": 2, "reward_fen": 50_001})
    given(*two_places, taken_back(0)).when(other).then(freed)


def test_money_is_given_against_a_receipt_as_far_as_it_was_promised() -> None:
    given(*honoured).when(money).then(gave(money))
    given(*honoured, gave(money)).when(money).then_nothing()
    given(*honoured, gave(money)).when(rest).then(gave(rest))
    given(*honoured, gave(money)).when(replace(rest, fen=40_001)).then_refused(RewardBeyondPromise)
    given(*honoured, gave(money)).when(replace(rest, receipt="收条1")).then_refused(ReceiptUsed)


@pytest.mark.parametrize("change", [{"fen": 0}, {"fen": -1}, {"receipt": ""}])
def test_a_material_reward_is_a_sum_with_a_receipt(change: dict[str, object]) -> None:
    given(*honoured).when(replace(money, **change)).then_refused(ReceiptMissing)  # type: ignore[arg-type] # As named.


def test_a_moral_reward_is_no_money() -> None:
    given(*honoured).when(honour).then(gave(honour))
    given(*honoured, gave(honour)).when(honour).then_nothing()
    given(*honoured).when(replace(honour, fen=1)).then_refused(MoralRewardWithMoney)


def test_nothing_is_given_where_no_award_stands() -> None:
    for command in (money, honour):
        given(*honoured[:-1]).when(command).then_refused(AwardNotStanding)
        given(*honoured, taken_back(0)).when(command).then_refused(AwardNotStanding)


def test_an_award_on_false_records_is_taken_back_with_what_is_to_be_returned() -> None:
    given(*honoured).when(take_back).then(taken_back(0))
    given(*honoured, gave(money), gave(honour)).when(take_back).then(taken_back(60_000))
    given(*honoured, taken_back(0)).when(take_back).then_nothing()
    given(*honoured[:-1]).when(take_back).then_refused(AwardNotStanding)


def test_what_was_taken_back_is_not_given_again() -> None:
    given(*honoured, taken_back(0)).when(award).then_refused(AwardedAlready)


def test_false_records_of_the_station_open_one_review_for_each_award() -> None:
    given(*honoured).when(review).then(opened)
    given(*honoured, opened).when(review).then_nothing()
    another = opened.model_copy(update={"certificate_number": "苏示站2015-0002"})
    given(*honoured, opened).when(replace(review, certificate_number="苏示站2015-0002")).then(another)
    given(*honoured, taken_back(0)).when(review).then_nothing()
    given(*honoured).when(replace(review, station_id="st-2")).then_nothing()
    given().when(review).then_nothing()


def test_only_the_organiser_gives_and_takes_back() -> None:
    for command in (money, take_back):
        given(*honoured).when(replace(command, organiser_id="B-320402")).then_refused(NotTheOrganiser)
        given().when(command).then_refused(NotKnownHere)

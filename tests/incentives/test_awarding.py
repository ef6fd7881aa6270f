"""消费维权服务明星: the organiser honours those within the places, each once, when the contest is closed."""

from dataclasses import replace

from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import (
    AwardedAlready,
    BeyondThePlaces,
    ContestNotClosed,
    NegativeReward,
    NotNominated,
    NotTheOrganiser,
)
from shared.errors import NotKnownHere
from shared.testing.scenario import Scenario
from tests.incentives.examples import announced, award, awarded, closed, nominated, scored

given = Scenario(CONTEST)

open_contest = (announced, nominated("sf-1"), nominated("sf-2"), scored("sf-1", "j"), scored("sf-2", "j", 1, 1, 1, 1))
closed_contest = (*open_contest, closed((1, "sf-1", 790), (2, "sf-2", 1)))


def test_the_first_is_honoured() -> None:
    given(*closed_contest).when(award).then(awarded)


def test_an_honour_may_be_without_money() -> None:
    moral = awarded.model_copy(update={"reward_fen": 0})
    given(*closed_contest).when(replace(award, reward_fen=0)).then(moral)


def test_a_reward_is_not_negative() -> None:
    given(*closed_contest).when(replace(award, reward_fen=-1)).then_refused(NegativeReward)


def test_nobody_is_honoured_before_the_contest_is_closed() -> None:
    given(*open_contest).when(award).then_refused(ContestNotClosed)


def test_nobody_beyond_the_places_is_honoured() -> None:
    given(*closed_contest).when(replace(award, staff_id="sf-2")).then_refused(BeyondThePlaces)


def test_all_who_share_the_last_place_are_honoured() -> None:
    tie = (*open_contest, closed((1, "sf-1", 790), (1, "sf-2", 790)))
    given(*tie, awarded).when(replace(award, staff_id="sf-2")).then(awarded.model_copy(update={"staff_id": "sf-2"}))


def test_who_did_not_stand_is_not_honoured() -> None:
    given(*closed_contest).when(replace(award, staff_id="sf-9")).then_refused(NotNominated)


def test_a_person_is_honoured_once() -> None:
    given(*closed_contest, awarded).when(award).then_nothing()
    given(*closed_contest, awarded).when(replace(award, honour="标兵")).then_refused(AwardedAlready)
    given(*closed_contest, awarded).when(replace(award, reward_fen=1)).then_refused(AwardedAlready)


def test_only_the_organiser_honours() -> None:
    given(*closed_contest).when(replace(award, organiser_id="B-320402")).then_refused(NotTheOrganiser)
    given().when(award).then_refused(NotKnownHere)

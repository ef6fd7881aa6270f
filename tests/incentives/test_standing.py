"""同意参评、资格审查、退出: who stands in a contest that goes step by step, and whether they are qualified."""

from dataclasses import replace

import pytest

from services.incentives.contest.commands import Person, ReviewNomination, WithdrawNomination
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.rules import (
    ConsentToStandMissing,
    ContestFull,
    ContestNotOpen,
    NotNominated,
    NotQualified,
    NotTheOrganiser,
    QuotaReached,
    ReviewedAlready,
    WithdrewBefore,
)
from services.incentives.contest.standing import MOST_NOMINEES
from shared.errors import NotKnownHere
from shared.events.incentives import Organiser
from shared.testing.scenario import Scenario
from tests.incentives.examples import AFTER, TODAY, nominate, score
from tests.incentives.steps import PAPER, frozen, in_steps, reviewed, standing, two_ready, withdrew

given = Scenario(CONTEST)

agreed = replace(nominate, consent_sha256=PAPER)
second = replace(agreed, staff_id="sf-2", person=Person("sf-2", "st-1", "ho-1"))
elsewhere = replace(agreed, staff_id="sf-3", person=Person("sf-3", "st-2", "ho-1"))
leave = WithdrawNomination("co-1", "sf-1", "本人不愿参评", "ho-1", TODAY)
review = ReviewNomination("co-1", "sf-1", qualified=True, reasons="两年内无违规", organiser_id="ho-1", today=AFTER)


def test_who_stands_has_agreed_to_it() -> None:
    given(in_steps).when(agreed).then(standing("sf-1"))
    given(in_steps).when(nominate).then_refused(ConsentToStandMissing)


def test_a_station_has_its_quota() -> None:
    one_each = in_steps.model_copy(update={"per_station": 1})
    given(one_each, standing("sf-1")).when(second).then_refused(QuotaReached)
    given(one_each, standing("sf-1")).when(elsewhere).then(standing("sf-3", "st-2"))
    given(one_each, standing("sf-1"), withdrew("sf-1")).when(second).then(standing("sf-2"))


def test_a_host_has_its_quota() -> None:
    one_each = in_steps.model_copy(update={"per_host": 1})
    given(one_each, standing("sf-1")).when(elsewhere).then_refused(QuotaReached)
    given(one_each, standing("sf-9", "st-9", "ho-9")).when(agreed).then(standing("sf-1"))


def test_quotas_of_stations_and_hosts_say_nothing_about_a_bureaus_own_staff() -> None:
    of_a_bureau = {"organiser": Organiser.BUREAU, "host_id": "", "bureau_code": "B-320402"}
    bureaus = in_steps.model_copy(update={**of_a_bureau, "per_station": 1, "per_host": 1})
    officer = replace(agreed, staff_id="of-2", organiser_id="B-320402", person=Person("of-2", bureau_code="B-320402"))
    given(bureaus, standing("of-1", "", "")).when(officer).then(standing("of-2", "", ""))


def test_a_contest_holds_no_more_than_a_record() -> None:
    full = tuple(standing(f"of-{number}") for number in range(MOST_NOMINEES))
    given(in_steps, *full).when(agreed).then_refused(ContestFull)
    given(in_steps, *full[1:]).when(agreed).then(standing("sf-1"))


def test_a_nominee_may_withdraw_while_the_contest_is_open() -> None:
    given(in_steps, standing("sf-1")).when(leave).then(withdrew("sf-1"))
    given(in_steps, standing("sf-1"), withdrew("sf-1")).when(leave).then_nothing()
    given(in_steps).when(leave).then_refused(NotNominated)
    given(*two_ready, frozen).when(leave).then_refused(ContestNotOpen)


def test_who_has_withdrawn_does_not_come_back() -> None:
    given(in_steps, standing("sf-1"), withdrew("sf-1")).when(agreed).then_refused(WithdrewBefore)


@pytest.mark.parametrize("qualified", [True, False])
def test_the_organiser_says_whether_a_nominee_is_qualified(qualified: bool) -> None:
    asked = replace(review, qualified=qualified)
    told = reviewed("sf-1", qualified=qualified)
    given(in_steps, standing("sf-1")).when(asked).then(told)
    given(in_steps, standing("sf-1"), told).when(asked).then_nothing()
    given(in_steps, standing("sf-1"), told).when(replace(asked, qualified=not qualified)).then_refused(ReviewedAlready)


def test_who_does_not_stand_is_not_reviewed_nor_anybody_after_the_freeze() -> None:
    given(in_steps).when(review).then_refused(NotNominated)
    unlooked = (in_steps, standing("sf-1"), frozen)
    given(*unlooked).when(review).then_refused(ContestNotOpen)


def test_who_is_not_qualified_is_not_scored() -> None:
    history = (in_steps, standing("sf-1"), reviewed("sf-1", qualified=False))
    given(*history).when(score).then_refused(NotQualified)


def test_only_the_organiser_does_any_of_it() -> None:
    for command in (leave, review):
        given(in_steps, standing("sf-1")).when(replace(command, organiser_id="ho-9")).then_refused(NotTheOrganiser)
        given().when(command).then_refused(NotKnownHere)

"""撤牌: proposal, defence, decision by another person of the recognising level, service, plaque."""

from dataclasses import replace
from datetime import date

import pytest

from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import (
    HearDefence,
    ProposeRevocation,
    RevokeTitle,
    ServeDecision,
    TakePlaqueBack,
    WaiveDefence,
)
from services.assessment.title.decisions import TITLE
from services.assessment.title.ending import NoPlaqueToReturn, TitleNotOver
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.taking import (
    DecisionAlreadyServed,
    DefenceAlreadyHeard,
    DefenceAlreadyWaived,
    DefenceNotHeard,
    DefenceStillPossible,
    DisapprovalRestsOnNothing,
    NotKnownOfThisStation,
    RevocationAlreadyProposed,
    RevocationNotProposed,
    RevocationWithoutEvidence,
    SamePersonTwice,
    TitleNotRevoked,
)
from shared.events.assessment import RevocationGround
from shared.testing.scenario import Scenario
from tests.assessment.examples import (
    SHA,
    STATION_ID,
    certified,
    heard,
    plaque,
    proposed,
    returned,
    revoked,
    served,
    waived,
)

given = Scenario(TITLE)
propose = ProposeRevocation(
    station_id=STATION_ID,
    ground=RevocationGround.LAX_MANAGEMENT,
    facts="台账缺失两个月",
    evidence_sha256=(SHA,),
    proposer="of-c1",
    today=date(2014, 9, 1),
)
hear = HearDefence(station_id=STATION_ID, summary="企业承认", heard_on=date(2014, 9, 15))
waive = WaiveDefence(
    station_id=STATION_ID, told_on=date(2014, 9, 2), days=10, reason="邮寄送达", today=date(2014, 9, 15)
)
revoke = RevokeTitle(
    station_id=STATION_ID,
    reasons="管理松懈",
    document_number="苏工商消〔2014〕9号",
    decider="of-p",
    today=date(2014, 10, 8),
)
serve = ServeDecision(station_id=STATION_ID, method="直接送达", served_on=date(2014, 10, 10))
take_back = TakePlaqueBack(station_id=STATION_ID, returned_on=date(2014, 10, 20))
in_force = (certified, plaque)
decided = (*in_force, proposed, heard, revoked)


def test_a_bureau_proposes_on_the_notices_four_grounds_and_two_of_the_standard() -> None:
    given(*in_force).when(propose).then(proposed)
    assert {str(ground) for ground in RevocationGround} == {
        "lax_management",
        "declining_work",
        "weak_demonstration",
        "general_disapproval",
        "false_records",
        "refusal_to_rectify",
    }


@pytest.mark.parametrize("ground", [RevocationGround.FALSE_RECORDS, RevocationGround.REFUSAL_TO_RECTIFY])
def test_nothing_needs_to_be_mended_before_a_title_is_taken_for_false_records_or_a_refusal(
    ground: RevocationGround,
) -> None:
    given(*in_force).when(replace(propose, ground=ground)).then(proposed.model_copy(update={"ground": ground}))


def test_general_disapproval_rests_on_opinions_or_surveys_that_are_known_of_the_station() -> None:
    disapproved = replace(propose, ground=RevocationGround.GENERAL_DISAPPROVAL, known=frozenset({"op-1", "sv-1"}))
    given(*in_force).when(disapproved).then_refused(DisapprovalRestsOnNothing)
    for rests_on in (("op-1",), ("sv-1",), ("op-1", "sv-1"), ("op-1", "op-1")):
        given(*in_force).when(replace(disapproved, rests_on=rests_on)).then(
            proposed.model_copy(
                update={"ground": disapproved.ground, "rests_on": tuple(dict.fromkeys(rests_on))},
            )
        )
    given(*in_force).when(replace(disapproved, rests_on=("op-1", "op-2"))).then_refused(NotKnownOfThisStation)


def test_any_other_ground_may_rest_on_opinions_too() -> None:
    given(*in_force).when(replace(propose, rests_on=("op-1",))).then_refused(NotKnownOfThisStation)
    on_one = replace(propose, rests_on=("op-1",), known=frozenset({"op-1"}))
    given(*in_force).when(on_one).then(proposed.model_copy(update={"rests_on": ("op-1",)}))
    given(*in_force, proposed).when(on_one).then_refused(RevocationAlreadyProposed)


def test_a_proposal_states_facts_and_evidence() -> None:
    given(*in_force).when(replace(propose, facts="")).then_refused(RevocationWithoutEvidence)
    given(*in_force).when(replace(propose, evidence_sha256=())).then_refused(RevocationWithoutEvidence)


def test_one_proposal_at_a_time() -> None:
    given(*in_force, proposed).when(replace(propose, today=date(2014, 9, 3))).then_nothing()
    other = replace(propose, ground=RevocationGround.DECLINING_WORK)
    given(*in_force, proposed).when(other).then_refused(RevocationAlreadyProposed)


def test_there_must_be_a_title_to_take_away() -> None:
    given().when(propose).then_refused(TitleNotInForce)
    given(*decided).when(propose).then_refused(TitleNotInForce)
    given().when(revoke).then_refused(TitleNotInForce)


def test_the_host_is_heard_upon_a_proposal() -> None:
    given(*in_force, proposed).when(hear).then(heard)
    given(*in_force).when(hear).then_refused(RevocationNotProposed)
    given(*decided).when(hear).then_refused(RevocationNotProposed)


def test_a_hearing_lies_on_or_after_the_proposal() -> None:
    early = replace(hear, heard_on=date(2014, 8, 31))
    given(*in_force, proposed).when(early).then_refused(BeforeItsCause)


def test_the_host_is_heard_once() -> None:
    given(*in_force, proposed, heard).when(hear).then_nothing()
    given(*in_force, proposed, heard).when(replace(hear, summary="企业反对")).then_refused(DefenceAlreadyHeard)


def test_the_province_revokes_after_the_hearing() -> None:
    given(*in_force, proposed, heard).when(revoke).then(revoked)
    given(*in_force, proposed).when(revoke).then_refused(DefenceNotHeard)
    given(*in_force).when(revoke).then_refused(RevocationNotProposed)


def test_a_host_that_is_silent_until_its_days_are_over_has_waived_its_defence() -> None:
    given(*in_force, proposed).when(waive).then(waived)
    given(*in_force, proposed).when(replace(waive, today=date(2014, 9, 13))).then(
        waived.model_copy(update={"waived_on": date(2014, 9, 13)})
    )
    given(*in_force, proposed).when(replace(waive, today=date(2014, 9, 12))).then_refused(DefenceStillPossible)
    given(*in_force, proposed).when(replace(waive, told_on=date(2014, 8, 31))).then_refused(BeforeItsCause)


def test_a_host_that_declares_it_waives_its_defence_at_once() -> None:
    at_once = replace(waive, days=0, today=date(2014, 9, 2))
    declared = waived.model_copy(update={"reason": "声明放弃：邮寄送达", "waived_on": date(2014, 9, 2)})
    given(*in_force, proposed).when(at_once).then(declared)


def test_a_defence_is_waived_once_and_upon_a_proposal() -> None:
    given(*in_force, proposed, waived).when(replace(waive, today=date(2014, 9, 20))).then_nothing()
    given(*in_force, proposed, waived).when(replace(waive, reason="公告")).then_refused(DefenceAlreadyWaived)
    given(*in_force, proposed, heard).when(waive).then_refused(DefenceAlreadyHeard)
    given(*in_force).when(waive).then_refused(RevocationNotProposed)
    given(*decided).when(waive).then_refused(RevocationNotProposed)


def test_who_has_waived_may_still_be_heard_and_the_title_revoked() -> None:
    given(*in_force, proposed, waived).when(hear).then(heard)
    given(*in_force, proposed, waived).when(revoke).then(revoked)


def test_who_proposed_does_not_decide() -> None:
    given(*in_force, proposed, heard).when(replace(revoke, decider="of-c1")).then_refused(SamePersonTwice)


def test_the_bar_of_the_titles_season_stands_in_the_decision() -> None:
    barred = revoked.model_copy(update={"bar_seasons": 3})
    given(*in_force, proposed, heard).when(replace(revoke, bar_seasons=3)).then(barred)


def test_revoking_twice_records_it_once() -> None:
    given(*decided).when(revoke).then_nothing()
    given(*decided).when(replace(revoke, document_number="苏工商消〔2014〕10号")).then_refused(TitleNotInForce)


def test_the_decision_is_served() -> None:
    given(*decided).when(serve).then(served)
    given(*in_force, proposed, heard).when(serve).then_refused(TitleNotRevoked)
    given(*decided).when(replace(serve, served_on=date(2014, 10, 7))).then_refused(BeforeItsCause)


def test_the_decision_is_served_once() -> None:
    given(*decided, served).when(serve).then_nothing()
    given(*decided, served).when(replace(serve, method="邮寄")).then_refused(DecisionAlreadyServed)


def test_the_plaque_is_taken_back() -> None:
    given(*decided).when(take_back).then(returned)
    given(*decided, served).when(take_back).then(returned)
    given(*in_force).when(take_back).then_refused(TitleNotOver)
    given(*decided).when(replace(take_back, returned_on=date(2014, 10, 7))).then_refused(BeforeItsCause)


def test_the_plaque_is_taken_back_once() -> None:
    given(*decided, returned).when(take_back).then_nothing()


def test_where_no_plaque_was_handed_over_none_comes_back() -> None:
    given(certified, proposed, heard, revoked).when(take_back).then_refused(NoPlaqueToReturn)


def test_a_new_title_begins_without_the_old_one_s_proposal() -> None:
    again = certified.model_copy(update={"application_id": "A-2016-st-a", "certificate_number": "苏示站2016-0003"})
    given(*decided, again).when(revoke).then_refused(RevocationNotProposed)

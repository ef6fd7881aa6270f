"""异议: an admissible objection holds its own candidate until an investigation releases it or strikes it off."""

from dataclasses import replace
from datetime import date

import pytest

from services.publication.notice.commands import (
    HoldCandidate,
    Involvement,
    ReleaseCandidate,
    StrikeOffCandidate,
    WithdrawCandidate,
)
from services.publication.notice.decisions import (
    NOTICE,
    CandidateGone,
    InvestigatorMissing,
    InvestigatorTookPart,
    NoSuchNotice,
    NotHeldByThisObjection,
    NotOnNotice,
    ReasonsMissing,
)
from shared.errors import Refusal
from shared.testing.scenario import Scenario
from tests.publication.examples import (
    AFTER,
    IN_THE_PERIOD,
    JIA,
    NOTICE_ID,
    YI,
    held,
    opened,
    released,
    struck_off,
    withdrawn,
)

given = Scenario(NOTICE)

hold = HoldCandidate(notice_id=NOTICE_ID, application_id=JIA, opinion_id="op-1", today=date(2013, 9, 26))
release = ReleaseCandidate(
    notice_id=NOTICE_ID,
    application_id=JIA,
    opinion_id="op-1",
    investigators=("of-sun",),
    reasons="台账齐全，投诉已办结",
    today=AFTER,
    involvement=Involvement(frozenset({"of-li", "of-wang", "of-zhao"})),
)
strike_off = StrikeOffCandidate(
    notice_id=NOTICE_ID,
    application_id=JIA,
    opinion_id="op-1",
    investigators=("of-sun",),
    reasons="回访记录系补造",
    today=AFTER,
    involvement=Involvement(frozenset({"of-li", "of-wang", "of-zhao"})),
)
withdraw = WithdrawCandidate(notice_id=NOTICE_ID, application_id=YI, withdrawn_at=IN_THE_PERIOD)
DECISIONS = (release, strike_off)


def test_an_admissible_objection_holds_its_candidate() -> None:
    given(opened).when(hold).then(held("op-1"))


def test_a_second_objection_holds_it_as_well() -> None:
    given(opened, held("op-1")).when(replace(hold, opinion_id="op-2")).then(held("op-2"))


def test_an_objection_holds_once() -> None:
    given(opened, held("op-1")).when(hold).then_nothing()


def test_an_objection_that_was_dismissed_does_not_hold_again() -> None:
    given(opened, held("op-1"), released("op-1")).when(hold).then_nothing()


def test_only_a_candidate_on_the_notice_is_held() -> None:
    given(opened).when(replace(hold, application_id="A-2013-st-bing")).then_refused(NotOnNotice)


def test_only_a_notice_that_exists_holds() -> None:
    given().when(hold).then_refused(NoSuchNotice)


def test_a_withdrawn_candidate_is_not_held() -> None:
    given(opened, withdrawn).when(replace(hold, application_id=YI)).then_refused(CandidateGone)


def test_an_objection_without_ground_releases_its_candidate() -> None:
    given(opened, held("op-1")).when(release).then(released("op-1"))


def test_a_candidate_is_free_when_every_objection_is_dismissed() -> None:
    given(opened, held("op-1"), held("op-2")).when(release).then(released("op-1", objections_left=1))
    second = replace(release, opinion_id="op-2")
    given(opened, held("op-1"), held("op-2"), released("op-1", 1)).when(second).then(released("op-2"))


def test_releasing_twice_records_it_once() -> None:
    given(opened, held("op-1"), released("op-1")).when(release).then_nothing()


def test_an_upheld_objection_strikes_its_candidate_off() -> None:
    given(opened, held("op-1")).when(strike_off).then(struck_off("op-1"))


def test_striking_off_twice_records_it_once() -> None:
    given(opened, held("op-1"), struck_off("op-1")).when(strike_off).then_nothing()


def test_striking_off_is_final() -> None:
    given(opened, held("op-1"), held("op-2"), struck_off("op-2")).when(release).then_refused(CandidateGone)
    given(opened, held("op-1"), held("op-2"), struck_off("op-2")).when(strike_off).then_refused(CandidateGone)


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"opinion_id": "op-9"}, NotHeldByThisObjection),
        ({"reasons": "  "}, ReasonsMissing),
        ({"investigators": ()}, InvestigatorMissing),
        ({"investigators": ("of-sun", " ")}, InvestigatorMissing),
        ({"investigators": ("of-sun", "of-li")}, InvestigatorTookPart),
        ({"involvement": Involvement()}, InvestigatorTookPart),
        ({"application_id": "A-2013-st-bing"}, NotOnNotice),
        ({"application_id": YI}, NotHeldByThisObjection),
    ],
)
def test_a_decision_on_an_objection_rests_on_an_investigation(
    decision: ReleaseCandidate | StrikeOffCandidate, change: dict[str, object], rule: type[Refusal]
) -> None:
    given(opened, held("op-1")).when(replace(decision, **change)).then_refused(rule)  # type: ignore[arg-type]


def test_a_withdrawal_takes_the_candidate_off_without_blame() -> None:
    given(opened).when(withdraw).then(withdrawn)


def test_a_held_candidate_may_withdraw() -> None:
    given(opened, held("op-1", YI)).when(withdraw).then(withdrawn)


def test_withdrawing_twice_records_it_once() -> None:
    given(opened, withdrawn).when(withdraw).then_nothing()


def test_a_candidate_that_was_struck_off_stays_so() -> None:
    given(opened, held("op-1"), struck_off("op-1")).when(replace(withdraw, application_id=JIA)).then_nothing()


def test_a_withdrawal_before_any_notice_changes_nothing_here() -> None:
    given().when(withdraw).then_nothing()

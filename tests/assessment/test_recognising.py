"""抽查、认定: what the province does with what the city passed."""

from dataclasses import replace
from datetime import date

import pytest

from services.assessment.assessment.commands import (
    OrderSpotCheck,
    RecogniseStation,
    RecordSpotCheck,
    RefuseRecognition,
    Standing,
    SubmissionFacts,
)
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.assessment.recognition import (
    AlreadyRecognised,
    CandidateNotDrawn,
    CheckerTookPart,
    DrawnInspectorMissing,
    NoSuchSpotCheck,
    NotSubmitted,
    RecognitionAlreadyRefused,
    SpotCheckAlreadyRecorded,
    SpotCheckFailed,
    SpotCheckOpen,
    TargetedWithoutReason,
)
from services.assessment.assessment.scoring import NotInTheSet
from services.assessment.assessment.state import Assessment
from services.assessment.stated import BeforeItsCause
from shared.events.assessment import CheckMode
from shared.testing.scenario import Scenario
from tests.assessment.examples import (
    APPLICATION_ID,
    check_failed,
    check_ordered,
    check_passed,
    failed,
    passed,
    recognition_refused,
    scored,
)

given = Scenario(ASSESSMENT)
facts = SubmissionFacts(standing=Standing.IN_THE_SET, submitted=True)
order = OrderSpotCheck(
    application_id=APPLICATION_ID,
    check_id="ck-1",
    mode=CheckMode.DRAWN,
    reason="抽签抽中",
    today=date(2013, 11, 11),
    draw_id="dr-1",
    is_drawn=True,
    inspectors=("of-p2",),
    facts=facts,
)
record = RecordSpotCheck(
    application_id=APPLICATION_ID,
    check_id="ck-1",
    checkers=("of-p2",),
    passed=True,
    findings="与测评一致",
    checked_on=date(2013, 11, 20),
    took_part=frozenset({"of-1", "of-c1"}),
)
recognise = RecogniseStation(
    application_id=APPLICATION_ID, document_number="1号", decider="of-p", today=date(2013, 12, 20), facts=facts
)
refuse = RefuseRecognition(application_id=APPLICATION_ID, reasons="抽查不合格", today=date(2013, 12, 20), facts=facts)
submitted = (scored("of-c1"), scored("of-c2"), passed)


def test_a_submitted_candidate_is_spot_checked() -> None:
    given(*submitted).when(order).then(check_ordered)


def test_ordering_the_same_check_twice_records_it_once() -> None:
    given(*submitted, check_ordered).when(order).then_nothing()


def test_a_drawn_check_rests_on_the_draw_that_it_names() -> None:
    given(*submitted).when(replace(order, is_drawn=False)).then_refused(CandidateNotDrawn)
    given(*submitted).when(replace(order, draw_id="", is_drawn=False)).then_refused(CandidateNotDrawn)


def test_a_targeted_check_rests_on_a_reason_and_on_no_draw() -> None:
    targeted = replace(
        order, mode=CheckMode.TARGETED, draw_id="", is_drawn=False, inspectors=(), reason="群众反映", announced=False
    )
    expected = {"mode": CheckMode.TARGETED, "draw_id": "", "inspectors": (), "reason": "群众反映", "announced": False}
    given(*submitted).when(targeted).then(check_ordered.model_copy(update=expected))
    given(*submitted).when(replace(targeted, reason="")).then_refused(TargetedWithoutReason)
    given(*submitted).when(replace(targeted, draw_id="dr-1", is_drawn=True)).then_refused(CandidateNotDrawn)


def test_whoever_had_a_part_in_the_candidate_does_not_check_it() -> None:
    for part in ("of-1", "of-c1"):
        biased = replace(record, checkers=("of-p2", part))
        given(*submitted, check_ordered).when(biased).then_refused(CheckerTookPart)
    given(*submitted, check_ordered).when(replace(record, took_part=None)).then_refused(CheckerTookPart)


def test_the_inspectors_of_the_draw_are_among_the_checkers() -> None:
    given(*submitted, check_ordered).when(replace(record, checkers=("of-p3",))).then_refused(DrawnInspectorMissing)
    both = check_passed.model_copy(update={"checkers": ("of-p3", "of-p2"), "report_sha256": "0" * 64})
    wish = replace(record, checkers=("of-p3", "of-p2"), report_sha256="0" * 64)
    given(*submitted, check_ordered).when(wish).then(both)


def test_a_candidate_may_be_checked_again() -> None:
    given(*submitted, check_ordered, check_passed).when(replace(order, check_id="ck-2")).then(
        check_ordered.model_copy(update={"check_id": "ck-2"})
    )


@pytest.mark.parametrize("command", [order, recognise, refuse])
def test_the_province_acts_on_submitted_candidates_alone(
    command: OrderSpotCheck | RecogniseStation | RefuseRecognition,
) -> None:
    given(*submitted).when(replace(command, facts=replace(facts, submitted=False))).then_refused(NotSubmitted)
    given(*submitted).when(replace(command, facts=SubmissionFacts())).then_refused(NotSubmitted)
    given(scored("of-c1"), failed).when(command).then_refused(NotSubmitted)
    given(scored("of-c1")).when(command).then_refused(NotSubmitted)
    given().when(command).then_refused(NotSubmitted)


@pytest.mark.parametrize("command", [order, recognise, refuse])
def test_who_has_left_the_set_is_out_of_it(command: OrderSpotCheck | RecogniseStation | RefuseRecognition) -> None:
    gone = replace(command, facts=replace(facts, standing=Standing.STRUCK_OFF))
    given(*submitted).when(gone).then_refused(NotInTheSet)


def test_a_recognised_candidate_is_neither_checked_nor_refused() -> None:
    known = replace(facts, certified=True)
    given(*submitted).when(replace(order, facts=known)).then_refused(AlreadyRecognised)
    given(*submitted).when(replace(refuse, facts=known)).then_refused(AlreadyRecognised)


def test_a_spot_check_is_recorded() -> None:
    given(*submitted, check_ordered).when(record).then(check_passed)


def test_a_check_that_nobody_ordered_is_not_recorded() -> None:
    given(*submitted).when(record).then_refused(NoSuchSpotCheck)


def test_a_check_lies_on_or_after_its_order() -> None:
    early = replace(record, checked_on=date(2013, 11, 10))
    given(*submitted, check_ordered).when(early).then_refused(BeforeItsCause)


def test_a_check_is_recorded_once() -> None:
    given(*submitted, check_ordered, check_passed).when(record).then_nothing()
    given(*submitted, check_ordered, check_failed).when(record).then_refused(SpotCheckAlreadyRecorded)


def test_a_candidate_that_was_never_drawn_may_be_recognised() -> None:
    given(*submitted).when(recognise).then_nothing()


def test_a_candidate_that_stood_its_check_may_be_recognised() -> None:
    given(*submitted, check_ordered, check_passed).when(recognise).then_nothing()


def test_an_open_check_comes_before_the_recognition() -> None:
    given(*submitted, check_ordered).when(recognise).then_refused(SpotCheckOpen)


def test_who_failed_a_check_is_not_recognised() -> None:
    given(*submitted, check_ordered, check_failed).when(recognise).then_refused(SpotCheckFailed)


def test_the_province_refuses_with_reasons() -> None:
    given(*submitted, check_ordered, check_failed).when(refuse).then(recognition_refused)


def test_refusing_twice_records_it_once() -> None:
    given(*submitted, recognition_refused).when(refuse).then_nothing()


def test_a_refused_candidate_is_neither_recognised_nor_checked() -> None:
    given(*submitted, recognition_refused).when(recognise).then_refused(RecognitionAlreadyRefused)
    given(*submitted, recognition_refused).when(order).then_refused(RecognitionAlreadyRefused)


def test_a_record_without_its_order_is_still_a_fact() -> None:
    assessment: Assessment = ASSESSMENT.state([check_failed])
    assert assessment.check_has_failed
    assert not assessment.check_is_open

"""发现一票否决情形、放弃认定: how a candidate falls that its city had passed, or was about to."""

from dataclasses import replace
from datetime import date

import pytest

from services.assessment.assessment.commands import (
    ConcludeAssessment,
    ConclusionFacts,
    DeclineTitle,
    FindVeto,
    Standing,
    SubmissionFacts,
)
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.assessment.falling import (
    ListNotSubmittedYet,
    NoSuchVetoItem,
    NothingToDecline,
    VetoAlreadyFound,
)
from services.assessment.assessment.recognition import (
    AlreadyRecognised,
    HasDeclined,
    RecognitionAlreadyRefused,
    VetoStands,
)
from services.assessment.assessment.scoring import AssessmentConcluded, NotInTheSet, RubricNotPublished
from shared.events.assessment import AssessmentFailed, TitleDeclined, VetoFound
from shared.testing.scenario import Scenario
from tests.assessment.examples import (
    APPLICATION_ID,
    SEASON_ID,
    SHA,
    STATION_ID,
    TODAY,
    check_ordered,
    dimensions,
    failed,
    passed,
    recognition_refused,
    rubric,
    scored,
)
from tests.assessment.test_recognising import facts as submission
from tests.assessment.test_recognising import order, recognise, record, refuse, submitted
from tests.assessment.test_scoring import score

given = Scenario(ASSESSMENT)
facts = replace(submission, list_submitted=True, season_id=SEASON_ID, station_id=STATION_ID)
find = FindVeto(
    application_id=APPLICATION_ID,
    item="V5",
    findings="台账系补造",
    evidence_sha256=(SHA,),
    today=date(2013, 11, 4),
    rubric=rubric,
    facts=facts,
)
found = VetoFound(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    item="V5",
    findings="台账系补造",
    evidence_sha256=(SHA,),
    found_on=date(2013, 11, 4),
)
decline = DeclineTitle(application_id=APPLICATION_ID, reason="停业装修", today=date(2013, 11, 4), facts=facts)
declined = TitleDeclined(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    reason="停业装修",
    declined_on=date(2013, 11, 4),
)


@pytest.mark.parametrize("history", [(), (scored("of-c1"),), submitted, (*submitted, check_ordered), (failed,)])
def test_a_veto_may_come_out_at_any_time_before_the_recognition(history: tuple[AssessmentFailed, ...]) -> None:
    given(*history).when(find).then(found)
    given(*history, found).when(find).then_nothing()


def test_several_items_may_be_found_each_with_words_of_its_own() -> None:
    other = replace(find, item="V2")
    given(*submitted, found).when(other).then(found.model_copy(update={"item": "V2"}))
    given(*submitted, found).when(replace(find, findings="别有所见")).then_refused(VetoAlreadyFound)
    given(*submitted, found).when(replace(find, evidence_sha256=("1" * 64,))).then_refused(VetoAlreadyFound)


def test_a_veto_is_an_item_of_the_seasons_standard() -> None:
    given(*submitted).when(replace(find, item="V99")).then_refused(NoSuchVetoItem)
    given(*submitted).when(replace(find, rubric=None)).then_refused(RubricNotPublished)


def test_with_a_veto_nobody_is_recognised_and_the_province_refuses() -> None:
    given(*submitted, found).when(recognise).then_refused(VetoStands)
    given(*submitted, found).when(refuse).then(recognition_refused)


def test_a_veto_before_the_conclusion_is_its_reason() -> None:
    conclude = ConcludeAssessment(
        application_id=APPLICATION_ID,
        today=TODAY,
        facts=ConclusionFacts(standing=Standing.IN_THE_SET, rubric=rubric, assessors_required=2, vetoes_found=("V2",)),
    )
    given(scored("of-c1"), scored("of-c2"), found).when(conclude).then(
        failed.model_copy(update={"reasons": ("veto V2", "veto V5"), "dimensions": dimensions()})
    )


def test_after_the_recognition_a_veto_is_a_matter_of_revocation() -> None:
    given(*submitted).when(replace(find, facts=replace(facts, certified=True))).then_refused(AlreadyRecognised)


def test_what_is_decided_falls_no_more() -> None:
    given(*submitted, recognition_refused).when(find).then_refused(RecognitionAlreadyRefused)
    given(*submitted, recognition_refused).when(decline).then_refused(RecognitionAlreadyRefused)
    given(*submitted, declined).when(find).then_refused(HasDeclined)
    gone = replace(facts, standing=Standing.WITHDRAWN)
    given(*submitted).when(replace(find, facts=gone)).then_refused(NotInTheSet)
    given(*submitted).when(replace(decline, facts=gone)).then_refused(NotInTheSet)
    given(*submitted).when(replace(find, facts=SubmissionFacts())).then_refused(NotInTheSet)
    given(*submitted).when(replace(decline, facts=SubmissionFacts())).then_refused(NotInTheSet)


def test_a_host_declines_the_title_and_says_why() -> None:
    given(*submitted).when(decline).then(declined)
    given(*submitted, declined).when(replace(decline, today=date(2013, 11, 5))).then_nothing()
    given(*submitted, declined).when(replace(decline, reason="改主意")).then_refused(HasDeclined)


def test_who_waits_in_reserve_or_is_held_declines_too() -> None:
    given(passed).when(replace(decline, facts=replace(facts, submitted=False))).then(declined)
    given().when(replace(decline, facts=replace(facts, submitted=False))).then(declined)


def test_before_the_list_an_application_is_withdrawn_instead() -> None:
    early = replace(decline, facts=replace(facts, submitted=False, list_submitted=False))
    given(*submitted).when(early).then_refused(ListNotSubmittedYet)


def test_after_the_recognition_a_title_is_renounced_instead() -> None:
    given(*submitted).when(replace(decline, facts=replace(facts, certified=True))).then_refused(AlreadyRecognised)


def test_who_failed_has_nothing_to_decline() -> None:
    given(failed).when(decline).then_refused(NothingToDecline)


def test_who_has_declined_is_out_of_it() -> None:
    given(*submitted, declined).when(recognise).then_refused(HasDeclined)
    given(*submitted, declined).when(refuse).then_refused(HasDeclined)
    given(*submitted, declined).when(order).then_refused(HasDeclined)
    given(declined).when(score).then_refused(AssessmentConcluded)


def test_a_check_that_was_made_is_still_recorded_of_who_has_declined() -> None:
    state = ASSESSMENT.state([*submitted, check_ordered, declined])
    assert len(ASSESSMENT.decide(record, state)) == 1

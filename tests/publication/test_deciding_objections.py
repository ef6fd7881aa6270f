"""异议决定与答复: an objection is decided once, upon its investigation, and its author is answered once."""

from dataclasses import replace
from datetime import date

import pytest

from services.publication.notice.decisions import ReasonsMissing
from services.publication.opinion.decisions import OPINION
from services.publication.opinion.objecting import (
    DismissedStrikesNobodyOff,
    NobodyToStrikeOff,
    ObjectionAlreadyDecided,
    ObjectionNotDecided,
    ObjectionNotInvestigated,
    ObjectorAlreadyAnswered,
    does_strike_off,
)
from services.publication.opinion.screening import AlreadyScreened
from services.publication.opinion.standing import NoSuchOpinion, ObjectionNotAdmissible, OpinionIsMoot
from shared.errors import Refusal
from shared.events.publication import ObjectionOutcome, Screening
from shared.testing.scenario import Scenario
from tests.publication.examples import moot, objected
from tests.publication.objecting import admissible, answer, answered, dismiss, dismissed, investigated
from tests.publication.test_moot_opinions import close
from tests.publication.test_opinions import as_lead, screen

given = Scenario(OPINION)
history = (objected, admissible, investigated)
upheld = dismissed.model_copy(update={"outcome": ObjectionOutcome.UPHELD, "strikes_off": True})


def test_an_objection_without_ground_is_dismissed() -> None:
    given(*history).when(dismiss).then(dismissed)


def test_an_objection_that_is_upheld_strikes_its_candidate_off_whether_it_says_so_or_not() -> None:
    uphold = replace(dismiss, outcome=ObjectionOutcome.UPHELD)
    for command in (uphold, replace(uphold, strikes_off=True)):
        given(*history).when(command).then(upheld)
        given(*history, upheld).when(replace(command, stands=False)).then_nothing()


@pytest.mark.parametrize("strikes_off", [False, True])
def test_an_objection_that_is_upheld_in_part_says_whether_it_strikes_off(strikes_off: bool) -> None:
    partly = replace(dismiss, outcome=ObjectionOutcome.PARTLY, strikes_off=strikes_off)
    decided = dismissed.model_copy(update={"outcome": ObjectionOutcome.PARTLY, "strikes_off": strikes_off})
    given(*history).when(partly).then(decided)
    given(*history, decided).when(partly).then_nothing()
    other = replace(partly, strikes_off=not strikes_off)
    given(*history, decided).when(other).then_refused(ObjectionAlreadyDecided)


def test_about_a_title_or_who_is_off_the_notice_nobody_is_struck_off() -> None:
    uphold = replace(dismiss, outcome=ObjectionOutcome.UPHELD, stands=False)
    given(*history).when(uphold).then(upheld.model_copy(update={"strikes_off": False}))
    given(*history).when(replace(uphold, strikes_off=True)).then_refused(NobodyToStrikeOff)
    assert not does_strike_off(uphold)


def test_what_is_dismissed_strikes_nobody_off() -> None:
    given(*history).when(replace(dismiss, strikes_off=True)).then_refused(DismissedStrikesNobodyOff)


def test_a_decision_rests_on_an_investigation_and_gives_its_reasons() -> None:
    given(objected, admissible).when(dismiss).then_refused(ObjectionNotInvestigated)
    given(*history).when(replace(dismiss, reasons=" ")).then_refused(ReasonsMissing)


def test_an_objection_is_decided_once() -> None:
    given(*history, dismissed).when(dismiss).then_nothing()
    for other in (replace(dismiss, outcome=ObjectionOutcome.UPHELD), replace(dismiss, reasons="其他")):
        given(*history, dismissed).when(other).then_refused(ObjectionAlreadyDecided)


def test_its_author_is_answered_and_once() -> None:
    given(*history, dismissed).when(answer).then(answered)
    given(*history, dismissed, answered).when(answer).then_nothing()
    given(*history, dismissed, answered).when(dismiss).then_nothing()
    for other in (replace(answer, method="信函"), replace(answer, answer_hmac="00" * 32)):
        given(*history, dismissed, answered).when(other).then_refused(ObjectorAlreadyAnswered)


def test_an_answer_that_the_vault_has_not_taken_is_none() -> None:
    given(*history, dismissed).when(replace(answer, answer_hmac="")).then_refused(ObjectorAlreadyAnswered)


def test_nobody_is_answered_before_the_decision() -> None:
    given(objected, admissible).when(answer).then_refused(ObjectionNotDecided)
    given(*history).when(answer).then_refused(ObjectionNotDecided)


@pytest.mark.parametrize("command", [dismiss, answer])
def test_only_what_is_taken_up_is_decided_and_answered(command: object) -> None:
    cases: tuple[tuple[tuple[object, ...], type[Refusal]], ...] = (
        ((), NoSuchOpinion),
        ((objected,), ObjectionNotAdmissible),
        ((objected, as_lead), ObjectionNotAdmissible),
        ((*history, moot), OpinionIsMoot),
    )
    for events, rule in cases:
        given(*events).when(command).then_refused(rule)  # type: ignore[arg-type]


def test_a_withdrawal_ends_what_is_under_investigation_and_leaves_what_is_decided() -> None:
    holding = replace(close, is_holding=True)
    for events in ((objected, admissible), history):
        given(*events).when(holding).then(moot)
    given(*history, dismissed).when(holding).then_nothing()
    given(*history, dismissed, answered).when(holding).then_nothing()


def test_screening_again_changes_nothing_however_far_it_has_come() -> None:
    for events in (history, (*history, dismissed), (*history, dismissed, answered)):
        given(*events).when(screen).then_nothing()
        given(*events).when(replace(screen, result=Screening.REJECTED)).then_refused(AlreadyScreened)


def test_three_working_days_after_the_wednesday_is_the_monday() -> None:
    assert dismissed.answer_due_on == date(2013, 10, 21)

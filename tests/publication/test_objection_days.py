"""期限重算: a last day that was provisional is reckoned anew when the calendar of its year is published."""

from dataclasses import replace
from datetime import date

import pytest

from services.publication.opinion.commands import ANSWER, Terms
from services.publication.opinion.decisions import OPINION
from services.publication.policies import from_due
from shared.testing.scenario import Scenario
from shared.workdays import WorkingCalendar
from tests.publication.examples import moot, objected
from tests.publication.objecting import (
    FIRST_DUE,
    SECOND_DUE,
    TERMS,
    admissible,
    answered,
    dismissed,
    investigated,
    longer,
    settle,
    settle_answer,
    settled,
)
from tests.publication.test_opinions import screened

given = Scenario(OPINION)
provisional = screened
"""The tenth day as Monday to Friday make it: 10 October."""


def test_a_provisional_day_is_reckoned_anew() -> None:
    given(objected, provisional).when(settle).then(settled)
    given(objected, provisional, investigated).when(settle).then(settled)


def test_as_long_as_the_calendar_is_not_there_it_waits() -> None:
    given(objected, provisional).when(replace(settle, terms=Terms())).then_nothing()
    next_year = Terms(calendar=WorkingCalendar.of([2014]))
    given(objected, provisional).when(replace(settle, terms=next_year)).then_nothing()


def test_a_day_is_settled_once_and_a_certain_one_stays() -> None:
    given(objected, provisional, settled).when(settle).then_nothing()
    given(objected, admissible).when(settle).then_nothing()


def test_extended_days_are_counted_from_the_screening() -> None:
    guessed = longer.model_copy(update={"former_due_on": date(2013, 10, 10), "due_on": date(2013, 10, 24)})
    guessed = guessed.model_copy(update={"due_is_provisional": True})
    known = {"former_due_on": date(2013, 10, 24), "due_on": SECOND_DUE}
    given(objected, provisional, guessed).when(settle).then(settled.model_copy(update=known))


def test_the_answer_s_day_is_reckoned_anew_likewise() -> None:
    guessed = dismissed.model_copy(update={"due_is_provisional": True, "answer_due_on": date(2013, 10, 20)})
    told = {"what": ANSWER, "former_due_on": date(2013, 10, 20), "due_on": date(2013, 10, 21)}
    expected = settled.model_copy(update=told | {"settled_on": date(2013, 10, 18)})
    given(objected, admissible, investigated, guessed).when(settle_answer).then(expected)
    given(objected, admissible, investigated, guessed, expected).when(settle_answer).then_nothing()
    given(objected, admissible, investigated, guessed, answered).when(settle_answer).then_nothing()


def test_it_is_asked_for_on_the_day_that_has_begun() -> None:
    asked = from_due("SettleObjectionDay", {"opinion_id": "op-1", "what": ANSWER, "day": "2013-10-18"})
    assert asked == replace(settle_answer, terms=Terms())


@pytest.mark.parametrize("command", [settle, settle_answer])
def test_what_is_over_or_never_began_has_no_day(command: object) -> None:
    for events in ((), (objected,), (objected, provisional, moot), (objected, provisional, investigated, dismissed)):
        given(*events).when(command).then_nothing()  # type: ignore[arg-type]


def test_the_settled_day_stands_in_the_state() -> None:
    opinion = OPINION.state((objected, provisional, settled))
    assert (opinion.investigation.due_on, opinion.investigation.is_provisional) == (FIRST_DUE, False)
    assert TERMS.calendar.add_working_days(provisional.screened_on, 10) == FIRST_DUE

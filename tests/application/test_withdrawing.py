"""撤回: a host takes its application back."""

from dataclasses import replace

import pytest

from services.application.filing.decisions import APPLICATION
from services.application.filing.standing import NotFiled
from services.application.filing.state import FilingEvent
from services.application.filing.withdrawing import ApplicationIsOver, ListAlreadySubmitted, NothingFiledYet
from shared.testing.scenario import Scenario
from tests.application.examples import accepted, clear, filed, fit, recommended, refused, unfit, withdrawn
from tests.application.forms import assessed, drafted_form, not_accepted, returned
from tests.application.wishes import withdraw

given = Scenario(APPLICATION)

LIVE: list[tuple[FilingEvent, ...]] = [
    (filed,),
    (filed, accepted),
    (filed, accepted, unfit),
    (filed, accepted, fit),
    (filed, accepted, clear, fit, recommended),
    (filed, returned),
    (drafted_form, assessed, filed),
]


@pytest.mark.parametrize("history", LIVE)
def test_a_live_application_is_withdrawn_until_the_list_is_submitted(history: tuple[FilingEvent, ...]) -> None:
    given(*history).when(withdraw).then(withdrawn)
    given(*history, withdrawn).when(withdraw).then_nothing()
    given(*history).when(replace(withdraw, list_submitted=True)).then_refused(ListAlreadySubmitted)


def test_a_refused_application_is_over() -> None:
    given(filed, accepted, unfit, refused).when(withdraw).then_refused(ApplicationIsOver)


def test_a_draft_binds_nobody_so_there_is_nothing_to_withdraw() -> None:
    given(drafted_form).when(withdraw).then_refused(NothingFiledYet)
    given(filed, not_accepted).when(withdraw).then_refused(ApplicationIsOver)


def test_what_was_never_filed_is_not_withdrawn() -> None:
    given().when(withdraw).then_refused(NotFiled)

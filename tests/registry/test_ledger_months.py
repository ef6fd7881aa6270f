"""咨询、定期汇总: the staff answer questions; a month is summarised when it is over, and again if it has changed."""

from dataclasses import replace
from datetime import date, timedelta

from services.registry.ledger.consultation.decisions import CONSULTATION
from services.registry.ledger.rules import DeskNotOpen, NotOnTheStaff, SummaryNamesAPerson
from services.registry.ledger.summary.commands import Figures
from services.registry.ledger.summary.decisions import SUMMARY, PeriodNotOver, SummaryStands
from shared.errors import InTheFuture
from shared.testing.scenario import Scenario
from tests.registry.ledger_examples import FIGURES, TODAY, answer, answered, summarise, summarised

given_consultation = Scenario(CONSULTATION)
given = Scenario(SUMMARY)


def test_a_question_is_answered_by_the_staff_of_a_station_in_operation() -> None:
    given_consultation().when(answer).then(answered)
    given_consultation(answered).when(answer).then_nothing()
    given_consultation().when(replace(answer, staff_id="sf-9")).then_refused(NotOnTheStaff)
    given_consultation().when(replace(answer, station_status="closed")).then_refused(DeskNotOpen)
    given_consultation().when(replace(answer, answered_on=TODAY + timedelta(days=1))).then_refused(InTheFuture)
    given_consultation().when(replace(answer, topic="王先生 13812345678")).then_refused(SummaryNamesAPerson)


def test_a_month_that_is_over_is_summarised() -> None:
    given().when(summarise).then(summarised)
    given().when(replace(summarise, station_status="closed")).then(summarised)
    given().when(replace(summarise, period="2013-05")).then_refused(PeriodNotOver)
    given().when(replace(summarise, period="2014-01")).then_refused(PeriodNotOver)
    first = replace(summarise, period="2013-05", today=date(2013, 6, 1))
    of_may = summarised.model_copy(update={"period": "2013-05", "summarised_on": first.today})
    given().when(first).then(of_may)


def test_a_month_is_summarised_again_only_if_its_figures_have_changed() -> None:
    given(summarised).when(replace(summarise, today=date(2013, 6, 1))).then_nothing()
    given(summarised).when(replace(summarise, analysis="以服装为主")).then_refused(SummaryStands)
    settled_since = replace(FIGURES, settled=3, settled_at_grass_roots=1)
    changed = {"settled": 3, "settled_at_grass_roots": 1, "open": 0, "settled_permille": 1000}
    corrected = summarised.model_copy(update=changed)
    given(summarised).when(replace(summarise, figures=settled_since)).then(corrected)
    given(summarised, corrected).when(replace(summarise, figures=settled_since)).then_nothing()


def test_a_summary_is_of_a_station_that_is_known_and_names_nobody() -> None:
    given().when(replace(summarise, station_status="")).then_refused(DeskNotOpen)
    given().when(replace(summarise, analysis="电话13812345678")).then_refused(SummaryNamesAPerson)


def test_a_month_without_disputes_has_settled_none_of_them() -> None:
    assert (Figures().settled_permille, Figures().open) == (0, 0)

"""起草、自评、附证: a host writes its form, and its county compares copies with their originals."""

from dataclasses import replace
from datetime import date

import pytest

from services.application.filing.decisions import APPLICATION
from services.application.filing.drafting import (
    CheckGivesAOrB,
    FormIncomplete,
    FormIsFixed,
    HostGradesCOrD,
    ItemNotInTheStandard,
    NoSuchEvidence,
    NotToBeChecked,
    SelfScoreOutOfRange,
)
from services.application.filing.eligibility import AlreadyFiled, FiledTooLate
from services.application.filing.forms import FormerForm, form_hash
from services.application.filing.standing import NotFiled
from services.application.season.standing import SeasonIsClosed
from shared.events.application import TrustGrade
from shared.testing.scenario import Scenario
from tests.application.examples import accepted, at, clear, filed, fit, recommended, refused
from tests.application.forms import (
    PAPER,
    PHOTO,
    assess,
    assessed,
    attach,
    attached,
    check_file,
    checked,
    draft,
    drafted_form,
    file_draft,
    remove,
    removed,
    returned,
    score,
    scores,
    standard,
)
from tests.application.wishes import accept, file_it

given = Scenario(APPLICATION)


def test_a_draft_is_begun_and_written_anew_until_it_is_filed() -> None:
    given().when(draft).then(drafted_form)
    given(drafted_form).when(draft).then_nothing()
    other = replace(draft, statement="补充说明")
    given(drafted_form).when(other).then(drafted_form.model_copy(update={"statement": "补充说明"}))
    given(filed).when(draft).then_refused(FormIsFixed)
    given(filed, returned).when(draft).then(drafted_form)
    given().when(replace(draft, season_is_over=True)).then_refused(SeasonIsClosed)


def test_last_years_form_is_taken_over_as_far_as_the_standard_still_has_its_items() -> None:
    """What was compared with its original then is a copy again now."""
    old = attached.model_copy(update={"application_id": "A-2012-st-a", "items": ("A1", "Z9"), "grade": TrustGrade.B})
    former = FormerForm("去年的说明", "乙经理", (score("A1", 30), score("C1", 51), score("Z9", 1)), (old,))
    again = replace(draft, statement="", copied_from="A-2012-st-a", former=former)
    today = {"assessed_on": date(2013, 8, 1), "known": (), "scores": (score("A1", 30),), "total_tenths": 30}
    given().when(again).then(
        drafted_form.model_copy(update={"statement": "去年的说明", "copied_from": "A-2012-st-a"}),
        assessed.model_copy(update=today),
        attached.model_copy(update={"attached_on": date(2013, 8, 1)}),
    )


def test_a_host_scores_items_of_the_standard_each_once_and_within_its_weight() -> None:
    given(drafted_form).when(assess).then(assessed)
    given(drafted_form, assessed).when(assess).then_nothing()
    for wrong, rule in (
        (score("Z9", 1), ItemNotInTheStandard),
        (score("A1", 41), SelfScoreOutOfRange),
        (score("A1", -1), SelfScoreOutOfRange),
    ):
        given(drafted_form).when(replace(assess, scores=(wrong,))).then_refused(rule)
    given(drafted_form).when(replace(assess, scores=(scores[0], scores[0]))).then_refused(SelfScoreOutOfRange)
    given().when(assess).then_refused(NotFiled)
    given(filed).when(assess).then_refused(FormIsFixed)
    given(filed, returned).when(assess).then_refused(NotFiled)


def test_files_are_attached_by_the_host_as_c_or_d_and_taken_away_again() -> None:
    given(drafted_form).when(attach).then(attached)
    given(drafted_form, attached).when(attach).then_nothing()
    given(filed, returned).when(attach).then(attached)
    for grade in (TrustGrade.A, TrustGrade.B):
        given(drafted_form).when(replace(attach, grade=grade)).then_refused(HostGradesCOrD)
    given(drafted_form).when(replace(attach, items=("Z9",))).then_refused(ItemNotInTheStandard)
    given(drafted_form, attached).when(remove).then(removed)
    given(drafted_form, attached, removed).when(remove).then_refused(NoSuchEvidence)
    given(drafted_form, assessed, filed, accepted).when(attach).then_refused(FormIsFixed)
    given(drafted_form, attached, filed).when(remove).then_refused(FormIsFixed)
    given().when(attach).then_refused(NotFiled)


def test_the_county_compares_a_copy_with_its_original() -> None:
    given(drafted_form, attached, filed).when(check_file).then(checked)
    given(drafted_form, attached, filed, checked).when(check_file).then_nothing()
    of_an_organ = replace(check_file, grade=TrustGrade.A)
    raised = checked.model_copy(update={"grade": TrustGrade.A})
    given(drafted_form, attached, filed, checked).when(of_an_organ).then(raised)
    given(drafted_form, attached).when(check_file).then_refused(NotFiled)
    given(filed).when(check_file).then_refused(NoSuchEvidence)
    given(drafted_form, attached, filed).when(replace(check_file, grade=TrustGrade.D)).then_refused(CheckGivesAOrB)
    decided = (accepted, clear, fit, recommended)
    given(drafted_form, attached, filed, *decided).when(check_file).then_refused(NotToBeChecked)


def test_a_draft_is_filed_as_it_stands() -> None:
    form = form_hash(drafted_form.statement, drafted_form.contact, "R-JS-2013", scores, [attached])
    event = filed.model_copy(update={"form_sha256": form, "self_score_tenths": 145, "pledge_sha256": PAPER})
    given(drafted_form, assessed, attached).when(file_draft).then(event)
    without = form_hash(drafted_form.statement, drafted_form.contact, "R-JS-2013", scores, [])
    assert without != form
    given(drafted_form, assessed, attached, removed).when(file_draft).then(
        event.model_copy(update={"form_sha256": without})
    )
    given(drafted_form, assessed, event).when(file_draft).then_refused(AlreadyFiled)
    given(filed, refused).when(file_draft).then_refused(AlreadyFiled)
    given().when(file_draft).then_refused(NotFiled)
    given(drafted_form).when(file_it).then(filed)


@pytest.mark.parametrize(
    "history",
    [
        (drafted_form,),
        (drafted_form, assessed.model_copy(update={"scores": scores[:2]})),
        (drafted_form, assessed.model_copy(update={"rubric_id": "R-JS-2012"})),
        (drafted_form.model_copy(update={"contact": ""}), assessed),
        (drafted_form.model_copy(update={"statement": ""}), assessed),
    ],
)
def test_a_filing_needs_the_whole_form(history: tuple[object, ...]) -> None:
    given(*history).when(file_draft).then_refused(FormIncomplete)  # type: ignore[arg-type]


def test_what_comes_too_late_stays_a_draft() -> None:
    late = replace(file_draft, received_at=at(date(2013, 9, 2)))
    given(drafted_form, assessed).when(late).then_refused(FiledTooLate)
    given(drafted_form, assessed).when(accept).then_refused(NotFiled)


def test_a_file_is_known_by_its_hash() -> None:
    state = APPLICATION.state([drafted_form, attached, checked])
    assert (state.evidence, list(state.attachments)) == ({PHOTO: TrustGrade.B}, [PHOTO])
    assert standard.rubric_id == assessed.rubric_id

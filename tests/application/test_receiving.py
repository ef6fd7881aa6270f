"""补正、不予受理、登记纸质申请: what the county says of a form once, and what it writes down for a host."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from services.application.filing.commands import RecordPaper
from services.application.filing.decisions import APPLICATION
from services.application.filing.drafting import FormIncomplete
from services.application.filing.eligibility import (
    AlreadyFiled,
    BackdatedEntry,
    FiledTooLate,
    NotOnPaper,
    OnlyActiveStationsApply,
    PostmarkDoesNotFit,
    SeasonNotOpen,
)
from services.application.filing.forms import form_hash
from services.application.filing.receiving import (
    CorrectedTooLate,
    MendedFormUnclear,
    NothingToCorrect,
    NotToBeRefusedNow,
    NotToBeReturned,
    ToldOnce,
)
from services.application.filing.standing import NotFiled
from services.application.filing.verifying import NotToBeAccepted
from services.application.rules import SeasonIsOver
from shared.errors import InTheFuture
from shared.events.application import FilingChannel, PaperCountsBy
from shared.testing.scenario import Scenario
from tests.application.examples import accepted, at, filed, withdrawn
from tests.application.forms import (
    assessed,
    attached,
    by_post,
    drafted_form,
    not_accept,
    not_accepted,
    paper,
    refile,
    refiled,
    return_it,
    returned,
    scores,
)
from tests.application.wishes import accept, facts, over, season

given = Scenario(APPLICATION)


def test_what_is_missing_is_told_once() -> None:
    given(filed).when(return_it).then(returned)
    given(filed, returned).when(return_it).then_refused(ToldOnce)
    given(filed, returned, refiled).when(return_it).then_refused(ToldOnce)
    given(filed, accepted).when(return_it).then_refused(NotToBeReturned)
    given(filed).when(replace(return_it, season=over)).then_refused(SeasonIsOver)
    given(drafted_form).when(return_it).then_refused(NotFiled)
    given(filed, returned).when(accept).then_refused(NotToBeAccepted)


def test_the_host_mends_and_files_again_until_the_last_day_at_half_past_five() -> None:
    given(filed, returned).when(refile).then(refiled)
    late = replace(refile, received_at=at(date(2013, 8, 20), 17, 30, 1))
    given(filed, returned).when(late).then_refused(CorrectedTooLate)
    given(filed, returned).when(replace(refile, form_sha256="")).then_refused(MendedFormUnclear)
    for history in ((filed,), (filed, returned, refiled), (filed, returned, withdrawn)):
        given(*history).when(refile).then_refused(NothingToCorrect)
    given(filed, returned, refiled).when(accept).then(accepted)


def test_a_form_that_is_kept_here_is_filed_again_as_it_stands() -> None:
    form = form_hash(drafted_form.statement, drafted_form.contact, "R-JS-2013", scores, [attached])
    again = refiled.model_copy(update={"form_sha256": form})
    mended = (drafted_form, assessed, filed, returned, attached)
    given(*mended).when(replace(refile, form_sha256="")).then(again)
    given(*mended).when(replace(refile, form_sha256=form)).then(again)
    given(*mended).when(refile).then_refused(MendedFormUnclear)
    incomplete = assessed.model_copy(update={"scores": scores[:1]})
    half = (drafted_form, assessed, filed, returned, incomplete)
    given(*half).when(replace(refile, form_sha256="")).then_refused(FormIncomplete)


def test_not_accepted_is_what_was_filed_or_was_not_mended_in_time() -> None:
    given(filed).when(not_accept).then(not_accepted)
    given(filed, returned).when(not_accept).then(not_accepted)
    given(filed, returned).when(replace(not_accept, today=returned.due_on)).then_refused(NotToBeRefusedNow)
    given(filed, not_accepted).when(not_accept).then_nothing()
    given(filed, accepted).when(not_accept).then_refused(NotToBeRefusedNow)
    given().when(not_accept).then_refused(NotFiled)


def entered(
    command: RecordPaper, received_on: date, recorded_at: datetime, postmark: date | None = None
) -> RecordPaper:
    return replace(command, received_on=received_on, postmarked_on=postmark, recorded_at=recorded_at)


on_paper = filed.model_copy(update={"channel": FilingChannel.COUNTER, "recorded_because": paper.reason})
last_day = date(2013, 8, 30)
by_postmark = replace(facts, season=replace(season, paper_counts_by=PaperCountsBy.POSTMARK))
posted = replace(by_post, facts=by_postmark)


def test_the_county_writes_down_what_a_host_has_handed_in() -> None:
    given().when(paper).then(on_paper)
    given(filed).when(paper).then_refused(AlreadyFiled)
    given(drafted_form).when(paper).then(on_paper)
    given().when(replace(paper, channel=FilingChannel.ONLINE)).then_refused(NotOnPaper)
    given().when(replace(paper, received_on=date(2013, 8, 13))).then_refused(InTheFuture)
    given().when(replace(paper, postmarked_on=date(2013, 8, 12))).then_refused(PostmarkDoesNotFit)
    given().when(replace(by_post, postmarked_on=date(2013, 8, 13))).then_refused(PostmarkDoesNotFit)
    suspended = replace(facts, station_status="suspended")
    given().when(replace(paper, facts=suspended)).then_refused(OnlyActiveStationsApply)
    given().when(entered(paper, date(2013, 5, 14), at(date(2013, 8, 12)))).then_refused(SeasonNotOpen)


def test_the_end_of_the_office_day_counts_for_a_paper() -> None:
    evening = entered(paper, last_day, at(last_day, 17, 45))
    given().when(evening).then(on_paper.model_copy(update={"filed_at": at(last_day, 17, 30)}))


def test_a_paper_of_an_earlier_day_is_marked_and_keeps_its_day() -> None:
    late_entry = entered(paper, date(2013, 8, 12), at(date(2013, 8, 14)))
    kept = {"filed_at": at(date(2013, 8, 12), 17, 30), "recorded_late": True}
    given().when(late_entry).then(on_paper.model_copy(update=kept))


def test_after_the_closing_nothing_is_entered_as_received_before_it() -> None:
    monday = at(date(2013, 9, 2))
    given().when(entered(paper, last_day, monday)).then_refused(BackdatedEntry)
    given().when(entered(by_post, last_day, monday, last_day)).then_refused(BackdatedEntry)
    given().when(entered(posted, last_day, monday)).then_refused(BackdatedEntry)


@pytest.mark.parametrize(("received_on", "recorded_late"), [(date(2013, 9, 2), False), (date(2013, 8, 31), True)])
def test_stamped_in_time_is_in_time_where_the_postmark_counts(received_on: date, recorded_late: bool) -> None:
    """Scenario 15 (b): stamped on 30 August, there on 2 September."""
    monday = at(date(2013, 9, 2))
    stamped = {
        "channel": FilingChannel.POST,
        "filed_at": at(last_day, 17, 30),
        "recorded_late": recorded_late,
        "recorded_because": paper.reason,
    }
    given().when(entered(posted, received_on, monday, last_day)).then(filed.model_copy(update=stamped))
    given().when(entered(posted, received_on, monday, date(2013, 8, 31))).then_refused(FiledTooLate)
    given().when(entered(by_post, date(2013, 9, 2), monday, last_day)).then_refused(FiledTooLate)

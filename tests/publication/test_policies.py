"""What publication asks of itself when something happens elsewhere, or a day comes."""

from datetime import date, datetime

import pytest

from services.publication.notice.commands import CloseNotice, EndCorrection, WithdrawCandidate
from services.publication.opinion.commands import CANDIDATE_HAS_WITHDRAWN, CloseOpinionAsMoot
from services.publication.policies import from_due, react
from shared.clock import SHANGHAI
from shared.testing.reaction import Reaction
from tests.publication.examples import (
    AFTER,
    IN_THE_PERIOD,
    NOTICE_ID,
    YI,
    certified,
    recommended,
    withdrawn_application,
)

when = Reaction(react)


def test_a_withdrawn_application_leaves_its_notice() -> None:
    when(withdrawn_application).then_asks(
        WithdrawCandidate(notice_id=NOTICE_ID, application_id=YI, withdrawn_at=IN_THE_PERIOD)
    )


def test_no_recommendation_opens_a_notice_by_itself() -> None:
    when(recommended).then_asks()


def test_a_title_asks_nothing_of_publication() -> None:
    when(certified).then_asks()


def test_a_notice_that_is_due_is_closed_on_the_day_that_has_begun() -> None:
    assert from_due("CloseNotice", {"notice_id": NOTICE_ID, "day": "2013-09-30"}) == CloseNotice(
        notice_id=NOTICE_ID, today=AFTER
    )


def test_a_correction_that_is_due_is_ended_on_the_day_that_has_begun() -> None:
    arguments = {"notice_id": NOTICE_ID, "correction_id": "co-1", "application_id": YI, "day": "2013-09-30"}
    assert from_due("EndCorrection", arguments) == EndCorrection(
        notice_id=NOTICE_ID, correction_id="co-1", application_id=YI, today=AFTER
    )


def test_a_withdrawal_that_was_missed_is_caught_up_with() -> None:
    arguments = {"notice_id": NOTICE_ID, "application_id": YI, "withdrawn_at": "2013-09-25T02:30:00+00:00"}
    asked = from_due("WithdrawCandidate", {**arguments, "day": "2013-09-26"})
    assert asked == WithdrawCandidate(notice_id=NOTICE_ID, application_id=YI, withdrawn_at=IN_THE_PERIOD)
    assert isinstance(asked, WithdrawCandidate)
    assert asked.withdrawn_at.utcoffset() == datetime(2013, 9, 25, tzinfo=SHANGHAI).utcoffset()


def test_an_objection_that_a_withdrawal_missed_is_closed_on_the_day_that_has_begun() -> None:
    assert from_due("CloseOpinionAsMoot", {"opinion_id": "op-1", "day": "2013-09-26"}) == CloseOpinionAsMoot(
        opinion_id="op-1", reason=CANDIDATE_HAS_WITHDRAWN, today=date(2013, 9, 26)
    )


def test_nothing_else_falls_due() -> None:
    with pytest.raises(ValueError, match="falls due"):
        from_due("OpenNotice", {})

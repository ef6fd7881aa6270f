"""首问负责: whoever receives a dispute follows it to its end; it ends once, and nobody is named in it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.registry.ledger.dispute.commands import DisputeCommand
from services.registry.ledger.dispute.decisions import (
    DISPUTE,
    AlreadyFollowedUp,
    DisputeClosed,
    DisputeNumberTaken,
    DisputeStillOpen,
    EndedBeforeReceived,
    TakeoverNotExplained,
)
from services.registry.ledger.handling import due_on
from services.registry.ledger.rules import DeskNotOpen, NotOnTheStaff, SummaryNamesAPerson
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import Grade
from shared.testing.scenario import Scenario
from tests.registry.ledger_examples import (
    MORNING,
    NOON,
    NOW,
    TODAY,
    follow_up,
    followed_up,
    receive,
    received,
    refer,
    referred,
    settle,
    settled,
)

given = Scenario(DISPUTE)
LATER = NOW + timedelta(minutes=1)


def test_a_dispute_goes_from_its_receipt_to_the_call_back() -> None:
    given().when(receive).then(received)
    given(received).when(settle).then(settled)
    given(received, settled).when(follow_up).then(followed_up)


def test_what_the_station_cannot_settle_is_referred_and_called_back_about_all_the_same() -> None:
    given(received).when(refer).then(referred)
    given(received, referred).when(follow_up).then(followed_up)


def test_a_number_of_the_form_is_one_dispute() -> None:
    given(received).when(receive).then_nothing()
    given(received, settled).when(replace(receive, now=LATER)).then_nothing()
    given(received).when(replace(receive, summary="另一件")).then_refused(DisputeNumberTaken)
    given(received).when(replace(receive, received_at=NOON)).then_refused(DisputeNumberTaken)


def test_a_dispute_ends_once() -> None:
    given(received, settled).when(settle).then_nothing()
    given(received, referred).when(refer).then_nothing()
    given(received, settled).when(replace(settle, outcome="退货")).then_refused(DisputeClosed)
    given(received, settled).when(refer).then_refused(DisputeClosed)
    given(received, referred).when(settle).then_refused(DisputeClosed)


def test_a_consumer_is_called_back_once_and_after_the_end() -> None:
    given(received).when(follow_up).then_refused(DisputeStillOpen)
    given(received, settled, followed_up).when(follow_up).then_nothing()
    given(received, settled, followed_up).when(replace(follow_up, satisfied=False)).then_refused(AlreadyFollowedUp)
    early = replace(follow_up, followed_up_on=date(2013, 5, 13))
    given(received, settled).when(early).then_refused(EndedBeforeReceived)
    late = replace(follow_up, followed_up_on=TODAY + timedelta(days=1))
    given(received, settled).when(late).then_refused(InTheFuture)


@pytest.mark.parametrize("command", [settle, refer, follow_up], ids=lambda command: type(command).__name__)
def test_what_was_not_received_is_not_known(command: DisputeCommand) -> None:
    given().when(command).then_refused(NotKnownHere)


def test_time_goes_forward() -> None:
    given().when(replace(receive, received_at=LATER)).then_refused(InTheFuture)
    given(received).when(replace(settle, settled_at=LATER)).then_refused(InTheFuture)
    given(received).when(replace(refer, referred_at=LATER)).then_refused(InTheFuture)
    before = MORNING - timedelta(minutes=1)
    given(received).when(replace(settle, settled_at=before)).then_refused(EndedBeforeReceived)
    given(received).when(replace(refer, referred_at=before)).then_refused(EndedBeforeReceived)


def test_who_receives_and_settles_serves_at_the_station() -> None:
    given().when(replace(receive, first_receiver="sf-9")).then_refused(NotOnTheStaff)
    given(received).when(replace(settle, staff=frozenset({"sf-2"}))).then_refused(NotOnTheStaff)


def test_who_takes_over_says_why() -> None:
    by_another = replace(settle, settled_by="sf-2")
    given(received).when(by_another).then_refused(TakeoverNotExplained)
    explained = replace(by_another, taken_over_because="接待人轮休")
    taken_over = settled.model_copy(update={"settled_by": "sf-2", "taken_over_because": "接待人轮休"})
    given(received).when(explained).then(taken_over)
    given(received).when(replace(settle, taken_over_because="不适用")).then(settled)


def test_a_station_that_no_longer_runs_takes_nothing_in_and_ends_what_it_has() -> None:
    for status in ("suspended", "closed", ""):
        given().when(replace(receive, station_status=status)).then_refused(DeskNotOpen)
    for status in ("suspended", "closed"):
        given(received).when(replace(settle, station_status=status)).then(settled)
        given(received).when(replace(refer, station_status=status)).then(referred)
        given(received, settled).when(replace(follow_up, station_status=status)).then(followed_up)
    for command in (replace(settle, station_status=""), replace(refer, station_status="unheard of")):
        given(received).when(command).then_refused(DeskNotOpen)
    given(received, settled).when(replace(follow_up, station_status="")).then_refused(DeskNotOpen)


@pytest.mark.parametrize(
    "words",
    [
        "联系电话13812345678",
        "电话 138 1234 5678",
        "138-1234-5678请回电",
        "+8613912345678",
        "１３８１２３４５６７８",  # As an input method writes it.
        "身份证320402198003151234",
        "32040219800315123X",
        "320402 19800315 123x",
    ],
)
def test_no_text_holds_a_telephone_or_an_identity_number(words: str) -> None:
    given().when(replace(receive, summary=words)).then_refused(SummaryNamesAPerson)
    given().when(replace(receive, category=words)).then_refused(SummaryNamesAPerson)
    given(received).when(replace(settle, outcome=words)).then_refused(SummaryNamesAPerson)
    given(received).when(replace(refer, reason=words)).then_refused(SummaryNamesAPerson)
    given(received, settled).when(replace(follow_up, remarks=words)).then_refused(SummaryNamesAPerson)
    by_another = replace(settle, settled_by="sf-2", taken_over_because=words)
    given(received).when(by_another).then_refused(SummaryNamesAPerson)


@pytest.mark.parametrize(
    "words", ["12345热线转办", "单号20130514000123456789", "退款1380元,2013-05-14办结", "条码690123456789012345"]
)
def test_other_numbers_may_stand_in_a_text(words: str) -> None:
    given().when(replace(receive, summary=words)).then(received.model_copy(update={"summary": words}))


def test_until_when_a_dispute_is_dealt_with_follows_from_its_grade() -> None:
    day = date(2013, 5, 31)
    assert due_on(Grade.SIMPLE, day) == day
    assert due_on(Grade.ORDINARY, day) == due_on(Grade.COMPLEX, day) == date(2013, 6, 2)

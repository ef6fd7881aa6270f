"""From any reachable state of the ledger: twice is once, what has ended stays so, and replays come to the same."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.registry.ledger.consultation.commands import AnswerConsultation
from services.registry.ledger.consultation.decisions import CONSULTATION
from services.registry.ledger.dispute.commands import (
    DisputeCommand,
    ReceiveDispute,
    RecordFollowUp,
    ReferDispute,
    ReferredTo,
    SettleDispute,
)
from services.registry.ledger.dispute.decisions import DISPUTE, ended_at
from services.registry.ledger.summary.commands import Figures, SummarisePeriod
from services.registry.ledger.summary.decisions import SUMMARY
from shared.clock import SHANGHAI
from shared.events.registry import Channel, Grade, SettledWhere
from tests.registry.test_reachable_states import lives

words = st.sampled_from(["甲", "乙", "电话13812345678", ""])
statuses = st.sampled_from(["active", "active", "suspended", "closed", ""])
people = st.sampled_from(["sf-1", "sf-2"])
staff = st.sampled_from([frozenset({"sf-1", "sf-2"}), frozenset({"sf-1"}), frozenset[str]()])
days = st.dates(date(2013, 5, 12), date(2013, 5, 16))
instants = st.integers(0, 99).map(lambda hours: datetime(2013, 5, 12, tzinfo=SHANGHAI) + timedelta(hours=hours))
money = st.integers(0, 2)
dispute_commands: st.SearchStrategy[DisputeCommand] = st.one_of(
    st.builds(
        ReceiveDispute,
        st.just("di-1"),
        st.just("st-1"),
        st.just("1"),
        st.just(Channel.DESK),
        st.sampled_from(Grade),
        words,
        words,
        money,
        people,
        instants,
        instants,
        statuses,
        staff,
    ),
    st.builds(
        SettleDispute,
        st.just("di-1"),
        people,
        st.sampled_from(SettledWhere),
        words,
        money,
        words,
        instants,
        instants,
        statuses,
        staff,
    ),
    st.builds(ReferDispute, st.just("di-1"), st.sampled_from(ReferredTo), words, instants, instants, statuses),
    st.builds(RecordFollowUp, st.just("di-1"), st.booleans(), words, days, days, statuses),
)
figures = st.builds(Figures, received=st.just(2), settled=st.integers(0, 2))
summaries = st.builds(SummarisePeriod, st.just("st-1"), st.just("2013-04"), words, days, statuses, figures)


@given(st.lists(dispute_commands, max_size=30))
def test_a_dispute_is_received_then_ended_then_called_back_about_each_once(commands: list[DisputeCommand]) -> None:
    dispute, history = lives(DISPUTE, commands)
    names = [type(event).__name__ for event in history]
    assert names in (
        [],
        ["DisputeReceived"],
        ["DisputeReceived", "DisputeSettled"],
        ["DisputeReceived", "DisputeReferred"],
        ["DisputeReceived", "DisputeSettled", "FollowUpRecorded"],
        ["DisputeReceived", "DisputeReferred", "FollowUpRecorded"],
    )
    assert "1381" not in str(history)
    if dispute.received is not None and dispute.ended is not None:
        assert ended_at(dispute.ended) >= dispute.received.received_at


@given(
    st.lists(
        st.builds(AnswerConsultation, st.just("cs-1"), st.just("st-1"), words, people, days, days, statuses, staff)
    )
)
def test_a_question_is_answered_once(commands: list[AnswerConsultation]) -> None:
    _, history = lives(CONSULTATION, commands)
    assert len(history) <= 1


@given(st.lists(summaries))
def test_two_summaries_of_a_month_that_follow_each_other_differ_in_their_figures(
    commands: list[SummarisePeriod],
) -> None:
    _, history = lives(SUMMARY, commands)
    settled = [event.settled for event in history]
    assert all(one != following for one, following in pairwise(settled))

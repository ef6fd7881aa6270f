"""更正、删除个人信息: what was wrong stands beside what is right; a person's data are closed, then erased."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given as examples
from hypothesis import strategies as st

from services.registry.correction.commands import CorrectRecord
from services.registry.correction.decisions import CORRECTION, NoSuchRecord
from services.registry.subject.commands import ConfirmErasure, EraseSubject, SubjectCommand
from services.registry.subject.decisions import SUBJECT, ConfirmedByTheSame, NoErasureOrdered, RetentionRuns
from services.registry.subject.state import SubjectEvent
from shared.errors import Refusal
from shared.events.registry import ErasureOrdered, RecordCorrected, SubjectErased
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY

given = Scenario(CORRECTION)
given_subject = Scenario(SUBJECT)

ID = "6f0c2a5e-3c0b-5d0a-9d53-12315c0de001"
correct = CorrectRecord(
    station_id="st-1",
    correction_id="co-1",
    record_id=ID,
    correction="指导日期应为2013年5月14日",
    reason="笔误",
    today=TODAY,
    record_type="GuidanceGiven",
)
corrected = RecordCorrected(
    correction_id="co-1",
    station_id="st-1",
    record_id=ID,
    record_type="GuidanceGiven",
    correction="指导日期应为2013年5月14日",
    reason="笔误",
    corrected_on=TODAY,
)
RETENTION_ENDS = date(2016, 1, 1)
erase = EraseSubject("sf-1", "本人申请", TODAY, TODAY, station_id="st-1", by="operator-1")
confirm = ConfirmErasure("sf-1", TODAY, station_id="st-1", by="operator-2")
ordered = ErasureOrdered(
    subject_id="sf-1",
    station_id="st-1",
    grounds="本人申请",
    ordered_by="operator-1",
    retained_until=TODAY,
    ordered_on=TODAY,
)
erased = SubjectErased(
    subject_id="sf-1",
    station_id="st-1",
    outcome="erased",
    grounds="本人申请",
    retained_until=TODAY,
    erased_on=TODAY,
)
restricted = erased.model_copy(update={"outcome": "restricted", "retained_until": RETENTION_ENDS})


def test_a_record_of_the_station_is_corrected() -> None:
    given().when(correct).then(corrected)


def test_what_is_no_record_of_the_station_is_not_corrected() -> None:
    given().when(replace(correct, record_type="")).then_refused(NoSuchRecord)


def test_a_correction_is_recorded_once_and_may_be_corrected() -> None:
    given(corrected).when(replace(correct, correction_id="co-2")).then_nothing()
    other = corrected.model_copy(update={"correction_id": "co-2", "correction": "五月十三日"})
    given(corrected).when(replace(correct, correction_id="co-2", correction="五月十三日")).then(other)
    given(corrected, other).when(correct).then(corrected)


def test_what_is_known_of_a_person_is_erased_once_another_confirms_it() -> None:
    given_subject().when(erase).then(ordered)
    given_subject(ordered).when(confirm).then(erased)
    given_subject(ordered).when(replace(erase, by="operator-2")).then_nothing()
    for again in (erase, replace(erase, retained_until=RETENTION_ENDS), confirm):
        given_subject(ordered, erased).when(again).then_nothing()


def test_nobody_confirms_what_they_have_ordered_nor_what_nobody_has() -> None:
    given_subject(ordered).when(replace(confirm, by="operator-1")).then_refused(ConfirmedByTheSame)
    given_subject().when(confirm).then_refused(NoErasureOrdered)
    given_subject(restricted).when(confirm).then_refused(NoErasureOrdered)


def test_while_the_law_wants_them_kept_they_are_closed_to_everybody_and_not_erased() -> None:
    kept = replace(erase, retained_until=RETENTION_ENDS)
    given_subject().when(kept).then(restricted)
    given_subject(restricted).when(kept).then_nothing()
    given_subject(restricted).when(erase).then_refused(RetentionRuns)
    given_subject(ordered).when(kept).then(restricted)
    after = replace(kept, today=RETENTION_ENDS)
    late = ordered.model_copy(update={"retained_until": RETENTION_ENDS, "ordered_on": RETENTION_ENDS})
    given_subject(restricted).when(after).then(late)
    gone = restricted.model_copy(update={"outcome": "erased", "erased_on": RETENTION_ENDS})
    given_subject(restricted, late).when(replace(confirm, today=RETENTION_ENDS)).then(gone)


days = st.dates(date(2013, 1, 1), date(2013, 1, 5))
people = st.sampled_from(["operator-1", "operator-2"])
erasing = st.builds(EraseSubject, st.just("sf-1"), st.just("申请"), days, days, st.just("st-1"), people)
confirming = st.builds(ConfirmErasure, st.just("sf-1"), days, st.just("st-1"), people)


@examples(st.lists(erasing | confirming))
def test_nothing_is_erased_by_one_person_nor_while_it_must_be_kept(wanted: list[SubjectCommand]) -> None:
    history: list[SubjectEvent] = []
    for command in sorted(wanted, key=lambda each: each.today):
        try:
            new = SUBJECT.decide(command, SUBJECT.state(history))
        except Refusal:
            continue
        for event in new:
            if isinstance(event, SubjectErased) and event.outcome == "erased":
                before = SUBJECT.state(history)
                assert before.order is not None
                assert before.order.ordered_by != command.by
                assert before.retained_until <= command.today
        history += new
    outcomes = [event.outcome for event in history if isinstance(event, SubjectErased)]
    assert outcomes.count("erased") <= 1
    assert "erased" not in outcomes[:-1]


said = st.builds(
    lambda record, words, new_id: replace(correct, record_id=record, correction=words, correction_id=new_id),
    st.sampled_from([ID, ID.replace("1", "2")]),
    st.sampled_from(["甲", "乙"]),
    st.sampled_from(["co-1", "co-2", "co-3"]),
)


@examples(st.lists(said))
def test_the_last_correction_of_a_record_stands_and_is_not_repeated(wanted: list[CorrectRecord]) -> None:
    history: list[RecordCorrected] = []
    for command in wanted:
        history += CORRECTION.decide(command, CORRECTION.state(history))
        assert CORRECTION.decide(command, CORRECTION.state(history)) == []
        assert CORRECTION.state(history).latest[command.record_id].correction == command.correction
    for record in {event.record_id for event in history}:
        told = [event.correction for event in history if event.record_id == record]
        assert all(one != other for one, other in pairwise(told))

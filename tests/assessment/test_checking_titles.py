"""称号抽查、暗访: a title is looked at by those whom the draw has named, and by nobody partial."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from services.assessment.stated import BeforeItsCause
from services.assessment.title.checking import (
    DrawnInspectorAbsent,
    DrawnTitleAlreadyOrdered,
    LinkedVisitor,
    NoSuchTitleCheck,
    PartialChecker,
    TargetedTitleCheckWithoutReason,
    TitleCheckAlreadyRecorded,
    TitleNotDrawn,
)
from services.assessment.title.commands import OrderTitleCheck, RecordTitleCheck, RecordUnannouncedVisit
from services.assessment.title.decisions import TITLE
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.state import TitleFact
from shared.errors import Refusal
from shared.events.assessment import (
    CheckedThing,
    CheckMode,
    SpotCheckOrdered,
    SpotCheckRecorded,
    TitleSuspended,
    UnannouncedVisitRecorded,
)
from shared.testing.scenario import Scenario
from tests.assessment.examples import (
    APPLICATION_ID,
    NUMBER,
    SEASON_ID,
    SHA,
    STATION_ID,
    certified,
    ended,
    heard,
    proposed,
    revoked,
)

given = Scenario(TITLE)

order = OrderTitleCheck(
    station_id=STATION_ID,
    check_id="ck-1",
    mode=CheckMode.TARGETED,
    reason="投诉较多",
    announced=False,
    draw_id="",
    today=date(2014, 4, 1),
)
order_drawn = replace(
    order, mode=CheckMode.DRAWN, draw_id="dr-1", is_drawn=True, inspectors=("of-p2", "of-w"), reason="抽签抽中"
)
ordered = SpotCheckOrdered(
    check_id="ck-1",
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    mode=CheckMode.TARGETED,
    reason="投诉较多",
    ordered_on=date(2014, 4, 1),
    about=CheckedThing.TITLE,
    announced=False,
    certificate_number=NUMBER,
)
drawn = ordered.model_copy(
    update={
        "mode": CheckMode.DRAWN,
        "draw_id": "dr-1",
        "inspectors": ("of-p2", "of-w"),
        "reason": "抽签抽中",
    }
)
record = RecordTitleCheck(
    station_id=STATION_ID,
    check_id="ck-1",
    checkers=("of-p2", "of-w"),
    passed=False,
    findings="台账缺失",
    report_sha256=SHA,
    checked_on=date(2014, 4, 3),
    partial=frozenset({"of-1", "of-c1"}),
)
recorded = SpotCheckRecorded(
    check_id="ck-1",
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    checkers=("of-p2", "of-w"),
    passed=False,
    findings="台账缺失",
    checked_on=date(2014, 4, 3),
    certificate_number=NUMBER,
    report_sha256=SHA,
)
visit = RecordUnannouncedVisit(
    station_id=STATION_ID,
    visit_id="vi-1",
    visitors=("of-1",),
    is_in_order=True,
    findings="值守在岗",
    report_sha256="",
    visited_on=date(2014, 4, 2),
)
visited = UnannouncedVisitRecorded(
    visit_id="vi-1",
    station_id=STATION_ID,
    certificate_number=NUMBER,
    visitors=("of-1",),
    is_in_order=True,
    findings="值守在岗",
    report_sha256="",
    visited_on=date(2014, 4, 2),
)
suspended = TitleSuspended(
    station_id=STATION_ID, certificate_number=NUMBER, reason="迁址", suspended_on=date(2014, 3, 20)
)


def test_a_title_is_looked_at_for_a_reason_or_because_it_was_drawn() -> None:
    given(certified).when(order).then(ordered)
    given(certified).when(order_drawn).then(drawn)
    given(certified, suspended).when(order).then(ordered)
    given(certified, ordered).when(order).then_nothing()


def test_only_what_a_draw_has_drawn_is_a_drawn_check() -> None:
    given(certified).when(replace(order_drawn, is_drawn=False)).then_refused(TitleNotDrawn)
    given(certified).when(replace(order_drawn, draw_id="")).then_refused(TitleNotDrawn)
    given(certified).when(replace(order, draw_id="dr-1", is_drawn=True)).then_refused(TitleNotDrawn)


def test_why_a_title_is_looked_at_is_said_unless_it_was_drawn() -> None:
    given(certified).when(replace(order, reason="")).then_refused(TargetedTitleCheckWithoutReason)
    given(certified).when(replace(order_drawn, reason="")).then(drawn.model_copy(update={"reason": ""}))


def test_a_draw_leads_to_one_check_of_each() -> None:
    given(certified, drawn).when(replace(order_drawn, check_id="ck-2")).then_refused(DrawnTitleAlreadyOrdered)
    given(certified, drawn).when(replace(order, check_id="ck-2")).then(ordered.model_copy(update={"check_id": "ck-2"}))


@pytest.mark.parametrize("history", [(), (certified, ended), (certified, proposed, heard, revoked)])
def test_without_a_title_there_is_nothing_to_look_at(history: tuple[TitleFact, ...]) -> None:
    given(*history).when(order).then_refused(TitleNotInForce)
    given(*history).when(visit).then_refused(TitleNotInForce)


def test_what_was_found_is_recorded_once() -> None:
    given(certified, ordered).when(record).then(recorded)
    given(certified, ordered, recorded).when(record).then_nothing()
    given(certified, ordered, recorded).when(replace(record, passed=True)).then_refused(TitleCheckAlreadyRecorded)
    given(certified).when(record).then_refused(NoSuchTitleCheck)
    early = replace(record, checked_on=date(2014, 3, 31))
    given(certified, ordered).when(early).then_refused(BeforeItsCause)


def test_what_was_seen_before_the_end_is_recorded_after_it() -> None:
    given(certified, ordered, ended).when(record).then(recorded)


def test_nobody_partial_checks() -> None:
    for one in ("of-1", "of-c1"):
        given(certified, ordered).when(replace(record, checkers=("of-p2", one))).then_refused(PartialChecker)


def test_those_check_whom_the_draw_has_named() -> None:
    given(certified, drawn).when(replace(record, checkers=("of-p2",))).then_refused(DrawnInspectorAbsent)
    more = ("of-w", "of-p2", "of-p3")
    given(certified, drawn).when(replace(record, checkers=more)).then(recorded.model_copy(update={"checkers": more}))


def test_a_drawn_inspector_who_has_a_link_since_stays_away() -> None:
    linked = replace(record, partial=record.partial | {"of-w"})
    given(certified, drawn).when(linked).then_refused(PartialChecker)
    without = replace(linked, checkers=("of-p2",))
    given(certified, drawn).when(without).then(recorded.model_copy(update={"checkers": ("of-p2",)}))


def test_an_unannounced_visit_needs_no_order() -> None:
    given(certified).when(visit).then(visited)
    given(certified, suspended).when(visit).then(visited)
    given(certified, visited).when(visit).then_nothing()


def test_a_visit_lies_after_the_recognition() -> None:
    given(certified).when(replace(visit, visited_on=date(2013, 12, 19))).then_refused(BeforeItsCause)


def test_nobody_visits_a_host_of_their_own() -> None:
    given(certified).when(replace(visit, linked=frozenset({"of-1"}))).then_refused(LinkedVisitor)


people = st.lists(st.sampled_from(("of-p2", "of-w", "of-1", "of-c1")), min_size=1, max_size=3, unique=True).map(tuple)
looks = st.one_of(
    st.builds(
        lambda number, is_drawn, draw_id: replace(
            order_drawn, check_id=f"ck-{number}", is_drawn=is_drawn, draw_id=draw_id
        ),
        st.integers(1, 3),
        st.booleans(),
        st.sampled_from(("dr-1", "dr-2", "")),
    ),
    st.builds(lambda number: replace(order, check_id=f"ck-{number}"), st.integers(1, 3)),
    st.builds(
        lambda number, who, passed, day: replace(
            record, check_id=f"ck-{number}", checkers=who, passed=passed, checked_on=date(2014, 4, day)
        ),
        st.integers(1, 3),
        people,
        st.booleans(),
        st.integers(1, 9),
    ),
    st.builds(lambda number, who: replace(visit, visit_id=f"vi-{number}", visitors=who), st.integers(1, 3), people),
)


@given_any(st.lists(looks, max_size=10))
def test_every_recorded_check_was_ordered_and_made_by_the_right_people(
    wishes: list[OrderTitleCheck | RecordTitleCheck | RecordUnannouncedVisit],
) -> None:
    title = TITLE.state([certified])
    before = title.stage
    for wish in wishes:
        try:
            events = TITLE.decide(wish, title)
        except Refusal:
            continue
        for event in events:
            title = TITLE.evolve(title, event)
        assert TITLE.decide(wish, title) == []
    assert title.stage is before
    for check in title.checks.values():
        if check.recorded is not None:
            assert set(check.ordered.inspectors) <= set(check.recorded.checkers)
            assert record.partial.isdisjoint(check.recorded.checkers)
            assert check.recorded.certificate_number == NUMBER
    named = [check.ordered.draw_id for check in title.checks.values() if check.ordered.draw_id]
    assert len(named) == len(set(named))

"""选配、离岗、同意公开: staff is proposed, engaged each in one post at least, leaves, and is published with consent."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from services.registry.rules import StationNotActive
from services.registry.staff.commands import (
    AppointProposed,
    AppointStaff,
    GiveConsent,
    LeaveStaff,
    ProposeStaff,
    RefuseAppointment,
    StaffCommand,
    WithdrawConsent,
)
from services.registry.staff.decisions import (
    STAFF,
    BeforeTheAppointment,
    ConsentCoversNothing,
    NobodyProposed,
    NoPost,
    NotServing,
)
from services.registry.staff.state import StaffEvent, StaffStage
from shared.errors import InTheFuture, Refusal
from shared.events.event import Sealed
from shared.events.registry import (
    AppointmentRefused,
    PublicationConsentGiven,
    PublicationConsentWithdrawn,
    StaffAppointed,
    StaffLeft,
    StaffProposed,
    StationPost,
)
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW

given = Scenario(STAFF)

POSTS = (StationPost.HEAD, StationPost.PRICE_OFFICER)
PAPER = "ab" * 32
appoint = AppointStaff("st-1", "sf-1", "王小明", POSTS, TODAY, "ho-1", is_active=True)
appointed = StaffAppointed(
    staff_id="sf-1", station_id="st-1", host_id="ho-1", name=Sealed("王小明"), posts=POSTS, appointed_on=TODAY
)
propose = ProposeStaff("sf-1", "st-1", "王小明", POSTS, TODAY, "ho-1", is_active=True)
proposed = StaffProposed(
    staff_id="sf-1", station_id="st-1", host_id="ho-1", name=Sealed("王小明"), posts=POSTS, proposed_on=TODAY
)
engage = AppointProposed("sf-1", "st-1", TODAY, is_active=True)
refuse = RefuseAppointment("sf-1", "st-1", "不熟悉和解程序", TODAY)
refused = AppointmentRefused(staff_id="sf-1", station_id="st-1", reasons="不熟悉和解程序", refused_on=TODAY)
leave = LeaveStaff("sf-1", "st-1", TOMORROW, TOMORROW)
left = StaffLeft(staff_id="sf-1", station_id="st-1", left_on=TOMORROW)
consent = GiveConsent("sf-1", "st-1", ("name", "photo"), PAPER, TODAY, TODAY)
consented = PublicationConsentGiven(
    staff_id="sf-1", station_id="st-1", covers=("name", "photo"), document_sha256=PAPER, given_on=TODAY
)
withdraw = WithdrawConsent("sf-1", "st-1", TOMORROW, TOMORROW)
withdrawn = PublicationConsentWithdrawn(staff_id="sf-1", station_id="st-1", withdrawn_on=TOMORROW)


def test_one_person_may_hold_several_posts() -> None:
    given().when(appoint).then(appointed)


@pytest.mark.parametrize(("command", "event"), [(appoint, appointed), (propose, proposed)])
def test_a_post_named_twice_is_held_once(
    command: AppointStaff | ProposeStaff, event: StaffAppointed | StaffProposed
) -> None:
    given().when(replace(command, posts=(*POSTS, StationPost.HEAD))).then(event)


@pytest.mark.parametrize("command", [appoint, propose])
def test_nobody_is_engaged_without_a_post_nor_at_a_station_that_is_not_active(
    command: AppointStaff | ProposeStaff,
) -> None:
    given().when(replace(command, posts=())).then_refused(NoPost)
    given().when(replace(command, is_active=False)).then_refused(StationNotActive)


def test_appointing_twice_records_it_once() -> None:
    given(appointed).when(appoint).then_nothing()
    given(proposed).when(propose).then_nothing()
    given(proposed, appointed).when(engage).then_nothing()


def test_the_county_engages_whom_the_host_proposed() -> None:
    given().when(propose).then(proposed)
    given(proposed).when(engage).then(appointed)
    given(proposed).when(replace(engage, is_active=False)).then_refused(StationNotActive)


def test_the_county_does_not_engage_somebody_and_says_why() -> None:
    given(proposed).when(refuse).then(refused)
    given(proposed, refused).when(refuse).then_nothing()
    given(proposed, appointed).when(refuse).then_refused(NobodyProposed)


@pytest.mark.parametrize("history", [(), (proposed, refused), (appointed, left)])
def test_who_was_refused_or_has_left_is_proposed_anew(history: tuple[StaffEvent, ...]) -> None:
    given(*history).when(engage).then_refused(NobodyProposed)


def test_somebody_leaves() -> None:
    given(appointed).when(leave).then(left)
    given(appointed, left).when(leave).then_nothing()
    given(proposed).when(leave).then_refused(NotServing)
    given(appointed).when(replace(leave, today=TODAY)).then_refused(InTheFuture)
    given(appointed).when(replace(leave, left_on=date(2013, 5, 1))).then_refused(BeforeTheAppointment)


def test_somebody_agrees_on_paper_to_be_published() -> None:
    given(appointed).when(consent).then(consented)
    given(appointed, consented).when(consent).then_nothing()
    wider = replace(consent, covers=("name", "photo", "score"))
    given(appointed, consented).when(wider).then(consented.model_copy(update={"covers": wider.covers}))
    given(appointed).when(replace(consent, covers=())).then_refused(ConsentCoversNothing)
    given(proposed).when(consent).then_refused(NotServing)
    given(appointed, left).when(consent).then_refused(NotServing)
    given(appointed).when(replace(consent, given_on=TOMORROW)).then_refused(InTheFuture)


def test_a_consent_is_withdrawn_at_any_time() -> None:
    given(appointed, consented).when(withdraw).then(withdrawn)
    given(appointed, consented, left).when(withdraw).then(withdrawn)
    given(appointed, consented, withdrawn).when(withdraw).then_nothing()
    given(appointed).when(withdraw).then_nothing()
    given(appointed, consented, withdrawn).when(consent).then(consented)
    given(appointed, consented).when(replace(withdraw, withdrawn_on=date(2013, 5, 1))).then_refused(
        BeforeTheAppointment
    )


days = st.dates(TODAY, date(2013, 5, 18))
flag = st.booleans()
covers = st.sampled_from([(), ("name",), ("name", "photo")])
commands: st.SearchStrategy[StaffCommand] = st.one_of(
    st.builds(replace, st.just(propose), is_active=flag),
    st.builds(replace, st.just(appoint), is_active=flag),
    st.builds(AppointProposed, st.just("sf-1"), st.just("st-1"), days, flag),
    st.builds(RefuseAppointment, st.just("sf-1"), st.just("st-1"), st.just("x"), days),
    st.builds(LeaveStaff, st.just("sf-1"), st.just("st-1"), days, days),
    st.builds(GiveConsent, st.just("sf-1"), st.just("st-1"), covers, st.just(PAPER), days, days),
    st.builds(WithdrawConsent, st.just("sf-1"), st.just("st-1"), days, days),
)


@examples(st.lists(commands, max_size=12))
def test_somebody_serves_once_and_nothing_is_published_without_consent(asked: list[StaffCommand]) -> None:
    state, history = STAFF.initial, list[StaffEvent]()
    for command in asked:
        before = state
        try:
            events = STAFF.decide(command, state)
        except Refusal:
            continue
        for event in events:
            state = STAFF.evolve(state, event)
        history += events
        assert STAFF.decide(command, state) == [], "asked twice, recorded once"
        if before.stage in {StaffStage.LEFT, StaffStage.REFUSED}:
            assert all(isinstance(event, PublicationConsentWithdrawn) for event in events)
    assert STAFF.state(history) == state
    assert sum(isinstance(event, StaffAppointed) for event in history) <= 1
    assert state.consented_on is None or state.stage in {StaffStage.SERVING, StaffStage.LEFT}

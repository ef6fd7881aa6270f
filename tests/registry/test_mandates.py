"""委托、提级管辖、终止委托: who may act for whom, in what, and from which day to which."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as holds
from hypothesis import strategies as st

from services.registry.bureau.decisions import AlreadySucceeded
from services.registry.mandate.commands import (
    DelegateCompetence,
    EndDelegation,
    MandateCommand,
    OtherBureau,
    TakeUpCase,
)
from services.registry.mandate.decisions import (
    MANDATE,
    EndsBeforeItBegins,
    MandateAlreadyGiven,
    MandateBackdated,
    MandateNotStanding,
    NotADelegate,
    NotALowerBureau,
    NotDelegable,
)
from shared.access.mandates import UNDELEGABLE, Mandate, MandateKind, area_of
from shared.errors import NotKnownHere
from shared.events.registry import BureauLevel, CaseTakenUp, CompetenceDelegated, DelegationEnded
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW
from tests.registry.test_reachable_states import dates, divisions, lives, words

given = Scenario(MANDATE)
SHA = "9f" * 32
YESTERDAY = date(2013, 5, 15)
LAST = date(2013, 6, 30)
COUNTY = OtherBureau(BureauLevel.COUNTY, "320404")
CITY = OtherBureau(BureauLevel.CITY, "320400")

delegate = DelegateCompetence(
    mandate_id="md-1",
    bureau_code="B-320402",
    delegate_code="B-320404",
    acts=("application.record_inspection",),
    division_code="",
    station_id="",
    document_number="常工商委〔2013〕1号",
    document_sha256=SHA,
    since=TODAY,
    until=LAST,
    today=TODAY,
    level=BureauLevel.COUNTY,
    area="320402",
    delegate=COUNTY,
)
delegated = CompetenceDelegated(
    mandate_id="md-1",
    bureau_code="B-320402",
    delegate_code="B-320404",
    acts=("application.record_inspection",),
    division_code="",
    station_id="",
    document_number="常工商委〔2013〕1号",
    document_sha256=SHA,
    since=TODAY,
    until=LAST,
)
take_up = TakeUpCase(
    mandate_id="md-1",
    bureau_code="B-320400",
    lower_code="B-320404",
    station_id="st-1",
    reason="案情重大",
    document_number="常工商提〔2013〕1号",
    document_sha256=SHA,
    since=TODAY,
    today=TODAY,
    level=BureauLevel.CITY,
    area="320400",
    lower=COUNTY,
)
taken_up = CaseTakenUp(
    mandate_id="md-1",
    bureau_code="B-320400",
    lower_code="B-320404",
    station_id="st-1",
    reason="案情重大",
    document_number="常工商提〔2013〕1号",
    document_sha256=SHA,
    since=TODAY,
)
end = EndDelegation("md-1", "B-320402", "人手已足", TOMORROW, TODAY)
ended = DelegationEnded(mandate_id="md-1", bureau_code="B-320402", reason="人手已足", ended_on=TOMORROW)


def test_a_bureau_delegates_from_a_day_until_a_day() -> None:
    given().when(delegate).then(delegated)
    later = replace(delegate, since=TOMORROW, until=TOMORROW)
    given().when(later).then(delegated.model_copy(update={"since": TOMORROW, "until": TOMORROW}))


def test_a_mandate_is_given_once() -> None:
    given(delegated).when(replace(delegate, today=TOMORROW)).then_nothing()
    given(delegated, ended).when(delegate).then_nothing()
    given(delegated).when(replace(delegate, acts=())).then_refused(MandateAlreadyGiven)
    given(delegated).when(take_up).then_refused(MandateAlreadyGiven)


def test_nobody_is_made_competent_for_what_is_over() -> None:
    given().when(replace(delegate, since=YESTERDAY)).then_refused(MandateBackdated)
    given().when(replace(take_up, since=YESTERDAY)).then_refused(MandateBackdated)
    given(delegated).when(replace(end, ended_on=YESTERDAY)).then_refused(MandateBackdated)


def test_a_mandate_does_not_end_before_it_begins() -> None:
    given().when(replace(delegate, since=TOMORROW, until=TODAY)).then_refused(EndsBeforeItBegins)
    coming = delegated.model_copy(update={"since": TOMORROW})
    given(coming).when(replace(end, ended_on=TODAY)).then_refused(EndsBeforeItBegins)
    given(coming).when(end).then(ended)


@pytest.mark.parametrize("act", sorted(UNDELEGABLE))
def test_what_makes_a_title_and_delegating_itself_are_not_delegated(act: str) -> None:
    given().when(replace(delegate, acts=("application.record_inspection", act))).then_refused(NotDelegable)
    assert not Mandate("md-1", MandateKind.DELEGATED, "B-1", "B-2", "1").allows(act)


@pytest.mark.parametrize(
    ("level", "area", "other", "may"),
    [
        (BureauLevel.COUNTY, "320402", COUNTY, True),
        (BureauLevel.COUNTY, "320402", OtherBureau(BureauLevel.OFFICE, "320402"), True),
        (BureauLevel.COUNTY, "320402", OtherBureau(BureauLevel.COUNTY, "320500"), False),
        (BureauLevel.COUNTY, "320402", CITY, False),
        (BureauLevel.CITY, "320400", COUNTY, True),
        (BureauLevel.CITY, "320400", OtherBureau(BureauLevel.CITY, "320500"), True),
        (BureauLevel.CITY, "320400", OtherBureau(BureauLevel.CITY, "330100"), False),
        (BureauLevel.CITY, "320400", OtherBureau(BureauLevel.PROVINCE, "320000"), False),
        (BureauLevel.PROVINCE, "320000", CITY, True),
        (BureauLevel.PROVINCE, "320000", OtherBureau(BureauLevel.PROVINCE, "330000"), False),
        (BureauLevel.OFFICE, "320402", OtherBureau(BureauLevel.OFFICE, "320402"), False),
        (None, "", COUNTY, False),
    ],
)
def test_a_delegate_is_not_above_and_has_the_same_bureau_above(
    level: BureauLevel | None, area: str, other: OtherBureau, may: bool
) -> None:
    asked = given().when(replace(delegate, level=level, area=area, delegate=other))
    if may:
        asked.then(delegated)
    else:
        asked.then_refused(NotADelegate)


def test_a_delegate_is_another_bureau_that_acts_still() -> None:
    given().when(replace(delegate, delegate_code="B-320402")).then_refused(NotADelegate)
    given().when(replace(delegate, delegate=replace(COUNTY, heir="M-320404"))).then_refused(AlreadySucceeded)
    given().when(replace(delegate, delegate=None)).then_refused(NotKnownHere)


def test_a_higher_bureau_takes_up_a_case_in_its_area() -> None:
    given().when(take_up).then(taken_up)
    given(taken_up).when(take_up).then_nothing()
    province = replace(take_up, level=BureauLevel.PROVINCE, area="320000", lower=CITY)
    given().when(province).then(taken_up)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(take_up, lower=CITY),
        replace(take_up, lower=OtherBureau(BureauLevel.COUNTY, "320505")),
        replace(take_up, level=BureauLevel.COUNTY),
        replace(take_up, level=None),
    ],
)
def test_nobody_takes_up_from_a_bureau_that_is_not_below(wrong: TakeUpCase) -> None:
    given().when(wrong).then_refused(NotALowerBureau)


def test_a_mandate_is_ended_once_and_not_after_its_last_day() -> None:
    given(delegated).when(end).then(ended)
    given(taken_up).when(end).then(ended)
    given(delegated, ended).when(end).then_nothing()
    given(delegated, ended).when(replace(end, ended_on=LAST)).then_refused(MandateNotStanding)
    july = date(2013, 7, 1)
    given(delegated).when(replace(end, ended_on=july, today=july)).then_refused(MandateNotStanding)
    given(taken_up).when(replace(end, ended_on=july, today=july)).then(ended.model_copy(update={"ended_on": july}))
    given().when(end).then_refused(NotKnownHere)


others = st.none() | st.builds(OtherBureau, st.sampled_from(BureauLevel), divisions, st.sampled_from(["", "B-2"]))
levels = st.sampled_from(BureauLevel)
acts = st.lists(st.sampled_from(["application.record_inspection", "assessment.revoke_title"]), max_size=2).map(tuple)
given_by = (st.just("md-1"), words, words)
documents = (words, st.just(SHA))
mandate_commands = st.one_of(
    st.builds(
        DelegateCompetence,
        *given_by,
        acts,
        st.just(""),
        words,
        *documents,
        dates,
        dates,
        dates,
        levels,
        divisions,
        others,
    ),
    st.builds(TakeUpCase, *given_by, words, words, *documents, dates, dates, levels, divisions, others),
    st.builds(EndDelegation, st.just("md-1"), words, words, dates, dates),
)


@holds(st.lists(mandate_commands))
def test_a_mandate_is_given_and_then_ended_at_most_once_each(commands: list[MandateCommand]) -> None:
    mandate, history = lives(MANDATE, commands)
    assert [isinstance(event, DelegationEnded) for event in history] == [False, True][: len(history)]
    if mandate.given is not None and mandate.ended_on is not None:
        assert mandate.ended_on >= mandate.given.since
    if isinstance(mandate.given, CompetenceDelegated):
        assert mandate.given.until >= mandate.given.since
        assert not UNDELEGABLE.intersection(mandate.given.acts)


@holds(words, divisions, divisions)
def test_a_mandate_reaches_its_station_and_its_divisions_alone(station: str, division: str, place: str) -> None:
    whole = Mandate("md-1", MandateKind.DELEGATED, "B-1", "B-2", "1")
    assert whole.covers(station, place)
    assert replace(whole, station_id=station).covers(station, place)
    assert not replace(whole, station_id=f"{station}-").covers(station, place)
    assert replace(whole, division_code=division).covers(station, place) is place.startswith(area_of(division))

"""认定、授牌: how a station gets its title and its plaque."""

from dataclasses import replace
from datetime import date

import pytest

from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import CertificationFacts, CertifyStation, HandOverPlaque
from services.assessment.title.decisions import TITLE
from services.assessment.title.giving import (
    DeciderTookPart,
    NotOnTheList,
    PlaqueAlreadyHandedOver,
    ResultNotPublished,
    TitleAlreadyGiven,
    TitleAlreadyInForce,
    TitleNotInForce,
)
from services.assessment.title.numbering import certificate_number, year_and_number
from shared.testing.scenario import Scenario
from tests.assessment.examples import (
    APPLICATION_ID,
    NUMBER,
    PLAQUE_DAY,
    PUBLISHED_ON,
    SEASON_ID,
    STATION_ID,
    certified,
    heard,
    line,
    plaque,
    proposed,
    revoked,
)

given = Scenario(TITLE)
facts = CertificationFacts(
    line=line(rank=1),
    season_id=SEASON_ID,
    certificate_number=NUMBER,
    took_part=frozenset({"of-1", "of-2", "of-c1", "of-c2"}),
)
certify = CertifyStation(
    station_id=STATION_ID,
    application_id=APPLICATION_ID,
    document_number="苏工商消〔2013〕1号",
    decider="of-p",
    today=date(2013, 12, 20),
    facts=facts,
)
hand_over = HandOverPlaque(
    station_id=STATION_ID, plaque_number="PL-1", handed_over_on=PLAQUE_DAY, published_on=PUBLISHED_ON
)
gone = (certified, proposed, heard, revoked)


def test_a_title_is_given_with_the_names_of_the_list() -> None:
    given().when(certify).then(certified)


def test_recognising_twice_records_it_once() -> None:
    later = replace(facts, certificate_number="苏示站2013-0002")
    given(certified).when(replace(certify, facts=later)).then_nothing()
    given(certified, proposed).when(certify).then_nothing()


def test_a_station_has_one_title_in_force() -> None:
    given(certified).when(replace(certify, application_id="A-2014-st-a")).then_refused(TitleAlreadyInForce)
    given(certified, proposed, heard).when(replace(certify, application_id="A-2014-st-a")).then_refused(
        TitleAlreadyInForce
    )


def test_after_a_revocation_only_a_new_application_leads_to_a_title() -> None:
    given(*gone).when(certify).then_refused(TitleAlreadyGiven)
    again = certified.model_copy(update={"application_id": "A-2016-st-a", "certificate_number": "苏示站2016-0003"})
    new = replace(facts, certificate_number="苏示站2016-0003")
    given(*gone).when(replace(certify, application_id="A-2016-st-a", facts=new)).then(again)
    given(*gone, again).when(replace(certify, application_id="A-2016-st-a", facts=new)).then_nothing()


def test_only_an_entry_of_a_list_is_certified() -> None:
    given().when(replace(certify, facts=CertificationFacts())).then_refused(NotOnTheList)


@pytest.mark.parametrize("decider", ["of-1", "of-c1"])
def test_who_inspected_recommended_or_assessed_does_not_recognise(decider: str) -> None:
    given().when(replace(certify, decider=decider)).then_refused(DeciderTookPart)


def test_certificates_are_numbered_within_a_year() -> None:
    assert certificate_number(2013, 1) == "苏示站2013-0001"
    assert certificate_number(2013, 12_345) == "苏示站2013-12345"
    assert year_and_number("苏示站2013-0042") == (2013, 42)


def test_the_plaque_is_handed_over_after_the_publication() -> None:
    given(certified).when(hand_over).then(plaque)
    given(certified).when(replace(hand_over, published_on=None)).then_refused(ResultNotPublished)
    early = replace(hand_over, handed_over_on=date(2013, 12, 26))
    given(certified).when(early).then_refused(BeforeItsCause)


def test_the_plaque_is_handed_over_once() -> None:
    given(certified, plaque).when(hand_over).then_nothing()
    given(certified, plaque).when(replace(hand_over, plaque_number="PL-2")).then_refused(PlaqueAlreadyHandedOver)


def test_a_plaque_belongs_to_a_title_in_force() -> None:
    given().when(hand_over).then_refused(TitleNotInForce)
    given(*gone).when(hand_over).then_refused(TitleNotInForce)
    given(certified, proposed, heard).when(hand_over).then(plaque)

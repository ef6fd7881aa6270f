"""称号终止、牌匾作废: a title ends without blame, and the plaque of a title that is over is due."""

from dataclasses import replace
from datetime import date

import pytest

from services.assessment.stated import BeforeItsCause
from services.assessment.title.commands import DeclarePlaqueVoid, EndTitle, ProposeRevocation, TakePlaqueBack, WhyVoid
from services.assessment.title.decisions import TITLE
from services.assessment.title.ending import (
    NoPlaqueToReturn,
    PlaqueAlreadyReturned,
    PlaqueAlreadyVoid,
    TitleNotOver,
)
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.taking import RevocationNotProposed
from shared.events.assessment import EndedBy, RevocationGround
from shared.testing.scenario import Scenario
from tests.assessment.examples import (
    HOST_ID,
    SHA,
    STATION_ID,
    certified,
    declared_void,
    ended,
    heard,
    plaque,
    proposed,
    returned,
    revoked,
    waived,
)
from tests.assessment.test_revoking import hear
from tests.assessment.test_titles import certify

given = Scenario(TITLE)
close = EndTitle(station_id=STATION_ID, ended_by=EndedBy.CLOSURE, on=date(2014, 6, 1))
transfer = replace(close, ended_by=EndedBy.CHANGE_OF_HOST, new_host_id="ho-neu")
renounce = replace(close, ended_by=EndedBy.REQUEST)
take_back = TakePlaqueBack(station_id=STATION_ID, returned_on=date(2014, 10, 20))
declare_void = DeclarePlaqueVoid(station_id=STATION_ID, reason=WhyVoid.LOST, today=date(2014, 10, 20))
renounced = ended.model_copy(update={"ended_by": EndedBy.REQUEST})
in_force = (certified, plaque)
taken_away = (*in_force, proposed, heard, revoked)


def test_a_title_ends_with_its_station_and_with_its_host_and_on_request() -> None:
    given(*in_force).when(close).then(ended)
    given(*in_force).when(transfer).then(ended.model_copy(update={"ended_by": EndedBy.CHANGE_OF_HOST}))
    given(*in_force).when(renounce).then(renounced)


@pytest.mark.parametrize("history", [(), (*in_force, ended), (*in_force, renounced), taken_away])
def test_where_no_title_is_in_force_none_ends_by_itself(history: tuple[object, ...]) -> None:
    given(*history).when(close).then_nothing()  # type: ignore[arg-type] # parametrize forgets the type
    given(*history).when(transfer).then_nothing()  # type: ignore[arg-type] # parametrize forgets the type


def test_a_title_is_given_up_once_and_by_who_has_one() -> None:
    given(*in_force, renounced).when(replace(renounce, on=date(2014, 6, 2))).then_nothing()
    given().when(renounce).then_refused(TitleNotInForce)
    given(*in_force, ended).when(renounce).then_refused(TitleNotInForce)
    given(*taken_away).when(renounce).then_refused(TitleNotInForce)


def test_the_title_of_the_new_host_stays() -> None:
    given(*in_force).when(replace(transfer, new_host_id=HOST_ID)).then_nothing()


def test_no_title_ends_before_it_began() -> None:
    first_day = ended.model_copy(update={"ended_on": certified.certified_on})
    given(certified).when(replace(close, on=date(2013, 12, 1))).then(first_day)


def test_a_proposal_of_revocation_is_over_with_the_title() -> None:
    given(*in_force, proposed).when(close).then(ended)
    given(*in_force, proposed, waived).when(renounce).then(renounced)
    given(*in_force, proposed, ended).when(hear).then_refused(RevocationNotProposed)
    propose = ProposeRevocation(
        station_id=STATION_ID,
        ground=RevocationGround.LAX_MANAGEMENT,
        facts="台账缺失两个月",
        evidence_sha256=(SHA,),
        proposer="of-c1",
        today=date(2014, 9, 1),
    )
    given(*in_force, ended).when(propose).then_refused(TitleNotInForce)


def test_a_later_application_leads_to_another_title() -> None:
    number = "苏示站2016-0003"
    again = certified.model_copy(update={"application_id": "A-2016-st-a", "certificate_number": number})
    wanted = replace(certify, application_id="A-2016-st-a", facts=replace(certify.facts, certificate_number=number))
    given(*in_force, ended).when(wanted).then(again)


def test_the_plaque_is_due_when_the_title_is_over() -> None:
    given(*in_force, ended).when(take_back).then(returned)
    given(*in_force, ended, declared_void).when(take_back).then(returned)
    given(*in_force, ended).when(replace(take_back, returned_on=date(2014, 5, 31))).then_refused(BeforeItsCause)
    given(certified, ended).when(take_back).then_refused(NoPlaqueToReturn)


def test_a_plaque_that_does_not_come_back_is_declared_void() -> None:
    given(*in_force, ended).when(declare_void).then(declared_void)
    not_returned = declared_void.model_copy(update={"reason": "not_returned"})
    given(*taken_away).when(replace(declare_void, reason=WhyVoid.NOT_RETURNED)).then(not_returned)
    given(*in_force).when(declare_void).then_refused(TitleNotOver)
    given(certified, ended).when(declare_void).then_refused(NoPlaqueToReturn)


def test_a_plaque_is_declared_void_once_and_not_after_its_return() -> None:
    given(*in_force, ended, declared_void).when(replace(declare_void, today=date(2014, 11, 1))).then_nothing()
    other = replace(declare_void, reason=WhyVoid.NOT_RETURNED)
    given(*in_force, ended, declared_void).when(other).then_refused(PlaqueAlreadyVoid)
    given(*in_force, ended, returned).when(declare_void).then_refused(PlaqueAlreadyReturned)

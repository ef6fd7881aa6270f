"""受理、一票否决、查验: the county takes an application up and looks at it."""

from dataclasses import replace
from datetime import date

import pytest

from services.application.filing.decisions import APPLICATION
from services.application.filing.standing import NotFiled
from services.application.filing.state import FilingEvent
from services.application.filing.verifying import (
    FailedItemsDisagree,
    InspectedBeforeAcceptance,
    InspectorOfAnotherBureau,
    NotToBeAccepted,
    NotUnderVerification,
    TooFewInspectors,
    VetoItemsIncomplete,
)
from services.application.rules import SeasonIsOver
from shared.errors import InTheFuture
from shared.testing.scenario import Scenario
from tests.application.examples import (
    accepted,
    clear,
    filed,
    findings,
    fit,
    not_clear,
    recommended,
    refused,
    unfit,
    v3_found,
    withdrawn,
)
from tests.application.wishes import accept, check, inspect, over

given = Scenario(APPLICATION)

DECIDED: list[tuple[FilingEvent, ...]] = [
    (filed, accepted, clear, fit, recommended),
    (filed, refused),
    (filed, withdrawn),
]


def test_a_filed_application_is_accepted_once() -> None:
    given(filed).when(accept).then(accepted)
    given(filed, accepted).when(accept).then_nothing()
    given(filed, accepted, unfit).when(accept).then_nothing()
    given().when(accept).then_refused(NotFiled)


@pytest.mark.parametrize("history", DECIDED)
def test_what_is_decided_is_neither_accepted_nor_checked_nor_inspected(history: tuple[FilingEvent, ...]) -> None:
    given(*history).when(accept).then_refused(NotToBeAccepted)
    given(*history).when(check).then_refused(NotUnderVerification)
    given(*history).when(inspect).then_refused(NotUnderVerification)


def test_nothing_is_verified_before_acceptance() -> None:
    given(filed).when(check).then_refused(NotUnderVerification)
    given(filed).when(inspect).then_refused(NotUnderVerification)
    given().when(check).then_refused(NotFiled)
    given().when(inspect).then_refused(NotFiled)


def test_nothing_is_verified_after_the_season() -> None:
    given(filed).when(replace(accept, season=over)).then_refused(SeasonIsOver)
    given(filed, accepted).when(replace(check, season=over)).then_refused(SeasonIsOver)
    given(filed, accepted).when(replace(inspect, season=over)).then_refused(SeasonIsOver)


def test_all_veto_items_are_looked_up() -> None:
    given(filed, accepted).when(check).then(clear)
    given(filed, accepted).when(replace(check, findings=v3_found)).then(not_clear)
    given(filed, accepted, clear).when(check).then_nothing()
    given(filed, accepted, not_clear).when(check).then(clear)


@pytest.mark.parametrize("named", [findings[:8], (*findings, findings[0]), (*findings[:8], findings[0])])
def test_each_veto_item_is_named_exactly_once(named: tuple[object, ...]) -> None:
    given(filed, accepted).when(replace(check, findings=named)).then_refused(VetoItemsIncomplete)  # type: ignore[arg-type]


def test_two_officers_inspect_a_station() -> None:
    given(filed, accepted).when(inspect).then(fit)
    given(filed, accepted, clear, fit).when(inspect).then_nothing()


def test_a_later_inspection_overrides_an_earlier_one() -> None:
    given(filed, accepted, unfit).when(inspect).then(fit)


def test_the_same_inspector_twice_is_one() -> None:
    given(filed, accepted).when(replace(inspect, inspectors=("of-1", "of-1"))).then_refused(TooFewInspectors)
    given(filed, accepted).when(replace(inspect, inspectors=("of-1", "of-2", "of-1"))).then(fit)


def test_inspectors_are_of_the_competent_bureau() -> None:
    given(filed, accepted).when(replace(inspect, officers=frozenset({"of-1"}))).then_refused(InspectorOfAnotherBureau)


def test_failed_items_are_named_when_the_station_falls_short_and_only_then() -> None:
    short = replace(inspect, meets_standard=False, remarks=unfit.remarks)
    given(filed, accepted).when(replace(short, failed_items=("A2", "D5"))).then(unfit)
    given(filed, accepted).when(short).then_refused(FailedItemsDisagree)
    given(filed, accepted).when(replace(inspect, failed_items=("A2",))).then_refused(FailedItemsDisagree)


def test_an_inspection_lies_between_acceptance_and_today() -> None:
    given(filed, accepted).when(replace(inspect, inspected_on=date(2013, 9, 7))).then_refused(InTheFuture)
    given(filed, accepted).when(replace(inspect, inspected_on=date(2013, 8, 12))).then_refused(
        InspectedBeforeAcceptance
    )
    given(filed, accepted).when(replace(inspect, inspected_on=accepted.accepted_on)).then(
        fit.model_copy(update={"inspected_on": accepted.accepted_on})
    )

"""受理、一票否决、查验: the county takes an application up and looks at it."""

from dataclasses import replace
from datetime import date

import pytest

from services.application.filing.decisions import APPLICATION
from services.application.filing.standing import NotFiled
from services.application.filing.state import FilingEvent
from services.application.filing.verifying import (
    FailedItemsDisagree,
    FindingsIncomplete,
    InspectedBeforeAcceptance,
    InspectedTooLate,
    InspectorInterested,
    InspectorOfAnotherBureau,
    NotToBeAccepted,
    NotUnderVerification,
    TooFewInspectors,
    UnknownItem,
    VetoItemsIncomplete,
)
from services.application.rules import SeasonIsOver
from shared.errors import InTheFuture
from shared.events.application import ItemFinding
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


def test_a_station_that_fell_short_is_looked_at_again_until_recommendations_are_due() -> None:
    last, later = date(2013, 9, 13), date(2013, 9, 14)
    again = replace(inspect, inspected_on=last, today=later)
    given(filed, accepted, unfit).when(again).then(fit.model_copy(update={"inspected_on": last}))
    given(filed, accepted, unfit).when(replace(again, inspected_on=later)).then_refused(InspectedTooLate)


def test_nobody_inspects_a_host_to_whom_they_are_linked() -> None:
    given(filed, accepted).when(replace(inspect, interested=frozenset({"of-2"}))).then_refused(InspectorInterested)


A1, A2 = (ItemFinding(item=item, met=True, note="") for item in ("A1", "A2"))
A2_NOT_MET = A2.model_copy(update={"met": False, "note": "无接待区"})
by_item = replace(inspect, rubric_id="R-JS-2013", items=frozenset({"A1", "A2"}), findings=(A1, A2))


def test_inspectors_go_item_by_item_and_what_is_not_met_has_failed() -> None:
    seen = {"rubric_id": "R-JS-2013", "findings": (A1, A2)}
    given(filed, accepted).when(by_item).then(fit.model_copy(update=seen))
    short = replace(by_item, findings=(A1, A2_NOT_MET), meets_standard=False, remarks=unfit.remarks)
    failed = unfit.model_copy(update=seen | {"findings": (A1, A2_NOT_MET), "failed_items": ("A2",)})
    given(filed, accepted).when(short).then(failed)
    given(filed, accepted).when(replace(short, failed_items=("A2",))).then(failed)
    given(filed, accepted).when(replace(short, failed_items=("A1",))).then_refused(FailedItemsDisagree)
    given(filed, accepted).when(replace(short, meets_standard=True)).then_refused(FailedItemsDisagree)


def test_the_items_are_those_of_the_standard_where_it_is_known() -> None:
    other = ItemFinding(item="Z9", met=True, note="")
    given(filed, accepted).when(replace(by_item, findings=(A1, A2, other))).then_refused(UnknownItem)
    given(filed, accepted).when(replace(by_item, findings=(A1,))).then_refused(FindingsIncomplete)
    given(filed, accepted).when(replace(by_item, findings=(A1, A1, A2))).then_refused(FindingsIncomplete)
    named = replace(by_item, findings=(), meets_standard=False, failed_items=("D5",))
    given(filed, accepted).when(named).then_refused(UnknownItem)
    given(filed, accepted).when(replace(named, items=None, remarks=unfit.remarks, failed_items=("A2", "D5"))).then(
        unfit.model_copy(update={"rubric_id": "R-JS-2013"})
    )
    unknown = replace(by_item, items=None, findings=(A1, other))
    given(filed, accepted).when(unknown).then(
        fit.model_copy(update={"rubric_id": "R-JS-2013", "findings": (A1, other)})
    )

"""推荐意见、不予推荐: the county decides whether a station goes to its city."""

from dataclasses import replace
from datetime import date

import pytest

from services.application.filing.decisions import APPLICATION
from services.application.filing.recommending import (
    NotBeforeTheCounty,
    NotFitForRecommendation,
    RecommendedTooLate,
    VetoesNotClear,
)
from services.application.filing.standing import NotFiled
from services.application.filing.state import FilingEvent
from services.application.rules import SeasonIsOver
from shared.testing.scenario import Scenario
from tests.application.examples import (
    accepted,
    clear,
    filed,
    fit,
    not_clear,
    recommended,
    refused,
    unfit,
    withdrawn,
)
from tests.application.wishes import over, recommend, refuse

given = Scenario(APPLICATION)


def test_a_station_found_fit_and_clear_is_recommended() -> None:
    given(filed, accepted, clear, fit).when(recommend).then(recommended)
    given(filed, accepted, fit, clear).when(recommend).then(recommended)


def test_recommending_twice_records_it_once() -> None:
    given(filed, accepted, clear, fit, recommended).when(recommend).then_nothing()


@pytest.mark.parametrize(
    "history",
    [
        (filed,),
        (filed, accepted),
        (filed, accepted, clear),
        (filed, accepted, clear, unfit),
        (filed, accepted, clear, fit, unfit),
        (filed, accepted, clear, fit, refused),
        (filed, accepted, clear, fit, withdrawn),
    ],
)
def test_a_station_that_is_not_found_fit_is_not_recommended(history: tuple[FilingEvent, ...]) -> None:
    given(*history).when(recommend).then_refused(NotFitForRecommendation)


def test_a_fit_station_is_not_recommended_before_its_vetoes_are_clear() -> None:
    given(filed, accepted, fit).when(recommend).then_refused(VetoesNotClear)
    given(filed, accepted, clear, fit, not_clear).when(recommend).then_refused(VetoesNotClear)


def test_recommendations_are_made_until_their_day() -> None:
    last_day = replace(recommend, today=date(2013, 9, 13))
    given(filed, accepted, clear, fit).when(last_day).then(
        recommended.model_copy(update={"recommended_on": date(2013, 9, 13)})
    )
    given(filed, accepted, clear, fit).when(replace(recommend, today=date(2013, 9, 14))).then_refused(
        RecommendedTooLate
    )
    given(filed, accepted, clear, fit).when(replace(recommend, season=over)).then_refused(SeasonIsOver)
    given().when(recommend).then_refused(NotFiled)


@pytest.mark.parametrize("history", [(filed,), (filed, accepted), (filed, accepted, unfit), (filed, accepted, fit)])
def test_the_county_says_why_it_does_not_recommend(history: tuple[FilingEvent, ...]) -> None:
    given(*history).when(refuse).then(refused)
    given(*history, refused).when(refuse).then_nothing()


@pytest.mark.parametrize("history", [(filed, accepted, clear, fit, recommended), (filed, withdrawn)])
def test_what_is_not_before_the_county_is_not_refused(history: tuple[FilingEvent, ...]) -> None:
    given(*history).when(refuse).then_refused(NotBeforeTheCounty)
    given().when(refuse).then_refused(NotFiled)

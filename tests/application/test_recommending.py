"""推荐意见、不予推荐: the county decides whether a station goes to its city."""

from dataclasses import replace
from datetime import date

import pytest

from services.application.filing.commands import (
    ExchangeRecommendation,
    GiveUpPlace,
    PromoteFromReserve,
    ReturnRecommendation,
)
from services.application.filing.decisions import APPLICATION
from services.application.filing.recommending import (
    NotBeforeTheCounty,
    NotFitForRecommendation,
    NotInReserve,
    NotRecommended,
    RecommendedTooLate,
    ReserveOutOfOrder,
    StationNotActiveNow,
    VetoesNotClear,
    WaitsInReserve,
)
from services.application.filing.standing import NotFiled
from services.application.filing.state import FilingEvent
from services.application.rules import SeasonIsOver
from shared.events.application import ApplicationPlacedInReserve, OverWhat, RecommendationReturned
from shared.testing.scenario import Scenario
from tests.application.examples import (
    APPLICATION_ID,
    COUNTY,
    SEASON_ID,
    STATION_ID,
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
from tests.application.wishes import over, recommend, refuse, season

given = Scenario(APPLICATION)

FIT: tuple[FilingEvent, ...] = (filed, accepted, clear, fit)
in_reserve = ApplicationPlacedInReserve(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    bureau_code=COUNTY,
    over=OverWhat.DISTRICT_QUOTA,
    reserve_number=1,
    recommender="of-1",
    opinion=recommended.opinion,
    placed_on=recommended.recommended_on,
)
returned = RecommendationReturned(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    reasons="请复核回访记录",
    returned_on=date(2013, 9, 11),
)
over_the_quota = replace(recommend, over=OverWhat.DISTRICT_QUOTA, reserve_number=1)
promote = PromoteFromReserve(APPLICATION_ID, "of-1", recommended.opinion, "", recommend.today, COUNTY, season)
exchange = ExchangeRecommendation(
    APPLICATION_ID, "A-2013-st-z", "of-1", recommended.opinion, "行业均衡", recommend.today, COUNTY, season
)
give_up = GiveUpPlace(APPLICATION_ID, "of-1", "行业均衡", recommend.today, COUNTY, 2)
send_back = ReturnRecommendation(APPLICATION_ID, returned.reasons, returned.returned_on, season)


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


def test_who_is_over_a_quota_waits_in_reserve_and_has_not_failed() -> None:
    given(*FIT).when(over_the_quota).then(in_reserve)
    given(*FIT, in_reserve).when(over_the_quota).then_nothing()
    given(*FIT, in_reserve).when(recommend).then_refused(WaitsInReserve)
    given(*FIT, in_reserve).when(refuse).then(refused)
    given(filed, accepted, fit).when(over_the_quota).then_refused(VetoesNotClear)


def test_only_a_station_that_runs_goes_forward() -> None:
    for status in ("suspended", "closed"):
        given(*FIT).when(replace(recommend, station_status=status)).then_refused(StationNotActiveNow)
        given(*FIT, in_reserve).when(replace(promote, station_status=status)).then_refused(StationNotActiveNow)
        given(*FIT, in_reserve).when(replace(exchange, station_status=status)).then_refused(StationNotActiveNow)


def test_the_reserve_is_promoted_in_its_order_or_for_a_reason() -> None:
    given(*FIT, in_reserve).when(promote).then(recommended)
    given(*FIT, in_reserve, recommended).when(promote).then_nothing()
    past_another = replace(promote, ahead=("A-2013-st-z",))
    given(*FIT, in_reserve).when(past_another).then_refused(ReserveOutOfOrder)
    given(*FIT, in_reserve).when(replace(past_another, reason="行业均衡")).then(
        recommended.model_copy(update={"out_of_order_because": "行业均衡"})
    )
    given(*FIT).when(promote).then_refused(NotInReserve)
    given(*FIT, in_reserve).when(replace(promote, season=over)).then_refused(SeasonIsOver)
    given(*FIT, in_reserve).when(replace(promote, today=date(2013, 9, 14))).then_refused(RecommendedTooLate)


def test_two_stations_are_exchanged_before_recommendations_are_closed() -> None:
    given(*FIT, in_reserve).when(exchange).then(recommended)
    given(*FIT, in_reserve, recommended).when(exchange).then_nothing()
    given(*FIT).when(exchange).then_refused(NotInReserve)
    given(*FIT, in_reserve).when(replace(exchange, season=over)).then_refused(SeasonIsOver)
    given_up = in_reserve.model_copy(update={"over": OverWhat.EXCHANGED, "reserve_number": 2, "opinion": "行业均衡"})
    given(*FIT, recommended).when(give_up).then(given_up)
    given(*FIT, recommended, given_up).when(give_up).then_nothing()
    given(*FIT).when(give_up).then_refused(NotRecommended)


def test_the_city_returns_a_recommendation_until_they_are_closed() -> None:
    given(*FIT, recommended).when(send_back).then(returned)
    given(*FIT, recommended).when(replace(send_back, season=over)).then_refused(SeasonIsOver)
    given(*FIT, recommended, returned).when(send_back).then_refused(NotRecommended)
    given(*FIT, recommended, returned).when(recommend).then(recommended)
    given(*FIT, recommended, returned).when(refuse).then(refused)
    given().when(send_back).then_refused(NotFiled)

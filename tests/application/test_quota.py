"""名额: never more places are taken than there are, and a place is one application's."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import settings as run
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.application.quota.commands import ExchangePlaces, FreePlace, Limits, QuotaCommand, TakePlace
from services.application.quota.decisions import QUOTA, NoPlaceLeft, NotToBeExchanged
from services.application.quota.state import QuotaEvent
from shared.errors import Refusal
from shared.events.application import OverWhat, QuotaPlaceFreed, QuotaPlaceTaken, RecommendationExchanged
from shared.testing.scenario import Scenario
from tests.application.examples import APPLICATION_ID, COUNTY, SEASON_ID

DAY = date(2014, 9, 10)
OTHER, OTHER_COUNTY = "A-2013-st-b", "B-320404"

given = Scenario(QUOTA)
take = TakePlace(SEASON_ID, COUNTY, APPLICATION_ID, Limits(1, 1), DAY)
free = FreePlace(SEASON_ID, APPLICATION_ID, DAY)
exchange = ExchangePlaces(SEASON_ID, COUNTY, OTHER, APPLICATION_ID, "行业均衡", DAY)
taken = QuotaPlaceTaken(season_id=SEASON_ID, bureau_code=COUNTY, application_id=APPLICATION_ID, taken_on=DAY)
freed = QuotaPlaceFreed(season_id=SEASON_ID, bureau_code=COUNTY, application_id=APPLICATION_ID, freed_on=DAY)
exchanged = RecommendationExchanged(
    season_id=SEASON_ID,
    bureau_code=COUNTY,
    promoted_application_id=OTHER,
    demoted_application_id=APPLICATION_ID,
    reason="行业均衡",
    exchanged_on=DAY,
)


def test_a_place_is_taken_once_and_freed_once() -> None:
    given().when(take).then(taken)
    given(taken).when(take).then_nothing()
    given(taken).when(free).then(freed)
    given().when(free).then_nothing()
    given(taken, freed).when(take).then(taken)


def test_the_county_has_its_quota_and_the_city_its_limit() -> None:
    more = replace(take, application_id=OTHER)
    given(taken).when(more).then_refused(NoPlaceLeft)
    given(taken).when(replace(more, bureau_code=OTHER_COUNTY)).then_refused(NoPlaceLeft)
    widened = replace(more, limits=Limits(2, 0))
    given(taken).when(widened).then(taken.model_copy(update={"application_id": OTHER}))
    assert Limits(1, 3).over(1, 3) is OverWhat.DISTRICT_QUOTA
    assert Limits(2, 3).over(1, 3) is OverWhat.RECOMMENDATION_LIMIT
    assert Limits(2, 3).over(1, 2) is None
    assert not Limits()


def test_a_place_goes_from_one_station_to_another_of_the_same_county() -> None:
    given(taken).when(exchange).then(exchanged)
    given(taken, exchanged).when(exchange).then_nothing()
    given().when(exchange).then_refused(NotToBeExchanged)
    given(taken).when(replace(exchange, bureau_code=OTHER_COUNTY)).then_refused(NotToBeExchanged)
    other = taken.model_copy(update={"application_id": OTHER})
    given(taken, other).when(exchange).then_refused(NotToBeExchanged)
    given(taken, exchanged).when(replace(free, application_id=OTHER)).then(
        freed.model_copy(update={"application_id": OTHER})
    )


applications = st.sampled_from([f"A-2013-st-{letter}" for letter in "abcdef"])
bureaus = st.sampled_from([COUNTY, OTHER_COUNTY])


class Places(RuleBasedStateMachine):
    """Whatever is asked in whatever order, and however the limits are widened in between."""

    def __init__(self) -> None:
        super().__init__()
        self.limits = Limits(1, 2)
        self.history: list[QuotaEvent] = []
        self.quota = QUOTA.initial

    def ask(self, command: QuotaCommand) -> None:
        try:
            events: list[Any] = QUOTA.decide(command, self.quota)
        except Refusal:
            return
        for event in events:
            self.quota = QUOTA.evolve(self.quota, event)
        self.history += events
        assert QUOTA.decide(command, self.quota) == []

    @rule(application=applications, bureau=bureaus)
    def take(self, application: str, bureau: str) -> None:
        self.ask(TakePlace(SEASON_ID, bureau, application, self.limits, DAY))

    @rule(application=applications)
    def free(self, application: str) -> None:
        self.ask(FreePlace(SEASON_ID, application, DAY))

    @rule(promoted=applications, demoted=applications, bureau=bureaus)
    def exchange(self, promoted: str, demoted: str, bureau: str) -> None:
        before = len(self.quota.taken)
        self.ask(ExchangePlaces(SEASON_ID, bureau, promoted, demoted, "行业均衡", DAY))
        assert len(self.quota.taken) == before

    @rule(county=st.integers(0, 1), city=st.integers(0, 1))
    def widen(self, county: int, city: int) -> None:
        self.limits = Limits(self.limits.district_quota + county, self.limits.recommendation_limit + city)

    @invariant()
    def no_more_are_taken_than_there_are(self) -> None:
        assert len(self.quota.taken) <= self.limits.recommendation_limit
        for bureau in (COUNTY, OTHER_COUNTY):
            assert self.quota.of_bureau(bureau) <= self.limits.district_quota

    @invariant()
    def a_replay_gives_the_same(self) -> None:
        assert QUOTA.state(self.history) == self.quota


TestPlaces = Places.TestCase
TestPlaces.settings = run(max_examples=40, stateful_step_count=25)

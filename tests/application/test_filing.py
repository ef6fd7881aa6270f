"""申请: a host files for its own station, in time, once a season."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.application.filing.commands import FileApplication, FilingFacts
from services.application.filing.decisions import APPLICATION
from services.application.filing.eligibility import (
    AlreadyFiled,
    AnotherCitysSeason,
    BarredAfterRevocation,
    FiledTooLate,
    HoldsATitle,
    NotYetOperatingAYear,
    OnlyActiveStationsApply,
    Question,
    SeasonNotOpen,
    WithdrawnThisSeason,
    answers,
)
from services.application.filing.state import Stage
from services.application.queries.eligibility import TO_DO
from services.application.rules import SeasonIsOver
from shared.testing.scenario import Scenario
from tests.application.examples import accepted, at, filed, fit, refused, withdrawn
from tests.application.wishes import facts, file_it, over, season

given = Scenario(APPLICATION)
last_day = date(2013, 8, 30)


def with_facts(**changed: object) -> FileApplication:
    return replace(file_it, facts=replace(facts, **changed))  # type: ignore[arg-type]


def received(day: date, hour: int, minute: int, second: int) -> FileApplication:
    return replace(file_it, received_at=at(day, hour, minute, second))


def test_a_host_files_its_application() -> None:
    given().when(file_it).then(filed)


def test_a_station_has_one_application_a_season() -> None:
    given(filed).when(file_it).then_refused(AlreadyFiled)
    given(filed, accepted, fit).when(file_it).then_refused(AlreadyFiled)
    given(filed, refused).when(file_it).then_refused(AlreadyFiled)


def test_who_has_withdrawn_applies_again_in_the_next_season() -> None:
    given(filed, withdrawn).when(file_it).then_refused(WithdrawnThisSeason)


def test_the_last_second_is_in_time() -> None:
    in_time = received(last_day, 17, 29, 58)
    given().when(in_time).then(filed.model_copy(update={"filed_at": in_time.received_at}))
    at_the_instant = received(last_day, 17, 30, 0)
    given().when(at_the_instant).then(filed.model_copy(update={"filed_at": at_the_instant.received_at}))


@pytest.mark.parametrize("late", [received(last_day, 17, 30, 1), received(date(2013, 9, 2), 9, 0, 0)])
def test_after_the_closing_instant_it_is_late(late: FileApplication) -> None:
    given().when(late).then_refused(FiledTooLate)


def test_only_an_open_season_takes_applications() -> None:
    given().when(replace(file_it, facts=FilingFacts())).then_refused(SeasonNotOpen)
    given().when(with_facts(season=replace(season, opened_on=date(2013, 8, 13)))).then_refused(SeasonNotOpen)
    given().when(with_facts(season=over)).then_refused(SeasonIsOver)


def test_only_a_running_station_of_the_city_without_a_title_applies() -> None:
    given().when(with_facts(is_of_the_city=False)).then_refused(AnotherCitysSeason)
    for status in ("suspended", "closed"):
        given().when(with_facts(station_status=status)).then_refused(OnlyActiveStationsApply)
    given().when(with_facts(holds_a_title=True)).then_refused(HoldsATitle)


def test_each_rule_can_be_asked_by_itself() -> None:
    """What the host reads before it starts is what the filing is judged by, rule by rule."""
    facts_now = replace(facts, holds_a_title=True, operating_since=date(2013, 8, 1))
    asked = answers(Question(Stage.NOT_FILED, at(date(2013, 9, 2)), facts_now))
    assert [rule for rule, why_not in asked if why_not] == [FiledTooLate, HoldsATitle, NotYetOperatingAYear]
    assert {rule for rule, _ in asked} == set(TO_DO)


def test_a_station_has_run_for_a_whole_year() -> None:
    a_year_ago = file_it.received_at.date() - timedelta(days=365)
    given().when(with_facts(operating_since=a_year_ago)).then(filed)
    given().when(with_facts(operating_since=a_year_ago + timedelta(days=1))).then_refused(NotYetOperatingAYear)


@pytest.mark.parametrize("seasons", [0, 1, 2])
def test_a_revocation_bars_the_season_and_the_two_that_follow(seasons: int) -> None:
    given().when(with_facts(seasons_since_revocation=seasons)).then_refused(BarredAfterRevocation)


def test_the_third_season_after_a_revocation_is_open_again() -> None:
    given().when(with_facts(seasons_since_revocation=3)).then(filed)

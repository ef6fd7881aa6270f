"""延期: by a published order applications close later for everybody, never for one host [domain §9 scenario 15 (d)]."""

from dataclasses import fields, replace
from datetime import date

from services.application.season.closing import ExtendedTooLate, ExtensionNotLater, OnlyChaptersAreExtended
from services.application.season.commands import CloseApplications, CloseRecommendations, ExtendSeason
from services.application.season.deadlines import DeadlinesOutOfOrder, DeadlinesProvisional
from services.application.season.decisions import SEASON
from services.application.season.standing import NoSuchSeason, SeasonIsClosed, SeasonNotRunning
from shared.errors import InTheFuture
from shared.events.application import SeasonClosed, SeasonExtended
from shared.testing.scenario import Scenario
from tests.application.examples import (
    SEASON_ID,
    applications_closed,
    approved,
    candidate,
    drafted,
    opened,
    recommendations_closed,
    settings,
)
from tests.application.test_settings import OF_2013

given = Scenario(SEASON)

extend = ExtendSeason(
    SEASON_ID,
    date(2013, 9, 6),
    None,
    "台风影响",
    "常工商〔2013〕31号",
    date(2013, 8, 29),
    date(2013, 8, 29),
    OF_2013,
)
extended = SeasonExtended(
    season_id=SEASON_ID,
    applications_close_on=date(2013, 9, 6),
    # Ten working days after, with the holiday of the middle of autumn in between and the Sunday before it worked.
    recommendations_due_on=date(2013, 9, 23),
    former_close_on=date(2013, 8, 30),
    reason=extend.reason,
    document_number=extend.document_number,
    document_date=extend.document_date,
    settings=settings.model_copy(
        update={"applications_close_on": date(2013, 9, 6), "recommendations_due_on": date(2013, 9, 23)}
    ),
    extended_on=date(2013, 8, 29),
)
RUNNING = (drafted, approved, opened)


def test_before_the_closing_a_chapter_is_extended_and_its_recommendations_move_along() -> None:
    given(*RUNNING).when(extend).then(extended)
    given(*RUNNING, extended).when(extend).then_nothing()


def test_after_the_closing_it_opens_again_for_all() -> None:
    late = replace(extend, today=date(2013, 9, 2))
    after = extended.model_copy(update={"extended_on": date(2013, 9, 2)})
    given(*RUNNING, applications_closed).when(late).then(after)
    again = SEASON.state([*RUNNING, applications_closed, after])
    assert (again.stage, again.reached) == ("open", "applications_closed")


def test_there_is_nobody_to_name_in_an_extension() -> None:
    assert not {field.name for field in fields(ExtendSeason)} & {"host_id", "station_id", "application_id"}


def test_a_stated_day_for_recommendations_is_taken() -> None:
    stated = replace(extend, recommendations_due_on=date(2013, 9, 25))
    (event,) = SEASON.decide(stated, SEASON.state(RUNNING))
    assert isinstance(event, SeasonExtended)
    assert event.settings.recommendations_due_on == date(2013, 9, 25)


def test_an_extension_is_later_and_in_order_and_rests_on_an_order_that_was_published() -> None:
    running = given(*RUNNING)
    running.when(replace(extend, applications_close_on=date(2013, 8, 30))).then_refused(ExtensionNotLater)
    running.when(replace(extend, today=date(2013, 9, 7))).then_refused(ExtensionNotLater)
    running.when(replace(extend, recommendations_due_on=date(2013, 9, 12))).then_refused(ExtensionNotLater)
    running.when(replace(extend, applications_close_on=date(2013, 10, 28))).then_refused(DeadlinesOutOfOrder)
    running.when(replace(extend, document_date=date(2013, 8, 30))).then_refused(InTheFuture)
    unknown = replace(extend, calendar=replace(OF_2013, years=frozenset({2012})))
    running.when(unknown).then_refused(DeadlinesProvisional)


def test_only_a_running_chapter_is_extended() -> None:
    given().when(extend).then_refused(NoSuchSeason)
    given(drafted, approved).when(extend).then_refused(ExtendedTooLate)
    handed_over = (*RUNNING, applications_closed, recommendations_closed)
    given(*handed_over).when(extend).then_refused(ExtendedTooLate)
    closed = SeasonClosed(season_id=SEASON_ID, closed_on=date(2013, 12, 25))
    given(*handed_over, closed).when(extend).then_refused(SeasonIsClosed)
    of_the_province = drafted.model_copy(update={"city_code": "320000"})
    given(of_the_province, approved, opened).when(extend).then_refused(OnlyChaptersAreExtended)


def test_a_closing_that_was_on_its_way_when_the_chapter_was_extended_does_nothing() -> None:
    on_its_way = CloseApplications(SEASON_ID, date(2013, 8, 31), filed=1)
    given(*RUNNING, extended).when(on_its_way).then_nothing()
    recommendations = CloseRecommendations(SEASON_ID, date(2013, 9, 14), (candidate,))
    given(*RUNNING, extended).when(recommendations).then_nothing()
    given(*RUNNING, extended, applications_closed).when(recommendations).then_nothing()
    given(*RUNNING, extended).when(replace(recommendations, today=date(2013, 9, 24))).then_refused(SeasonNotRunning)
    given(*RUNNING, extended).when(replace(on_its_way, today=date(2013, 9, 7))).then(
        applications_closed.model_copy(update={"closed_at": applications_closed.closed_at.replace(month=9, day=6)})
    )

"""What this service asks of itself: what falls due, what follows from a calendar, and the end of a season."""

from datetime import date

import pytest

from services.application.policies import NothingOfThatName, from_due, react
from services.application.season.commands import (
    CloseApplications,
    CloseRecommendations,
    CloseSeason,
    RecomputeDeadlines,
)
from shared.events.publication import ResultPublished
from shared.events.registry import CalendarPublished, DayBegan
from shared.testing.reaction import Reaction
from tests.application.examples import SEASON_ID, filed, recommendations_closed, settings

when = Reaction(react)


def test_what_happens_elsewhere_mostly_asks_nothing() -> None:
    when(DayBegan(day=settings.applications_close_on)).then_asks()
    when(filed).then_asks()
    when(recommendations_closed).then_asks()


def test_when_a_calendar_is_published_provisional_deadlines_are_reckoned_again() -> None:
    off, worked = (date(2013, 9, 19),), (date(2013, 9, 22),)
    published = CalendarPublished(year=2013, weekday_holidays=off, weekend_workdays=worked, source="notice")
    when(published).then_asks(RecomputeDeadlines(2013, off, worked, "notice"))


def test_when_the_result_is_published_the_season_is_closed() -> None:
    published = ResultPublished(
        announcement_id="an-1",
        season_id=SEASON_ID,
        titles=(),
        media="江苏工商报",
        document_number="苏工商消〔2013〕9号",
        published_on=date(2013, 12, 25),
    )
    when(published).then_asks(CloseSeason(SEASON_ID, date(2013, 12, 25)))


def test_a_row_that_falls_due_is_a_command() -> None:
    row = {"season_id": SEASON_ID, "day": "2013-08-31"}
    assert from_due("close_applications", row) == CloseApplications(SEASON_ID, date(2013, 8, 31))
    assert from_due("close_recommendations", row) == CloseRecommendations(SEASON_ID, date(2013, 8, 31))


def test_an_unknown_name_is_loud() -> None:
    with pytest.raises(NothingOfThatName):
        from_due("close_everything", {})

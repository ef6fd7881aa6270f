"""What this service asks of itself: what falls due on a day, and nothing else."""

import pytest

from services.application.policies import NothingOfThatName, from_due, react
from services.application.season.commands import CloseApplications, CloseRecommendations
from shared.events.registry import DayBegan
from shared.testing.reaction import Reaction
from tests.application.examples import SEASON_ID, filed, recommendations_closed, settings

when = Reaction(react)


def test_what_happens_elsewhere_asks_nothing() -> None:
    when(DayBegan(day=settings.applications_close_on)).then_asks()
    when(filed).then_asks()
    when(recommendations_closed).then_asks()


def test_a_row_that_falls_due_is_a_command() -> None:
    row = {"season_id": SEASON_ID, "day": "2013-08-31"}
    assert from_due("close_applications", row) == CloseApplications(SEASON_ID)
    assert from_due("close_recommendations", row) == CloseRecommendations(SEASON_ID)


def test_an_unknown_name_is_loud() -> None:
    with pytest.raises(NothingOfThatName):
        from_due("close_everything", {})

"""The registry asks nothing of itself when something happens elsewhere: it remembers."""

from datetime import date

from services.registry.policies import react
from shared.events.application import SeasonOpened
from shared.events.registry import DayBegan
from shared.testing.reaction import Reaction

when = Reaction(react)


def test_nothing_that_happens_elsewhere_asks_for_anything() -> None:
    when(DayBegan(day=date(2013, 5, 16))).then_asks()
    when(SeasonOpened(season_id="S-2013-320400", opened_on=date(2013, 5, 15))).then_asks()

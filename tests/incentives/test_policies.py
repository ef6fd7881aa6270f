"""Incentives asks nothing of itself when something happens elsewhere: it only remembers who serves where."""

from datetime import date

from services.incentives.policies import react
from shared.events.event import Sealed
from shared.events.registry import DayBegan, StaffAppointed, StationPost
from shared.testing.reaction import Reaction

when = Reaction(react)


def test_nothing_that_happens_elsewhere_asks_for_anything() -> None:
    when(DayBegan(day=date(2013, 11, 4))).then_asks()
    when(
        StaffAppointed(
            staff_id="sf-1",
            station_id="st-1",
            host_id="ho-1",
            name=Sealed("王小明"),
            posts=(StationPost.HEAD,),
            appointed_on=date(2013, 5, 16),
        )
    ).then_asks()

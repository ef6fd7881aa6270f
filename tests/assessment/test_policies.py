"""What assessment asks of itself when something happens to a station; everything else is only taken note of."""

from datetime import date

import pytest

from services.assessment.policies import from_due, react
from services.assessment.title.commands import EndTitle
from shared.events.assessment import EndedBy
from shared.events.event import Event
from shared.events.registry import StationClosed, StationTransferred
from shared.testing.reaction import Reaction
from tests.assessment.examples import certified, closed, drafted

when = Reaction(react)


@pytest.mark.parametrize("event", [closed("a"), drafted, certified], ids=lambda event: type(event).__name__)
def test_no_event_makes_this_service_act(event: Event) -> None:
    when(event).then_asks()


def test_a_title_ends_with_its_station() -> None:
    day = date(2014, 6, 1)
    when(StationClosed(station_id="st-a", reason="歇业", closed_on=day)).then_asks(
        EndTitle(station_id="st-a", ended_by=EndedBy.CLOSURE, on=day)
    )


def test_a_title_ends_when_another_host_takes_the_station_over() -> None:
    day = date(2014, 6, 1)
    when(StationTransferred(station_id="st-a", host_id="ho-b", former_host_id="ho-a", transferred_on=day)).then_asks(
        EndTitle(station_id="st-a", ended_by=EndedBy.CHANGE_OF_HOST, on=day, new_host_id="ho-b")
    )


def test_nothing_else_falls_due() -> None:
    with pytest.raises(ValueError, match="nothing called 'CloseList' falls due"):
        from_due("CloseList", {})

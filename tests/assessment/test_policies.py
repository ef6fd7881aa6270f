"""Assessment reacts to nothing: what others record is only taken note of."""

import pytest

from services.assessment.policies import from_due, react
from shared.events.event import Event
from shared.testing.reaction import Reaction
from tests.assessment.examples import certified, closed, drafted

when = Reaction(react)


@pytest.mark.parametrize("event", [closed("a"), drafted, certified], ids=lambda event: type(event).__name__)
def test_no_event_makes_this_service_act(event: Event) -> None:
    when(event).then_asks()


def test_nothing_falls_due() -> None:
    with pytest.raises(ValueError, match="nothing called 'CloseList' falls due"):
        from_due("CloseList", {})

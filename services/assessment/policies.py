"""When something happens elsewhere, what this service asks of itself: nothing.

Every act here is a person's: the panel scores, the city concludes and submits, the province decides. What others
record only changes who is still a candidate and what may be asked, which the projections keep. Nothing falls due by
itself either: a list that is late is submitted late, with a reason.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Never

from shared.events.event import Event


def react(_event: Event) -> Sequence[Never]:
    return ()


def from_due(name: str, _arguments: Mapping[str, Any]) -> Never:
    """No projection here schedules anything, so a row that asks for it comes from elsewhere.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"nothing called {name!r} falls due in assessment")

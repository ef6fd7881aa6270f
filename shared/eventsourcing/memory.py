"""Where streams stood when this process last wrote them, so that not every command reads its history again."""

from collections import OrderedDict
from typing import Any

from shared.eventsourcing.decider import Decider

_MOST = 8_192


class StateMemory:
    """A guess that every commit checks: another process may have written the stream since."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[Decider[Any, Any, Any], Any, int]] = OrderedDict()

    def recall(self, stream: str, decider: Decider[Any, Any, Any]) -> tuple[Any, int]:
        """The state and version; those of a new stream where nothing is remembered."""
        known = self._known.get(stream)
        if known is None or known[0] is not decider:
            return decider.initial, 0
        return known[1], known[2]

    def remember(self, stream: str, decider: Decider[Any, Any, Any], state: Any, version: int) -> None:
        self._known[stream] = (decider, state, version)
        self._known.move_to_end(stream)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)

    def forget(self, stream: str) -> None:
        self._known.pop(stream, None)

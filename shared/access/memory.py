"""Remembers for a moment for whom each caller acts, so that not every command asks the database for it."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from shared.access.directory import Acting
from shared.access.roles import Caller

SECONDS = 2.0
"""How late an officer's move may be noticed. It is no later than the news may come from the registry anyway."""

_MOST = 4_096


class ActingMemory:
    """What `directory.acting` has answered of late. Refusals are not remembered: what is unknown may come any time."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[Caller, tuple[Acting, float]] = OrderedDict()

    def recall(self, caller: Caller) -> Acting | None:
        """For whom the caller acts, if that was found out just now."""
        known = self._known.get(caller)
        if known is None:
            return None
        acting, until = known
        return acting if self._clock() < until else None

    def remember(self, caller: Caller, acting: Acting) -> None:
        """Keep it for two seconds."""
        self._known[caller] = (acting, self._clock() + SECONDS)
        self._known.move_to_end(caller)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)

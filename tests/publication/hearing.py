"""Events of others as they come in earnest: each with its version in its stream, on the programme's day."""

from collections import defaultdict
from dataclasses import replace

from shared.bus.reactor import Reactor
from shared.events.event import Event
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.messages import Message
from tests.publication.conftest import World
from tests.publication.people import recorded

_MESSAGE = Message("events.test", 0, 0, b"", b"", ())


class InOrder:
    """Tells the world what happens, one event behind the other in each stream."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._reactor = Reactor(world.runtime)
        # What the world was told at its beginning are the first ones.
        self._versions: defaultdict[str, int] = defaultdict(lambda: 2)

    async def on(self, day: str, *events: Event) -> None:
        """These happen on that day, in this order."""
        await self._world.is_now(f"{day}T10:00")
        for event in events:
            await self._reactor._work_off(_MESSAGE, self._recorded(event), None, ())

    def _recorded(self, event: Event) -> Recorded[Event]:
        stream = f"{event.owner()} {getattr(event, 'station_id', '') or getattr(event, 'host_id', '')}"
        self._versions[stream] += 1
        return replace(recorded(event, self._versions[stream]), effective_at=self._world.runtime.clock.now())

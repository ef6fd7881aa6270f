"""When something happens elsewhere, what the registry asks of itself: nothing yet, and nothing falls due."""

from collections.abc import Sequence

from services.registry.commands import RegistryCommand
from shared.events.event import Event


def react(_event: Event) -> Sequence[RegistryCommand]:
    """The registry listens to nobody so far."""
    return ()

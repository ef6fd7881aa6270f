"""When something happens elsewhere, what the registry asks of itself: nothing, and nothing falls due.

What others tell of a station is remembered in its file (`projections.elsewhere`); each act here is a person's own.
"""

from collections.abc import Sequence

from services.registry.commands import RegistryCommand
from shared.events.event import Event


def react(_event: Event) -> Sequence[RegistryCommand]:
    """No event elsewhere puts a station on the register, changes it or takes it off."""
    return ()
